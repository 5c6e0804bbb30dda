package org.tipring.tdm.emulator;

import java.util.Set;
import java.util.SplittableRandom;
import org.tipring.media.time.Deadlines;

/// The sound port of an emulated module: 16-bit samples by the module's clock, a frame of 20 ms at a time.
final class CellularSound {

    private static final int FRAME = 160;
    private static final int CAPACITY = 64 * 1024;
    /// What a host may send ahead: half a second. More is not taken.
    private static final int ROOM = 8_000;
    private static final int STALE_MILLIS = 300;
    private static final long SECOND = 1_000_000_000L;
    private static final long STALLS_AFTER = 4 * SECOND;
    private static final byte[] NMEA = "$GPRMC,,V,,,,,,,,,,N*53\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final MobileNetwork network;
    private final Set<CellularMisbehaviour> misbehaviours;
    private final SplittableRandom random;
    private final int rate;
    private final ByteQueue toHost = new ByteQueue(CAPACITY);
    private final ByteQueue fromHost = new ByteQueue(ROOM);
    private final short[] said = new short[FRAME];
    private final short[] heard = new short[FRAME];
    private final byte[] piece = new byte[2 * FRAME];
    private boolean on;
    private boolean stutters;
    private long startNanos;
    private long frames;
    private long underruns;
    private boolean fed;
    private boolean stalled;
    private boolean stallDone;
    private boolean satellites = true;

    CellularSound(MobileNetwork network, Set<CellularMisbehaviour> misbehaviours, SplittableRandom random) {
        this.network = network;
        this.misbehaviours = misbehaviours;
        this.random = random;
        this.rate = misbehaviours.contains(CellularMisbehaviour.FAST_CLOCK) ? 8018 : 8000;
    }

    boolean on() {
        return on;
    }

    long underruns() {
        return underruns;
    }

    /// @param stuttering every other frame is missing, and nothing is taken from the host
    void begin(boolean stuttering, long at) {
        on = true;
        stutters = stuttering;
        startNanos = at;
        frames = 0;
        fed = false;
        stalled = false;
        fromHost.clear();
        if (misbehaviours.contains(CellularMisbehaviour.STALE_AUDIO)) {
            for (int i = 0; i < STALE_MILLIS * 16; i++) {
                toHost.add((byte) (i % 2 == 0 ? 0x11 : 0x40));
            }
        }
    }

    void newCall() {
        stallDone = false;
    }

    /// Positions are no longer to be told (on the same port).
    void noSatellites() {
        satellites = false;
    }

    /// Switched on although it is on.
    void again() {
        stalled = false;
    }

    void end() {
        on = false;
        fromHost.clear();
    }

    void clear() {
        satellites = true;
        end();
        toHost.clear();
    }

    long nextDeadline() {
        return on ? timeOf(frames + 1) : Deadlines.NEVER;
    }

    private long timeOf(long frame) {
        return startNanos + frame * FRAME * SECOND / rate;
    }

    void run(long now) {
        if (on && now - timeOf(frames) > SECOND) {
            // The program slept; no burst to make up for it.
            frames = (now - startNanos) * rate / SECOND / FRAME;
        }
        while (on && timeOf(frames + 1) <= now) {
            frames++;
            frame(now);
        }
    }

    private void frame(long now) {
        int there = Math.min(2 * FRAME, fromHost.size()) & ~1;
        fromHost.take(piece, 0, there);
        underruns += fed && there < 2 * FRAME ? 1 : 0;
        boolean silent = misbehaviours.contains(CellularMisbehaviour.SILENT_UPLINK);
        for (int i = 0; i < FRAME; i++) {
            said[i] = silent || 2 * i >= there ? 0 : (short) (piece[2 * i] & 0xFF | piece[2 * i + 1] << 8);
        }
        network.transfer(said, heard, FRAME);
        if (misbehaviours.contains(CellularMisbehaviour.AUDIO_STALL) && !stallDone && network.talking() && now - startNanos > STALLS_AFTER) {
            stallDone = true;
            stalled = true;
        }
        if (stalled || stutters && frames % 2 == 0) {
            return;
        }
        for (int i = 0; i < FRAME; i++) {
            toHost.add((byte) heard[i]);
            toHost.add((byte) (heard[i] >> 8));
        }
        if (satellites && misbehaviours.contains(CellularMisbehaviour.NMEA_IN_SOUND) && frames % 50 == 0) {
            for (byte b : NMEA) {
                toHost.add(b);
            }
        }
    }

    /// @return how many bytes were taken
    int fromHost(byte[] bytes, int offset, int length) {
        if (!on || stutters) {
            // Into nothing; a tired module would let the driver's write time out.
            return length;
        }
        fed = true;
        int count = Math.min(length, fromHost.room());
        fromHost.add(bytes, offset, count);
        return count;
    }

    /// Whether it had better not be sent more.
    boolean full() {
        return fromHost.size() > ROOM / 2;
    }

    boolean hasForHost() {
        return toHost.size() > 0;
    }

    int toHost(byte[] into, int offset, int max) {
        int count = Math.min(max, toHost.size());
        if (count > 0 && misbehaviours.contains(CellularMisbehaviour.SHORT_READS)) {
            count = Math.min(count, 1 + random.nextInt(200));
        }
        toHost.take(into, offset, count);
        return count;
    }
}
