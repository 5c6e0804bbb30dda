package org.tipring.tdm.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;

/// What a modem says to its host: texts, result codes, shielded samples and events, in one stream of bytes.
final class HostPort {

    static final byte DLE = 0x10;
    static final byte ETX = 0x03;

    private static final int CAPACITY = 16_384;
    /// Samples that wait longer than this, half a second, are lost; the rest of the queue is kept for texts.
    private static final int MOST_SAMPLES = 4_096;
    private static final int USB_PACKET = 64;
    /// Conexant's table 3-1.
    private static final Map<String, Integer> NUMERIC = Map.ofEntries(Map.entry("OK", 0), Map.entry("CONNECT", 1), Map.entry("VCON", 1),
            Map.entry("RING", 2), Map.entry("NO CARRIER", 3), Map.entry("ERROR", 4), Map.entry("NO DIAL TONE", 6),
            Map.entry("NO DIALTONE", 6), Map.entry("BUSY", 7), Map.entry("NO ANSWER", 8), Map.entry("LINE IN USE", 83),
            Map.entry("NO LINE", 87));

    private final ByteQueue queue = new ByteQueue(CAPACITY);
    private final SplittableRandom random;
    private final boolean packets;
    private boolean overrun;
    boolean verbose = true;
    boolean quiet;

    /// @param packets whether bytes leave in random pieces as USB makes them
    HostPort(boolean packets, SplittableRandom random) {
        this.packets = packets;
        this.random = random;
    }

    void raw(byte value) {
        queue.add(value);
    }

    void raw(String text) {
        for (byte value : text.getBytes(StandardCharsets.ISO_8859_1)) {
            queue.add(value);
        }
    }

    void result(String word) {
        if (!quiet) {
            raw(verbose ? "\r\n" + word + "\r\n" : NUMERIC.get(word) + "\r");
        }
    }

    void information(String text) {
        raw((verbose ? "\r\n" : "") + text + "\r\n");
    }

    /// An event of V.253: `<DLE>` and its letter.
    void code(char letter) {
        queue.add(DLE);
        queue.add((byte) letter);
    }

    /// A sample, its 0x10 doubled. When the host does not read, it is lost, and `<DLE>o` says so once.
    void sample(byte code) {
        if (queue.size() >= MOST_SAMPLES) {
            if (!overrun) {
                overrun = true;
                code('o');
            }
            return;
        }
        overrun = overrun && queue.size() > MOST_SAMPLES / 2;
        if (code == DLE) {
            queue.add(DLE);
        }
        queue.add(code);
    }

    int waiting() {
        return queue.size();
    }

    void clear() {
        queue.clear();
        overrun = false;
    }

    /// The next packet: what is there, or as much of it as one USB packet holds. Now and then it ends between a DLE and its partner,
    /// which is where decoders have their bugs.
    int packet(byte[] into, int offset, int max) {
        int most = Math.min(max, queue.size());
        if (!packets || most < 2) {
            queue.take(into, offset, most);
            return most;
        }
        most = Math.min(most, 1 + random.nextInt(USB_PACKET));
        int count = 0;
        while (count < most) {
            byte value = queue.take();
            into[offset + count++] = value;
            if (value == DLE && random.nextInt(4) == 0) {
                break;
            }
        }
        return count;
    }
}
