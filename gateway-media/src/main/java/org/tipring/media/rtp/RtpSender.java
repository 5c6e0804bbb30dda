package org.tipring.media.rtp;

/// Numbers and stamps the packets of one outgoing RTP stream: one SSRC, one row of sequence numbers, one time line, whatever the
/// packets carry (RFC 3550 section 5.1). Time is an argument. Owned by the media thread.
///
/// ```
/// sound that we make     stampAudio      timestamp grows by the samples; after a pause by the time that went by, with a marker
/// packets cut anew       stampRelayed    made of an incoming stream's, whose time line and losses are kept; other lengths, other codec
/// packets passed on      stampForwarded  gaps and order of the incoming stream are kept, so that the far jitter buffer sees them
/// telephone events       stampEvent      all packets of one key carry the time the key went down (RFC 4733 section 2.2)
/// ```
public final class RtpSender {

    /// Sound that comes later than this after the packet before starts a new talkspurt.
    private static final long PAUSE_NANOS = 200_000_000L;
    /// A gap in forwarded numbers beyond this is passed on as a restart, not as loss.
    private static final int MAX_GAP = 100;

    private int ssrc;
    private int clockRate;

    /// Highest number that was used, and the highest timestamp of sound.
    private int sequence;
    private int timestamp;
    private int lastSamples;
    private long lastNanos;
    private boolean started;
    private boolean spurtEnded;
    /// The last sound was [#stampRelayed].
    private boolean relaying;

    /// The incoming packet that the numbers above stand for, while forwarding.
    private boolean anchored;
    private int anchorSequence;
    private int anchorTimestamp;

    private long packets;
    private long octets;
    private long packetsOfSource;

    /// @param firstSequence, firstTimestamp random (RFC 3550 section 5.1)
    public RtpSender(int ssrc, int firstSequence, int firstTimestamp, int clockRate) {
        this.ssrc = ssrc;
        this.sequence = SequenceNumber.plus(firstSequence, -1);
        this.timestamp = firstTimestamp;
        this.clockRate = clockRate;
    }

    /// Writes the header for `samples` of sound that follow the ones before, or a pause.
    public void stampAudio(byte[] packet, int payloadType, int samples, int payloadBytes, long nowNanos) {
        boolean pause = !started || anchored || spurtEnded || nowNanos - lastNanos > PAUSE_NANOS;
        timestamp = nextTimestamp(nowNanos);
        anchored = false;
        relaying = false;
        spurtEnded = false;
        sequence = SequenceNumber.plus(sequence, 1);
        lastSamples = samples;
        RtpPacket.writeHeader(packet, pause, payloadType, sequence, timestamp, ssrc);
        sent(payloadBytes, nowNanos);
    }

    /// Leaves out sound: what follows is later by so much, however late it is sent.
    public void skip(int samples, long nowNanos) {
        if (started && !anchored) {
            timestamp += samples;
            lastNanos = nowNanos;
        }
    }

    /// The same in a pause of speech: the sound after it begins a talkspurt (RFC 3551 section 4.1).
    public void skipSilence(int samples, long nowNanos) {
        skip(samples, nowNanos);
        spurtEnded = true;
    }

    /// Writes the header for a packet that was made of an incoming stream's sound, but cut or coded otherwise.
    ///
    /// @param restart the stream's time line has begun anew: by the clock, this comes as much later as it does
    /// @param steps how many numbers after the packet before; more than one shows a loss
    /// @param advance how much later than the packet before this one begins, in our timestamp units
    /// @param marker it begins a talkspurt
    public void stampRelayed(byte[] packet, int payloadType, boolean restart, int steps, int advance, boolean marker, int samples,
                             int payloadBytes, long nowNanos) {
        boolean anew = restart || !relaying;
        timestamp = anew ? nextTimestamp(nowNanos) : timestamp + advance;
        sequence = SequenceNumber.plus(sequence, anew ? 1 : steps);
        anchored = false;
        relaying = true;
        spurtEnded = false;
        lastSamples = samples;
        RtpPacket.writeHeader(packet, anew || marker, payloadType, sequence, timestamp, ssrc);
        sent(payloadBytes, nowNanos);
    }

    /// Where the next sound of [#stampAudio] would lie.
    public int nextTimestamp(long nowNanos) {
        if (!started) {
            return timestamp;
        }
        boolean pause = anchored || nowNanos - lastNanos > PAUSE_NANOS;
        return timestamp + (pause ? Math.max(lastSamples, samplesIn(nowNanos - lastNanos)) : lastSamples);
    }

    /// Writes the header for a packet that is passed on.
    ///
    /// @param newSource whether `packet`'s numbers have nothing to do with those of the packet before
    public void stampForwarded(byte[] packet, int payloadType, RtpPacket incoming, boolean newSource, int samples, long nowNanos) {
        relaying = false;
        boolean restart = newSource || !anchored
                || Math.abs(SequenceNumber.distance(anchorSequence, incoming.sequence())) > MAX_GAP;
        if (restart) {
            anchor(incoming, nowNanos);
        }
        int steps = SequenceNumber.distance(anchorSequence, incoming.sequence());
        int outSequence = SequenceNumber.plus(sequence, steps);
        int outTimestamp = timestamp + (incoming.timestamp() - anchorTimestamp);
        if (steps > 0) {
            sequence = outSequence;
            timestamp = outTimestamp;
            anchorSequence = incoming.sequence();
            anchorTimestamp = incoming.timestamp();
            lastSamples = samples;
        }
        RtpPacket.writeHeader(packet, incoming.marker() || restart, payloadType, outSequence, outTimestamp, ssrc);
        sent(incoming.payloadLength(), nowNanos);
    }

    /// Where a timestamp of the incoming stream lies on our time line; starts a new relation where there is none.
    public int mapTimestamp(RtpPacket incoming, boolean newSource, long nowNanos) {
        if (relaying) {
            return nextTimestamp(nowNanos);
        }
        if (newSource || !anchored) {
            anchor(incoming, nowNanos);
        }
        return timestamp + (incoming.timestamp() - anchorTimestamp);
    }

    /// Says that an incoming packet has been dealt with otherwise (a telephone event), so that its number is no gap.
    public void skipForwarded(RtpPacket incoming) {
        if (anchored && SequenceNumber.isNewer(incoming.sequence(), anchorSequence)) {
            anchorSequence = incoming.sequence();
        }
    }

    /// Writes the header for one packet of a telephone event.
    ///
    /// @param first marks the first packet of the event (RFC 4733 section 2.2.1)
    public void stampEvent(byte[] packet, int payloadType, int eventTimestamp, boolean first, int payloadBytes, long nowNanos) {
        sequence = SequenceNumber.plus(sequence, 1);
        RtpPacket.writeHeader(packet, first, payloadType, sequence, eventTimestamp, ssrc);
        long sentBefore = lastNanos;
        boolean before = started;
        sent(payloadBytes, nowNanos);
        if (before) {
            // The time line of the sound stays where it was: the pause that the event makes in it is still to be counted.
            lastNanos = sentBefore;
        }
    }

    /// The next incoming packet continues our row, one packet and the time that went by after the last.
    private void anchor(RtpPacket incoming, long nowNanos) {
        if (started) {
            timestamp += Math.max(lastSamples, samplesIn(nowNanos - lastNanos));
        }
        anchored = true;
        anchorSequence = SequenceNumber.plus(incoming.sequence(), -1);
        anchorTimestamp = incoming.timestamp();
    }

    private void sent(int payloadBytes, long nowNanos) {
        started = true;
        lastNanos = nowNanos;
        packets++;
        packetsOfSource++;
        octets += payloadBytes;
    }

    private int samplesIn(long nanos) {
        return (int) (nanos / 1000 * clockRate / 1_000_000);
    }

    /// From now on timestamps count so many units a second. A source has one clock (RFC 7160 section 4.1), so [#restart] goes with it.
    public void clockRate(int newClockRate) {
        clockRate = newClockRate;
    }

    /// Goes on as another source with other numbers, as a new key wants it; the time line stays.
    public void restart(int newSsrc, int firstSequence) {
        ssrc = newSsrc;
        sequence = SequenceNumber.plus(firstSequence, -1);
        packetsOfSource = 0;
        octets = 0;
    }

    public int ssrc() {
        return ssrc;
    }

    public long packets() {
        return packets;
    }

    /// Packets since the source is called so, as a sender report wants it (RFC 3550 section 6.4.1).
    public long packetsOfSource() {
        return packetsOfSource;
    }

    /// Payload bytes of this source (RFC 3550 section 6.4.1).
    public long octets() {
        return octets;
    }

    /// The media timestamp of this moment, for a sender report (section 6.4.1).
    public int timestampAt(long nowNanos) {
        return started ? timestamp + samplesIn(nowNanos - lastNanos) : timestamp;
    }
}
