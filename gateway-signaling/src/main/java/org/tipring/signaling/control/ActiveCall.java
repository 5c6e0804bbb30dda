package org.tipring.signaling.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.tipring.media.engine.LegLevels;
import org.tipring.media.engine.MediaEvent;
import org.tipring.signaling.call.Call;
import org.tipring.signaling.call.CallAction;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.LineId;

/// A call and what carries it. Owned by the control thread.
final class ActiveCall {

    final Call call;
    /// Names the media bridge too.
    final long number;
    CallLeg caller;
    /// Who calls, as it goes on to the called side.
    SipEvent.CallingParty callingParty = new SipEvent.CallingParty("", "", false);
    /// What the caller asks for as to the ring (Alert-Info), or empty.
    String alertInfo = "";
    final Map<LegId, CallLeg> called = new LinkedHashMap<>();
    /// The leg that the caller is joined to, or null.
    CallLeg joined;
    /// The two may hear each other.
    boolean bridged;
    /// The gateway has answered the caller itself.
    boolean callerUp;
    /// What a caller hears who is joined to nobody; null: nothing of ours.
    CallAction.Waiting waiting;
    /// It may drop ordinary calls and is never dropped itself.
    boolean emergency;
    /// It has dropped an ordinary call: on that line there may be no dial tone for a while.
    boolean hasDropped;
    /// How many of the times that [HeldLines] lets a line rest have been too short for it.
    int restsTooShort;
    /// Who is to be told of an emergency call; null for others.
    EmergencyNotice notice;
    /// Sound goes through as it is: one codec, and keys stay in it.
    boolean clearChannel;
    /// Telephones that have sent it on, in order.
    final List<LineId> forwarders = new ArrayList<>();
    /// When the telephone that rings sends it on because nobody answers.
    long forwardAtNanos = Long.MAX_VALUE;
    /// Interface that carries the called side, for its `limit`; empty when none does.
    String carrier = "";
    /// RTP port pairs whose last figures have not come yet, with the side they belong to.
    final Map<Long, String> openRtp = new LinkedHashMap<>();
    /// How they sound so far.
    final Map<Long, MediaEvent.Quality> quality = new LinkedHashMap<>();
    /// When the record is written even if figures are missing; set when the call is over.
    long recordAtNanos = Long.MAX_VALUE;

    ActiveCall(Call call, long number) {
        this.call = call;
        this.number = number;
    }

    long nextDeadline() {
        return Math.min(Math.min(call.nextDeadline(), recordAtNanos), forwardAtNanos);
    }

    /// `caller 4.4/4.1 at -19/-22 dBm0 (noise -62/-58), called 4.3/- at ...`: received and sent.
    String sound() {
        StringJoiner all = new StringJoiner(", ");
        openRtp.forEach((rtpId, side) -> {
            MediaEvent.Quality legs = quality.get(rtpId);
            if (legs != null) {
                all.add(side + " " + score(legs.quality().mosReceived()) + "/" + score(legs.quality().mosSent()) + " at " + levels(legs.levels()));
            }
        });
        return all.toString();
    }

    private static String levels(LegLevels levels) {
        return level(levels.heard()) + "/" + level(levels.sent()) + " dBm0 (noise " + level(levels.heardNoise()) + "/" + level(levels.sentNoise()) + ")";
    }

    private static String level(double dBm0) {
        return Double.isNaN(dBm0) ? "-" : String.format(Locale.ROOT, "%.0f", dBm0);
    }

    private static String score(double mos) {
        return mos < 0 ? "-" : String.format(Locale.ROOT, "%.1f", mos);
    }

    /// The leg that is over this port pair, or null.
    CallLeg.Sip over(long rtpId) {
        return legs().stream().filter(leg -> leg instanceof CallLeg.Sip sip && sip.rtpId == rtpId).map(CallLeg.Sip.class::cast).findFirst().orElse(null);
    }

    Set<CallLeg> legs() {
        Set<CallLeg> legs = new LinkedHashSet<>(called.values());
        if (caller != null) {
            legs.add(caller);
        }
        return legs;
    }
}
