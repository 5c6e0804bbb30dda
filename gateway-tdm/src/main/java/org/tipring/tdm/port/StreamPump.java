package org.tipring.tdm.port;

import org.tipring.media.pcm.DeviceAudio;
import org.tipring.tdm.modem.AtReader;
import org.tipring.tdm.modem.Dle;
import org.tipring.tdm.modem.DleEncoder;
import org.tipring.tdm.modem.StreamCoding;
import org.tipring.tdm.serial.SerialLink;

/// A voice modem's reader thread: text and codes go to the control thread, sound to and from [DeviceAudio].
///
/// ```
///  link ──bytes──► AtReader ─┬─ lines, codes ─► Inbox (control thread)
///                            └─ n samples ────► DeviceAudio.fromDevice
///  link ◄─DLE-shielded bytes ── n samples ───── DeviceAudio.toDevice (silence where it has none)
/// ```
///
/// The modem's clock leads: as many samples go out as came in, so its transmit buffer keeps the level that was put there at the start,
/// but for the moment that a late media thread needs.
/// One pump lives as long as its link is open. Nothing is allocated for sound.
final class StreamPump implements SerialLink.Receiver, AtReader.Sink {

    /// Who gets what is not sound; called on the reader thread.
    interface Inbox {
        void line(String line, long atNanos);

        void dle(int code, long atNanos);

        void streamStarted(long atNanos);

        void streamEnded(long atNanos);

        void gone(String why);
    }

    private static final int MILLI = 8;
    private static final long SAMPLE_NANOS = 125_000;
    /// Samples put into the modem's buffer at the start: what a late reader may be late.
    private static final int PREFILL = 40 * MILLI;
    private static final int PREFILL_STEP = 20 * MILLI;
    private static final int PREFILL_MAX = 60 * MILLI;
    /// How many samples the modem may be kept waiting for when the media thread is late: its reserve bridges them, and they follow. Half
    /// of the reserve stays for a late reader.
    private static final int OWED_MAX = 20 * MILLI;
    /// More than this waiting for the modem is delay and nothing else.
    private static final int PENDING_MAX = 60 * MILLI;
    /// The modem may complain about an empty buffer before our first samples have reached it.
    private static final int STARTING = 100 * MILLI;
    private static final int PIECE = 512;

    private final SerialLink link;
    private final DeviceAudio audio;
    private final PortCounters counters;
    private final Inbox inbox;
    private final AtReader reader = new AtReader(this);
    private final TransmitGate gate = new TransmitGate();
    private final short[] pcm = new short[PIECE];
    private final byte[] law = new byte[PIECE];
    private final byte[] shielded = new byte[2 * PIECE];
    private long readAtNanos;
    private volatile long heardAtNanos;
    private volatile StreamCoding coding = StreamCoding.MU_LAW;
    private int received;
    private int prefill;
    private long sinceStart;
    /// The modem has said that it plays silence, and has not been given anything since.
    private boolean dry;
    /// Samples that came in and were not answered yet: what its reserve lacks.
    private int owed;

    StreamPump(SerialLink link, DeviceAudio audio, PortCounters counters, Inbox inbox) {
        this.link = link;
        this.audio = audio;
        this.counters = counters;
        this.inbox = inbox;
    }

    // Control thread

    void expectStream(StreamCoding next) {
        coding = next;
        reader.expectStream(true);
    }

    void abandonStream() {
        reader.expectStream(false);
        reader.abandonStream();
        gate.leave(() -> { });
    }

    void leave(byte[] codes) {
        reader.leaving();
        gate.leave(() -> link.write(codes, 0, codes.length));
    }

    Inbox inbox() {
        return inbox;
    }

    long heardAtNanos() {
        return heardAtNanos;
    }

    // Reader thread

    @Override
    public void bytes(byte[] bytes, int length, long atNanos) {
        long pauseNanos = atNanos - readAtNanos;
        readAtNanos = atNanos;
        received = 0;
        reader.feed(bytes, length);
        if (received > 0) {
            heardAtNanos = atNanos;
            sinceStart += received;
            answerSamples(pauseNanos);
        }
    }

    @Override
    public void gone(String why) {
        inbox.gone(why);
    }

    @Override
    public void line(String line) {
        inbox.line(line, readAtNanos);
    }

    @Override
    public void streamStarted() {
        audio.clearToDevice();
        prefill = PREFILL;
        sinceStart = 0;
        dry = false;
        owed = 0;
        gate.open();
        inbox.streamStarted(readAtNanos);
        if (gate.writing()) {
            writeSilence(prefill);
            gate.written();
        }
    }

    @Override
    public void streamEnded() {
        inbox.streamEnded(readAtNanos);
    }

    @Override
    public void dle(int code) {
        counters.reports.count(code);
        switch (code) {
            case Dle.UNDERRUN -> {
                counters.underruns.increment();
                dry |= sinceStart + received > STARTING;
            }
            case Dle.OVERRUN -> counters.overruns.increment();
            case Dle.DTMF_STARTS -> counters.dtmfShields.increment();
            default -> inbox.dle(code, readAtNanos);
        }
    }

    @Override
    public void samples(byte[] bytes, int offset, int length) {
        StreamCoding code = coding;
        received += length;
        if (!dry) {
            owed += length;
        }
        for (int done = 0; done < length; done += PIECE) {
            int piece = Math.min(PIECE, length - done);
            for (int i = 0; i < piece; i++) {
                pcm[i] = code.decode(bytes[offset + done + i]);
            }
            audio.fromDevice(pcm, 0, piece);
        }
    }

    private void answerSamples(long pauseNanos) {
        // What a dry modem sampled is no measure of what it wants. As long as it comes in faster than time goes by there is more of that to
        // come, and each answer would stay in the modem as delay until the call ends.
        if (dry && pauseNanos < received * SAMPLE_NANOS / 2) {
            return;
        }
        if (!gate.writing()) {
            return;
        }
        boolean anew = dry;
        int due = anew ? newReserve() : whatIsDue();
        dropStale(anew ? due : Math.max(PENDING_MAX, due));
        for (int done = 0; done < due; done += PIECE) {
            writeSound(Math.min(PIECE, due - done));
        }
        gate.written();
    }

    /// The modem has played silence in our stead: what it wants now is its reserve, larger than before, and not the past. What it had sampled
    /// before it ran dry was perhaps answered too late, and then waits there already.
    private int newReserve() {
        int larger = Math.min(PREFILL_MAX, prefill + PREFILL_STEP);
        int due = Math.min(larger, owed + larger - prefill);
        prefill = larger;
        dry = false;
        owed = 0;
        return due;
    }

    private int whatIsDue() {
        int due = Math.max(Math.min(owed, audio.pendingToDevice()), owed - OWED_MAX);
        owed -= due;
        return due;
    }

    private void dropStale(int keep) {
        int stale = audio.pendingToDevice() - keep;
        while (stale > 0) {
            int dropped = audio.toDevice(pcm, 0, Math.min(stale, PIECE));
            counters.staleSamples.add(dropped);
            stale -= dropped;
        }
    }

    private void writeSound(int samples) {
        int there = audio.toDevice(pcm, 0, samples);
        StreamCoding code = coding;
        byte silence = code.silence();
        counters.silentSamples.add(samples - there);
        for (int i = 0; i < samples; i++) {
            law[i] = i < there ? code.encode(pcm[i]) : silence;
        }
        link.write(shielded, 0, DleEncoder.encode(law, 0, samples, shielded));
    }

    private void writeSilence(int samples) {
        java.util.Arrays.fill(law, 0, samples, coding.silence());
        link.write(shielded, 0, DleEncoder.encode(law, 0, samples, shielded));
    }
}
