package org.tipring.signaling.control.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.control.loop.Timed;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.LineId;

/// Rings telephones at the times that they are set to, some times if need be. It is no call: nobody calls, and there is no record; the log
/// and a metric say what became of it. Owned by the control thread.
///
/// The time is the wall clock's. It is looked at again each half minute, so that a clock that is put right in between does no harm. A wake-up
/// that was missed because the gateway did not run is made up for if it is not much too late.
public final class WakeUps implements Timed {

    private static final System.Logger LOG = System.getLogger(WakeUps.class.getName());
    private static final long LOOK_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long RING_NANOS = Duration.ofSeconds(60).toNanos();
    /// Between two tries, and when the telephone is in use.
    private static final long PAUSE_NANOS = Duration.ofMinutes(3).toNanos();
    private static final int TRIES = 3;
    private static final Duration TOO_LATE = Duration.ofMinutes(30);

    /// One that is under way.
    private static final class Waking {
        int tries;
        boolean ringing;
        long nextNanos;
    }

    private final ControlLoop loop;
    private final Bells telephones;
    private final StarServices services;
    private final InstantSource wallClock;
    private final Map<LineId, Waking> waking = new HashMap<>();
    private long lookAtNanos;

    public WakeUps(ControlLoop loop, Bells telephones, StarServices services, InstantSource wallClock) {
        this.loop = loop;
        this.telephones = telephones;
        this.services = services;
        this.wallClock = wallClock;
        this.lookAtNanos = telephones.ids().isEmpty() ? Deadlines.NEVER : 0;
    }

    /// A telephone's services have changed.
    public void changed() {
        lookAtNanos = loop.now();
    }

    /// The telephone is lifted, and no call is on it.
    ///
    /// @return whether it was woken up
    public boolean answered(LineId line) {
        Waking one = waking.get(line);
        if (one == null || !one.ringing) {
            return false;
        }
        over(line, true);
        telephones.thank(line);
        return true;
    }

    @Override
    public void tick(long now) {
        if (lookAtNanos > now) {
            return;
        }
        lookAtNanos = now + LOOK_NANOS;
        for (LineId line : telephones.ids()) {
            look(line, now);
        }
    }

    private void look(LineId line, long now) {
        Instant due = services.of(line).wakeUp();
        Waking one = waking.get(line);
        if (due == null) {
            if (one != null) {
                stopRing(line, one);
                waking.remove(line);
            }
            return;
        }
        long inNanos = Duration.between(wallClock.instant(), due).toNanos();
        if (inNanos > 0) {
            lookAtNanos = Math.min(lookAtNanos, now + inNanos);
        } else if (one == null && inNanos < -TOO_LATE.toNanos()) {
            LOG.log(System.Logger.Level.WARNING, "line={0} wake-up call of {1} was missed: the gateway did not run", line, due);
            over(line, false);
        } else {
            wake(line, one == null ? waking.computeIfAbsent(line, _ -> new Waking()) : one, now);
        }
    }

    private void wake(LineId line, Waking one, long now) {
        if (one.nextNanos > now) {
            lookAtNanos = Math.min(lookAtNanos, one.nextNanos);
            return;
        }
        if (one.ringing) {
            stopRing(line, one);
            one.nextNanos = now + PAUSE_NANOS;
        } else if (one.tries == TRIES) {
            LOG.log(System.Logger.Level.WARNING, "line={0} wake-up call: nobody answered", line);
            over(line, false);
            return;
        } else if (telephones.onHook(line)) {
            one.tries++;
            one.ringing = true;
            one.nextNanos = now + RING_NANOS;
            LOG.log(System.Logger.Level.INFO, "line={0} wake-up call rings", line);
            telephones.ringFor(line, LineMessage.CallSetup.of(CallerId.of("", "WAKE-UP")));
        } else {
            one.tries++;
            one.nextNanos = now + PAUSE_NANOS;
        }
        lookAtNanos = Math.min(lookAtNanos, one.nextNanos);
    }

    private void stopRing(LineId line, Waking one) {
        if (one.ringing) {
            one.ringing = false;
            telephones.ringNoMore(line);
        }
    }

    private void over(LineId line, boolean answered) {
        waking.remove(line);
        services.wokenUp(line);
        services.counts().wakeUp(answered);
        if (answered) {
            LOG.log(System.Logger.Level.INFO, "line={0} wake-up call answered", line);
        }
    }

    @Override
    public long nextDeadline() {
        return lookAtNanos;
    }
}
