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
/// | the player was away ([#catchUp]) | all but the newest is thrown away | jumps down to the target |
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

    private static final int GIVE_UP = 3;
    private static final long SHRINK_NANOS = 4_000_000_000L;
    private static final long MARGIN_NANOS = 5_000_000L;
    private static final long GROW_AGAIN_NANOS = 1_000_000_000L;
    private static final int PACKETS_PER_LATE = 200;
    private static final int FRAMES_A_SECOND = 50;

    private final int clockRate;
    private final long minNanos;
    private final long maxNanos;

    private final PacketSlots slots = new PacketSlots();
    private final ArrivalJitter jitter;

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
    private boolean held;
    /// The player has been away, and comes next.
    private boolean back;
    private long grownAt = Long.MIN_VALUE;
    private int packetSamples;
    /// Its sound is the payload until the next [#put].
    private int played;

    private long leastWait = Long.MAX_VALUE;
    private long leastWaitSince;
    private long waitedNanos;

    /// Packets played in time, up to what pays for a late one.
    private int patience;

    private long late;
    private long duplicates;
    private long discarded;

    public JitterBuffer(int clockRate, Duration minDelay, Duration maxDelay) {
        this.clockRate = clockRate;
        this.minNanos = minDelay.toNanos();
        this.maxNanos = maxDelay.toNanos();
        this.packetSamples = clockRate / FRAMES_A_SECOND;
        this.jitter = new ArrivalJitter(clockRate);
    }

    /// From now on no time is made or saved as long as that can be avoided: a modem would lose its place. Who is late is left out.
    public void hold() {
        held = true;
    }

    /// Forgets everything but the counters: the source has changed.
    public void reset() {
        clear();
        any = false;
        jitter.reset();
    }

    private void clear() {
        slots.clear();
        patience = 0;
        playing = false;
        grow = false;
        back = false;
        waited = 0;
    }

    /// Takes a copy of a packet's payload.
    ///
    /// @param sampleCount how much sound is in it, in timestamp units; more than 0
    public void put(int sequence, int timestamp, int sampleCount, byte[] data, int offset, int length, long arrivalNanos) {
        jitter.packet(timestamp, arrivalNanos);
        if (!any || SequenceNumber.distance(next, sequence) >= PacketSlots.CAPACITY) {
            clear();
            any = true;
            next = sequence;
            floor = sequence;
        }
        if (slots.knows(sequence)) {
            duplicates++;
            return;
        }
        if (SequenceNumber.distance(floor, sequence) < 0) {
            tooLate(arrivalNanos);
            return;
        }
        if (!playing && (slots.count() == 0 || SequenceNumber.isNewer(next, sequence))) {
            next = sequence;
        }
        slots.store(sequence, timestamp, sampleCount, data, offset, length, arrivalNanos);
        packetSamples = sampleCount;
        while (slots.count() > 1 && nanos(slots.samples() - sampleCount) > maxNanos) {
            discardOldest();
        }
    }

    private void tooLate(long arrivalNanos) {
        late++;
        if (!mayLeaveOut() && playing && (grownAt == Long.MIN_VALUE || arrivalNanos - grownAt >= GROW_AGAIN_NANOS)
                && nanos(slots.samples() + packetSamples) <= maxNanos) {
            grow = true;
            grownAt = arrivalNanos;
        }
    }

    private boolean mayLeaveOut() {
        if (held) {
            return true;
        }
        if (patience < PACKETS_PER_LATE) {
            return false;
        }
        patience = 0;
        return true;
    }

    private void discardOldest() {
        next = SequenceNumber.plus(next, slots.gapFrom(next));
        slots.remove(next);
        nextTimestamp = slots.timestamp(next) + slots.samples(next);
        discarded++;
        step();
    }

    /// The player was away for so long that nobody would miss what came meanwhile: only as much as the target wants is kept, and when the
    /// player comes, of that only the newest that has waited for long enough.
    public void catchUp() {
        while (slots.count() > 1 && nanos(slots.samples() - packetSamples) > target()) {
            discardOldest();
        }
        back = true;
    }

    private void beginWithNewest(long nowNanos) {
        back = false;
        while (slots.count() > 1 && nowNanos - slots.arrival(second()) >= target() + MARGIN_NANOS) {
            discardOldest();
        }
    }

    private int second() {
        int first = next + slots.gapFrom(next);
        return SequenceNumber.plus(first, 1 + slots.gapFrom(first + 1));
    }

    /// What to do for the next [#samples] of sound.
    public Decision take(long nowNanos) {
        if (!playing && !mayBegin(nowNanos)) {
            return Decision.SILENCE;
        }
        if (back) {
            beginWithNewest(nowNanos);
        }
        if (grow) {
            grow = false;
            return Decision.CONCEAL;
        }
        if (slots.count() == 0) {
            return starve();
        }
        int missing = slots.gapFrom(next);
        if (missing == 0 && waited > 0 && mayLeaveOut()) {
            // Its place has been concealed while we waited. With it left out, what follows is in time again.
            slots.remove(next);
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
        int samplesMissing = slots.timestamp(next + missing) - nextTimestamp;
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
        if (slots.count() == 0 || nowNanos - slots.arrival(next) < target()) {
            return false;
        }
        playing = true;
        waited = 0;
        nextTimestamp = slots.timestamp(next);
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
        played = next;
        slots.remove(played);
        packetSamples = slots.samples(played);
        waitedNanos = nowNanos - slots.arrival(played);
        leastWait = Math.min(leastWait, waitedNanos);
        patience = Math.min(PACKETS_PER_LATE, patience + 1);
        nextTimestamp = slots.timestamp(played) + packetSamples;
        step();
        return Decision.PLAY;
    }

    private void step() {
        next = SequenceNumber.plus(next, 1);
        floor = next;
        waited = 0;
    }

    /// Whether there is more delay than the stream needs: the player may [#take] once more and blend the two packets into one.
    /// True once for each packet to be saved.
    public boolean excess(long nowNanos) {
        if (!playing || slots.count() == 0 || !slots.holds(next)) {
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
        return longEnough && tooMuch && !held;
    }

    private void measureWaitAnew(long nowNanos) {
        leastWait = Long.MAX_VALUE;
        leastWaitSince = nowNanos;
    }

    private long nanos(int timestampUnits) {
        return timestampUnits * 1_000_000_000L / clockRate;
    }

    /// How long the first packet is held back.
    public long target() {
        return Math.max(minNanos, Math.min(maxNanos, 2 * jitter.nanos() + alignment()));
    }

    /// The player wants 20 ms at a time. Packets of 10, 30 or 50 ms come in another rhythm, and now and then up to 10 ms later
    /// than the frame that needs them.
    private long alignment() {
        return packetSamples % (clockRate / FRAMES_A_SECOND) == 0 ? 0 : 10_000_000L;
    }

    /// The payload to play, valid until the next [#put].
    public byte[] payload() {
        return slots.payload(played);
    }

    public int payloadLength() {
        return slots.payloadLength(played);
    }

    /// How much sound the last decision stands for, in timestamp units.
    public int samples() {
        return packetSamples;
    }

    /// How long the packet played last had waited.
    public long waitedNanos() {
        return waitedNanos;
    }

    /// Packets waiting.
    public int stored() {
        return slots.count();
    }

    /// How much sound waits.
    public long storedNanos() {
        return nanos(slots.samples());
    }

    /// Came after their turn.
    public long late() {
        return late;
    }

    public long duplicates() {
        return duplicates;
    }

    /// Thrown away because more waited than the maximum, or for the player to catch up.
    public long discarded() {
        return discarded;
    }
}
