package org.tipring.media.rtp;

/// Reads the peer's RTCP and keeps what we need of it: when its sender report came, and the round trip (RFC 3550 section 6.4.1).
/// A datagram is taken whole or not at all (appendix A.2). Owned by the media thread.
public final class RtcpParser {

    private static final int REPORT_BLOCK = 24;
    private static final int MAX_ROUND_TRIP_SECONDS = 60;

    private long senderReportAt = -1;
    private int senderReportMiddle;
    private long roundTripMicros = -1;
    private int peerFractionLost;
    private long fractionsLost;
    private long reports;
    private VoipMetrics metrics;
    private boolean bye;

    /// Who has sent a datagram that may be RTCP; to be believed only after [#parse].
    public static int senderSsrc(byte[] data, int length) {
        return length < 8 ? 0 : RtpPacket.readInt(data, 4);
    }

    /// @param ourSsrc whose report block to look for
    /// @return false when this is no valid compound packet; nothing has changed then
    public boolean parse(byte[] data, int length, int ourSsrc, long nowNanos) {
        if (!valid(data, length)) {
            return false;
        }
        for (int offset = 0; offset < length; offset += size(data, offset)) {
            read(data, offset, ourSsrc, nowNanos);
        }
        return true;
    }

    /// Appendix A.2: version 2 everywhere, first a report, padding in the last packet only, lengths that add up, counts that fit.
    private static boolean valid(byte[] data, int length) {
        if (length < 8 || type(data, 0) != RtcpReports.SR && type(data, 0) != RtcpReports.RR) {
            return false;
        }
        int offset = 0;
        while (offset < length) {
            if (length - offset < 4 || (data[offset] & 0xc0) != 0x80) {
                return false;
            }
            int size = size(data, offset);
            boolean padded = (data[offset] & 0x20) != 0;
            if (size > length - offset || padded && offset + size != length || size < leastSize(data, offset)) {
                return false;
            }
            offset += size;
        }
        return true;
    }

    private static int leastSize(byte[] data, int offset) {
        int count = data[offset] & 0x1f;
        return switch (type(data, offset)) {
            case RtcpReports.SR -> 28 + REPORT_BLOCK * count;
            case RtcpReports.RR -> 8 + REPORT_BLOCK * count;
            case RtcpReports.BYE -> 4 + 4 * count;
            default -> 4;
        };
    }

    private void read(byte[] data, int offset, int ourSsrc, long nowNanos) {
        switch (type(data, offset)) {
            case RtcpReports.SR -> {
                senderReportAt = nowNanos;
                senderReportMiddle = RtpPacket.readInt(data, offset + 10);
                readBlocks(data, offset, offset + 28, ourSsrc, nowNanos);
            }
            case RtcpReports.RR -> readBlocks(data, offset, offset + 8, ourSsrc, nowNanos);
            case RtcpReports.BYE -> bye = true;
            case VoipMetrics.PACKET_TYPE -> VoipMetrics.parse(data, offset, size(data, offset))
                    .filter(block -> block.ssrc() == ourSsrc).ifPresent(block -> metrics = block);
            default -> { }
        }
    }

    private void readBlocks(byte[] data, int offset, int first, int ourSsrc, long nowNanos) {
        int count = data[offset] & 0x1f;
        for (int i = 0; i < count; i++) {
            int block = first + REPORT_BLOCK * i;
            if (RtpPacket.readInt(data, block) != ourSsrc) {
                continue;
            }
            peerFractionLost = data[block + 4] & 0xff;
            fractionsLost += peerFractionLost;
            reports++;
            int lastReport = RtpPacket.readInt(data, block + 16);
            int delay = RtpPacket.readInt(data, block + 20);
            if (lastReport != 0) {
                // A - LSR - DLSR, modulo 2^32 in 1/65536 s (section 6.4.1, figure 2). What is negative or absurd is the peer's fault.
                int roundTrip = (int) RtcpReports.middle(nowNanos) - lastReport - delay;
                if (roundTrip >= 0 && roundTrip < MAX_ROUND_TRIP_SECONDS << 16) {
                    roundTripMicros = roundTrip * 1_000_000L >> 16;
                }
            }
        }
    }

    private static int type(byte[] data, int offset) {
        return data[offset + 1] & 0xff;
    }

    private static int size(byte[] data, int offset) {
        return 4 + 4 * ((data[offset + 2] & 0xff) << 8 | data[offset + 3] & 0xff);
    }

    /// When the last sender report came, or -1.
    public long senderReportAt() {
        return senderReportAt;
    }

    /// The middle 32 bits of its NTP time.
    public int senderReportMiddle() {
        return senderReportMiddle;
    }

    /// -1 until the peer has answered one of our reports.
    public long roundTripMicros() {
        return roundTripMicros;
    }

    /// What the peer lost of ours lately, in 1/256.
    public int peerFractionLost() {
        return peerFractionLost;
    }

    /// What the peer lost of ours on average over all its reports, 0 to 1; -1 before the first.
    public double peerLossShare() {
        return reports == 0 ? -1 : fractionsLost / 256.0 / reports;
    }

    /// How the peer hears us, by its last extended report (RFC 3611); null when it sends none.
    public VoipMetrics metrics() {
        return metrics;
    }

    public boolean bye() {
        return bye;
    }
}
