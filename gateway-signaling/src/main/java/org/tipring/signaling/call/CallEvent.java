package org.tipring.signaling.call;

import java.util.List;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RouteDecision;

/// What can happen to a call.
public sealed interface CallEvent {

    /// The dial plan has spoken.
    ///
    /// @param plan the one that spoke: what the caller dials later is asked of it, too
    record Routed(RouteDecision decision, DialPlan plan) implements CallEvent { }

    /// A telephone is off hook and has dialled nothing yet, and the plan does not know yet where the call goes: it hears dial tone, and
    /// what it dials is asked of this plan.
    ///
    /// @param source whose routes are open to it
    record OffHook(CallSource source, DialPlan plan) implements CallEvent { }

    /// The telephone of the present attempt sends the call elsewhere. Behind that come the places that the route names after the telephone.
    ///
    /// @param by the telephone; @param when in which case it does; @param to the number that it has set
    /// @param decision where the dial plan lets that telephone's calls to that number go
    record Forwarded(String by, String when, String to, RouteDecision.Attempts decision) implements CallEvent { }

    /// The telephones of the present attempt are to ring one after the other, in this order, each as long as an attempt may.
    record RingInTurn(List<String> members) implements CallEvent { }

    /// A leg of the present attempt was started.
    ///
    /// @param where as records name it: `landlines/fxo1`
    /// @param sent the number as it goes out
    record LegStarted(LegId leg, String where, String sent) implements CallEvent { }

    /// A leg of the present attempt rings.
    record Alerting(LegId leg) implements CallEvent { }

    /// A leg of the present attempt has sound for the caller before the answer.
    record EarlyMedia(LegId leg) implements CallEvent { }

    /// @param evidence `sip`, or what a line's answer was taken from
    record Answered(LegId leg, String evidence) implements CallEvent { }

    /// A sign that the called party answered, which is not what the call counts as answered by: it came earlier and was too weak, or later.
    ///
    /// @param evidence as in `Answered`
    record AnswerHeard(LegId leg, String evidence) implements CallEvent { }

    /// A called leg is over, or could not be started (`leg` null: nothing of the attempt could be).
    record LegFailed(LegId leg, Failure failure) implements CallEvent { }

    /// Another leg has taken the place of one: the same telephone at another place, or who was transferred to.
    record Replaced(LegId old, LegId leg) implements CallEvent { }

    /// The calling leg is over: hung up, gave up, or its line has gone.
    record CallerGone(ReleaseCause cause, String detail) implements CallEvent { }

    /// The gateway ends the call: sound lost, stopping, an operator.
    record End(ReleaseCause cause, String detail) implements CallEvent { }

    /// The exchange has rung the calling line so many times.
    record Rang(int rings) implements CallEvent { }

    /// The caller was answered without anybody to talk to, and can hear.
    record CallerUp() implements CallEvent { }

    /// The caller pressed a key.
    record Key(char key) implements CallEvent { }

    /// Whether a PIN was right.
    record PinVerified(boolean right) implements CallEvent { }
}
