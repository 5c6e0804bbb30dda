package org.tipring.signaling.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.RingGroup;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.trunk.HuntOrder;
import org.tipring.tdm.trunk.TrunkGroup;

/// Starts the legs of an attempt: hunts for a line, rings telephones, calls a provider. Owned by the control thread.
final class Attempts {

    /// What may reach a line: nothing that a modem could take for a command.
    private static final Pattern DIALLABLE = Pattern.compile("[0-9*#A-D,]*");

    private final Calls calls;
    private final SipEndpoint sip;
    private final LineController lines;
    private final LegMedia media;
    private final Map<String, TrunkGroup> groups = new HashMap<>();

    Attempts(Calls calls, SipEndpoint sip, LineController lines, LegMedia media) {
        this.calls = calls;
        this.sip = sip;
        this.lines = lines;
        this.media = media;
    }

    void start(ActiveCall active, Attempt attempt, DialPlan plan) {
        Interface target = plan.interfaceNamed(attempt.interfaceName());
        if (target == null) {
            RingGroup group = plan.ringGroup(attempt.interfaceName()).orElseThrow();
            ring(active, group.name(), group.members());
            return;
        }
        switch (target.kind()) {
            case LINES -> hunt(active, attempt, target);
            case REGISTRAR -> ring(active, target.name(), attempt.members());
            case TRUNK -> invite(active, new Target.Trunk(target.name(), attempt.number()), target.name(), attempt.number(), true);
        }
    }

    private void hunt(ActiveCall active, Attempt attempt, Interface target) {
        if (!DIALLABLE.matcher(attempt.number()).matches()) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.UNALLOCATED, 404,
                    "a line can dial digits, * and # only, not " + attempt.number()));
            return;
        }
        TrunkGroup group = groups.computeIfAbsent(target.name(), name -> group(target));
        List<LineId> candidates = group.hunt().stream()
                .filter(line -> attempt.members().isEmpty() || attempt.members().contains(line.name()))
                .filter(lines::has)
                .toList();
        CallLeg.OnLine leg = new CallLeg.OnLine(calls.newLeg(), active, target.name(), attempt.number(), candidates.iterator());
        huntOn(leg);
    }

    /// Tries the next idle line of a hunt; when none is left, the attempt has failed. Only an idle line is asked: one in use belongs
    /// to another call, which must not get the refusal. (An idle one may still refuse: the exchange may ring it this very moment.)
    void huntOn(CallLeg.OnLine leg) {
        while (leg.hunt.hasNext()) {
            LineId line = leg.hunt.next();
            if (lines.idle(line)) {
                seize(leg, line);
                return;
            }
        }
        Failure failure = Failure.noFreeLine("no free line in " + leg.group);
        if (leg.call().called.containsKey(leg.id())) {
            calls.failed(leg, failure);
        } else {
            calls.attemptFailed(leg.call(), failure);
        }
    }

    private void seize(CallLeg.OnLine leg, LineId line) {
        groups.get(leg.group).used(line, calls.now());
        calls.book.takeLine(line, leg);
        calls.started(leg, leg.group + "/" + line, leg.digits);
        if (calls.book.has(leg)) {
            lines.handle(line, new FxoEvent.Seize(leg.digits));
        }
    }

    private void ring(ActiveCall active, String where, List<String> members) {
        if (members.isEmpty()) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.UNALLOCATED, 404, where + " has no such member"));
            return;
        }
        List<String> reachable = members.stream().filter(member -> sip.reachable(new Target.Extension(member))).toList();
        if (reachable.isEmpty()) {
            calls.attemptFailed(active,
                    Failure.of(ReleaseCause.NOT_REGISTERED, 480, String.join(", ", members) + " not registered"));
            return;
        }
        for (String member : reachable) {
            invite(active, new Target.Extension(member), where + "/" + member, "", reachable.size() == 1);
        }
    }

    private void invite(ActiveCall active, Target target, String where, String sent, boolean only) {
        if (!sip.reachable(target)) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.OUT_OF_ORDER, 0, where + " is not reachable"));
            return;
        }
        CallLeg.Sip leg = media.open(calls.newLeg(), active, "called");
        if (leg.rtpId < 0) {
            if (only) {
                calls.attemptFailed(active, Failure.of(ReleaseCause.CONGESTION, 0, "no RTP port left"));
            }
            return;
        }
        calls.started(leg, where, sent);
        sip.invite(leg.id(), target, active.callingParty, media.offer(leg, sip.mediaAddress(target)));
    }

    private static TrunkGroup group(Interface target) {
        HuntOrder order = switch (target.pick()) {
            case ASCENDING, ALL -> HuntOrder.ASCENDING;
            case DESCENDING -> HuntOrder.DESCENDING;
            case ROUND_ROBIN -> HuntOrder.ROUND_ROBIN;
            case LEAST_RECENTLY_USED -> HuntOrder.LEAST_RECENTLY_USED;
            case LEAST_USED -> HuntOrder.LEAST_USED;
        };
        return new TrunkGroup(target.name(), target.members().stream().map(LineId::new).toList(), order);
    }
}
