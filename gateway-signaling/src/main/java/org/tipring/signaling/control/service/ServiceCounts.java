package org.tipring.signaling.control.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.tipring.signaling.control.loop.Count;
import org.tipring.signaling.control.loop.Level;
import org.tipring.signaling.routing.StarCode;

/// What the services of analog telephones have done: counted by the control thread, read by any.
public final class ServiceCounts {

    private final AtomicLongArray used = new AtomicLongArray(StarCode.values().length);
    private final AtomicLongArray forwarded = new AtomicLongArray(ServiceState.Forward.values().length);
    private final AtomicLongArray flashed = new AtomicLongArray(Flash.values().length);
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicIntegerArray set = new AtomicIntegerArray(ServiceState.KINDS.size());
    private final AtomicLong notForwarded = new AtomicLong();
    private final AtomicLong wokenUp = new AtomicLong();
    private final AtomicLong notWokenUp = new AtomicLong();

    /// What flashes, and hanging up with a call held, come to.
    public enum Flash { SECOND_CALL, CALL_WAITING, SWAP, CONFERENCE, TRANSFER, RING_BACK }

    public void flashed(Flash what) {
        flashed.incrementAndGet(what.ordinal());
    }

    public void used(StarCode code) {
        used.incrementAndGet(code.ordinal());
    }

    public void forwarded(ServiceState.Forward why) {
        forwarded.incrementAndGet(why.ordinal());
    }

    /// A telephone's services are set otherwise than before.
    void changed(ServiceState before, ServiceState now) {
        for (int i = 0; i < set.length(); i++) {
            String kind = ServiceState.KINDS.get(i);
            set.addAndGet(i, (now.has(kind) ? 1 : 0) - (before.has(kind) ? 1 : 0));
        }
    }

    /// @param calls that are left at a place now
    public void parked(int calls) {
        parked.set(calls);
    }

    /// How telephones are set now.
    public List<Level> levels() {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < set.length(); i++) {
            int kind = i;
            levels.add(new Level("tipring.telephone.set", "Analog telephones that are set so by their users now; messages: for whom some wait.", "what",
                    ServiceState.KINDS.get(i), () -> set.get(kind)));
        }
        levels.add(new Level("tipring.telephone.parked", "Calls that telephones have left at a place.", "", "", parked::get));
        return levels;
    }

    public void notForwarded() {
        notForwarded.incrementAndGet();
    }

    public void wakeUp(boolean answered) {
        (answered ? wokenUp : notWokenUp).incrementAndGet();
    }

    public List<Count> all() {
        List<Count> all = new ArrayList<>();
        for (StarCode code : StarCode.values()) {
            all.add(new Count("tipring.telephone.codes", "Codes for services that analog telephones dialled.", "code", label(code),
                    () -> used.get(code.ordinal())));
        }
        for (Flash what : Flash.values()) {
            all.add(new Count("tipring.telephone.flash", "Second calls dialled, second callers announced, swaps between two calls, conferences, transfers, and held calls that rang back, of analog telephones.",
                    "what", label(what), () -> flashed.get(what.ordinal())));
        }
        for (ServiceState.Forward why : ServiceState.Forward.values()) {
            all.add(new Count("tipring.telephone.forwarded", "Calls that an analog telephone sent elsewhere; refused: that would have gone in a circle, too far, or where its user may not call.",
                    "why", label(why), () -> forwarded.get(why.ordinal())));
        }
        all.add(new Count("tipring.telephone.forwarded", "Calls that an analog telephone sent elsewhere; refused: that would have gone in a circle, too far, or where its user may not call.",
                "why", "refused", notForwarded::get));
        all.add(new Count("tipring.telephone.wakeups", "Wake-up calls of analog telephones, by whether anybody answered.", "answered", "yes", wokenUp::get));
        all.add(new Count("tipring.telephone.wakeups", "Wake-up calls of analog telephones, by whether anybody answered.", "answered", "no", notWokenUp::get));
        return all;
    }

    private static String label(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
