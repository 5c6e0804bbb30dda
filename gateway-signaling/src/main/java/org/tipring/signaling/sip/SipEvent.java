package org.tipring.signaling.sip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;

/// What the SIP side reports, on the control thread. SDP travels as text; [org.tipring.signaling.sdp] reads it.
public sealed interface SipEvent {

    /// A new call. 100 has been sent; the source is authenticated (or is a trunk known by registration or address).
    ///
    /// @param offer SDP, or empty when the INVITE had none
    /// @param alertInfo the values of Alert-Info: how the caller wants it to ring; or empty
    record Invited(LegId leg, Source source, String called, CallingParty from, String offer, String sipCallId, String alertInfo) implements SipEvent {

        public Invited(LegId leg, Source source, String called, CallingParty from, String offer, String sipCallId) {
            this(leg, source, called, from, offer, sipCallId, "");
        }
    }

    /// 180 of the called side.
    record Ringing(LegId leg) implements SipEvent { }

    /// 183, or 180 with SDP: early media.
    record Progress(LegId leg, String sdp) implements SipEvent { }

    /// 200; the ACK has been sent.
    record Answered(LegId leg, String sdp) implements SipEvent { }

    /// The ACK for our 200 has come. `sdp` is the answer when the INVITE had no offer, else empty.
    record Acknowledged(LegId leg, String sdp) implements SipEvent { }

    /// A re-INVITE or UPDATE with an offer; answer with [SipEndpoint#answerOffer] or [SipEndpoint#refuseOffer].
    record Reoffered(LegId leg, String offer) implements SipEvent { }

    /// A telephone of ours wants the other party of this call to talk to somebody else (REFER: RFC 3515, RFC 5589). It has been told that we are trying; tell it
    /// what came of it with [SipEndpoint#transferred].
    ///
    /// @param called the number, or empty where `with` says it
    /// @param with its leg in the call to connect this one with (`Replaces`, RFC 3891), or null
    /// @param lost `Replaces` names no call of this telephone
    record Referred(LegId leg, String called, LegId with, boolean lost) implements SipEvent { }

    /// A telephone takes over a call of its own user from another telephone (INVITE with `Replaces`, RFC 3891). Answer it, or release it.
    ///
    /// @param instead the leg whose place it takes
    record Replacing(LegId leg, Source.Extension source, LegId instead, String offer, String sipCallId) implements SipEvent { }

    /// What our own REFER came to: 200 when the other side has connected the two, another status when it has not.
    record Transferred(LegId leg, int status, String detail) implements SipEvent { }

    /// Their answer to an offer of ours within the call ([SipEndpoint#reoffer]).
    record Reanswered(LegId leg, String sdp) implements SipEvent { }

    /// They refused our offer; the session goes on as it was.
    record Unchanged(LegId leg, int status) implements SipEvent { }

    /// The leg is over: BYE, CANCEL, a final failure, a time-out, no ACK. Nothing more comes for it.
    ///
    /// @param status SIP status when a response ended it, else 0
    /// @param detail for the record: reason phrase, "no ACK for 32 s", ...
    record Released(LegId leg, ReleaseCause cause, int status, String detail) implements SipEvent { }

    /// A key by SIP INFO.
    record Digit(LegId leg, char digit) implements SipEvent { }

    /// A hook flash by SIP INFO.
    record HookFlash(LegId leg) implements SipEvent { }

    /// A provider can be called.
    ///
    /// @param how in words: whether it has us registered, and whether it answers when asked
    record TrunkUp(String trunk, String how) implements SipEvent { }

    record TrunkDown(String trunk, String why) implements SipEvent { }

    /// A provider's mailbox.
    ///
    /// @param account as the provider names it; @param count how many new messages, 0: none
    record MessagesWaiting(String trunk, String account, int count) implements SipEvent { }

    /// A provider has begun to tell of a mailbox that we have subscribed to.
    record MailboxWatched(String trunk, String account) implements SipEvent { }

    /// A subscription to a mailbox has failed; it is tried again, and this is not said again until it has worked.
    record MailboxFailed(String trunk, String account, String why) implements SipEvent { }

    /// Somebody registered or went; for logs and the status page.
    record Registered(String extension, String contact, long expiresSeconds) implements SipEvent { }

    record Unregistered(String extension, String why) implements SipEvent { }

    /// A source is not listened to any more, but for emergency calls and what it has already begun.
    ///
    /// @param why in the plural: `wrong passwords`; @param times how often it has been banned
    record Banned(String source, String why, int times, Instant until) implements SipEvent { }

    /// The stack no longer answers its own OPTIONS: nobody can reach us. A restart of the SIP side helps.
    record Deaf(String why) implements SipEvent { }

    /// Where a call comes from.
    sealed interface Source {

        /// A telephone of ours, by its authenticated user name.
        record Extension(String user) implements Source { }

        /// A provider, by the name of its section in the configuration.
        record Trunk(String name) implements Source { }
    }

    /// @param number user part of From or, from a trunk, P-Asserted-Identity; empty when withheld or none
    /// @param withheld Privacy: id, or an anonymous From (RFC 3323, RFC 3325)
    /// @param diversions who has sent the call on so far, the last one first
    record CallingParty(String number, String displayName, boolean withheld, List<Diversion> diversions) {

        public CallingParty {
            diversions = List.copyOf(diversions);
        }

        public CallingParty(String number, String displayName, boolean withheld) {
            this(number, displayName, withheld, List.of());
        }

        public CallingParty named(String name) {
            return new CallingParty(number, name, withheld, diversions);
        }

        /// The same caller after somebody else has sent the call on.
        public CallingParty divertedBy(Diversion diversion) {
            List<Diversion> all = new ArrayList<>(List.of(diversion));
            all.addAll(diversions);
            return new CallingParty(number, displayName, withheld, all);
        }

        /// How often the call has been sent on.
        public int timesDiverted() {
            return diversions.stream().mapToInt(Diversion::times).sum();
        }
    }

    /// That somebody has sent a call on (RFC 5806).
    ///
    /// @param number whose; @param reason as RFC 5806 has it: `unconditional`, `user-busy`, `no-answer`
    /// @param withheld it is not to be shown; @param times how often at once
    record Diversion(String number, String reason, boolean withheld, int times) { }
}
