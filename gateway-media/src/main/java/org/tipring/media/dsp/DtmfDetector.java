package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Hears DTMF digits (ITU-T Q.24, ANSI/TIA-464: 40 ms of tone and of pause, 1.5 % + 2 Hz accepted and 3.5 % refused, the high frequency
/// up to 4 dB above and 8 dB below the low one, 15 dB above noise).
///
/// Sound is looked at in blocks of 12.75 ms. A block may hold a digit if one low and one high frequency together explain most of its
/// energy; that alone cannot tell 1.5 % from 3.5 %. Over time, however, a frequency that is off by df turns by 2 pi df t against ours:
/// two blocks with the same digit, and little turning from the first over the block that straddles both to the second, are a digit.
///
/// A dial tone that was there before the digit, and sounds on under it, is left out of account ([DialToneWatch]).
///
/// Owned by one thread; allocates nothing.
public final class DtmfDetector {

    /// Short enough that 40 ms hold two whole ones wherever they begin, and that 20 ms do not pass for two.
    static final int BLOCK = 102;

    /// The share of a block's energy that is not the digit: frequency error and noise, or speech.
    private static final double RESIDUAL = 0.36;
    /// The same for a digit that is already on.
    private static final double HOLD_RESIDUAL = 0.6;
    /// The same of two blocks when it is known how far off the frequencies are and allowed for: what is left is noise, or a tone that
    /// does not fill the blocks because it is too short.
    private static final double FINAL_RESIDUAL = 0.07;
    static final double LEAST_DBM0 = -38;
    /// A little more than asked for, because a frequency that is off is measured too weak.
    static final double HIGH_ABOVE_LOW = Math.pow(10, 5.0 / 10);
    static final double LOW_ABOVE_HIGH = Math.pow(10, 10.0 / 10);
    /// Midway between what must be accepted and what must be refused.
    private static final double FREQUENCY_ERROR = 0.024;
    private static final double FREQUENCY_ERROR_HERTZ = 1;
    /// Of both together, in parts of that: what must be accepted is 1.4. The rare voices that have tones like a key have both far off.
    private static final double BOTH_OFF = 1.6;
    /// Blocks without the digit that end it: an interruption of 10 ms does not (TIA-464).
    private static final int PAUSE_BLOCKS = 2;
    private static final int NONE = -1;

    private final long silenceEnergy = Math.round(2 * LevelMeter.power(LEAST_DBM0) * BLOCK * (1 - RESIDUAL));
    /// The block before and the one being filled.
    private final short[] blocks = new short[2 * BLOCK];
    private final DtmfFit plain = new DtmfFit(DtmfFit.WHOLE);
    private final DtmfFit besideDialTone = new DtmfFit(DtmfFit.BESIDE_DIAL_TONE);
    private final DialToneWatch dialTone = new DialToneWatch();
    private DtmfFit fit = plain;
    private int filled;
    /// The digit of the block before.
    private int before = NONE;
    /// The digit that is being heard.
    private int current = NONE;
    private int missing;

    /// Listens to the next `n` samples, at most 160.
    ///
    /// @return the digit that has just been recognised, or 0. Each digit is told once, about 30 ms after its begin.
    public char process(short[] pcm, int offset, int n) {
        char digit = 0;
        for (int done = 0; done < n; ) {
            int count = Math.min(n - done, BLOCK - filled);
            System.arraycopy(pcm, offset + done, blocks, BLOCK + filled, count);
            filled += count;
            done += count;
            if (filled == BLOCK) {
                filled = 0;
                char heard = endOfBlock();
                digit = heard != 0 ? heard : digit;
                System.arraycopy(blocks, BLOCK, blocks, 0, BLOCK);
            }
        }
        return digit;
    }

    public char process(short[] frame, int n) {
        return process(frame, 0, n);
    }

    /// The digit that is sounding, or 0.
    public char current() {
        return current == NONE ? 0 : DtmfTones.KEYS.charAt(current);
    }

    /// Whether the last 12.75 ms look like a digit, which the next ones confirm or not. Rare in speech, but not a digit yet.
    public boolean suspects() {
        return before != NONE;
    }

    /// Forgets all that was heard.
    public void reset() {
        filled = 0;
        before = NONE;
        current = NONE;
        missing = 0;
        dialTone.reset();
    }

    private char endOfBlock() {
        long all = LevelMeter.energy(blocks, BLOCK, BLOCK);
        fit = dialTone.hear(blocks, BLOCK, all) ? besideDialTone : plain;
        double energy = fit.energy(blocks, BLOCK, all);
        int strongest = energy < silenceEnergy ? NONE : fit.strongest(blocks, BLOCK);
        int heard = strongest != NONE && mayBeDigit(energy) ? strongest : NONE;
        boolean holds = strongest == current && strongest != NONE && fit.residual(energy) <= HOLD_RESIDUAL;
        boolean begun = heard != NONE && heard != current && heard == before && lastsAndTurnsLittle(heard);
        before = heard;
        missing = holds ? 0 : missing + 1;
        if (missing >= PAUSE_BLOCKS) {
            current = NONE;
        }
        if (begun) {
            current = heard;
            missing = 0;
            return DtmfTones.KEYS.charAt(heard);
        }
        return 0;
    }

    private boolean mayBeDigit(double energy) {
        double low = fit.lowPower();
        double high = fit.highPower();
        return fit.residual(energy) <= RESIDUAL && low >= LEAST_POWER && high >= LEAST_POWER
                && high <= HIGH_ABOVE_LOW * low && low <= LOW_ABOVE_HIGH * high;
    }

    private boolean lastsAndTurnsLittle(int digit) {
        double low = DtmfTones.LOW[digit / 4];
        double high = DtmfTones.HIGH[digit % 4];
        fit.to(digit, blocks, 0);
        double lowPower = fit.lowPower();
        double highPower = fit.highPower();
        double lowBefore = fit.lowPhase();
        double highBefore = fit.highPhase();
        fit.to(digit, blocks, HALF);
        double lowBetween = fit.lowPhase();
        double highBetween = fit.highPhase();
        fit.to(digit, blocks, BLOCK);
        double lowOff = hertzOff(low, lowBefore, lowBetween, fit.lowPhase());
        double highOff = hertzOff(high, highBefore, highBetween, fit.highPhase());
        double explained = (lowPower + fit.lowPower()) / seen(lowOff) + (highPower + fit.highPower()) / seen(highOff);
        double energy = fit.energy(blocks, 0, LevelMeter.energy(blocks, 0, BLOCK)) + fit.energy(blocks, BLOCK, LevelMeter.energy(blocks, BLOCK, BLOCK));
        return areLittle(Math.abs(lowOff) / most(low), Math.abs(highOff) / most(high)) && explained * BLOCK >= (1 - FINAL_RESIDUAL) * energy;
    }

    /// How far a frequency is off, from the phases in the first, the straddling and the second block.
    private static double hertzOff(double hertz, double first, double between, double second) {
        double turns = unexpectedTurn(hertz, between - first) + unexpectedTurn(hertz, second - between);
        return turns * Pcm.RATE / BLOCK;
    }

    /// @return in turns, -0.5..0.5 : that is enough for 78 Hz
    private static double unexpectedTurn(double hertz, double radians) {
        double turns = radians / (2 * Math.PI) - hertz * HALF / Pcm.RATE;
        return turns - Math.rint(turns);
    }

    /// How far off the two are, as parts of what is allowed.
    private static boolean areLittle(double low, double high) {
        return low <= 1 && high <= 1 && low + high <= BOTH_OFF;
    }

    /// How far off a frequency may be.
    private static double most(double hertz) {
        return FREQUENCY_ERROR * hertz + FREQUENCY_ERROR_HERTZ;
    }

    /// The part of its power that a frequency so far off shows in one block.
    private static double seen(double hertzOff) {
        double x = Math.PI * hertzOff * BLOCK / Pcm.RATE;
        double sinc = Math.abs(x) < 1e-6 ? 1 : Math.sin(x) / x;
        return sinc * sinc;
    }

    private static final double LEAST_POWER = LevelMeter.power(LEAST_DBM0);
    private static final int HALF = BLOCK / 2;
}
