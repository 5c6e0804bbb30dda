package org.tipring.tdm.fuzz;

import java.util.Arrays;
import org.tipring.tdm.modem.AtReader;

/// A modem's bytes, in command state and while it streams, cut wherever USB may cut them: the same parts come out however they are cut.
public final class AtReaderFuzz {

    private AtReaderFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        boolean stream = data.length > 0 && data[0] < 0;
        int cut = data.length > 1 ? 1 + (data[1] & 0x1f) : 1;
        byte[] bytes = data.length > 2 ? Arrays.copyOfRange(data, 2, data.length) : new byte[0];
        String whole = parts(bytes, bytes.length, stream);
        String pieces = parts(bytes, cut, stream);
        if (!whole.equals(pieces)) {
            throw new AssertionError("cut by " + cut + " it reads differently:\n" + whole + "\n" + pieces);
        }
    }

    private static String parts(byte[] bytes, int piece, boolean stream) {
        StringBuilder out = new StringBuilder();
        AtReader reader = new AtReader(new AtReader.Sink() {
            @Override
            public void line(String line) {
                if (line.isEmpty() || line.length() > 512) {
                    throw new AssertionError("a line of " + line.length());
                }
                out.append("\nline ").append(line);
            }

            @Override
            public void streamStarted() {
                out.append("\nstream ");
            }

            @Override
            public void samples(byte[] samples, int offset, int length) {
                for (int i = offset; i < offset + length; i++) {
                    out.append((char) (samples[i] & 0xff));
                }
            }

            @Override
            public void dle(int code) {
                out.append("\ndle ").append(code).append(' ');
            }

            @Override
            public void streamEnded() {
                out.append("\nend ");
            }
        });
        reader.expectStream(stream);
        for (int at = 0; at < bytes.length; at += Math.max(1, piece)) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Math.max(1, piece)));
            reader.feed(part, part.length);
        }
        return out.toString();
    }
}
