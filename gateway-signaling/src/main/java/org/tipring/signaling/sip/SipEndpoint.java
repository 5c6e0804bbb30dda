package org.tipring.signaling.sip;

import java.net.InetAddress;
import java.time.Duration;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;

/// The SIP side as the control thread sees it; events come back as [SipEvent]s. Real one: JAIN-SIP; other one: scripted telephones
/// in tests in virtual time. Control thread only; nothing blocks; calls for a leg that has ended are ignored.
public interface SipEndpoint {

    /// Starts a call to `target`. Later: `Ringing`, `Progress`, `Answered` or `Released`.
    ///
    /// @param ring which distinctive ring a telephone is asked for, 1 to 8; 0: the ordinary one
    void invite(LegId leg, Target target, SipEvent.CallingParty from, String offer, int ring);

    default void invite(LegId leg, Target target, SipEvent.CallingParty from, String offer) {
        invite(leg, target, from, offer, 0);
    }

    /// Shows a line of text on a telephone, at every contact it registered (MESSAGE, RFC 3428). What becomes of it is logged only.
    void message(Target.Extension to, String text);

    /// 180 without SDP.
    void ring(LegId leg);

    /// 183 with SDP.
    void progress(LegId leg, String answer);

    /// 200. With an INVITE that had no offer, `sdp` is ours and the answer comes with `Acknowledged`.
    void answer(LegId leg, String sdp);

    /// Ends the leg whatever its state: final response, CANCEL or BYE, with Reason: Q.850. No `Released` follows; what crosses on the
    /// wire (a 200 after our CANCEL, a BYE) is dealt with in silence.
    ///
    /// @param retryAfter for 503 on an INVITE; null leaves the header out
    void release(LegId leg, ReleaseCause cause, Duration retryAfter);

    /// As [#release], but a caller that waits gets exactly this status (a dial plan's `reject 404`).
    void reject(LegId leg, int status, ReleaseCause cause);

    /// 200 for a `Reoffered`.
    void answerOffer(LegId leg, String answer);

    /// 488 for a `Reoffered`; the session goes on as it was.
    void refuseOffer(LegId leg);

    /// Offers something else within the call (re-INVITE, RFC 3261 section 14). Later: `Reanswered` or `Unchanged`. While they offer something, or an earlier
    /// offer of ours is open, it waits; of several that wait, only the last one is sent.
    default void reoffer(LegId leg, String sdp) { }

    /// Tells a telephone what its REFER came to: the status that the new call got, 200 when it was answered. Once for each `Referred`.
    default void transferred(LegId leg, int status) { }

    /// Asks the peer of this leg to talk to the peer of `with` directly (REFER with Replaces; RFC 5589 section 7). Later: `Transferred`.
    default void refer(LegId leg, LegId with) { }

    /// Whether a call to `target` has a chance now: the extension is registered, the trunk is up.
    boolean reachable(Target target);

    /// The address that goes into SDP for a peer of this leg (the local interface that faces it).
    String mediaAddress(LegId leg);

    /// As [#mediaAddress(LegId)], before the leg exists.
    String mediaAddress(Target target);

    /// The host that this leg's SIP comes from; null when that is not known.
    default InetAddress signalsFrom(LegId leg) {
        return null;
    }

    sealed interface Target {

        /// A telephone of ours: every contact it registered rings.
        record Extension(String user) implements Target { }

        /// A number behind a provider.
        record Trunk(String name, String number) implements Target { }
    }
}
