package org.tipring.media.dsp;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;

/// Plays digits as DTMF (ITU-T Q.23), once. Between and after the digits there is silence; a comma or space is only the silence.
public final class DtmfGenerator {

    /// What exchanges like to hear (ITU-T Q.24 wants at least 40 ms of each): the customary automatic dialling.
    public static final int USUAL_ON_MILLIS = 80;
    public static final int USUAL_OFF_MILLIS = 80;
    /// The level of each of the two frequencies; about what a telephone sends.
    public static final double USUAL_DBM0 = -9;

    private final String digits;
    private final int on;
    private final int off;
    private final double dBm0;
    private final Oscillator[] waves = new Oscillator[2];
    private final float[] scratch = new float[Pcm.FRAME];
    private int digit = -1;
    private int left;
    private boolean sounding;
    private boolean held;

    /// @param digits of `0`-`9`, `*`, `#`, `A`-`D`, and `,` or space for a pause
    public DtmfGenerator(String digits, int onMillis, int offMillis, double dBm0) {
        for (char c : digits.toCharArray()) {
            if (!isPause(c) && DtmfTones.index(c) < 0) {
                throw new IllegalArgumentException("not a DTMF digit: '" + c + "' in \"" + digits + "\"");
            }
        }
        if (onMillis <= 0 || offMillis <= 0) {
            throw new IllegalArgumentException("digit and pause must have a length: " + onMillis + ", " + offMillis);
        }
        this.digits = digits;
        this.on = onMillis * Pcm.RATE / 1000;
        this.off = offMillis * Pcm.RATE / 1000;
        this.dBm0 = dBm0;
        startNext();
    }

    public DtmfGenerator(String digits) {
        this(digits, USUAL_ON_MILLIS, USUAL_OFF_MILLIS, USUAL_DBM0);
    }

    /// Whether all digits and the pause after the last one have been played.
    public boolean done() {
        return digit >= digits.length();
    }

    /// Writes the next `n` samples; silence after the end.
    ///
    /// @return how many of them belong to the digits and their pauses
    public int next(short[] out, int offset, int n) {
        int done = 0;
        while (done < n && !done()) {
            int count = sounding && held ? n - done : Math.min(n - done, left);
            if (sounding) {
                Oscillator.mix(waves, scratch, out, offset + done, count);
            } else {
                Arrays.fill(out, offset + done, offset + done + count, (short) 0);
            }
            advance(count);
            done += count;
        }
        Arrays.fill(out, offset + done, offset + n, (short) 0);
        return done;
    }

    /// As long as this is so, the digit that sounds does not end; one that has sounded long enough ends with it.
    public void hold(boolean held) {
        this.held = held;
    }

    private void advance(int samples) {
        left -= samples;
        if (sounding && held) {
            left = Math.max(left, 1);
            return;
        }
        if (left > 0) {
            return;
        }
        if (sounding) {
            sounding = false;
            left = off;
        } else {
            startNext();
        }
    }

    private void startNext() {
        digit++;
        if (done()) {
            return;
        }
        char key = digits.charAt(digit);
        sounding = !isPause(key);
        left = sounding ? on : off;
        if (sounding) {
            int index = DtmfTones.index(key);
            waves[0] = new Oscillator(DtmfTones.LOW[index / 4], dBm0);
            waves[1] = new Oscillator(DtmfTones.HIGH[index % 4], dBm0);
        }
    }

    private static boolean isPause(char c) {
        return c == ',' || c == ' ';
    }
}
