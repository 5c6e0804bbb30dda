package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Hears the octets in a 1200 bit/s frequency-shift keyed signal (ITU-T V.23, Bell 202).
///
/// The sound of the last bit length, seven samples, is compared with a mark and a space of any phase: so short a window also has its
/// first zeros where the other frequency, hum and speech's low end are. The difference of the two, each against its own usual strength
/// because lines weaken the higher one, crosses zero half a bit after the line changed. Each start bit sets the clock anew; the bits are
/// read at their ends, between samples by interpolation (a bit is 6.67 samples).
///
/// Owned by one thread; allocates nothing.
public final class FskDemodulator {

    /// Where octets go.
    public interface OctetSink {

        /// @param framed false: its stop bit was no mark, so its bits are doubtful
        void octet(int octet, boolean framed);

        /// The signal is gone.
        void carrierLost();
    }

    private static final int WINDOW = 7;
    private static final double BIT = (double) Pcm.RATE / FskTones.RATE;
    /// Below this there is no signal: networks deliver -36 dBm at the least (GR-30-CORE section 2.4.1), and then the line is to be heard.
    private static final double LEAST_POWER = LevelMeter.power(-44) * WINDOW;
    /// A carrier's share of the sound, in the mean over [#HOLD] samples.
    private static final double PURE = 0.6;
    private static final double HOLD = 40;
    private static final double FOLLOW = 1 / 64.0;
    private static final int STOP_BIT = 9;

    private final OctetSink sink;
    private final double[] markCos = new double[WINDOW];
    private final double[] markSin = new double[WINDOW];
    private final double[] spaceCos = new double[WINDOW];
    private final double[] spaceSin = new double[WINDOW];
    private final double[] last = new double[WINDOW];
    private int at;

    private double markStrength;
    private double spaceStrength;
    private double share;
    private boolean carrier;

    private double before;
    /// Index of the bit that is read next, 0 the start bit; -1 while waiting for one.
    private int bit = -1;
    /// How many samples from now until it is read.
    private double wait;
    private int octet;
    private boolean broken;

    public FskDemodulator(FskTones tones, OctetSink sink) {
        this.sink = sink;
        for (int i = 0; i < WINDOW; i++) {
            // About the middle of the window, which is where both meet.
            double t = 2 * Math.PI * (i - WINDOW / 2) / Pcm.RATE;
            markCos[i] = Math.cos(tones.mark * t);
            markSin[i] = Math.sin(tones.mark * t);
            spaceCos[i] = Math.cos(tones.space * t);
            spaceSin[i] = Math.sin(tones.space * t);
        }
        reset();
    }

    /// Listens to the next `n` samples.
    public void process(short[] pcm, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            last[at] = pcm[i];
            at = at == WINDOW - 1 ? 0 : at + 1;
            sample();
        }
    }

    /// Forgets the signal and the octet that it is in.
    public void reset() {
        java.util.Arrays.fill(last, 0);
        markStrength = 0;
        spaceStrength = 0;
        share = 0;
        carrier = false;
        before = 0;
        bit = -1;
        broken = false;
    }

    /// Whether there is a signal of this kind now.
    public boolean carrier() {
        return carrier;
    }

    private void sample() {
        double markRe = 0;
        double markIm = 0;
        double spaceRe = 0;
        double spaceIm = 0;
        double power = 0;
        for (int i = 0, k = at; i < WINDOW; i++) {
            double x = last[k];
            k = k == WINDOW - 1 ? 0 : k + 1;
            markRe += x * markCos[i];
            markIm += x * markSin[i];
            spaceRe += x * spaceCos[i];
            spaceIm += x * spaceSin[i];
            power += x * x;
        }
        double mark = Math.sqrt(markRe * markRe + markIm * markIm);
        double space = Math.sqrt(spaceRe * spaceRe + spaceIm * spaceIm);
        double strongest = Math.max(mark, space);
        double pure = power < LEAST_POWER ? 0 : Math.min(1, 2 * strongest * strongest / (WINDOW * power));
        share += (pure - share) / HOLD;
        if (!carrier && share > PURE) {
            carrier = true;
            markStrength = strongest;
            spaceStrength = strongest;
        } else if (carrier && share < PURE / 2) {
            carrier = false;
            bit = -1;
            sink.carrierLost();
        }
        if (carrier) {
            follow(mark, space);
            read(mark / markStrength - space / spaceStrength);
        }
    }

    private void follow(double mark, double space) {
        if (mark * spaceStrength > space * markStrength) {
            markStrength += (mark - markStrength) * FOLLOW;
        } else {
            spaceStrength += (space - spaceStrength) * FOLLOW;
        }
    }

    /// @param now positive for a mark
    private void read(double now) {
        if (bit < 0) {
            if (broken) {
                broken = now <= 0;
            } else if (before > 0 && now <= 0) {
                bit = 0;
                octet = 0;
                // The crossing lies `now / (now - before)` of a sample back, half a bit before the start bit's end.
                wait = BIT / 2 - now / (now - before);
            }
        } else {
            wait -= 1;
        }
        while (bit >= 0 && wait <= 0) {
            double value = now + (now - before) * wait;
            bit(value > 0);
        }
        before = now;
    }

    private void bit(boolean one) {
        if (bit == STOP_BIT) {
            bit = -1;
            broken = !one;
            sink.octet(octet, one);
            return;
        }
        if (bit == 0 && one) {
            bit = -1;
            return;
        }
        if (bit > 0 && one) {
            octet |= 1 << bit - 1;
        }
        bit++;
        wait += BIT;
    }
}
