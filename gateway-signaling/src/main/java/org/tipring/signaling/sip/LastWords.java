package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What is still to be said when control is done with a leg: what waits on its lane, a BYE that may not go out before the ACK (RFC 3261
/// section 15), a CANCEL that may not go out before a provisional response (section 9.1), a BYE that nobody has answered and that may
/// have been lost. Who closes the SIP side waits for it, or the other telephone stands in a call with nobody. Safe for any thread.
final class LastWords {

    private int busyLanes;
    private final Map<Object, Runnable> owed = new LinkedHashMap<>();

    synchronized void laneBusy() {
        busyLanes++;
    }

    synchronized void laneIdle() {
        busyLanes--;
        notifyAll();
    }

    /// @param who names it for [#said]
    /// @param atTheLatest says it all the same when there is no more time
    synchronized void owe(Object who, Runnable atTheLatest) {
        owed.put(who, atTheLatest);
    }

    synchronized void said(Object who) {
        if (owed.remove(who) != null) {
            notifyAll();
        }
    }

    /// The stack has gone, and with it the answers that were waited for.
    synchronized void forget() {
        owed.clear();
        notifyAll();
    }

    synchronized boolean isAllSaid() {
        return busyLanes == 0 && owed.isEmpty();
    }

    /// Waits until all is said. At the end of the time what is still owed is said regardless, and its lanes get as long again.
    void await(Duration time) throws InterruptedException {
        if (!allSaidWithin(time)) {
            List<Runnable> now;
            synchronized (this) {
                now = List.copyOf(owed.values());
                owed.clear();
            }
            now.forEach(Runnable::run);
            allSaidWithin(time);
        }
    }

    private synchronized boolean allSaidWithin(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (!isAllSaid()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
