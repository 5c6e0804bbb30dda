package org.tipring.media.rtp;

/// Finds the key presses in a stream of telephone-event packets (RFC 4733 section 2.5.2): each once, however often its packets are
/// repeated, and also when the first or the last of them are lost. Time is an argument. Owned by the media thread.
///
/// | | packet of the same key | packet of a newer key | end packet | nothing for [#LOST_END_NANOS] |
/// |---|---|---|---|---|
/// | **up** | nothing (a late repetition) | STARTED | STARTED_AND_ENDED | |
/// | **down** | CONTINUED | STARTED (the old one is over) | ENDED | ENDED |
public final class TelephoneEventReceiver {

    /// What a packet, or the lack of one, has told.
    public enum Signal {
        NOTHING, STARTED, CONTINUED, ENDED, STARTED_AND_ENDED;

        /// A key has gone down.
        public boolean begins() {
            return this == STARTED || this == STARTED_AND_ENDED;
        }

        /// It is up again.
        public boolean ends() {
            return this == ENDED || this == STARTED_AND_ENDED;
        }
    }

    /// Senders repeat every 20 to 50 ms (section 2.5.1.2): several lost in a row mean that the end was among them.
    static final long LOST_END_NANOS = 250_000_000L;

    private boolean any;
    private boolean down;
    private int event;
    private int timestamp;
    private int duration;
    /// Length of the segments before, when the key is held longer than a duration can say.
    private int durationBefore;
    private long lastPacketAt;

    /// Forgets the stream: another source has other timestamps.
    public void reset() {
        any = false;
        down = false;
    }

    /// @return NOTHING also for what is too short, or no key
    public Signal onPacket(int packetTimestamp, byte[] data, int offset, int length, long nowNanos) {
        if (length < TelephoneEvents.PAYLOAD || TelephoneEvents.key(data[offset] & 0xff) == 0) {
            return Signal.NOTHING;
        }
        int packetEvent = data[offset] & 0xff;
        boolean end = (data[offset + 1] & 0x80) != 0;
        int packetDuration = (data[offset + 2] & 0xff) << 8 | data[offset + 3] & 0xff;
        if (any && packetTimestamp == timestamp) {
            return sameKey(packetDuration, end, nowNanos);
        }
        if (any && packetTimestamp - timestamp < 0) {
            return Signal.NOTHING;
        }
        if (down && packetEvent == event && packetTimestamp - timestamp == TelephoneEvents.MAX_DURATION) {
            durationBefore += TelephoneEvents.MAX_DURATION;
            timestamp = packetTimestamp;
            duration = 0;
            return sameKey(packetDuration, end, nowNanos);
        }
        any = true;
        down = !end;
        event = packetEvent;
        timestamp = packetTimestamp;
        duration = packetDuration;
        durationBefore = 0;
        lastPacketAt = nowNanos;
        return end ? Signal.STARTED_AND_ENDED : Signal.STARTED;
    }

    private Signal sameKey(int packetDuration, boolean end, long nowNanos) {
        if (!down) {
            return Signal.NOTHING;
        }
        duration = Math.max(duration, packetDuration);
        lastPacketAt = nowNanos;
        down = !end;
        return end ? Signal.ENDED : Signal.CONTINUED;
    }

    public Signal tick(long nowNanos) {
        if (down && nowNanos - lastPacketAt >= LOST_END_NANOS) {
            down = false;
            return Signal.ENDED;
        }
        return Signal.NOTHING;
    }

    /// When [#tick] is to be called, or `Deadlines.NEVER`.
    public long nextDeadline() {
        return down ? lastPacketAt + LOST_END_NANOS : Long.MAX_VALUE;
    }

    public boolean isDown() {
        return down;
    }

    /// The key that went down last.
    public char key() {
        return TelephoneEvents.key(event);
    }

    /// How long it has been down, in timestamp units, over all segments.
    public int duration() {
        return durationBefore + duration;
    }
}
