package org.tipring.media.rtp;

/// Makes the packets of a key press (RFC 4733 section 2.5.1): [#begin], [#next] while it is down, [#end] three times.
/// The caller sends each packet at once. Owned by the media thread.
public final class TelephoneEventSender {

    /// The end is told so many times (section 2.5.1.4).
    public static final int END_PACKETS = 3;
    /// -10 dBm0, in the middle of what exchanges accept; receivers that only count keys ignore it (section 2.3.3).
    private static final int VOLUME = 10;

    private boolean down;
    private boolean first;
    private int event;
    private int segmentTimestamp;
    private int segmentStart;

    /// @param timestamp when the key went down, on the stream's time line
    public void begin(char key, int timestamp) {
        event = TelephoneEvents.event(key);
        segmentTimestamp = timestamp;
        segmentStart = 0;
        down = true;
        first = true;
    }

    public boolean isDown() {
        return down;
    }

    /// Writes one packet, header and payload.
    ///
    /// @param duration since the key went down, in timestamp units; beyond 0xFFFF a new segment begins (section 2.5.1.3)
    /// @return the packet's length
    public int next(byte[] packet, RtpSender sender, int payloadType, int duration, boolean end, long nowNanos) {
        int inSegment = duration - segmentStart;
        if (inSegment > TelephoneEvents.MAX_DURATION) {
            segmentStart += TelephoneEvents.MAX_DURATION;
            segmentTimestamp += TelephoneEvents.MAX_DURATION;
            inSegment -= TelephoneEvents.MAX_DURATION;
        }
        int shown = Math.min(inSegment, TelephoneEvents.MAX_DURATION);
        sender.stampEvent(packet, payloadType, segmentTimestamp, first, TelephoneEvents.PAYLOAD, nowNanos);
        first = false;
        int at = RtpPacket.HEADER;
        packet[at] = (byte) event;
        packet[at + 1] = (byte) (end ? 0x80 | VOLUME : VOLUME);
        packet[at + 2] = (byte) (shown >> 8);
        packet[at + 3] = (byte) shown;
        return at + TelephoneEvents.PAYLOAD;
    }

    /// The key is up: the caller has sent [#END_PACKETS] of [#next] with `end`.
    public void end() {
        down = false;
    }
}
