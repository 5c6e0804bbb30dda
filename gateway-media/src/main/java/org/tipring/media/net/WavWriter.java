package org.tipring.media.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.pcm.Recording;

/// Writes sound into a WAV file, 8000 Hz, 16-bit, as it comes. The lengths in the header are brought up to date by [#flush], so that a
/// recording that never ends properly can still be played; the data goes out in large blocks. Owned by one thread.
public final class WavWriter implements Recording {

    private static final int HEADER = 44;
    /// The lengths of a WAV file have 32 bits.
    private static final long LARGEST = 0xFFFFFFFFL;

    private final FileChannel file;
    private final int channels;
    private final long largest;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer header = ByteBuffer.allocateDirect(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private long dataBytes;

    private WavWriter(Path path, int channels, long largest) throws IOException {
        this.channels = channels;
        this.largest = largest;
        this.file = PrivateFile.create(path);
        writeHeader();
        file.position(HEADER);
    }

    /// Starts a file that only its owner may read, replacing one that is there.
    public static WavWriter mono(Path path) throws IOException {
        return new WavWriter(path, 1, LARGEST);
    }

    public static WavWriter stereo(Path path) throws IOException {
        return stereo(path, LARGEST);
    }

    /// @param largest bytes that the file may reach; more is refused, and what is there stays playable
    public static WavWriter stereo(Path path, long largest) throws IOException {
        return new WavWriter(path, 2, largest);
    }

    /// Appends to a mono file.
    public void write(short[] pcm, int offset, int samples) throws IOException {
        expect(1);
        for (int i = 0; i < samples; i++) {
            makeRoom();
            buffer.putShort(pcm[offset + i]);
        }
    }

    @Override
    public void write(short[] left, short[] right, int samples) throws IOException {
        expect(2);
        for (int i = 0; i < samples; i++) {
            makeRoom();
            buffer.putShort(left[i]);
            buffer.putShort(right[i]);
        }
    }

    @Override
    public void flush() throws IOException {
        drain();
        writeHeader();
    }

    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            try (file) {
                flush();
            }
        }
    }

    private void expect(int wanted) {
        if (channels != wanted) {
            throw new IllegalStateException("the file has " + channels + " channel(s), not " + wanted);
        }
    }

    private void makeRoom() throws IOException {
        if (buffer.remaining() < 2 * channels) {
            drain();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        if (HEADER + dataBytes + buffer.remaining() > largest) {
            buffer.clear();
            throw new IOException("it has reached the " + largest + " bytes that a file may have");
        }
        while (buffer.hasRemaining()) {
            dataBytes += file.write(buffer);
        }
        buffer.clear();
    }

    private void writeHeader() throws IOException {
        int length = (int) Math.min(dataBytes, 0xFFFFFFFFL - HEADER);
        int sampleBytes = 2 * channels;
        header.clear();
        header.put(tag("RIFF")).putInt(length + HEADER - 8).put(tag("WAVE"));
        header.put(tag("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
        header.putInt(Pcm.RATE).putInt(Pcm.RATE * sampleBytes).putShort((short) sampleBytes).putShort((short) 16);
        header.put(tag("data")).putInt(length).flip();
        long at = 0;
        while (header.hasRemaining()) {
            at += file.write(header, at);
        }
    }

    private static byte[] tag(String tag) {
        return tag.getBytes(StandardCharsets.ISO_8859_1);
    }
}
