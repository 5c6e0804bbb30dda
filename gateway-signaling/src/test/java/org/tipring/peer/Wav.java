package org.tipring.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// WAV files as baresip reads and writes them: 16 bit; read ones have the rate and channels of the codec.
public final class Wav {

    static final int RATE = 8_000;
    private static final int HEADER = 44;

    private Wav() { }

    /// @param total how many samples the file has; silence follows the given ones
    public static byte[] of(short[] samples, int total) {
        ByteBuffer file = ByteBuffer.allocate(HEADER + 2 * total).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + 2 * total)
            .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1)
            .putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16)
            .put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * total);
        for (short sample : samples) {
            file.putShort(sample);
        }
        return file.array();
    }

    /// Of a file whose header may not have been completed: what is there counts. The first channel, at 8000 Hz.
    public static short[] samples(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int channels = 1;
        int rate = RATE;
        int at = 12;
        while (at + 8 <= file.capacity() && file.getInt(at) != DATA) {
            if (file.getInt(at) == FORMAT) {
                channels = file.getShort(at + 10);
                rate = file.getInt(at + 12);
            }
            at += 8 + file.getInt(at + 4);
        }
        at = Math.min(at + 8, file.capacity());
        short[] samples = new short[(file.capacity() - at) / 2 / channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = file.getShort(at + 2 * channels * i);
        }
        return slower(samples, rate / RATE);
    }

    /// Every n-th sample, after a low-pass filter to half of what is left: a sinc under a Hann window.
    private static short[] slower(short[] samples, int n) {
        if (n == 1) {
            return samples;
        }
        int reach = 16 * n;
        double[] taps = new double[2 * reach + 1];
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            double x = Math.PI * (i - reach) / n;
            taps[i] = (i == reach ? 1 : Math.sin(x) / x) * (0.5 + 0.5 * Math.cos(Math.PI * (i - reach) / reach));
            sum += taps[i];
        }
        short[] result = new short[samples.length / n];
        for (int i = 0; i < result.length; i++) {
            double value = 0;
            for (int k = 0; k < taps.length; k++) {
                int from = i * n + k - reach;
                value += from < 0 || from >= samples.length ? 0 : taps[k] * samples[from];
            }
            result[i] = (short) Math.clamp(Math.round(value / sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return result;
    }

    private static final int DATA = 0x61746164;
    private static final int FORMAT = 0x20746d66;
}
