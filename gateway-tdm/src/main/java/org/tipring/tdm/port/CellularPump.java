package org.tipring.tdm.port;

import org.tipring.media.pcm.DeviceAudio;
import org.tipring.tdm.serial.SerialLink;

/// The sound port of a cellular module: 16-bit linear samples, little-endian, 8000 a second, in whatever pieces they come.
///
/// The module's clock leads: as many samples go out as came in. What it had left over from the call before comes as a burst when the sound
/// begins, and is thrown away. A module that has no room says so on its other port; what is not written then is lost, not late.
/// Nothing is allocated for sound. [#bytes] belongs to the link's reader thread, the requests to the control thread.
final class CellularPump implements SerialLink.Receiver {

    private static final int PER_MILLI = 8;
    private static final long SECOND = 1_000_000_000L;
    /// Put into the module at the start, for a reader that is late.
    private static final int PREFILL = 40 * PER_MILLI;
    /// How long a late media thread is waited for.
    private static final int OWED_MAX = 20 * PER_MILLI;
    private static final int PENDING_MAX = 60 * PER_MILLI;
    /// More than this at once, while the sound begins, is of an earlier call.
    private static final int EARLY_MAX = 40 * PER_MILLI;
    private static final int PIECE = 1024;

    private final SerialLink link;
    private final DeviceAudio audio;
    private final PortCounters counters;
    private final java.util.function.Consumer<String> lost;
    private final short[] pcm = new short[PIECE];
    private final byte[] raw = new byte[2 * PIECE];
    private volatile int wanted;
    private volatile boolean room = true;
    private volatile int writeSamples = PREFILL;
    private volatile long heardAtNanos;
    private int running;
    private int carry = -1;
    private int owed;
    private long startedAtNanos;
    private long taken;

    /// @param lost told when the port goes
    CellularPump(SerialLink link, DeviceAudio audio, PortCounters counters, java.util.function.Consumer<String> lost) {
        this.link = link;
        this.audio = audio;
        this.counters = counters;
        this.lost = lost;
    }

    // Control thread

    /// @param samplesAtOnce how many the module wants in one piece
    void begin(int samplesAtOnce) {
        writeSamples = samplesAtOnce;
        room = true;
        wanted = Math.abs(wanted) + 1;
    }

    void end() {
        wanted = -Math.abs(wanted);
    }

    void room(boolean there) {
        room = there;
    }

    long heardAtNanos() {
        return heardAtNanos;
    }

    // Reader thread

    @Override
    public void bytes(byte[] bytes, int length, long atNanos) {
        int now = wanted;
        if (now <= 0) {
            running = 0;
            return;
        }
        if (running != now) {
            running = now;
            start(atNanos);
        }
        heardAtNanos = atNanos;
        int samples = 0;
        int i = 0;
        // A read may end in the middle of a sample.
        if (carry >= 0 && length > 0) {
            samples += take((short) (carry | bytes[0] << 8), samples);
            i = 1;
        }
        for (; i + 1 < length; i += 2) {
            if (samples == PIECE) {
                deliver(samples, atNanos);
                samples = 0;
            }
            samples += take((short) (bytes[i] & 0xFF | bytes[i + 1] << 8), samples);
        }
        carry = i < length ? bytes[i] & 0xFF : -1;
        deliver(samples, atNanos);
        answer();
    }

    private int take(short sample, int at) {
        pcm[at] = sample;
        return 1;
    }

    private void start(long atNanos) {
        startedAtNanos = atNanos;
        taken = 0;
        owed = 0;
        carry = -1;
        audio.clearToDevice();
        writeSound(PREFILL, true);
    }

    private void deliver(int samples, long atNanos) {
        int keep = samples;
        long elapsed = atNanos - startedAtNanos;
        if (elapsed < SECOND) {
            keep = (int) Math.max(0, Math.min(samples, elapsed * 8_000 / SECOND + EARLY_MAX - taken));
            counters.staleSamples.add(samples - keep);
        }
        taken += keep;
        owed += keep;
        audio.fromDevice(pcm, samples - keep, keep);
    }

    private void answer() {
        if (!room) {
            // What it does not want now it will never want.
            owed = Math.min(owed, OWED_MAX);
            dropStale(OWED_MAX);
            return;
        }
        int due = Math.max(Math.min(owed, audio.pendingToDevice()), owed - OWED_MAX);
        if (due < writeSamples && writeSamples > 2 * OWED_MAX) {
            // It wants large pieces, and waits for them.
            due = owed >= writeSamples ? writeSamples : 0;
        }
        dropStale(Math.max(Math.max(PENDING_MAX, writeSamples), due));
        owed -= due;
        writeSound(due, false);
    }

    private void dropStale(int keep) {
        for (int stale = audio.pendingToDevice() - keep; stale > 0;) {
            int dropped = audio.toDevice(pcm, 0, Math.min(stale, PIECE));
            counters.staleSamples.add(dropped);
            stale -= dropped;
        }
    }

    private void writeSound(int samples, boolean silence) {
        for (int done = 0; done < samples; done += PIECE) {
            int piece = Math.min(PIECE, samples - done);
            int there = silence ? 0 : audio.toDevice(pcm, 0, piece);
            counters.silentSamples.add(silence ? 0 : piece - there);
            for (int i = 0; i < piece; i++) {
                short sample = i < there ? pcm[i] : 0;
                raw[2 * i] = (byte) sample;
                raw[2 * i + 1] = (byte) (sample >> 8);
            }
            link.write(raw, 0, 2 * piece);
        }
    }

    @Override
    public void gone(String why) {
        lost.accept(why);
    }
}
