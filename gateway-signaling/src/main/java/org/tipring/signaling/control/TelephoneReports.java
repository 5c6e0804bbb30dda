package org.tipring.signaling.control;

import java.time.Duration;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallState;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.Completion;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.DigitJudge.Verdict;
import org.tipring.tdm.line.FxsAction;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.LineId;

/// What analog telephones do, as events of calls. Owned by the control thread.
final class TelephoneReports implements TelephoneCalls {

    private static final System.Logger LOG = System.getLogger(TelephoneReports.class.getName());
    private static final int LONGEST_NUMBER = 40;
    private static final Judgement TOO_LONG = new Judgement(Verdict.DEAD_END, Duration.ZERO, false);

    private final Calls calls;
    private final AnalogTelephones telephones;
    private final LegMedia media;

    TelephoneReports(Calls calls, AnalogTelephones telephones, LegMedia media) {
        this.calls = calls;
        this.telephones = telephones;
        this.media = media;
    }

    @Override
    public void telephone(LineId line, FxsAction.ToCall action) {
        if (action instanceof FxsAction.PlaceCall(String digits)) {
            place(line, digits);
            return;
        }
        CallLeg.OnTelephone leg = calls.book.onTelephone(line);
        // Null: the call has left the telephone already.
        if (leg != null) {
            report(leg, action);
        }
    }

    private void report(CallLeg.OnTelephone leg, FxsAction.ToCall action) {
        switch (action) {
            case FxsAction.PlaceCall _ -> throw new IllegalArgumentException(leg.line + " has a call already");
            case FxsAction.Answered _ -> calls.called(leg, new CallEvent.Answered(leg.id(), "off-hook"), "telephone", leg.line + " lifted");
            case FxsAction.CallerGone(String why, boolean failed) -> gone(leg, why, failed);
            case FxsAction.FlashInCall _ -> calls.note(leg, "telephone", "hook flash");
            case FxsAction.CannotRing _ -> calls.failed(leg, Failure.of(ReleaseCause.BUSY, 486, leg.line + " is in use"));
        }
    }

    private void place(LineId line, String digits) {
        switch (telephones.services().order(line, digits)) {
            case StarServices.Order.Dial(String number, boolean withheld) -> call(line, number, withheld);
            case StarServices.Order.Done(String what) -> {
                LOG.log(System.Logger.Level.INFO, "line={0} {1}", line, what);
                telephones.handle(line, new FxsEvent.DialAgain());
            }
            case StarServices.Order.Impossible(String why) -> {
                LOG.log(System.Logger.Level.INFO, "line={0} cannot call: {1}", line, why);
                telephones.handle(line, new FxsEvent.CallOver(CallProgressTone.REORDER));
            }
        }
    }

    private void call(LineId line, String digits, boolean withheld) {
        CallSource source = source(line);
        TelephoneSetup setup = telephones.setup(line);
        ActiveCall active = calls.begin(source, false, setup.number(), digits);
        CallLeg.OnTelephone leg = new CallLeg.OnTelephone(calls.newLeg(), active, line);
        active.caller = leg;
        active.callingParty = new SipEvent.CallingParty(setup.number(), setup.name(), withheld);
        calls.book.add(leg);
        calls.book.takeTelephone(leg);
        calls.note(leg, "telephone", line + (digits.isEmpty() ? " lifted" : " has dialled"));
        calls.route(active, source, digits, setup.number());
    }

    private void gone(CallLeg.OnTelephone leg, String why, boolean failed) {
        ReleaseCause cause = failed ? ReleaseCause.OUT_OF_ORDER
                : leg.call().call.state() instanceof CallState.Talking ? ReleaseCause.NORMAL : ReleaseCause.CANCELLED;
        calls.note(leg, "telephone", leg.line + ": " + why);
        if (leg == leg.call().caller) {
            calls.callerGone(leg, cause, why);
        } else {
            calls.failed(leg, Failure.of(cause, 0, why));
        }
    }

    @Override
    public Judgement judge(LineId line, String digits) {
        return telephones.services().judge(digits, number -> inPlan(line, number));
    }

    private Judgement inPlan(LineId line, String digits) {
        if (digits.length() > LONGEST_NUMBER) {
            return TOO_LONG;
        }
        DialPlan plan = calls.plan();
        RouteRequest request = new RouteRequest(source(line), digits, telephones.setup(line).number(), calls.wallTime());
        Completion completion = plan.completion(request);
        boolean dialTone = digits.isEmpty() || digits.equals(plan.dialling().outsideLine());
        return new Judgement(switch (completion) {
            case SEND_NOW -> Verdict.SEND;
            case MAY_BE_LONGER -> Verdict.MAY_BE_LONGER;
            case INCOMPLETE -> Verdict.INCOMPLETE;
            case DEAD_END -> Verdict.DEAD_END;
        }, plan.waitFor(request), dialTone);
    }

    private CallSource source(LineId line) {
        Interface home = calls.plan().interfaceOf(line.name());
        return new CallSource(home == null ? "" : home.name(), line.name());
    }

    @Override
    public void key(LineId line, char key) {
        CallLeg.OnTelephone leg = calls.book.onTelephone(line);
        if (leg != null && leg == leg.call().caller) {
            calls.feed(leg.call(), new CallEvent.Key(key));
        }
    }

    @Override
    public void hear(LineId line, long bridge, CallProgressTone tone) {
        media.attend(bridge, telephones.own(line), tone);
    }

    @Override
    public void hearNothing(long bridge) {
        media.disconnect(bridge);
    }

    /// What a telephone hears of a call's end.
    ///
    /// @param status what the dial plan asked for, or 0
    static CallProgressTone tone(ReleaseCause cause, int status) {
        return switch (cause) {
            case BUSY, NORMAL, CANCELLED, DECLINED -> CallProgressTone.BUSY;
            case UNALLOCATED, NUMBER_CHANGED -> CallProgressTone.SIT;
            case REJECTED -> status == 486 ? CallProgressTone.BUSY : CallProgressTone.REORDER;
            default -> CallProgressTone.REORDER;
        };
    }
}
