package org.tipring.signaling.control;

import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.Pick;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.LineId;

/// Starts the legs of an attempt: rings telephones, calls a provider, or lets [Hunting] find a line. Owned by the control thread.
final class Attempts {

    private final Calls calls;
    private final SipEndpoint sip;
    private final AnalogTelephones telephones;
    private final LegMedia media;
    private final RingOrder order = new RingOrder();
    private final Hunting hunting;
    private final Forwarding forwarding;
    private final Usage usage;
    private final InstantSource wallClock;

    Attempts(Calls calls, SipEndpoint sip, LineController lines, LegMedia media, Usage usage, InstantSource wallClock) {
        this.calls = calls;
        this.sip = sip;
        this.telephones = lines.telephones();
        this.media = media;
        this.hunting = new Hunting(calls, lines);
        this.forwarding = new Forwarding(calls, telephones);
        this.usage = usage;
        this.wallClock = wallClock;
    }

    void start(ActiveCall active, Attempt attempt, DialPlan plan) {
        active.clearChannel = attempt.clearChannel();
        active.forwardAtNanos = Deadlines.NEVER;
        Interface target = plan.interfaceNamed(attempt.interfaceName());
        if (target == null) {
            ringGroup(active, attempt);
            return;
        }
        if (target.limit() != null && !active.emergency && usage.talked(target.name(), month()).compareTo(target.limit()) >= 0) {
            calls.attemptFailed(active, new Failure(Failure.Kind.LIMIT, ReleaseCause.NO_CIRCUIT, 0,
                    target.name() + " has used up its " + target.limit().toMinutes() + " minutes of this month"));
            return;
        }
        active.carrier = target.name();
        switch (target.kind()) {
            case LINES -> {
                if (target.telephones()) {
                    ringOne(active, attempt);
                } else {
                    hunting.start(active, attempt, target);
                }
            }
            case REGISTRAR -> ring(active, attempt);
            case TRUNK -> invite(active, new Target.Trunk(target.name(), attempt.number()), target.name(), attempt);
        }
    }

    /// What finds lines.
    Hunting hunting() {
        return hunting;
    }

    /// Goes on with a hunt whose line has refused.
    void huntOn(CallLeg.OnLine leg) {
        hunting.huntOn(leg);
    }

    private void ringGroup(ActiveCall active, Attempt attempt) {
        if (attempt.pick() == Pick.ALL) {
            ring(active, attempt);
            return;
        }
        List<String> all = order.of(attempt.interfaceName(), attempt.members(), attempt.pick());
        List<String> reachable = reachable(active, all);
        calls.feed(active, new CallEvent.RingInTurn(reachable.isEmpty() ? all : reachable));
    }

    private List<String> reachable(ActiveCall active, List<String> members) {
        return members.stream().filter(member -> reachable(active, member)).toList();
    }

    private boolean reachable(ActiveCall active, String member) {
        LineId analog = telephones.named(member);
        return analog == null ? sip.reachable(new Target.Extension(member)) : telephones.idle(analog) && !forwarding.away(active, analog);
    }

    /// It is in use, but can be told of a second caller.
    private boolean takesWaiting(ActiveCall active, String member) {
        LineId analog = telephones.named(member);
        return analog != null && calls.handsets().takesWaiting(analog) && !forwarding.away(active, analog);
    }

    private boolean busy(String member) {
        LineId analog = telephones.named(member);
        return analog != null && telephones.inService(analog) && !telephones.idle(analog);
    }

    /// A telephone that is called alone may send its calls on.
    private void ringOne(ActiveCall active, Attempt attempt) {
        LineId telephone = attempt.members().size() == 1 ? telephones.named(attempt.members().getFirst()) : null;
        if (telephone == null || !forwarding.instead(active, attempt, telephone)) {
            ring(active, attempt);
        }
    }

    /// It has rung for as long as its user wanted.
    void notAnswered(ActiveCall active) {
        active.forwardAtNanos = Deadlines.NEVER;
        forwarding.notAnswered(active);
    }

    private void ring(ActiveCall active, Attempt attempt) {
        String where = attempt.interfaceName();
        if (attempt.members().isEmpty()) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.UNALLOCATED, 404, where + " has no such member"));
            return;
        }
        List<String> reachable = reachable(active, attempt.members());
        if (reachable.isEmpty()) {
            reachable = attempt.members().stream().filter(member -> takesWaiting(active, member)).toList();
        }
        if (reachable.isEmpty() && attempt.members().stream().anyMatch(this::busy)) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.BUSY, 486, String.join(", ", attempt.members()) + " in use"));
            return;
        }
        if (reachable.isEmpty()) {
            calls.attemptFailed(active,
                    Failure.of(ReleaseCause.NOT_REGISTERED, 480, String.join(", ", attempt.members()) + " not registered"));
            return;
        }
        boolean any = false;
        for (String member : reachable) {
            order.rings(where, member, calls.now());
            LineId analog = telephones.named(member);
            any |= analog != null ? ring(active, analog, where + "/" + member, attempt)
                    : invite(active, new Target.Extension(member), where + "/" + member, "", attempt);
        }
        if (!any) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.CONGESTION, 0, "no RTP port left"));
        }
    }

    private boolean ring(ActiveCall active, LineId telephone, String where, Attempt attempt) {
        CallLeg.OnTelephone leg = new CallLeg.OnTelephone(calls.newLeg(), active, telephone);
        calls.book.takeTelephone(leg);
        calls.started(leg, where, "");
        if (!calls.book.has(leg)) {
            return true;
        }
        int ring = attempt.ring() != 0 ? attempt.ring() : telephones.setup(telephone).rings().asked(active.alertInfo);
        calls.handsets().ring(leg, ring, Displayed.call(shown(active, attempt), calls.localTime(), calls.plan().parts().country()));
        calls.called(leg, new CallEvent.Alerting(leg.id()), "telephone", telephone + " rings");
        return true;
    }

    private void invite(ActiveCall active, Target.Trunk target, String where, Attempt attempt) {
        if (!sip.reachable(target)) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.OUT_OF_ORDER, 0, where + " is not reachable"));
            return;
        }
        if (!invite(active, target, where, attempt.number(), attempt)) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.CONGESTION, 0, "no RTP port left"));
        }
    }

    /// @return false when there is no port for its sound
    private boolean invite(ActiveCall active, Target target, String where, String sent, Attempt attempt) {
        CallLeg.Sip leg = media.open(calls.newLeg(), active, target);
        if (leg.rtpId < 0) {
            return false;
        }
        leg.member = target instanceof Target.Extension(String user) ? user : "";
        calls.started(leg, where, sent);
        sip.invite(leg.id(), target, shown(active, attempt), media.offer(leg, sip.mediaAddress(target)), attempt.ring());
        return true;
    }

    /// Who calls, as the plan wants it shown there. What the plan says counts for callers who withhold their number, too: the number is
    /// not theirs.
    private static SipEvent.CallingParty shown(ActiveCall active, Attempt attempt) {
        return switch (attempt.callerId()) {
            case "" -> active.callingParty;
            case RouteRequest.ANONYMOUS -> new SipEvent.CallingParty("", "", true);
            case String number -> new SipEvent.CallingParty(number, active.callingParty.displayName(), false, active.callingParty.diversions());
        };
    }

    /// A call through this interface has ended.
    void count(String interfaceName, Duration talked) {
        usage.add(interfaceName, talked, month());
    }

    private YearMonth month() {
        return YearMonth.from(wallClock.instant().atOffset(ZoneOffset.UTC));
    }

    void tick(long now) {
        hunting.tick(now);
    }

    long nextDeadline() {
        return hunting.nextDeadline();
    }
}
