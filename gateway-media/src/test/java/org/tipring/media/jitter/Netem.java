package org.tipring.media.jitter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// A bad network from a seed, after Linux's `netem`: delay, jitter, bursts of loss, reordering, duplicates, stalls.
public final class Netem {

    private static final long MS = 1_000_000;

    /// A packet as it arrives.
    public record Arrival(int index, long atNanos) { }

    private final Random random;
    private double jitterMillis;
    private double lossPercent;
    private double lossBurst = 1;
    private double duplicatePercent;
    private double reorderPercent;
    private double skewPpm;
    private int stallEvery;
    private int stallMillis;

    public Netem(long seed) {
        this.random = new Random(seed);
    }

    /// Exponentially distributed: most packets come soon, some late.
    public Netem jitter(double meanMillis) {
        jitterMillis = meanMillis;
        return this;
    }

    /// @param meanBurst packets lost in a row
    public Netem loss(double percent, double meanBurst) {
        lossPercent = percent;
        lossBurst = meanBurst;
        return this;
    }

    public Netem duplicates(double percent) {
        duplicatePercent = percent;
        return this;
    }

    /// So many packets are overtaken by the next.
    public Netem reorder(double percent) {
        reorderPercent = percent;
        return this;
    }

    /// The sender's clock is fast by this.
    public Netem skew(double ppm) {
        skewPpm = ppm;
        return this;
    }

    /// Every so many packets nothing arrives for a while, and then everything at once.
    public Netem stall(int packets, int millis) {
        stallEvery = packets;
        stallMillis = millis;
        return this;
    }

    /// Sends packets and says what arrives, in the order of arrival.
    public List<Arrival> send(int packets, int packetMillis) {
        List<Arrival> arrivals = new ArrayList<>();
        boolean losing = false;
        for (int i = 0; i < packets; i++) {
            double leave = losing ? 1 / lossBurst : 0;
            double enter = lossPercent / (100 - lossPercent) / lossBurst;
            losing = losing ? random.nextDouble() >= leave : random.nextDouble() < enter;
            if (losing) {
                continue;
            }
            long sent = Math.round(i * (double) packetMillis * MS * (1 - skewPpm / 1e6));
            long arrival = sent + Math.round(-Math.log(1 - random.nextDouble()) * jitterMillis * MS);
            if (random.nextDouble() * 100 < reorderPercent) {
                arrival += (packetMillis + 5) * MS;
            }
            if (stallEvery > 0 && i % stallEvery < stallMillis / packetMillis && i >= stallEvery) {
                arrival = Math.max(arrival, sent + (stallMillis - i % stallEvery * packetMillis) * MS);
            }
            arrivals.add(new Arrival(i, arrival));
            if (random.nextDouble() * 100 < duplicatePercent) {
                arrivals.add(new Arrival(i, arrival + MS));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atNanos));
        return arrivals;
    }
}
