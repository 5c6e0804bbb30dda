package org.tipring.media.engine;

import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.pcm.Pcm;

/// Plays keys as DTMF, one after the other: what came as RFC 4733 events, for an end that only understands sound. The last one sounds for as
/// long as it is held: "hold * for two seconds" must work. Owned by the media thread.
final class KeyPlayer {

    static final int KEY_MILLIS = Termination.KeyTimes.GENEROUS.onMillis();
    /// A peer that forgets to say that its key is up.
    private static final int LONGEST_HOLD = 20 * Pcm.RATE;
    /// Nobody types so far ahead.
    private static final int CAPACITY = 32;

    private final char[] waiting = new char[CAPACITY];
    private int head;
    private int count;
    private DtmfGenerator sounding;
    private final Termination.KeyTimes times;
    private boolean held;
    private int heldSamples;

    KeyPlayer(Termination.KeyTimes times) {
        this.times = times;
    }

    /// The key that was added last is down, until [#release].
    void hold() {
        held = true;
        heldSamples = 0;
    }

    void release() {
        held = false;
    }

    /// @return false when too many wait: the key is dropped
    boolean add(char key) {
        if (count == CAPACITY) {
            return false;
        }
        waiting[(head + count++) % CAPACITY] = key;
        return true;
    }

    boolean active() {
        return sounding != null || count > 0;
    }

    /// Writes the next `samples`: keys, pauses, and silence after the last.
    void next(short[] out, int offset, int samples) {
        int done = 0;
        while (done < samples && active()) {
            if (sounding == null) {
                sounding = new DtmfGenerator(String.valueOf(waiting[head]), times.onMillis(), times.offMillis(), DtmfGenerator.USUAL_DBM0);
                head = (head + 1) % CAPACITY;
                count--;
            }
            sounding.hold(held && count == 0);
            int played = sounding.next(out, offset + done, samples - done);
            done += played;
            heldSamples += played;
            held &= heldSamples < LONGEST_HOLD;
            if (sounding.done()) {
                sounding = null;
            }
        }
        java.util.Arrays.fill(out, offset + done, offset + samples, (short) 0);
    }
}
