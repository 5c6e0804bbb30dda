package org.tipring.media.engine;

import org.tipring.media.pcm.Pcm;

/// Where a packet lies on the time line of the stream that it was made of, beside the packet before: so that the far end sees the same
/// pauses and losses as we do. Counts in 8000ths of a second, which every codec's clock is a multiple of. Owned by the media thread.
final class RelayPlace {

    private static final int PER_MILLI = Pcm.RATE / 1000;

    private long begin;
    private int length;
    private long sentBegin;
    private boolean restart = true;
    private boolean marker;
    private int lost;

    /// The next packet has nothing to do with those before.
    void anew() {
        restart = true;
        lost = 0;
    }

    /// So many packets are missing before the next.
    void lost(int packets) {
        lost += packets;
    }

    /// The next packet begins a talkspurt.
    void beginSpurt() {
        marker = true;
    }

    void packet(long newBegin, int newLength) {
        begin = newBegin;
        length = newLength;
    }

    boolean restart() {
        return restart;
    }

    int steps() {
        return 1 + lost;
    }

    boolean marker() {
        return marker;
    }

    int advance(int ticksPerMilli) {
        return (int) ((begin - sentBegin) * ticksPerMilli / PER_MILLI);
    }

    int length(int ticksPerMilli) {
        return length * ticksPerMilli / PER_MILLI;
    }

    void sent() {
        sentBegin = begin;
        restart = false;
        marker = false;
        lost = 0;
    }
}
