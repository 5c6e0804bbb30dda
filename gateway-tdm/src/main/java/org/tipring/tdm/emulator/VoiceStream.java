package org.tipring.tdm.emulator;

import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.ULaw;

/// The voice stream of `+VTR`, `+VTX` and `+VRX`: samples by the modem's own clock, a transmit buffer, and DLE shielding (V.253 section 9).
final class VoiceStream {

    enum Kind { TRANSMIT, RECEIVE, DUPLEX }

    enum Coding { MU_LAW, A_LAW, UNSIGNED, SIGNED }

    /// What a `<DLE>` pair from the host wants.
    enum Wish { NOTHING, DRAIN_AND_END, END_NOW }

    private static final int TRANSMIT_BUFFER = 8_192;
    private static final int MOST_AT_ONCE = 400;
    /// Before the first sample has come the modem waits so long until it complains of an empty buffer.
    private static final long GRACE_SAMPLES = 1_000;
    private static final long SECOND = 1_000_000_000L;

    private final HostPort port;
    private final Loop loop;
    private final ModemSettings settings;
    private final int rate;
    private final boolean treacherous;
    private final ByteQueue transmit = new ByteQueue(TRANSMIT_BUFFER);
    private final byte[] codes = new byte[MOST_AT_ONCE];
    private final short[] toLine = new short[MOST_AT_ONCE];
    private final short[] fromLine = new short[MOST_AT_ONCE];
    private Kind kind = Kind.DUPLEX;
    private Coding coding = Coding.MU_LAW;
    private boolean running;
    private boolean transferring;
    private boolean pendingDle;
    private boolean paused;
    private boolean draining;
    private boolean underrun;
    private boolean fed;
    private long startNanos;
    private long samples;
    private long underruns;
    private int peak;

    VoiceStream(HostPort port, Loop loop, ModemSettings settings) {
        this.port = port;
        this.loop = loop;
        this.settings = settings;
        this.rate = settings.does(Misbehaviour.FAST_CLOCK) ? 8018 : 8000;
        this.treacherous = settings.does(Misbehaviour.DLE_ETX_IN_SOUND);
    }

    boolean running() {
        return running;
    }

    Kind kind() {
        return kind;
    }

    long underruns() {
        return underruns;
    }

    void start(Kind next, Coding law, long atNanos) {
        kind = next;
        coding = law;
        running = true;
        startNanos = atNanos;
        samples = 0;
        transmit.clear();
        pendingDle = false;
        paused = false;
        draining = false;
        underrun = false;
        fed = false;
    }

    void stop() {
        running = false;
        transmit.clear();
    }

    /// Plays what is buffered, then [#drained].
    void drain() {
        draining = true;
        paused = false;
    }

    boolean drained() {
        return running && draining && transmit.size() == 0;
    }

    /// Room for bytes of the host.
    int room() {
        return transmit.room();
    }

    /// Takes the plain samples at the head of the host's bytes, up to the next DLE, at once.
    ///
    /// @return how many these were
    int samplesFromHost(byte[] bytes, int offset, int length) {
        int most = pendingDle || draining || kind == Kind.RECEIVE ? 0 : Math.min(length, transmit.room());
        int count = 0;
        while (count < most && bytes[offset + count] != HostPort.DLE) {
            count++;
        }
        if (count > 0) {
            transmit.add(bytes, offset, count);
            fed = true;
            underrun = false;
        }
        return count;
    }

    /// A byte of the host.
    Wish byteFromHost(byte value) {
        if (pendingDle) {
            pendingDle = false;
            return code(value);
        }
        if (value == HostPort.DLE) {
            pendingDle = true;
        } else {
            buffer(value);
        }
        return Wish.NOTHING;
    }

    private Wish code(byte value) {
        switch (value) {
            case HostPort.DLE -> buffer(value);
            case 0x18 -> {
                if (!settings.does(Misbehaviour.CAN_IGNORED)) {
                    transmit.clear();
                }
            }
            case 'p' -> paused = true;
            case 'r' -> paused = false;
            case HostPort.ETX, '^' -> {
                // USRobotics documents no "^"; ETX does not end reception.
                boolean ends = value == '^' ? settings.profile().conexant() : kind != Kind.RECEIVE;
                return ends ? endUnlessStuck(Wish.DRAIN_AND_END) : Wish.NOTHING;
            }
            case '!' -> {
                return endUnlessStuck(Wish.END_NOW);
            }
            default -> { }
        }
        return Wish.NOTHING;
    }

    private Wish endUnlessStuck(Wish wish) {
        return settings.does(Misbehaviour.STUCK_STREAM) ? Wish.NOTHING : wish;
    }

    private void buffer(byte value) {
        if (kind != Kind.RECEIVE && !draining) {
            transmit.add(value);
            fed = true;
            underrun = false;
        }
    }

    /// When the next packet is complete.
    long nextPacketAt() {
        return timeOf(samples + settings.packetSamples());
    }

    /// Moves whole packets until then; with `exact`, every sample until then.
    void run(long atNanos, boolean exact) {
        if (!running || transferring) {
            return;
        }
        transferring = true;
        long due = (long) ((double) (atNanos - startNanos) * rate / SECOND + 1e-6);
        skipStall(due);
        while (running && due - samples >= (exact ? 1 : settings.packetSamples())) {
            transfer((int) Math.min(due - samples, settings.packetSamples()));
            if (drained()) {
                break;
            }
        }
        transferring = false;
    }

    /// A program that slept for more than a second does not catch up by a burst.
    private void skipStall(long due) {
        if (due - samples > rate) {
            samples = due - settings.packetSamples();
        }
    }

    private void transfer(int count) {
        int there = paused ? 0 : Math.min(count, transmit.size());
        transmit.take(codes, 0, there);
        for (int i = 0; i < there; i++) {
            toLine[i] = decode(codes[i]);
        }
        java.util.Arrays.fill(toLine, there, count, (short) 0);
        if (there < count && kind != Kind.RECEIVE) {
            reportUnderrun();
        }
        loop.transfer(toLine, fromLine, count, timeOf(samples + count));
        samples += count;
        peak = 0;
        if (kind == Kind.TRANSMIT) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int magnitude = Math.abs((int) fromLine[i]);
            peak = magnitude > peak ? magnitude : peak;
            port.sample(treacherous ? treacherous(samples - count + i, encode(fromLine[i])) : encode(fromLine[i]));
        }
    }

    /// Each second or so two samples that look like the end of the stream.
    private static byte treacherous(long index, byte code) {
        return index % 7_919 == 0 ? HostPort.DLE : index % 7_919 == 1 ? HostPort.ETX : code;
    }

    private void reportUnderrun() {
        if (!underrun && !draining && !paused && (fed || samples >= GRACE_SAMPLES)) {
            underrun = true;
            underruns++;
            port.code('u');
        }
    }

    /// The loudest sample of the last packet from the line.
    int peak() {
        return peak;
    }

    private long timeOf(long sample) {
        return startNanos + (sample * SECOND + rate - 1) / rate;
    }

    private short decode(byte code) {
        return switch (coding) {
            case MU_LAW -> ULaw.decode(code);
            case A_LAW -> ALaw.decode(code);
            case UNSIGNED -> (short) ((code & 0xFF) - 128 << 8);
            case SIGNED -> (short) (code << 8);
        };
    }

    private byte encode(short sample) {
        return switch (coding) {
            case MU_LAW -> ULaw.encode(sample);
            case A_LAW -> ALaw.encode(sample);
            case UNSIGNED -> (byte) ((sample >> 8) + 128);
            case SIGNED -> (byte) (sample >> 8);
        };
    }
}
