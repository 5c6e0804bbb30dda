package org.tipring.signaling.control;

import java.util.Collections;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.line.LineCalls;
import org.tipring.signaling.control.line.LineCauses;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.LineId;

/// What lines report, as events of calls. Owned by the control thread.
final class LineReports implements LineCalls {

    private static final System.Logger LOG = System.getLogger(LineReports.class.getName());

    private final Calls calls;
    private final LineController lines;
    private final LegMedia media;

    LineReports(Calls calls, LineController lines, LegMedia media) {
        this.calls = calls;
        this.lines = lines;
        this.media = media;
    }

    @Override
    public void line(LineId line, FxoAction.ToCall action) {
        if (action instanceof FxoAction.OfferCall(CallerId callerId)) {
            offered(line, callerId);
            return;
        }
        CallLeg.OnLine leg = calls.book.onLine(line);
        // Null: the call has left the line; what the line says of its clearing is nobody's any more.
        if (leg != null) {
            report(leg, action);
        }
    }

    private void report(CallLeg.OnLine leg, FxoAction.ToCall action) {
        switch (action) {
            case FxoAction.OfferCall _ -> throw new IllegalArgumentException("the call of " + leg.line + " is offered already");
            case FxoAction.Abandoned() ->
                    calls.callerGone(leg, ReleaseCause.CANCELLED, "the caller hung up before the answer");
            case FxoAction.Rang(int rings) -> calls.feed(leg.call(), new CallEvent.Rang(rings));
            case FxoAction.Refused(FxoAction.Refusal why) -> refused(leg, why);
            case FxoAction.Seized() -> seized(leg);
            case FxoAction.Dialled() -> dialled(leg);
            case FxoAction.Alerting() -> calls.called(leg, new CallEvent.Alerting(leg.id()), "line", "ringback");
            case FxoAction.Answered(FxoAction.AnswerEvidence evidence) -> answered(leg, evidence);
            case FxoAction.AnswerHeard(FxoAction.AnswerEvidence evidence) -> answerHeard(leg, evidence);
            case FxoAction.CallerWaits(CallerId caller, boolean told) -> callerWaits(leg, caller, told);
            case FxoAction.ReleasedByNetwork(int cause, String words) -> ended(leg, LineCauses.ofNetwork(cause, words));
            case FxoAction.Released(FxoAction.ReleaseEvidence evidence) -> released(leg, evidence);
        }
    }

    /// Who talks may take the waiting caller with a hook flash, as on any telephone at that line.
    private void callerWaits(CallLeg.OnLine leg, CallerId caller, boolean told) {
        calls.note(leg, "line", told ? "waiting caller: " + caller.words() : "another caller waits");
        LOG.log(System.Logger.Level.INFO, "call={0} line={1} waiting caller: {2}", leg.call().call.id(), leg.line, told ? caller.words() : "not told yet");
        if (told) {
            calls.show(otherEnd(leg), caller.words() + " waits on " + leg.line);
        }
    }

    private static CallLeg otherEnd(CallLeg.OnLine leg) {
        return leg == leg.call().caller ? leg.call().joined : leg.call().caller;
    }

    /// A call for help is not muted for a display, and an analog telephone asks for itself, with its own key.
    private void mayAskWhoWaits(CallLeg.OnLine leg) {
        lines.asksWhoWaits(leg.line, !leg.call().emergency && !(otherEnd(leg) instanceof CallLeg.OnTelephone));
    }

    private void offered(LineId line, CallerId callerId) {
        Interface home = calls.plan().interfaceOf(line.name());
        CallSource source = new CallSource(home == null ? "" : home.name(), line.name());
        boolean withheld = callerId.presence() == CallerId.Presence.WITHHELD;
        ActiveCall active = calls.begin(source, true, callerId.number(), lines.number(line));
        CallLeg.OnLine leg = new CallLeg.OnLine(calls.newLeg(), active, source.interfaceName(), "", Collections.emptyIterator());
        active.caller = leg;
        active.callingParty = new SipEvent.CallingParty(callerId.number(), callerId.name(), withheld);
        calls.book.add(leg);
        calls.book.takeLine(line, leg);
        calls.note(leg, "line", line + (lines.met(line) ? " met a caller while it was seized, caller ID " : " rings, caller ID ") + callerId.presence() + " " + callerId.number());
        calls.feed(active, new CallEvent.Rang(lines.rings(line)));
        calls.route(active, source, lines.number(line), withheld ? RouteRequest.ANONYMOUS : callerId.number());
    }

    private void refused(CallLeg.OnLine leg, FxoAction.Refusal why) {
        calls.note(leg, "line", leg.line + " refused: " + LineCauses.word(why));
        calls.anotherLine(leg);
    }

    private void seized(CallLeg.OnLine leg) {
        calls.note(leg, "line", leg.line + " off-hook");
        mayAskWhoWaits(leg);
        ActiveCall active = leg.call();
        if (leg != active.caller) {
            calls.called(leg, new CallEvent.EarlyMedia(leg.id()), "line", "sound from the line");
        } else if (active.joined != null) {
            media.bridging().join(active);
        } else {
            calls.callerSide().up(active);
        }
    }

    private void dialled(CallLeg.OnLine leg) {
        calls.note(leg, "line", "digits sent");
        calls.attempts().hunting().dialled(leg);
    }

    private void answered(CallLeg.OnLine leg, FxoAction.AnswerEvidence evidence) {
        leg.answered = true;
        calls.called(leg, new CallEvent.Answered(leg.id(), LineCauses.word(evidence)), "line", "answered");
    }

    private void ended(CallLeg.OnLine leg, Failure why) {
        calls.note(leg, "line", why.detail());
        if (leg == leg.call().caller) {
            calls.callerGone(leg, why.cause(), why.detail());
        } else {
            calls.failed(leg, why);
        }
    }

    private void answerHeard(CallLeg.OnLine leg, FxoAction.AnswerEvidence evidence) {
        calls.called(leg, new CallEvent.AnswerHeard(leg.id(), LineCauses.word(evidence)), "line",
                "the called party answered, " + LineCauses.word(evidence.certainty()) + ": " + LineCauses.word(evidence));
    }

    private void released(CallLeg.OnLine leg, FxoAction.ReleaseEvidence evidence) {
        calls.note(leg, "line", leg.line + " heard: " + lines.story(leg.line));
        calls.note(leg, "line", LineCauses.sentence(evidence));
        if (leg == leg.call().caller) {
            calls.callerGone(leg, LineCauses.afterAnswer(evidence).cause(), LineCauses.sentence(evidence));
        } else if (leg.call().emergency && evidence == FxoAction.ReleaseEvidence.NO_DIAL_TONE) {
            calls.attempts().hunting().noDialTone(leg);
            calls.anotherLine(leg);
        } else if (evidence == FxoAction.ReleaseEvidence.NO_DIAL_TONE && leg.hunt.hasNext()) {
            // A dead line, or a caller whom the seizure has answered before anything rang: nothing was dialled, so another line may.
            calls.anotherLine(leg);
        } else {
            calls.failed(leg, leg.answered ? LineCauses.afterAnswer(evidence) : LineCauses.beforeAnswer(evidence));
        }
    }
}
