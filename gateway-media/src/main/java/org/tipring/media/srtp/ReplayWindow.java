package org.tipring.media.srtp;

/// Which packets of one source have been seen: the highest index and the 63 before it (RFC 3711 section 3.3.2 wants at least 64).
final class ReplayWindow {

    int ssrc;
    boolean used;
    long lastUse;
    /// Goes on from a window of the key before, and nothing under the new key has proved yet that the sender counts on, too.
    boolean inherited;
    private long highest = -1;
    private long seen;

    void start(int source) {
        ssrc = source;
        used = true;
        inherited = false;
        highest = -1;
        seen = 0;
    }

    /// A new key: no number has been used with it, but the roll-over counter goes on (RFC 3711 section 3.3.1).
    void continueFrom(ReplayWindow before) {
        ssrc = before.ssrc;
        used = before.used;
        lastUse = before.lastUse;
        highest = before.highest;
        inherited = before.used;
        seen = 0;
    }

    /// RFC 3711 section 3.3.1 and appendix A: the roll-over counter that puts the sequence number nearest to the highest one.
    long indexOf(int sequence) {
        if (highest < 0) {
            return sequence;
        }
        long rollOvers = highest >> 16;
        int last = (int) (highest & 0xFFFF);
        if (last < 0x8000) {
            rollOvers -= sequence - last > 0x8000 && rollOvers > 0 ? 1 : 0;
        } else {
            rollOvers += last - 0x8000 > sequence ? 1 : 0;
        }
        return rollOvers << 16 | sequence;
    }

    boolean isNew(long index) {
        if (index > highest) {
            return true;
        }
        long age = highest - index;
        return age < Long.SIZE && (seen >> age & 1) == 0;
    }

    /// Only after the packet has proved to be authentic.
    void mark(long index) {
        if (index > highest) {
            long ahead = index - highest;
            seen = (highest < 0 || ahead >= Long.SIZE ? 0 : seen << ahead) | 1;
            highest = index;
        } else {
            seen |= 1L << highest - index;
        }
    }
}
