package org.tipring.signaling.control;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallState;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.tdm.line.LineId;

/// Takes calls that ring at other telephones, of ours or over SIP. The call goes on as the same one, with one record: answered by who took it.
/// Owned by the control thread.
final class PickUps {

    private final Calls calls;
    private final AnalogTelephones telephones;

    PickUps(Calls calls, AnalogTelephones telephones) {
        this.calls = calls;
        this.telephones = telephones;
    }

    /// @param number of the telephone where it rings, which the one that takes it must be allowed to call; empty: any of its group
    /// @return why there is nothing to take, or empty
    String take(LineId by, String number) {
        Collection<String> where = number.isEmpty() ? group(by) : telephonesOf(by, number);
        for (ActiveCall active : calls.book.calls()) {
            if (active.call.state() instanceof CallState.Trying && active.called.values().stream().anyMatch(leg -> where.contains(member(leg)))) {
                take(active, by);
                return "";
            }
        }
        return number.isEmpty() ? "nothing rings in its group" : "nothing rings at " + number;
    }

    private void take(ActiveCall active, LineId by) {
        DialPlan plan = calls.plan();
        Interface home = plan.interfaceOf(by.name());
        CallLeg.OnTelephone leg = new CallLeg.OnTelephone(calls.newLeg(), active, by);
        calls.book.takeTelephone(leg);
        calls.handsets().placed(leg);
        calls.started(leg, (home == null ? "" : home.name() + "/") + by, "");
        calls.called(leg, new CallEvent.Answered(leg.id(), "pick-up"), "telephone", by + " picks it up");
        calls.handsets().up(leg);
    }

    private Set<String> group(LineId by) {
        return telephones.groupOf(by);
    }

    private Set<String> telephonesOf(LineId by, String number) {
        Instant now = calls.wallTime();
        DialPlan plan = calls.plan();
        RouteDecision decision = plan.route(new RouteRequest(TelephoneReports.source(plan, by), number, telephones.setup(by).number(), now));
        Set<String> members = new HashSet<>();
        if (decision instanceof RouteDecision.Attempts attempts) {
            attempts.attempts().stream().map(attempt -> attempt.members()).flatMap(List::stream).forEach(members::add);
        }
        members.remove(by.name());
        return members;
    }

    /// The telephone that a leg rings, or empty.
    private static String member(CallLeg leg) {
        return switch (leg) {
            case CallLeg.OnTelephone telephone -> telephone.line.name();
            case CallLeg.Sip sip -> sip.member;
            case CallLeg.OnLine _, CallLeg.StandIn _ -> "";
        };
    }
}
