package org.tipring.media.dsp;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.pcm.Pcm;

/// What an unknown tone is, measured from its sound: for questions that are asked once, such as what a line's exchange plays.
///
/// @param hertz its frequencies, the lowest first: those within 12 dB of the strongest, at most three
/// @param dBm0 the level of the strongest of them while it sounds
/// @param cadence rounded to 10 ms; steady when nothing paused
public record HeardTone(List<Double> hertz, double dBm0, Cadence cadence) {

    private static final int BLOCK = 80;
    private static final int BLOCK_MILLIS = 10;
    private static final double QUIETEST_DBM0 = -45;
    private static final double BELOW_STRONGEST_DB = 12;
    private static final int MOST_FREQUENCIES = 3;
    /// Fewer blocks than that of sound are a click, of silence a ripple.
    private static final int LEAST_BLOCKS = 4;

    public HeardTone {
        hertz = List.copyOf(hertz);
    }

    /// Measures a stretch of a line's sound.
    ///
    /// @return null when it is silent, or no tone: speech, noise
    public static HeardTone in(short[] pcm, int offset, int length) {
        int blocks = length / BLOCK;
        double[] level = new double[blocks];
        double loudest = -100;
        for (int i = 0; i < blocks; i++) {
            level[i] = LevelMeter.dBm0(pcm, offset + i * BLOCK, BLOCK);
            loudest = Math.max(loudest, level[i]);
        }
        if (loudest < QUIETEST_DBM0) {
            return null;
        }
        List<Integer> runs = runs(level, Math.max(QUIETEST_DBM0 - 5, loudest - 15));
        int at = 0;
        int from = 0;
        int most = 0;
        for (int run : runs) {
            if (run > most) {
                most = run;
                from = at;
            }
            at += Math.abs(run);
        }
        List<Double> hertz = peaks(spectrum(pcm, offset + from * BLOCK, most * BLOCK));
        return hertz == null ? null : new HeardTone(hertz, level(pcm, offset + from * BLOCK, most * BLOCK, hertz), cadence(runs));
    }

    private static double level(short[] pcm, int offset, int length, List<Double> hertz) {
        return hertz.stream().mapToDouble(one -> Goertzel.dBm0(pcm, offset, length, one)).max().orElse(-100);
    }

    /// Lengths in blocks, negative where it is silent.
    private static List<Integer> runs(double[] level, double threshold) {
        List<Integer> runs = new ArrayList<>();
        for (double one : level) {
            int step = one > threshold ? 1 : -1;
            int last = runs.isEmpty() ? 0 : runs.getLast();
            if (!runs.isEmpty() && Integer.signum(last) == step) {
                runs.set(runs.size() - 1, last + step);
            } else {
                runs.add(step);
            }
        }
        // What is too short belongs to its neighbours.
        for (int i = 1; i + 1 < runs.size(); ) {
            if (Math.abs(runs.get(i)) < LEAST_BLOCKS) {
                int joined = runs.get(i - 1) - runs.get(i) + runs.get(i + 1);
                runs.subList(i, i + 2).clear();
                runs.set(i - 1, joined);
                i = Math.max(1, i - 1);
            } else {
                i++;
            }
        }
        return runs;
    }

    /// The shortest round that repeats; the first and the last run are cut off by the edges of the recording and say nothing.
    private static Cadence cadence(List<Integer> runs) {
        List<Integer> whole = new ArrayList<>(runs.subList(Math.min(1, runs.size()), Math.max(Math.min(1, runs.size()), runs.size() - 1)));
        while (!whole.isEmpty() && whole.getFirst() < 0) {
            whole.removeFirst();
        }
        if (whole.size() % 2 != 0) {
            whole.removeLast();
        }
        if (whole.isEmpty()) {
            return Cadence.STEADY;
        }
        for (int round = 2; 2 * round <= whole.size() + 1; round += 2) {
            List<Integer> usual = medians(whole, round);
            if (keeps(whole, usual)) {
                return inMillis(usual);
            }
        }
        return inMillis(whole);
    }

    /// One run in six may differ: a line that crackles does not change the rhythm.
    private static boolean keeps(List<Integer> whole, List<Integer> usual) {
        int differ = 0;
        for (int i = 0; i < whole.size(); i++) {
            int a = Math.abs(whole.get(i));
            int b = usual.get(i % usual.size());
            differ += Math.abs(a - b) > 2 + Math.max(a, b) / 10 ? 1 : 0;
        }
        return differ * 6 <= whole.size();
    }

    private static List<Integer> medians(List<Integer> whole, int round) {
        List<Integer> medians = new ArrayList<>();
        for (int i = 0; i < round; i++) {
            List<Integer> same = new ArrayList<>();
            for (int k = i; k < whole.size(); k += round) {
                same.add(Math.abs(whole.get(k)));
            }
            same.sort(null);
            medians.add(same.get(same.size() / 2));
        }
        return medians;
    }

    private static Cadence inMillis(List<Integer> blocks) {
        return new Cadence(blocks.stream().map(run -> Math.abs(run) * BLOCK_MILLIS).toList());
    }

    /// Power by bin, of a Hann window.
    private static double[] spectrum(short[] pcm, int offset, int length) {
        int take = Math.min(length, Pcm.RATE);
        int size = Fft.sizeFor(4 * Math.max(take, 1024));
        double[] re = new double[size];
        double[] im = new double[size];
        for (int i = 0; i < take; i++) {
            re[i] = pcm[offset + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / take));
        }
        new Fft(size).transform(re, im);
        double[] power = new double[size / 2];
        for (int i = 0; i < power.length; i++) {
            power[i] = re[i] * re[i] + im[i] * im[i];
        }
        return power;
    }

    /// @return null when what is strongest does not hold most of the power
    private static List<Double> peaks(double[] power) {
        double bin = Pcm.RATE / 2.0 / power.length;
        double all = 0;
        for (double one : power) {
            all += one;
        }
        double[] left = power.clone();
        List<Double> hertz = new ArrayList<>();
        double strongest = 0;
        double explained = 0;
        while (hertz.size() < MOST_FREQUENCIES) {
            int top = 0;
            for (int i = 1; i < left.length - 1; i++) {
                top = left[i] > left[top] ? i : top;
            }
            strongest = Math.max(strongest, left[top]);
            if (top == 0 || left[top] < strongest * Math.pow(10, -BELOW_STRONGEST_DB / 10)) {
                break;
            }
            hertz.add(bin * (top + vertex(left, top)));
            int width = (int) Math.ceil(16 / bin);
            for (int i = Math.max(0, top - width); i <= Math.min(left.length - 1, top + width); i++) {
                explained += left[i];
                left[i] = 0;
            }
        }
        hertz.sort(null);
        return explained > 0.7 * all ? hertz : null;
    }

    /// Where between the bins a parabola through the logarithms has its top, -0.5..0.5.
    private static double vertex(double[] power, int top) {
        double before = Math.log(power[top - 1] + 1e-9);
        double at = Math.log(power[top] + 1e-9);
        double after = Math.log(power[top + 1] + 1e-9);
        double bend = before - 2 * at + after;
        return bend == 0 ? 0 : Math.clamp((before - after) / (2 * bend), -0.5, 0.5);
    }

    /// Whether this is that tone of a plan, as lines and switches go: 2.5 % and 10 Hz, a quarter of each time.
    public boolean resembles(TonePlan.Signal signal) {
        List<Double> known = signal.tone().waves().stream().sorted().toList();
        if (known.size() != hertz.size() || cadence.steady() != signal.cadence().steady()
            || cadence.millis().size() != signal.cadence().millis().size()) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            if (Math.abs(known.get(i) - hertz.get(i)) > Math.max(10, 0.025 * known.get(i))) {
                return false;
            }
        }
        return sameRhythm(signal.cadence().millis());
    }

    /// A recording begins anywhere in the round.
    private boolean sameRhythm(List<Integer> known) {
        int parts = known.size();
        for (int shift = 0; shift < Math.max(1, parts); shift += 2) {
            boolean same = true;
            for (int i = 0; i < parts; i++) {
                int a = known.get((i + shift) % parts);
                same &= Math.abs(a - cadence.millis().get(i)) <= Math.max(40, a / 4);
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        String sound = String.join(" + ", hertz.stream().map(one -> String.valueOf(Math.round(one))).toList()) + " Hz, " + Math.round(dBm0) + " dBm0";
        return cadence.steady() ? sound + ", steady" : sound + ", " + String.join(" ", cadence.millis().stream().map(String::valueOf).toList()) + " ms";
    }
}
