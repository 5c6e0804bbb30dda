package org.tipring.tdm.emulator;

import java.util.List;
import org.tipring.tdm.emulator.ExchangeSettings.CallerIdOrder;

/// Rings one telephone set in the exchange's rhythm, and sends the caller's number at its place in it.
final class RingingCurrent {

    /// From the beginning of a call to the first ring: also the time in which a seizure meets the call (glare).
    private static final long FIRST_RING_NANOS = Agenda.millis(100);
    /// ETSI EN 300 659-1: reversal, then the data, then the ring.
    private static final long DATA_AFTER_REVERSAL_NANOS = Agenda.millis(900);
    private static final long RING_AFTER_DATA_NANOS = Agenda.millis(400);
    /// Telcordia GR-30: half a second of pause and about half a second of data.
    private static final long DATA_AFTER_RING_NANOS = Agenda.millis(1_000);

    private final Agenda agenda;
    private final ExchangeSettings settings;
    private final Current current;
    private final Agenda.Action sendCallerId;
    private final Agenda.Action reverse;
    private Agenda.Entry burst;
    private Agenda.Entry data;
    private boolean on;
    private boolean first;

    /// Where the current goes.
    interface Current {
        void ring(boolean on, long atNanos);
    }

    RingingCurrent(Agenda agenda, ExchangeSettings settings, Current current, Agenda.Action sendCallerId,
            Agenda.Action reverse) {
        this.agenda = agenda;
        this.settings = settings;
        this.current = current;
        this.sendCallerId = sendCallerId;
        this.reverse = reverse;
    }

    boolean on() {
        return on;
    }

    void start(long atNanos) {
        first = true;
        if (settings.callerIdOrder() == CallerIdOrder.BEFORE_FIRST_RING) {
            reverse.run(atNanos);
            long dataAt = atNanos + DATA_AFTER_REVERSAL_NANOS;
            data = agenda.at(dataAt, sendCallerId);
            burst = agenda.at(dataAt + RING_AFTER_DATA_NANOS, at -> part(0, at));
        } else {
            burst = agenda.at(atNanos + FIRST_RING_NANOS, at -> part(0, at));
        }
    }

    void stop(long atNanos) {
        if (burst != null) {
            burst.cancel();
        }
        if (data != null) {
            data.cancel();
        }
        change(false, atNanos);
    }

    private void part(int index, long atNanos) {
        List<Integer> cadence = settings.ring().millis();
        boolean sounding = index % 2 == 0;
        if (!sounding && first && settings.callerIdOrder() == CallerIdOrder.AFTER_FIRST_RING) {
            data = agenda.at(atNanos + DATA_AFTER_RING_NANOS, sendCallerId);
        }
        first = first && sounding;
        burst = agenda.at(atNanos + Agenda.millis(cadence.get(index)), at -> part((index + 1) % cadence.size(), at));
        change(sounding, atNanos);
    }

    private void change(boolean sounding, long atNanos) {
        if (on != sounding) {
            on = sounding;
            current.ring(sounding, atNanos);
        }
    }
}
