package org.tipring.media.rtp;

import java.util.Arrays;

/// Where a peer is: where SDP says, or where it was found out to be behind its NAT (symmetric RTP, RFC 4961; strictly).
///
/// | a datagram from | is |
/// |---|---|
/// | the address that holds | KNOWN |
/// | the host that may be learnt, and the address that holds was silent since it was settled or for [#SILENCE_NANOS] | CANDIDATE |
/// | anywhere else | FOREIGN |
///
/// A candidate proves itself by [#PROBATION] packets in a row of one source (RFC 3550 appendix A.1), or at once by one that only the peer
/// can have made (SRTP). Then its address holds and is locked: nobody else is a candidate while it speaks. Time is an argument. Owned by
/// the media thread.
public final class PeerAddress {

    public enum Standing { KNOWN, CANDIDATE, FOREIGN }

    /// No packed address is like this.
    public static final long NOBODY = -2;
    /// For [#learnFrom]: any host may be learnt.
    public static final long ANYBODY = -3;
    static final int PROBATION = 3;
    private static final int CANDIDATES = 4;
    static final long SILENCE_NANOS = 3_000_000_000L;

    private final long silenceNanos;
    private long negotiated = NOBODY;
    private long current = NOBODY;
    private long learnable = NOBODY;
    private boolean heard;
    private long lastHeardAt;

    /// Several at a time, or a neighbour behind the same NAT could keep the peer from ever proving itself.
    private final long[] candidates = new long[CANDIDATES];
    private final int[] candidateSsrc = new int[CANDIDATES];
    private final int[] candidateNext = new int[CANDIDATES];
    private final int[] candidateCount = new int[CANDIDATES];
    private int oldest;

    public PeerAddress() {
        this(SILENCE_NANOS);
    }

    /// @param silenceNanos how long the address that holds must be silent before another can be learnt
    public PeerAddress(long silenceNanos) {
        this.silenceNanos = silenceNanos;
    }

    /// What SDP says. The same as before changes nothing: what was learnt stays.
    ///
    /// @return whether it is another address
    public boolean negotiate(long address) {
        if (address == negotiated) {
            return false;
        }
        negotiated = address;
        hold(address);
        heard = false;
        return true;
    }

    /// @param host packed by [PackedAddress#host], [#NOBODY] or [#ANYBODY]
    public void learnFrom(long host) {
        learnable = host;
    }

    public Standing standing(long source, long nowNanos) {
        if (source == current) {
            return Standing.KNOWN;
        }
        boolean host = learnable == ANYBODY || learnable != NOBODY && PackedAddress.host(source) == learnable;
        return host && (!heard || nowNanos - lastHeardAt > silenceNanos) ? Standing.CANDIDATE : Standing.FOREIGN;
    }

    /// A packet of a candidate that is right in all else.
    ///
    /// @param certain only the peer can have made it
    /// @return whether its address holds now
    public boolean prove(long source, int ssrc, int sequence, boolean certain) {
        int slot = slotOf(source, ssrc);
        candidateCount[slot] = sequence == candidateNext[slot] ? candidateCount[slot] + 1 : 1;
        candidateNext[slot] = SequenceNumber.plus(sequence, 1);
        if (!certain && candidateCount[slot] < PROBATION) {
            return false;
        }
        hold(source);
        return true;
    }

    private int slotOf(long source, int ssrc) {
        for (int i = 0; i < CANDIDATES; i++) {
            if (candidates[i] == source && candidateSsrc[i] == ssrc) {
                return i;
            }
        }
        int slot = oldest;
        oldest = (oldest + 1) % CANDIDATES;
        candidates[slot] = source;
        candidateSsrc[slot] = ssrc;
        candidateCount[slot] = 0;
        return slot;
    }

    /// A right packet has come from the address that holds.
    public void heard(long nowNanos) {
        heard = true;
        lastHeardAt = nowNanos;
    }

    private void hold(long address) {
        current = address;
        Arrays.fill(candidates, NOBODY);
    }

    /// The address that holds, packed, or [#NOBODY].
    public long current() {
        return current;
    }

    /// Whether another one holds than SDP named.
    public boolean learnt() {
        return current != negotiated;
    }
}
