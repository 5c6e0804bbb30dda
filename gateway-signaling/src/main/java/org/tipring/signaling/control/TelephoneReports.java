package org.tipring.signaling.control;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.HandsetEvent;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.service.StarServices;
import org.tipring.signaling.control.service.WakeUps;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.control.telephone.TelephoneCalls;
import org.tipring.signaling.control.telephone.TelephoneSetup;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.Completion;
import org.tipring.signaling.routing.Country;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.NumberForm;
import org.tipring.signaling.routing.RouteDecision;
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
    private static final Duration NEXT_DIGIT = Duration.ofSeconds(10);
    private static final Judgement TOO_LONG = new Judgement(Verdict.DEAD_END, Duration.ZERO, false);

    private final Calls calls;
    private final AnalogTelephones telephones;
    private final Handsets handsets;
    private final Bridging bridging;
    private final PickUps pickUps;
    private final Parking parking;
    private final WakeUps wakeUps;
    /// What was set, and its user is not told yet.
    private final Map<LineId, Object> unconfirmed = new HashMap<>();

    TelephoneReports(Calls calls, AnalogTelephones telephones, Bridging bridging, Parking parking, WakeUps wakeUps) {
        this.calls = calls;
        this.telephones = telephones;
        this.handsets = calls.handsets();
        this.bridging = bridging;
        this.pickUps = new PickUps(calls, telephones);
        this.parking = parking;
        this.wakeUps = wakeUps;
    }

    @Override
    public void telephone(LineId line, FxsAction.ToCall action) {
        switch (action) {
            case FxsAction.PlaceCall(String digits) -> place(line, digits);
            case FxsAction.Answered _ -> {
                if (!wakeUps.answered(line)) {
                    handsets.handle(line, new HandsetEvent.Lifted());
                }
            }
            case FxsAction.CallerGone(String _, boolean failed) -> {
                unconfirmed.remove(line);
                handsets.handle(line, failed ? new HandsetEvent.Lost() : new HandsetEvent.HungUp());
            }
            case FxsAction.FlashInCall _ -> handsets.flashed(line);
            case FxsAction.KeyAfterFlash(char key) -> handsets.handle(line, new HandsetEvent.Key(key));
            case FxsAction.KeyInCall(char key) -> key(line, key);
            case FxsAction.CannotRing _ -> handsets.handle(line, new HandsetEvent.CannotRing());
        }
    }

    private void place(LineId line, String digits) {
        unconfirmed.remove(line);
        String behind = behindRefusal(line, digits);
        switch (telephones.services().order(line, behind == null ? digits : behind, surroundings(line))) {
            case StarServices.Order.Dial(String number, boolean withheld) -> call(line, number, withheld, behind != null);
            case StarServices.Order.Done(String what) -> {
                LOG.log(System.Logger.Level.INFO, "line={0} {1}", line, what);
                wakeUps.changed();
                confirmWhenKept(line);
            }
            case StarServices.Order.Asked(boolean yes, String what) -> {
                LOG.log(System.Logger.Level.INFO, "line={0} asked: {1}", line, what);
                if (yes) {
                    telephones.confirm(line);
                } else {
                    telephones.handle(line, new FxsEvent.CallOver(CallProgressTone.REORDER));
                }
            }
            case StarServices.Order.Impossible(String why) -> impossible(line, why);
            case StarServices.Order.PickUp(String number) -> unless(line, pickUps.take(line, number));
            case StarServices.Order.Retrieve(int place) -> unless(line, parking.retrieve(line, place));
            case StarServices.Order.Park(int place) -> {
                String why = parking.park(line, place);
                if (why.isEmpty()) {
                    telephones.confirm(line);
                } else {
                    impossible(line, why);
                }
            }
        }
    }

    /// Its user has hung up by then, or even dialled again, when the disk is slow.
    private void confirmWhenKept(LineId line) {
        Object order = new Object();
        unconfirmed.put(line, order);
        telephones.services().whenKept(() -> {
            if (unconfirmed.remove(line, order)) {
                telephones.confirm(line);
            }
        });
    }

    private void unless(LineId line, String why) {
        if (!why.isEmpty()) {
            impossible(line, why);
        }
    }

    private void impossible(LineId line, String why) {
        LOG.log(System.Logger.Level.INFO, "line={0} cannot: {1}", line, why);
        telephones.handle(line, new FxsEvent.CallOver(CallProgressTone.REORDER));
    }

    private StarServices.Surroundings surroundings(LineId line) {
        return new StarServices.Surroundings() {
            @Override
            public boolean mayForwardTo(String number) {
                RouteRequest request = new RouteRequest(source(calls.plan(), line), number, telephones.setup(line).number(), calls.wallTime());
                return !number.isEmpty() && calls.plan().route(request) instanceof RouteDecision.Attempts decision
                        && decision.attempts().stream().noneMatch(attempt -> attempt.members().equals(List.of(line.name())));
            }

            /// As it came, or behind what leads outside; in the form in which it came, or as it is dialled in this country.
            @Override
            public String dialled(String number) {
                DialPlan plan = calls.plan();
                Country country = plan.parts().country();
                String national = country.outgoing(country.incoming(number, NumberForm.NATIONAL), NumberForm.NATIONAL);
                String outside = plan.dialling().outsideLine();
                return Stream.of(number, national, outside + number, outside + national).filter(one -> !number.isEmpty() && one.matches("[0-9*#]+")).filter(this::goesSomewhere)
                        .findFirst().orElse(number);
            }

            private boolean goesSomewhere(String number) {
                return calls.plan().route(new RouteRequest(source(calls.plan(), line), number, telephones.setup(line).number(), calls.wallTime()))
                        instanceof RouteDecision.Attempts;
            }

            @Override
            public ZonedDateTime now() {
                return calls.localTime();
            }

            @Override
            public String endKey() {
                return calls.plan().dialling().endKey();
            }
        };
    }

    /// Who calls for help is shown, whatever is set.
    private void call(LineId line, String digits, boolean wantsWithheld, boolean refusesWaiting) {
        boolean withheld = wantsWithheld && !calls.plan().isEmergency(digits);
        CallSource source = source(calls.plan(), line);
        TelephoneSetup setup = telephones.setup(line);
        ActiveCall active = calls.begin(source, false, setup.number(), digits);
        CallLeg.OnTelephone leg = new CallLeg.OnTelephone(calls.newLeg(), active, line);
        leg.refusesWaiting = refusesWaiting;
        active.caller = leg;
        active.callingParty = new SipEvent.CallingParty(setup.number(), setup.name(), withheld);
        calls.book.add(leg);
        calls.book.takeTelephone(leg);
        handsets.placed(leg);
        calls.note(leg, "telephone", line + (digits.isEmpty() ? " lifted" : " has dialled"));
        calls.route(active, source, digits, setup.number());
    }

    @Override
    public Judgement judge(LineId line, String digits) {
        String behind = behindRefusal(line, digits);
        if (behind != null && behind.isEmpty()) {
            return new Judgement(Verdict.INCOMPLETE, NEXT_DIGIT, true);
        }
        Judgement judged = telephones.services().judge(behind == null ? digits : behind, number -> inPlan(line, number));
        String code = telephones.setup(line).refuseWaiting();
        boolean begun = !digits.isEmpty() && digits.length() < code.length() && code.startsWith(digits);
        return begun && judged.verdict() == Verdict.DEAD_END ? new Judgement(Verdict.INCOMPLETE, NEXT_DIGIT, false) : judged;
    }

    /// What stands behind the code for a call in which no second caller is announced, or null when it was not dialled.
    private String behindRefusal(LineId line, String digits) {
        String code = telephones.setup(line).refuseWaiting();
        return !code.isEmpty() && digits.startsWith(code) ? digits.substring(code.length()) : null;
    }

    private Judgement inPlan(LineId line, String digits) {
        if (digits.length() > LONGEST_NUMBER) {
            return TOO_LONG;
        }
        DialPlan plan = calls.plan();
        RouteRequest request = new RouteRequest(source(plan, line), digits, telephones.setup(line).number(), calls.wallTime());
        Completion completion = plan.completion(request);
        boolean dialTone = digits.isEmpty() || digits.equals(plan.dialling().outsideLine());
        return new Judgement(switch (completion) {
            case SEND_NOW -> Verdict.SEND;
            case MAY_BE_LONGER -> Verdict.MAY_BE_LONGER;
            case INCOMPLETE -> Verdict.INCOMPLETE;
            case DEAD_END -> Verdict.DEAD_END;
        }, plan.waitFor(request), dialTone);
    }

    static CallSource source(DialPlan plan, LineId line) {
        Interface home = plan.interfaceOf(line.name());
        return new CallSource(home == null ? "" : home.name(), line.name());
    }

    private void key(LineId line, char key) {
        CallLeg.OnTelephone leg = handsets.only(line);
        if (leg != null && leg == leg.call().caller) {
            calls.feed(leg.call(), new CallEvent.Key(key));
        }
    }

    @Override
    public void hear(LineId line, long bridge, CallProgressTone tone) {
        bridging.attend(bridge, telephones.own(line), tone);
    }

    @Override
    public void hearNothing(long bridge) {
        bridging.leave(bridge);
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
