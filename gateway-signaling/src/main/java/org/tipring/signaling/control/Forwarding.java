package org.tipring.signaling.control;

import java.time.Duration;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallState;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.service.ServiceState;
import org.tipring.signaling.control.service.ServiceState.Forward;
import org.tipring.signaling.control.service.ServiceState.Switch;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.LineId;

/// Sends calls on for analog telephones that are set so, and refuses calls that they do not take. Owned by the control thread.
///
/// Where a forwarded call may go is what the dial plan lets the *forwarding* telephone call: its permissions, hours and limits, and never an
/// emergency number. No telephone sends the same call on twice, no call is sent on more often than [#MOST] times, counting what others did
/// before (Diversion, RFC 5806), and no telephone has more than [#MOST_AT_ONCE] calls elsewhere at one time: a circle through a provider that
/// drops that header ends there.
final class Forwarding {

    private static final int MOST = 5;
    private static final int MOST_AT_ONCE = 3;

    private final Calls calls;
    private final AnalogTelephones telephones;

    Forwarding(Calls calls, AnalogTelephones telephones) {
        this.calls = calls;
        this.telephones = telephones;
    }

    /// Whether a telephone of a group is passed over for this call: its calls go elsewhere, or it does not take this one.
    boolean away(ActiveCall active, LineId telephone) {
        ServiceState services = telephones.services().of(telephone);
        return services.forwards().containsKey(Forward.ALWAYS) || refuses(active, services);
    }

    private static boolean refuses(ActiveCall active, ServiceState services) {
        return services.is(Switch.REJECTS_ANONYMOUS) && active.callingParty.withheld();
    }

    /// A telephone that can be told of a second caller is not busy.
    ///
    /// @return false when the telephone is to ring, or says itself that it cannot
    boolean instead(ActiveCall active, Attempt attempt, LineId telephone) {
        ServiceState services = telephones.services().of(telephone);
        if (refuses(active, services)) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.ANONYMOUS_REFUSED, 433, telephone + " takes no calls without a number"));
            return true;
        }
        Forward when = services.forwards().containsKey(Forward.ALWAYS) ? Forward.ALWAYS
                : telephones.idle(telephone) || calls.handsets().takesWaiting(telephone) ? null : telephones.inService(telephone) ? Forward.BUSY : Forward.NO_ANSWER;
        if (when == null) {
            later(active, attempt, services);
            return false;
        }
        return services.forwards().containsKey(when) && sendOn(active, telephone, when);
    }

    /// Also when the plan lets it ring no longer than that.
    private void later(ActiveCall active, Attempt attempt, ServiceState services) {
        if (services.forwards().containsKey(Forward.NO_ANSWER)) {
            Duration after = telephones.services().codes().forwardAfter();
            Duration most = attempt.ringFor() == null ? calls.longestRing() : attempt.ringFor();
            active.forwardAtNanos = calls.now() + (after.compareTo(most) < 0 ? after : most).toNanos();
        }
    }

    void notAnswered(ActiveCall active) {
        LineId telephone = active.called.values().stream().filter(CallLeg.OnTelephone.class::isInstance).map(leg -> ((CallLeg.OnTelephone) leg).line)
                .findFirst().orElse(null);
        if (telephone != null && active.call.state() instanceof CallState.Trying
                && telephones.services().of(telephone).forwards().containsKey(Forward.NO_ANSWER)) {
            sendOn(active, telephone, Forward.NO_ANSWER);
        }
    }

    private boolean sendOn(ActiveCall active, LineId telephone, Forward when) {
        String number = telephones.services().of(telephone).forwards().get(when);
        String own = telephones.setup(telephone).number();
        if (active.forwarders.contains(telephone) || active.callingParty.timesDiverted() >= MOST || elsewhere(telephone) >= MOST_AT_ONCE) {
            return refused(active, Failure.of(ReleaseCause.FORWARDED_TOO_OFTEN, 482, telephone + " forwards " + when + " to " + number
                    + ": in a circle, or too many calls at once"));
        }
        RouteDecision decision = calls.plan().route(new RouteRequest(TelephoneReports.source(calls.plan(), telephone), number, own, calls.wallTime()));
        if (!(decision instanceof RouteDecision.Attempts attempts)) {
            return refused(active, Failure.of(ReleaseCause.REJECTED, 403, telephone + " may not forward to " + number));
        }
        telephones.services().counts().forwarded(when);
        active.forwarders.add(telephone);
        boolean withheld = telephones.services().of(telephone).is(Switch.WITHHELD);
        active.callingParty = active.callingParty.divertedBy(new SipEvent.Diversion(own.isEmpty() ? telephone.name() : own, reason(when), withheld, 1));
        calls.feed(active, new CallEvent.Forwarded(telephone.name(), when.toString(), number, attempts));
        return true;
    }

    private boolean refused(ActiveCall active, Failure why) {
        telephones.services().counts().notForwarded();
        active.forwardAtNanos = Long.MAX_VALUE;
        calls.attemptFailed(active, why);
        return true;
    }

    private long elsewhere(LineId telephone) {
        return calls.book.callsNow().stream().filter(active -> !active.call.over() && active.forwarders.contains(telephone)).count();
    }

    /// RFC 5806 section 4.
    private static String reason(Forward when) {
        return switch (when) {
            case ALWAYS -> "unconditional";
            case BUSY -> "user-busy";
            case NO_ANSWER -> "no-answer";
        };
    }
}
