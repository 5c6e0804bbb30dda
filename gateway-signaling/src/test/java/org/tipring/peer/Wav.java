package org.tipring.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// WAV files as baresip reads and writes them: 8000 Hz, one channel, 16 bit.
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

    /// Of a file whose header may not have been completed: what is there counts.
    public static short[] samples(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 12;
        while (at + 8 <= file.capacity() && file.getInt(at) != 0x61746164) {
            at += 8 + file.getInt(at + 4);
        }
        at = Math.min(at + 8, file.capacity());
        short[] samples = new short[(file.capacity() - at) / 2];
        file.position(at).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }
}
