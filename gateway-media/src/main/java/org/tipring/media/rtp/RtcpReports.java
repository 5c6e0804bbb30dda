package org.tipring.media.rtp;

import java.nio.charset.StandardCharsets;

/// Writes our RTCP: always a compound of a report, our CNAME and perhaps a goodbye (RFC 3550 section 6.1).
///
/// ```
/// SR  sender info + 0..1 report block     while we send         section 6.4.1
/// RR  0..1 report block                   otherwise             section 6.4.2
/// SDES CNAME                              always                section 6.5.1
/// XR   VoIP metrics                       where agreed          RFC 3611 section 4.7
/// BYE                                     at the end            section 6.6
/// ```
/// Time stamps are the time since the loop's clock began, not the time of day, which section 6.4.1 allows ("elapsed time ... high bit
/// zero"): no clock is read here. Owned by the media thread.
public final class RtcpReports {

    static final int SR = 200;
    static final int RR = 201;
    static final int SDES = 202;
    static final int BYE = 203;
    private static final int CNAME = 1;

    private final byte[] cname;
    private final byte[] out;
    private int length;

    public RtcpReports(String cname) {
        this.cname = cname.getBytes(StandardCharsets.UTF_8);
        this.out = new byte[28 + 24 + 8 + 2 + this.cname.length + 4 + VoipMetrics.PACKET_LENGTH + 8];
    }

    /// Builds a compound packet in [#bytes].
    ///
    /// @param sending whether we have sent since the last report: SR, not RR
    /// @param receiver null or not started: no report block
    /// @param peer what the peer has reported, for LSR and DLSR
    /// @return its length
    public int write(RtpSender sender, boolean sending, RtpReceiver receiver, RtcpParser peer, boolean bye, long nowNanos) {
        return write(sender, sending, receiver, peer, null, bye, nowNanos);
    }

    /// @param metrics null: no extended report
    public int write(RtpSender sender, boolean sending, RtpReceiver receiver, RtcpParser peer, VoipMetrics metrics, boolean bye,
                     long nowNanos) {
        length = 0;
        boolean block = receiver != null && receiver.started();
        int blocks = block ? 1 : 0;
        header(blocks, sending ? SR : RR, (sending ? 6 : 1) + 6 * blocks);
        word(sender.ssrc());
        if (sending) {
            long ntp = ntp(nowNanos);
            word((int) (ntp >>> 32));
            word((int) ntp);
            word(sender.timestampAt(nowNanos));
            word((int) sender.packetsOfSource());
            word((int) sender.octets());
        }
        if (block) {
            reportBlock(receiver, peer, nowNanos);
        }
        sourceDescription(sender.ssrc());
        if (metrics != null) {
            length += metrics.write(sender.ssrc(), out, length);
        }
        if (bye) {
            header(1, BYE, 1);
            word(sender.ssrc());
        }
        return length;
    }

    public byte[] bytes() {
        return out;
    }

    private void reportBlock(RtpReceiver receiver, RtcpParser peer, long nowNanos) {
        word(receiver.ssrc());
        word(receiver.takeFractionLost() << 24 | receiver.cumulativeLost() & 0xffffff);
        word(receiver.extendedHighest());
        word(receiver.jitter());
        boolean heard = peer.senderReportAt() >= 0;
        word(heard ? peer.senderReportMiddle() : 0);
        word(heard ? (int) middle(nowNanos - peer.senderReportAt()) : 0);
    }

    private void sourceDescription(int ssrc) {
        // Item, then zero to three more nulls up to the word boundary, at least one (section 6.5).
        int padded = 2 + cname.length + 4 & ~3;
        header(1, SDES, 1 + padded / 4);
        word(ssrc);
        int start = length;
        out[length++] = CNAME;
        out[length++] = (byte) cname.length;
        System.arraycopy(cname, 0, out, length, cname.length);
        length += cname.length;
        while (length < start + padded) {
            out[length++] = 0;
        }
    }

    private void header(int count, int type, int wordsAfter) {
        word(0x80 << 24 | count << 24 | type << 16 | wordsAfter);
    }

    private void word(int value) {
        RtpPacket.writeInt(out, length, value);
        length += 4;
    }

    /// 32 bits of seconds, 32 bits of fraction.
    static long ntp(long nanos) {
        long seconds = nanos / 1_000_000_000L & 0x7fff_ffffL;
        return seconds << 32 | (nanos % 1_000_000_000L << 32) / 1_000_000_000L;
    }

    /// The middle 32 bits of [#ntp]: 1/65536 seconds, as LSR and DLSR count.
    static long middle(long nanos) {
        return ntp(nanos) >>> 16 & 0xffff_ffffL;
    }
}
