package org.tipring.signaling.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.HandsetEvent;
import org.tipring.signaling.call.HandsetState;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.tdm.line.LineId;

/// Calls that a telephone has left at a place, for any telephone to take. The call stays the same one: only the telephone changes. Its far end
/// hears what is heard on hold. Who is not fetched rings where it was left. Owned by the control thread.
final class Parking {

    private static final System.Logger LOG = System.getLogger(Parking.class.getName());
    private static final long RING_BACK_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();
    /// The telephone may be in use or gone for good.
    private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();

    private record Parked(CallLeg.OnTelephone leg, long sinceNanos) { }

    private final Calls calls;
    private final AnalogTelephones telephones;
    private final Map<Integer, Parked> places = new TreeMap<>();
    private long lookAtNanos = Deadlines.NEVER;

    Parking(Calls calls, AnalogTelephones telephones) {
        this.calls = calls;
        this.telephones = telephones;
    }

    /// @return why it cannot be, or empty
    String park(LineId line, int place) {
        forgetGone();
        if (!(calls.handsets().state(line) instanceof HandsetState.Recalling(var held)) || !(calls.book.leg(held) instanceof CallLeg.OnTelephone leg)) {
            return "no call is held that could be left at place " + place;
        }
        if (places.containsKey(place)) {
            return "place " + place + " is taken";
        }
        long now = calls.now();
        places.put(place, new Parked(leg, now));
        lookAtNanos = Math.min(lookAtNanos, now + RING_BACK_NANOS);
        calls.note(leg, "telephone", line + ": left at place " + place);
        LOG.log(System.Logger.Level.INFO, "call={0} line={1} left at place {2}", leg.call().call.id(), line, place);
        calls.handsets().handle(line, new HandsetEvent.Parked(held));
        count();
        return "";
    }

    /// @return why it cannot be, or empty
    String retrieve(LineId line, int place) {
        forgetGone();
        Parked parked = places.remove(place);
        if (parked == null) {
            return "no call is at place " + place;
        }
        count();
        CallLeg.OnTelephone leg = parked.leg;
        calls.note(leg, "telephone", line + ": taken from place " + place);
        leg.line = line;
        calls.handsets().placed(leg);
        calls.handsets().up(leg);
        return "";
    }

    /// The far end has hung up.
    private void forgetGone() {
        places.values().removeIf(parked -> !calls.book.has(parked.leg));
    }

    void tick(long now) {
        if (lookAtNanos > now) {
            return;
        }
        forgetGone();
        for (Map.Entry<Integer, Parked> one : List.copyOf(places.entrySet())) {
            Parked parked = one.getValue();
            LineId line = parked.leg.line;
            if (now - parked.sinceNanos >= RING_BACK_NANOS && calls.handsets().state(line) instanceof HandsetState.Free && telephones.onHook(line)) {
                places.remove(one.getKey());
                calls.handsets().handle(line, new HandsetEvent.Returned(parked.leg.id()));
            } else if (now - parked.sinceNanos >= LONGEST_NANOS) {
                places.remove(one.getKey());
                leave(parked.leg);
            }
        }
        count();
        lookAtNanos = places.isEmpty() ? Deadlines.NEVER : now + LOOK_NANOS;
    }

    private void count() {
        telephones.services().counts().parked(places.size());
    }

    private void leave(CallLeg.OnTelephone leg) {
        String why = "left at a place, and nobody came";
        if (leg == leg.call().caller) {
            calls.callerGone(leg, ReleaseCause.NO_ANSWER, why);
        } else {
            calls.failed(leg, Failure.of(ReleaseCause.NO_ANSWER, 0, why));
        }
    }

    long nextDeadline() {
        return lookAtNanos;
    }

    /// For an operator: `place 3: call 1a2b-7 of fxs1`.
    List<String> words() {
        List<String> words = new ArrayList<>();
        places.forEach((place, parked) -> {
            if (calls.book.has(parked.leg)) {
                words.add("place " + place + ": call " + parked.leg.call().call.id() + ", left by " + parked.leg.line);
            }
        });
        return words;
    }
}
