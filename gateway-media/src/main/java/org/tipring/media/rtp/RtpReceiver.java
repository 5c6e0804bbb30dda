package org.tipring.media.rtp;

/// The books of one incoming RTP stream: which source we listen to, what was lost, how much the arrival jitters
/// (RFC 3550 section 6.4.1 and appendix A.1, A.3, A.8). Time is an argument. Owned by the media thread.
///
/// Two things differ from appendix A.1, both because the address of the peer was negotiated and is checked before we are asked:
/// the first packet of all is believed at once (a gateway must not swallow the start of an answer), and another SSRC takes over
/// only when it came [#TAKEOVER] times in a row without the present one in between. So a changed source is followed
/// within 60 ms, and two sources at once do not tear the sound to pieces.
public final class RtpReceiver {

    /// What became of a packet.
    public enum Verdict {
        /// The next one, or one out of order that is new.
        ACCEPTED,
        /// As ACCEPTED, but nothing before it counts any more: first packet, other source, or the sender has restarted.
        NEW_SOURCE,
        /// Has come before.
        DUPLICATE,
        /// Another source, or a number far away, which has not proved itself yet.
        NOT_YET
    }

    static final int TAKEOVER = 3;
    /// Appendix A.1: a gap up to this is loss, beyond it a restart.
    private static final int MAX_DROPOUT = 3000;
    /// Appendix A.1: so far back is out of order, farther is a restart.
    private static final int MAX_MISORDER = 100;
    private static final int NONE = -1;

    private int clockRate;

    private boolean started;
    private int ssrc;
    private int candidateSsrc;
    private int candidateCount;
    private int candidateNext = NONE;

    private int baseSequence;
    private int highest;
    private int cycles;
    private long receivedOfSource;
    private int restartAt = NONE;
    /// Bit n: the packet n before the highest has come.
    private long seen;

    private final LossPattern pattern = new LossPattern();
    private long received;
    private long expectedBefore;
    private long lostBefore;
    private long duplicates;
    private long expectedAtReport;
    private long receivedAtReport;

    private int transit;
    private boolean transitKnown;
    /// Sixteen times the jitter, in timestamp units (appendix A.8).
    private int jitterTimes16;

    public RtpReceiver(int clockRate) {
        this.clockRate = clockRate;
    }

    /// From now on timestamps count so many units a second: another codec was negotiated.
    public void clockRate(int newClockRate) {
        if (newClockRate != clockRate) {
            clockRate = newClockRate;
            transitKnown = false;
            jitterTimes16 = 0;
        }
    }

    /// @param timed whether the timestamp says when the packet was made: true for sound, false for telephone events, which all carry
    ///              the time their key went down (RFC 4733 section 2.2)
    public Verdict onPacket(int packetSsrc, int sequence, int timestamp, boolean timed, long arrivalNanos) {
        Verdict verdict = place(packetSsrc, sequence);
        if (verdict == Verdict.ACCEPTED || verdict == Verdict.NEW_SOURCE) {
            if (timed) {
                updateJitter(timestamp, arrivalNanos);
            }
        }
        return verdict;
    }

    private Verdict place(int packetSsrc, int sequence) {
        if (!started) {
            return begin(packetSsrc, sequence);
        }
        if (packetSsrc != ssrc) {
            return considerOtherSource(packetSsrc, sequence);
        }
        candidateCount = 0;
        int distance = SequenceNumber.distance(highest, sequence);
        if (distance > MAX_DROPOUT || distance < -MAX_MISORDER) {
            boolean confirmed = sequence == restartAt;
            restartAt = SequenceNumber.plus(sequence, 1);
            return confirmed ? begin(packetSsrc, sequence) : Verdict.NOT_YET;
        }
        restartAt = NONE;
        return distance > 0 ? advance(sequence, distance) : fill(-distance);
    }

    private Verdict considerOtherSource(int packetSsrc, int sequence) {
        if (candidateCount == 0 || packetSsrc != candidateSsrc || sequence != candidateNext) {
            candidateSsrc = packetSsrc;
            candidateCount = 0;
        }
        candidateCount++;
        candidateNext = SequenceNumber.plus(sequence, 1);
        return candidateCount >= TAKEOVER ? begin(packetSsrc, sequence) : Verdict.NOT_YET;
    }

    /// The peer has moved (re-INVITE): the next packet is believed at once, whatever its source says.
    public void expectNewSource() {
        if (started) {
            lostBefore += lostOfSource();
            expectedBefore += expectedOfSource();
            started = false;
        }
    }

    private Verdict begin(int packetSsrc, int sequence) {
        if (started) {
            lostBefore += lostOfSource();
            expectedBefore += expectedOfSource();
        }
        started = true;
        pattern.received();
        ssrc = packetSsrc;
        candidateCount = 0;
        restartAt = NONE;
        baseSequence = sequence;
        highest = sequence;
        cycles = 0;
        seen = 1;
        receivedOfSource = 1;
        received++;
        expectedAtReport = 0;
        receivedAtReport = 0;
        transitKnown = false;
        jitterTimes16 = 0;
        return Verdict.NEW_SOURCE;
    }

    private Verdict advance(int sequence, int distance) {
        if (sequence < highest) {
            cycles++;
        }
        highest = sequence;
        if (distance > 1) {
            pattern.lost(distance - 1);
        }
        pattern.received();
        seen = distance < Long.SIZE ? seen << distance | 1 : 1;
        receivedOfSource++;
        received++;
        return Verdict.ACCEPTED;
    }

    private Verdict fill(int back) {
        receivedOfSource++;
        received++;
        if (back < Long.SIZE && (seen & 1L << back) != 0) {
            duplicates++;
            return Verdict.DUPLICATE;
        }
        if (back < Long.SIZE) {
            seen |= 1L << back;
        }
        return Verdict.ACCEPTED;
    }

    private void updateJitter(int timestamp, long arrivalNanos) {
        int arrival = (int) (arrivalNanos / 1000 * clockRate / 1_000_000);
        int newTransit = arrival - timestamp;
        if (transitKnown) {
            int difference = Math.abs(newTransit - transit);
            // A jump of more than a second is a new time base, not jitter.
            if (difference < clockRate) {
                jitterTimes16 += difference - (jitterTimes16 + 8 >> 4);
            }
        }
        transitKnown = true;
        transit = newTransit;
    }

    public boolean started() {
        return started;
    }

    public int ssrc() {
        return ssrc;
    }

    public long received() {
        return received;
    }

    public long duplicates() {
        return duplicates;
    }

    /// Packets that never came, over all sources; negative when there were more duplicates than losses (appendix A.3).
    public long lost() {
        return lostBefore + (started ? lostOfSource() : 0);
    }

    /// Packets that should have come, over all sources.
    public long expected() {
        return expectedBefore + (started ? expectedOfSource() : 0);
    }

    /// How the losses lie. A packet that comes late counts as lost here.
    public LossPattern pattern() {
        return pattern;
    }

    public long jitterMicros() {
        return jitter() * 1_000_000L / clockRate;
    }

    /// In timestamp units, as RTCP wants it.
    public int jitter() {
        return jitterTimes16 >> 4;
    }

    /// Cycles in the upper, sequence number in the lower half (section 6.4.1).
    public int extendedHighest() {
        return cycles << 16 | highest;
    }

    /// What the report's 24-bit field takes (section 6.4.1): clamped, not wrapped.
    public int cumulativeLost() {
        return (int) Math.max(-0x800000, Math.min(0x7fffff, lostOfSource()));
    }

    /// The part of packets lost since this was last called, in 1/256 (appendix A.3).
    public int takeFractionLost() {
        long expected = expectedOfSource();
        long expectedNow = expected - expectedAtReport;
        long lostNow = expectedNow - (receivedOfSource - receivedAtReport);
        expectedAtReport = expected;
        receivedAtReport = receivedOfSource;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }

    private long expectedOfSource() {
        return (long) (cycles << 16 | highest) - baseSequence + 1;
    }

    private long lostOfSource() {
        return expectedOfSource() - receivedOfSource;
    }
}
