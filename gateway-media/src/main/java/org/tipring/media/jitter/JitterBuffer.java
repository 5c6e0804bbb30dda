package org.tipring.media.jitter;

import java.time.Duration;
import org.tipring.media.rtp.SequenceNumber;

/// Puts packets back in order and answers, whenever the player wants one, what to play. Time is an argument. Owned by the media thread.
///
/// ```
///               put                                  take
///  network ──►  [ 7 ][ 8 ][   ][10 ][ ]...   ──►   PLAY 7, PLAY 8, CONCEAL, PLAY 10, ...
///                 next          └ slot = sequence number mod CAPACITY
/// ```
/// The delay is whatever packets wait in here; nothing is scheduled. It begins at [#target] (twice the measured jitter, so nothing on
/// a stream without any), and then follows events:
///
/// | what happens | what is done | delay |
/// |---|---|---|
/// | nothing is there when one is wanted | CONCEAL, and go on waiting for the same packet | grows by one packet, or stays (*) |
/// | a packet is missing but later ones are here | CONCEAL in its place (unless that was done while waiting) | stays |
/// | a packet comes after its place was concealed | counted late; one more CONCEAL is put in, once a second at most | grows by one packet, or stays (*) |
/// | for [#SHRINK_NANOS] no packet has waited less than a packet's length and a margin | [#excess]: the player may blend two packets into one | shrinks by one |
/// | more waits than the maximum | the oldest is thrown away | jumps down |
/// | nothing came for [#GIVE_UP] times | SILENCE, and begin anew with the next packet | begins anew |
///
/// (*) One packet in [#PACKETS_PER_LATE] may be late and is then left out: half a percent of made-up sound is not heard, a delay that
/// covers the worst packet of all is.
public final class JitterBuffer {

    /// What the player is to do for the length of one packet.
    public enum Decision {
        /// Play [#payload].
        PLAY,
        /// Make something up from what was played before.
        CONCEAL,
        /// The peer says nothing, or nothing yet.
        SILENCE
    }

    /// Packets: 640 ms at the shortest ptime that we agree to.
    private static final int CAPACITY = 64;
    private static final int GIVE_UP = 3;
    private static final long SHRINK_NANOS = 4_000_000_000L;
    private static final long MARGIN_NANOS = 5_000_000L;
    private static final long GROW_AGAIN_NANOS = 1_000_000_000L;
    private static final int PACKETS_PER_LATE = 200;
    private static final int USUAL_PAYLOAD = 160;
    private static final int FRAMES_A_SECOND = 50;

    private final int clockRate;
    private final long minNanos;
    private final long maxNanos;

    private final byte[][] payloads = new byte[CAPACITY][USUAL_PAYLOAD];
    private final int[] numbers = new int[CAPACITY];
    private final int[] timestamps = new int[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final int[] samples = new int[CAPACITY];
    private final long[] arrivals = new long[CAPACITY];
    private final boolean[] filled = new boolean[CAPACITY];
    private int stored;
    private int storedSamples;

    private boolean any;
    private boolean playing;
    /// The packet that is to be played next.
    private int next;
    /// When it was made, if nothing is missing.
    private int nextTimestamp;
    /// Nothing older than this is played any more.
    private int floor;
    /// CONCEALs given while waiting for [#next].
    private int waited;
    private boolean grow;
    private long grownAt = Long.MIN_VALUE;
    private int packetSamples;
    private int played;

    private long leastWait = Long.MAX_VALUE;
    private long leastWaitSince;

    /// Packets played in time, up to what pays for a late one.
    private int patience;

    private boolean transitKnown;
    private int lastTimestamp;
    private long lastArrival;
    private long jitterNanos;

    private long late;
    private long duplicates;
    private long discarded;

    public JitterBuffer(int clockRate, Duration minDelay, Duration maxDelay) {
        this.clockRate = clockRate;
        this.minNanos = minDelay.toNanos();
        this.maxNanos = maxDelay.toNanos();
        this.packetSamples = clockRate / FRAMES_A_SECOND;
        java.util.Arrays.fill(numbers, -1);
    }

    /// Forgets everything but the counters: the source has changed.
    public void reset() {
        clear();
        any = false;
        transitKnown = false;
        jitterNanos = 0;
    }

    private void clear() {
        java.util.Arrays.fill(filled, false);
        java.util.Arrays.fill(numbers, -1);
        patience = 0;
        stored = 0;
        storedSamples = 0;
        playing = false;
        grow = false;
        waited = 0;
    }

    /// Takes a copy of a packet's payload.
    ///
    /// @param sampleCount how much sound is in it, in timestamp units; more than 0
    public void put(int sequence, int timestamp, int sampleCount, byte[] data, int offset, int length, long arrivalNanos) {
        measureJitter(timestamp, arrivalNanos);
        if (!any || SequenceNumber.distance(next, sequence) >= CAPACITY) {
            clear();
            any = true;
            next = sequence;
            floor = sequence;
        }
        int slot = sequence & CAPACITY - 1;
        if (numbers[slot] == sequence) {
            duplicates++;
            return;
        }
        if (SequenceNumber.distance(floor, sequence) < 0) {
            tooLate(arrivalNanos);
            return;
        }
        if (!playing && (stored == 0 || SequenceNumber.isNewer(next, sequence))) {
            next = sequence;
        }
        numbers[slot] = sequence;
        store(slot, timestamp, sampleCount, data, offset, length, arrivalNanos);
        while (stored > 1 && nanos(storedSamples - sampleCount) > maxNanos) {
            discardOldest();
        }
    }

    private void tooLate(long arrivalNanos) {
        late++;
        if (!mayLeaveOut() && playing && (grownAt == Long.MIN_VALUE || arrivalNanos - grownAt >= GROW_AGAIN_NANOS)
                && nanos(storedSamples + packetSamples) <= maxNanos) {
            grow = true;
            grownAt = arrivalNanos;
        }
    }

    private boolean mayLeaveOut() {
        if (patience < PACKETS_PER_LATE) {
            return false;
        }
        patience = 0;
        return true;
    }

    private void store(int slot, int timestamp, int sampleCount, byte[] data, int offset, int length, long arrivalNanos) {
        if (payloads[slot].length < length) {
            payloads[slot] = new byte[length];
        }
        System.arraycopy(data, offset, payloads[slot], 0, length);
        timestamps[slot] = timestamp;
        lengths[slot] = length;
        samples[slot] = sampleCount;
        arrivals[slot] = arrivalNanos;
        filled[slot] = true;
        stored++;
        storedSamples += sampleCount;
        packetSamples = sampleCount;
    }

    private void discardOldest() {
        next = SequenceNumber.plus(next, gap());
        int slot = next & CAPACITY - 1;
        empty(slot);
        nextTimestamp = timestamps[slot] + samples[slot];
        discarded++;
        step();
    }

    /// What to do for the next [#samples] of sound.
    public Decision take(long nowNanos) {
        if (!playing && !mayBegin(nowNanos)) {
            return Decision.SILENCE;
        }
        if (grow) {
            grow = false;
            return Decision.CONCEAL;
        }
        if (stored == 0) {
            return starve();
        }
        int missing = gap();
        if (missing == 0 && waited > 0 && mayLeaveOut()) {
            // Its place has been concealed while we waited. With it left out, what follows is in time again.
            empty(next & CAPACITY - 1);
            late++;
            nextTimestamp += packetSamples;
            step();
            return take(nowNanos);
        }
        int owed = owed(missing);
        if (owed > waited) {
            concealInPlace(next + missing, owed);
            return Decision.CONCEAL;
        }
        next = SequenceNumber.plus(next, missing);
        return play(nowNanos);
    }

    /// How much of a gap in the numbers is a gap in the sound. Telephone events take numbers, too, and may lie between packets of sound.
    private int owed(int missing) {
        int samplesMissing = timestamps[next + missing & CAPACITY - 1] - nextTimestamp;
        return Math.max(0, Math.min(missing, samplesMissing / packetSamples));
    }

    /// One of the missing is made up now; those after it stay expected, and what was made up while waiting is counted in.
    private void concealInPlace(int found, int owed) {
        nextTimestamp += packetSamples * (waited + 1);
        next = SequenceNumber.plus(found, waited + 1 - owed);
        floor = next;
        waited = 0;
    }

    private boolean mayBegin(long nowNanos) {
        if (stored == 0 || nowNanos - arrivals[next & CAPACITY - 1] < target()) {
            return false;
        }
        playing = true;
        waited = 0;
        nextTimestamp = timestamps[next & CAPACITY - 1];
        measureWaitAnew(nowNanos);
        return true;
    }

    private Decision starve() {
        waited++;
        if (waited > GIVE_UP) {
            playing = false;
            return Decision.SILENCE;
        }
        return Decision.CONCEAL;
    }

    private Decision play(long nowNanos) {
        played = next & CAPACITY - 1;
        empty(played);
        packetSamples = samples[played];
        leastWait = Math.min(leastWait, nowNanos - arrivals[played]);
        patience = Math.min(PACKETS_PER_LATE, patience + 1);
        nextTimestamp = timestamps[played] + packetSamples;
        step();
        return Decision.PLAY;
    }

    private void empty(int slot) {
        filled[slot] = false;
        stored--;
        storedSamples -= samples[slot];
    }

    private void step() {
        next = SequenceNumber.plus(next, 1);
        floor = next;
        waited = 0;
    }

    /// Packets missing between [#next] and the first that is here. Only when one is.
    private int gap() {
        int missing = 0;
        while (!filled[next + missing & CAPACITY - 1]) {
            missing++;
        }
        return missing;
    }

    /// Whether there is more delay than the stream needs: the player may [#take] once more and blend the two packets into one.
    /// True once for each packet to be saved.
    public boolean excess(long nowNanos) {
        if (!playing || stored == 0 || !filled[next & CAPACITY - 1]) {
            return false;
        }
        long packet = nanos(packetSamples);
        long watched = nowNanos - leastWaitSince;
        boolean tooMuch = leastWait - packet >= Math.max(MARGIN_NANOS, minNanos);
        // The more there is to save, the sooner: 4 s for one packet, 1 s for four.
        boolean longEnough = watched * (tooMuch ? leastWait / packet : 1) >= SHRINK_NANOS;
        if (longEnough) {
            measureWaitAnew(nowNanos);
        }
        return longEnough && tooMuch;
    }

    private void measureWaitAnew(long nowNanos) {
        leastWait = Long.MAX_VALUE;
        leastWaitSince = nowNanos;
    }

    private void measureJitter(int timestamp, long arrivalNanos) {
        if (transitKnown) {
            long difference = Math.abs(arrivalNanos - lastArrival - nanos(timestamp - lastTimestamp));
            // Beyond a second it is a new time base or a pause, no jitter.
            if (difference < 1_000_000_000L) {
                jitterNanos += (difference - jitterNanos) / 16;
            }
        }
        transitKnown = true;
        lastTimestamp = timestamp;
        lastArrival = arrivalNanos;
    }

    private long nanos(int timestampUnits) {
        return timestampUnits * 1_000_000_000L / clockRate;
    }

    /// How long the first packet is held back.
    public long target() {
        return Math.max(minNanos, Math.min(maxNanos, 2 * jitterNanos + alignment()));
    }

    /// The player wants 20 ms at a time. Packets of 10, 30 or 50 ms come in another rhythm, and now and then up to 10 ms later
    /// than the frame that needs them.
    private long alignment() {
        return packetSamples % (clockRate / FRAMES_A_SECOND) == 0 ? 0 : 10_000_000L;
    }

    /// The payload to play, valid until the next [#put].
    public byte[] payload() {
        return payloads[played];
    }

    public int payloadLength() {
        return lengths[played];
    }

    /// How much sound the last decision stands for, in timestamp units.
    public int samples() {
        return packetSamples;
    }

    /// Packets waiting.
    public int stored() {
        return stored;
    }

    /// How much sound waits.
    public long storedNanos() {
        return nanos(storedSamples);
    }

    /// Came after their turn.
    public long late() {
        return late;
    }

    public long duplicates() {
        return duplicates;
    }

    /// Thrown away because more waited than the maximum.
    public long discarded() {
        return discarded;
    }
}
