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
    private static final int HUSH = 0x07;
    /// Half a second: a full ring means that nobody reads.
    private static final int CAPACITY = 4096;
    /// A larger gap is a new beginning (line-card.md).
    private static final int MOST_LOST = 8;
    /// 40 ms, half of what a card holds: for a port that is on-hook, whose card has nothing yet.
    static final int RESERVE = 320;

    /// Takes bytes for the card; never blocks. Any thread.
    interface Outlet {
        void write(byte[] bytes, int offset, int length);
    }

    /// Hears what an exchange's line says while it is on-hook. Reader thread.
    interface Idle {
        void heard(short[] pcm, int length);

        /// It is off-hook now. Control thread.
        void offHook();
    }

    private final int port;
    private final Outlet outlet;
    private final PortCounters counters;
    private final SampleRing in = new SampleRing(CAPACITY);
    private volatile Runnable ready = () -> { };
    private volatile boolean flows;
    /// The media thread wants to hear of pieces, too.
    private volatile boolean attentive;
    /// What is said in place of a call's sound, or null: to a display while the telephone is on-hook, digits to an exchange.
    private volatile LineSpeech speech;
    private volatile Runnable said = () -> { };
    private volatile Idle idle;
    /// What says that a second caller waits, or null.
    private volatile WaitingAnnouncement waiting;
    private volatile boolean hungry;
    // Reader thread
    private final short[] pcm = new short[CardFrames.MOST_PAYLOAD];
    private int expected;
    private boolean heard;
    private final byte[] speechLaw = new byte[CardFrames.MOST_PAYLOAD];
    private final byte[] speechWire = new byte[CardFrames.MOST_WIRE];
    private final short[] speechPcm = new short[CardFrames.MOST_PAYLOAD];
    private volatile int reserve;
    // Media thread
    private final byte[] law = new byte[Pcm.FRAME];
    private final byte[] wire = new byte[CardFrames.MOST_WIRE];
    /// Of the reader thread while something is said, else of the media thread.
    private volatile int sequence;

    CardSound(int port, Outlet outlet, PortCounters counters) {
        this.port = port;
        this.outlet = outlet;
        this.counters = counters;
    }

    /// Who to call, on the reader thread, when a whole frame waits to be read.
    void onReady(Runnable newReady) {
        ready = newReady;
    }

    /// Who hears a line that is on-hook. Before the start only.
    void onIdle(Idle newIdle) {
        idle = newIdle;
    }

    /// Says this as soon as the card gives sound, at its pace. Control thread.
    ///
    /// @param samples said at once, so that the card has something to go on with
    /// @param done called on the reader thread when the last of it has gone out
    void say(LineSpeech what, int samples, Runnable done) {
        said = done;
        reserve = samples;
        speech = what;
    }

    /// Says nothing more of it.
    ///
    /// @return whether something was being said. Control thread
    boolean silenced() {
        boolean was = speech != null;
        speech = null;
        return was;
    }

    /// Says that a second caller waits, or with null no longer. Control thread.
    void announceWaiting(WaitingAnnouncement what) {
        waiting = what;
    }

    /// It is off-hook: sound begins. Of a telephone on the reader thread, before anybody else learns of it; of an exchange's line on the
    /// control thread.
    void begin() {
        speech = null;
        if (!flows) {
            Idle listener = idle;
            if (listener != null) {
                listener.offHook();
            }
            heard = false;
            hungry = true;
            flows = true;
        }
    }

    /// Control thread.
    void end() {
        waiting = null;
        flows = false;
        hungry = false;
    }

    /// Reader thread.
    void frame(int number, byte[] body, int offset, int length) {
        LineSpeech now = speech;
        if (now != null) {
            say(now, length);
        }
        if (!flows) {
            idle(body, offset, length);
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

    /// As much as the card has just used up. The first time some more, so that a late thread of ours makes no gap in the data.
    private void say(LineSpeech what, int length) {
        for (int left = length + reserve; left > 0; left -= length) {
            what.next(speechPcm, 0, length);
            for (int i = 0; i < length; i++) {
                speechLaw[i] = ULaw.encode(speechPcm[i]);
            }
            outlet.write(speechWire, 0, CardFrames.encode(AUDIO, port, sequence, speechLaw, length, speechWire, 0));
            sequence = sequence + 1 & 0xFF;
        }
        reserve = 0;
        if (what.done()) {
            speech = null;
            said.run();
        }
    }

    private void idle(byte[] body, int offset, int length) {
        Idle listener = idle;
        if (listener != null) {
            for (int i = 0; i < length; i++) {
                pcm[i] = ULaw.decode(body[offset + i]);
            }
            listener.heard(pcm, length);
        }
    }

    private void give(int length) {
        counters.overflow.add(length - in.write(pcm, 0, length));
        if (attentive || in.available() >= Pcm.FRAME) {
            attentive = false;
            ready.run();
        }
    }

    @Override
    public boolean read(short[] frame) {
        if (in.available() < Pcm.FRAME) {
            return false;
        }
        in.read(frame, 0, Pcm.FRAME);
        WaitingAnnouncement now = waiting;
        if (now != null) {
            now.hear(frame);
        }
        return true;
    }

    @Override
    public int peek(short[] into) {
        // First the wish, then the look: what comes between them is seen or wakes.
        attentive = true;
        return in.peek(into, 0, into.length);
    }

    @Override
    public void hush() {
        if (flows) {
            outlet.write(wire, 0, CardFrames.encode(HUSH, port, 0, law, 0, wire, 0));
        }
    }

    @Override
    public boolean hungry() {
        return hungry;
    }

    @Override
    public void write(short[] frame) {
        hungry = false;
        if (!flows || speech != null) {
            return;
        }
        WaitingAnnouncement now = waiting;
        short[] heard = now == null ? frame : now.say(frame);
        for (int i = 0; i < Pcm.FRAME; i++) {
            law[i] = ULaw.encode(heard[i]);
        }
        outlet.write(wire, 0, CardFrames.encode(AUDIO, port, sequence, law, Pcm.FRAME, wire, 0));
        sequence = sequence + 1 & 0xFF;
    }
}
