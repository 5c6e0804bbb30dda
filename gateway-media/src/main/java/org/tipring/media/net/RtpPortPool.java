package org.tipring.media.net;

import java.io.IOException;
import java.util.random.RandomGenerator;

/// Which even ports of a range are free for RTP; the odd port after each is its RTCP (RFC 3550 section 11).
///
/// A port that is given back rests for a while, so that late packets of one call are not heard in the next. The search starts at
/// a random place: a port that can be guessed is half of an attack (RTP inject). Any thread; time is an argument.
final class RtpPortPool {

    private static final long FREE = Long.MIN_VALUE;
    private static final long IN_USE = Long.MAX_VALUE;

    private final int first;
    private final long restNanos;
    private final RandomGenerator random;
    /// For each pair: FREE, IN_USE, or until when it rests.
    private final long[] state;

    /// @param first even; @param last odd, at the end of the last pair
    RtpPortPool(int first, int last, long restNanos, RandomGenerator random) {
        if (first % 2 != 0 || last % 2 != 1 || first < 2 || last > 65535 || last < first) {
            throw new IllegalArgumentException("the RTP ports must be a range from an even to an odd port, like 16384-16583, not "
                    + first + "-" + last);
        }
        this.first = first;
        this.restNanos = restNanos;
        this.random = random;
        this.state = new long[(last - first + 1) / 2];
        java.util.Arrays.fill(state, FREE);
    }

    /// @return an even port
    /// @throws IOException when none is free, with what the operator can do about it
    synchronized int acquire(long nowNanos) throws IOException {
        int start = random.nextInt(state.length);
        for (int i = 0; i < state.length; i++) {
            int pair = (start + i) % state.length;
            if (state[pair] == FREE || state[pair] != IN_USE && state[pair] <= nowNanos) {
                state[pair] = IN_USE;
                return first + 2 * pair;
            }
        }
        throw new IOException(exhausted());
    }

    private String exhausted() {
        int used = inUse();
        return "no RTP port is free between " + first + " and " + (first + 2 * state.length - 1) + ": " + used + " of " + state.length
                + " pairs carry calls, " + (state.length - used) + " rest or belong to other programs."
                + " Widen the RTP port range (two ports for each SIP leg), or limit the number of calls.";
    }

    /// Gives a port back; it rests before it is free again. Also for a port that could not be bound.
    synchronized void release(int port, long nowNanos) {
        state[(port - first) / 2] = nowNanos + restNanos;
    }

    synchronized int inUse() {
        int used = 0;
        for (long pair : state) {
            used += pair == IN_USE ? 1 : 0;
        }
        return used;
    }

    int pairs() {
        return state.length;
    }
}
