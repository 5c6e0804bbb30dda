package org.tipring.signaling.control;

import org.tipring.signaling.call.CallAction;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.tdm.line.FxoEvent;

/// The calling side of calls: is told that it rings, hears something before the answer, and is answered, each in its own way. Owned by the control
/// thread.
final class CallerSide {

    private final Calls calls;
    private final SipEndpoint sip;
    private final LineController lines;
    private final LegMedia media;
    private final Bridging bridging;
    private final CallObserver observer;

    CallerSide(Calls calls, SipEndpoint sip, LineController lines, LegMedia media, CallObserver observer) {
        this.calls = calls;
        this.sip = sip;
        this.lines = lines;
        this.media = media;
        this.bridging = media.bridging();
        this.observer = observer;
    }

    void alert(ActiveCall active) {
        // After a 183 with sound a 180 would make some telephones play a ringback of their own over the line's.
        if (active.caller instanceof CallLeg.Sip leg && !leg.sdpSent) {
            sip.ring(leg.id());
        } else if (!active.bridged && (inside(active.caller) || met(active.caller))) {
            bridging.play(active, CallAction.Waiting.RINGBACK);
        }
    }

    /// It hears what we play to it, without being told anything.
    private static boolean inside(CallLeg leg) {
        return leg instanceof CallLeg.OnTelephone || leg instanceof CallLeg.StandIn;
    }

    /// A caller whom a seizure has answered hears what we let him hear, and can be hung up on.
    boolean met(CallLeg leg) {
        return leg instanceof CallLeg.OnLine onLine && lines.met(onLine.line);
    }

    void letWait(ActiveCall active) {
        if (active.caller instanceof CallLeg.Sip leg && !leg.sdpSent) {
            sip.ring(leg.id());
        } else {
            bridging.play(active, CallAction.Waiting.RINGBACK);
        }
    }

    void joinEarly(ActiveCall active, CallLeg with) {
        active.joined = with;
        if (with == null) {
            return;
        }
        if (active.callerUp || inside(active.caller)) {
            bridging.join(active);
        } else if (active.caller instanceof CallLeg.Sip leg) {
            if (media.describe(leg)) {
                sip.progress(leg.id(), leg.localSdp);
            }
            // Also for a caller who made no offer and so hears nothing yet: the line is listened to only in a bridge, and without its
            // tones nobody would notice the answer.
            bridging.join(active);
        }
    }

    void answer(ActiveCall active, CallLeg with) {
        if (active.joined != with) {
            bridging.part(active);
            active.joined = with;
        }
        if (active.callerUp) {
            bridging.join(active);
            if (active.caller instanceof CallLeg.OnTelephone leg) {
                calls.handsets().up(leg);
            }
            return;
        }
        observer.answered(active.call.id());
        switch (active.caller) {
            case CallLeg.Sip leg -> {
                media.describe(leg);
                sip.answer(leg.id(), leg.localSdp);
                bridging.join(active);
                calls.transfers().up(leg);
            }
            case CallLeg.OnLine leg -> lines.handle(leg.line, new FxoEvent.Answer());
            case CallLeg.OnTelephone leg -> {
                bridging.join(active);
                calls.handsets().up(leg);
            }
            case CallLeg.StandIn leg -> {
                bridging.join(active);
                calls.transfers().up(leg);
            }
        }
    }

    /// Answers the caller with nobody at the other end yet.
    void answerAlone(ActiveCall active) {
        observer.answered(active.call.id());
        switch (active.caller) {
            case CallLeg.Sip leg -> {
                media.describe(leg);
                sip.answer(leg.id(), leg.localSdp);
                up(active);
            }
            case CallLeg.OnLine leg -> lines.handle(leg.line, new FxoEvent.Answer());
            case CallLeg.OnTelephone _, CallLeg.StandIn _ -> up(active);
        }
    }

    /// The caller who is answered alone can hear.
    void up(ActiveCall active) {
        active.callerUp = true;
        calls.feed(active, new CallEvent.CallerUp());
    }
}
