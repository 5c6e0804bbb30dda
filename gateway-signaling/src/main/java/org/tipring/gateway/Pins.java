package org.tipring.gateway;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tipring.signaling.config.PinStores;
import org.tipring.signaling.control.PinVerifier;

/// Checks PINs off the control thread, and counts wrong ones for each line and caller: after some within an hour nobody from there is
/// believed any more, right PIN or not, until the hour is over. Owned by the control thread.
final class Pins implements PinVerifier {

    private static final System.Logger LOG = System.getLogger(Pins.class.getName());
    private static final int MOST_WRONG = 10;
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
    /// A bound on what strangers can make us remember; the oldest are forgotten.
    private static final int REMEMBERED = 1_000;

    private record Wrong(int count, long sinceNanos) { }

    private final PinStores stores;
    private final Executor control;
    private final LongSupplier now;
    private final Map<String, Wrong> wrong = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
            return size() > REMEMBERED;
        }
    };

    Pins(PinStores stores, Executor control, LongSupplier now) {
        this.stores = stores;
        this.control = control;
        this.now = now;
    }

    @Override
    public void verify(String store, String pin, String who, Consumer<Boolean> answer) {
        boolean believed = wrongFrom(who).count < MOST_WRONG;
        // The check is made in either case, so that its time tells nobody which case it is.
        Thread.ofVirtual().name("pin").start(() -> {
            boolean right = stores.holds(store, pin);
            control.execute(() -> answered(who, believed && right, answer));
        });
    }

    private void answered(String who, boolean right, Consumer<Boolean> answer) {
        if (!right) {
            Wrong before = wrongFrom(who);
            wrong.put(who, new Wrong(before.count + 1, before.sinceNanos));
            if (before.count + 1 == MOST_WRONG) {
                LOG.log(System.Logger.Level.WARNING, "{0} wrong PINs from {1}: no PIN from there counts for an hour", MOST_WRONG, who);
            }
        }
        answer.accept(right);
    }

    private Wrong wrongFrom(String who) {
        Wrong known = wrong.get(who);
        return known == null || now.getAsLong() - known.sinceNanos > HOUR_NANOS ? new Wrong(0, now.getAsLong()) : known;
    }
}
