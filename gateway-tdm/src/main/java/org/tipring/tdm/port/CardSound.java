package org.tipring.tdm.port;

import org.tipring.media.codec.ULaw;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.pcm.SampleRing;
import org.tipring.tdm.card.CardFrames;

/// The sound of one port of a line card. The reader thread puts in what the card sends; what the media thread writes goes out at once, so
/// the way is as short as it can be. What the card holds in reserve is the first frame, which it gets before it has given one.
final class CardSound implements AudioEndpoint {

    private static final int AUDIO = 0x01;
    /// Half a second: a full ring means that nobody reads.
    private static final int CAPACITY = 4096;
    /// A larger gap is a new beginning (line-card.md).
    private static final int MOST_LOST = 8;

    /// Takes bytes for the card; never blocks. Any thread.
    interface Outlet {
        void write(byte[] bytes, int offset, int length);
    }

    private final int port;
    private final Outlet outlet;
    private final PortCounters counters;
    private final SampleRing in = new SampleRing(CAPACITY);
    private volatile Runnable ready = () -> { };
    private volatile boolean flows;
    private volatile boolean hungry;
    // Reader thread
    private final short[] pcm = new short[CardFrames.MOST_PAYLOAD];
    private int expected;
    private boolean heard;
    // Media thread
    private final byte[] law = new byte[Pcm.FRAME];
    private final byte[] wire = new byte[CardFrames.MOST_WIRE];
    private int sequence;

    CardSound(int port, Outlet outlet, PortCounters counters) {
        this.port = port;
        this.outlet = outlet;
        this.counters = counters;
    }

    /// Who to call, on the reader thread, when a whole frame waits to be read.
    void onReady(Runnable newReady) {
        ready = newReady;
    }

    /// The telephone is off-hook: sound begins. Reader thread, before anybody else learns of it.
    void begin() {
        if (!flows) {
            heard = false;
            hungry = true;
            flows = true;
        }
    }

    /// Control thread.
    void end() {
        flows = false;
        hungry = false;
    }

    /// Reader thread.
    void frame(int number, byte[] body, int offset, int length) {
        if (!flows) {
            return;
        }
        int gap = number - expected & 0xFF;
        if (heard && gap > 0 && gap <= MOST_LOST) {
            java.util.Arrays.fill(pcm, 0, length, (short) 0);
            for (int i = 0; i < gap; i++) {
                give(length);
                counters.lostFrames.increment();
            }
        }
        heard = true;
        expected = number + 1 & 0xFF;
        for (int i = 0; i < length; i++) {
            pcm[i] = ULaw.decode(body[offset + i]);
        }
        give(length);
    }

    private void give(int length) {
        counters.overflow.add(length - in.write(pcm, 0, length));
        if (in.available() >= Pcm.FRAME) {
            ready.run();
        }
    }

    @Override
    public boolean read(short[] frame) {
        if (in.available() < Pcm.FRAME) {
            return false;
        }
        in.read(frame, 0, Pcm.FRAME);
        return true;
    }

    @Override
    public boolean hungry() {
        return hungry;
    }

    @Override
    public void write(short[] frame) {
        hungry = false;
        if (!flows) {
            return;
        }
        for (int i = 0; i < Pcm.FRAME; i++) {
            law[i] = ULaw.encode(frame[i]);
        }
        outlet.write(wire, 0, CardFrames.encode(AUDIO, port, sequence, law, Pcm.FRAME, wire, 0));
        sequence = sequence + 1 & 0xFF;
    }
}
