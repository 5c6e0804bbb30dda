package org.tipring.media.engine;

import org.tipring.media.dsp.DtmfGenerator;

/// Plays keys as DTMF, one after the other: what came as RFC 4733 events, for an end that only understands sound.
/// Owned by the media thread.
final class KeyPlayer {

    /// On and off: generous for every exchange (ITU-T Q.24 asks for 40 ms of each), and still five keys a second.
    static final int KEY_MILLIS = 100;
    /// Nobody types so far ahead.
    private static final int CAPACITY = 32;

    private final char[] waiting = new char[CAPACITY];
    private int head;
    private int count;
    private DtmfGenerator sounding;

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
                sounding = new DtmfGenerator(String.valueOf(waiting[head]), KEY_MILLIS, KEY_MILLIS, DtmfGenerator.USUAL_DBM0);
                head = (head + 1) % CAPACITY;
                count--;
            }
            done += sounding.next(out, offset + done, samples - done);
            if (sounding.done()) {
                sounding = null;
            }
        }
        java.util.Arrays.fill(out, offset + done, offset + samples, (short) 0);
    }
}
