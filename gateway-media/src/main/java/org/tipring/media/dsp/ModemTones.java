package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Hears fax machines and modems ([ModemTone]) in blocks of 10 ms, down to -43 dBm0 (ITU-T T.30; phase reversals down to -31, G.168).
///
/// | tone | what is asked for | told |
/// |---|---|---|
/// | CNG | 1100 +-60 Hz, nothing else, for 0.38 to 0.62 s (T.30: +-38 Hz, 0.5 s +-15 %), then a pause | at its end |
/// | CED, ANS, ANSam | 2100 +-40 Hz, nothing else but turns of phase, for 0.7 s | then; a first turn of phase later, too |
///
/// Each is told once. Owned by one thread; allocates nothing.
public final class ModemTones {

    private static final int BLOCK = Pcm.RATE / 100;
    private static final double CALLING_HERTZ = 1100;
    private static final double CALLING_BAND = 60;
    private static final int LEAST_CALLING = 38;
    private static final int MOST_CALLING = 62;
    private static final double ANSWER_HERTZ = 2100;
    private static final double ANSWER_BAND = 40;
    /// Holds a reversal, and ten swings of an ANSam.
    private static final int ANSWER = 70;
    /// A reversal, or the end of a tone, lies in one block or two.
    private static final int MIXED_BLOCKS = 2;
    /// 22 are an 1100 Hz tone's, 42 one's of 2100 Hz; noise adds some.
    private static final int LEAST_CALLING_CROSSINGS = 18;
    private static final int MOST_CALLING_CROSSINGS = 27;
    private static final int LEAST_ANSWER_CROSSINGS = 37;
    private static final int MOST_ANSWER_CROSSINGS = 47;
    private static final double QUIETEST = LevelMeter.power(-43);
    /// What a pause is below the tone: 13 dB.
    private static final double PAUSE = 0.05;
    /// ANSam swings by a fifth, and must by 0.1.
    private static final double LEAST_SWING = 0.1;
    private static final double SWING_PER_BLOCK = 2 * Math.PI * 15 / 100;

    private final DisablingTone reversing = new DisablingTone();
    private final boolean[] told = new boolean[ModemTone.values().length];

    private int calling;
    private int callingMisses;
    private double callingPower;

    private int answer;
    private int answerMisses;
    private boolean reversed;
    private boolean answered;
    /// Sums over the tone's blocks: amplitude, and what finds its swing.
    private int blocks;
    private double sum;
    private double cos;
    private double sin;
    private double cosSum;
    private double sinSum;

    /// Listens to what comes next; whole blocks of it.
    ///
    /// @return what has just been recognised, or null
    public ModemTone hear(short[] pcm, int offset, int samples) {
        ModemTone heard = null;
        for (int at = offset; at + BLOCK <= offset + samples; at += BLOCK) {
            ModemTone tone = block(pcm, at);
            heard = tone != null ? tone : heard;
        }
        return heard;
    }

    private ModemTone block(short[] pcm, int at) {
        int crossings = crossings(pcm, at);
        boolean likely = crossings >= LEAST_CALLING_CROSSINGS && crossings <= MOST_CALLING_CROSSINGS
                || crossings >= LEAST_ANSWER_CROSSINGS && crossings <= MOST_ANSWER_CROSSINGS;
        if (!likely && calling == 0 && answer == 0) {
            return null;
        }
        double power = (double) LevelMeter.energy(pcm, at, BLOCK) / BLOCK;
        double hertz = power < QUIETEST ? 0 : PureTone.hertz(pcm, at, BLOCK, PureTone.mean(pcm, at, BLOCK));
        ModemTone tone = calling(hertz, power);
        return tone != null ? tone : answering(pcm, at, hertz, power);
    }

    /// How often the sound changes its sign: what most sounds can be told by.
    private static int crossings(short[] pcm, int at) {
        int changes = 0;
        for (int i = at + 1; i < at + BLOCK; i++) {
            changes += (pcm[i - 1] ^ pcm[i]) >>> 31;
        }
        return changes;
    }

    private ModemTone calling(double hertz, double power) {
        if (Math.abs(hertz - CALLING_HERTZ) <= CALLING_BAND) {
            calling++;
            callingMisses = 0;
            callingPower = power;
            return null;
        }
        if (calling == 0) {
            return null;
        }
        boolean pause = power < QUIETEST || power < PAUSE * callingPower;
        if (!pause && ++callingMisses < MIXED_BLOCKS) {
            return null;
        }
        boolean right = pause && calling >= LEAST_CALLING && calling <= MOST_CALLING;
        calling = 0;
        return right ? once(ModemTone.CNG) : null;
    }

    private ModemTone answering(short[] pcm, int at, double hertz, double power) {
        boolean tone = Math.abs(hertz - ANSWER_HERTZ) <= ANSWER_BAND;
        if (!tone && (answer == 0 || ++answerMisses > MIXED_BLOCKS)) {
            forgetAnswer();
            return null;
        }
        reversed |= reversing.hear(pcm, at, BLOCK, (float) power);
        if (tone) {
            answerMisses = 0;
            swing(Math.sqrt(power));
        }
        if (++answer < ANSWER) {
            return null;
        }
        if (!answered) {
            answered = true;
            return once(swings() ? ModemTone.ANSAM : reversed ? ModemTone.ANS : ModemTone.CED);
        }
        return reversed && told[ModemTone.CED.ordinal()] ? once(ModemTone.ANS) : null;
    }

    private void forgetAnswer() {
        if (answer > 0) {
            answer = 0;
            blocks = 0;
            sum = cos = sin = cosSum = sinSum = 0;
            reversed = false;
            answered = false;
            reversing.reset();
        }
        answerMisses = 0;
    }

    private void swing(double amplitude) {
        double c = Math.cos(SWING_PER_BLOCK * answer);
        double s = Math.sin(SWING_PER_BLOCK * answer);
        blocks++;
        sum += amplitude;
        cos += amplitude * c;
        sin += amplitude * s;
        cosSum += c;
        sinSum += s;
    }

    private boolean swings() {
        double mean = sum / blocks;
        double depth = 2 * Math.hypot(cos - mean * cosSum, sin - mean * sinSum) / sum;
        return depth > LEAST_SWING;
    }

    private ModemTone once(ModemTone tone) {
        boolean first = !told[tone.ordinal()];
        told[tone.ordinal()] = true;
        return first ? tone : null;
    }
}
