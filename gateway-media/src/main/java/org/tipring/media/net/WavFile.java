package org.tipring.media.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.ULaw;

/// The sound of a WAV file (RIFF, WAVE): 8- or 16-bit PCM, mu-law or A-law.
///
/// @param rate samples a second, as in the file: nothing is resampled
/// @param channels one array for each, of equal length
public record WavFile(int rate, short[][] channels) {

    private static final int PCM = 1;
    private static final int A_LAW = 6;
    private static final int U_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    /// The first channel; the only one of a mono file.
    public short[] samples() {
        return channels[0];
    }

    public static WavFile read(Path file) throws IOException {
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (NotWav e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static WavFile parse(ByteBuffer file) throws NotWav {
        file.order(ByteOrder.LITTLE_ENDIAN);
        require(file.remaining() >= 12 && tag(file).equals("RIFF"), "no RIFF file");
        file.getInt();
        require(tag(file).equals("WAVE"), "RIFF, but not WAVE");
        ByteBuffer format = null;
        while (file.remaining() >= 8) {
            String tag = tag(file);
            // Programs that were killed leave a length of 0 or of all ones: the data then goes on to the end of the file.
            long stated = file.getInt() & 0xFFFFFFFFL;
            boolean toTheEnd = tag.equals("data") && (stated == 0 || stated > file.remaining());
            int length = (int) (toTheEnd ? file.remaining() : Math.min(stated, file.remaining()));
            ByteBuffer chunk = file.slice(file.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (tag.equals("fmt ")) {
                format = chunk;
            } else if (tag.equals("data")) {
                require(format != null && format.remaining() >= 16, "no format before the data");
                return decode(format, chunk);
            }
            file.position(Math.min(file.limit(), file.position() + length + (length & 1)));
        }
        throw new NotWav("no data in it");
    }

    private static WavFile decode(ByteBuffer format, ByteBuffer data) throws NotWav {
        int encoding = format.getShort(0) & 0xFFFF;
        if (encoding == EXTENSIBLE && format.remaining() >= 26) {
            encoding = format.getShort(24) & 0xFFFF;
        }
        int channels = format.getShort(2) & 0xFFFF;
        int bits = format.getShort(14) & 0xFFFF;
        boolean law = (encoding == A_LAW || encoding == U_LAW) && bits == 8;
        require(law || encoding == PCM && (bits == 8 || bits == 16),
                "encoding " + encoding + " with " + bits + " bits; wanted is PCM (8 or 16 bits), A-law or mu-law");
        require(channels > 0, "no channels");
        short[][] sound = new short[channels][data.remaining() / (channels * bits / 8)];
        for (int i = 0; i < sound[0].length; i++) {
            for (int c = 0; c < channels; c++) {
                sound[c][i] = switch (encoding) {
                    case A_LAW -> ALaw.decode(data.get());
                    case U_LAW -> ULaw.decode(data.get());
                    default -> bits == 16 ? data.getShort() : (short) ((data.get() & 0xFF) - 128 << 8);
                };
            }
        }
        return new WavFile(format.getInt(4), sound);
    }

    private static String tag(ByteBuffer file) {
        byte[] tag = new byte[4];
        file.get(tag);
        return new String(tag, StandardCharsets.ISO_8859_1);
    }

    private static void require(boolean condition, String otherwise) throws NotWav {
        if (!condition) {
            throw new NotWav(otherwise);
        }
    }

    private static final class NotWav extends Exception {
        NotWav(String reason) {
            super(reason);
        }
    }
}
