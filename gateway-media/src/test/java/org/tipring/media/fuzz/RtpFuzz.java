package org.tipring.media.fuzz;

import org.tipring.media.rtp.DatagramKind;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.RtpReceiver;
import org.tipring.media.rtp.RtpSender;

/// RTP as bytes: header, books, and passing it on.
public final class RtpFuzz {

    private RtpFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        DatagramKind.of(data, data.length);
        RtpPacket packet = new RtpPacket();
        if (!packet.parse(data, data.length)) {
            return;
        }
        if (packet.payloadOffset() < RtpPacket.HEADER || packet.payloadOffset() + packet.payloadLength() > data.length) {
            throw new AssertionError("payload outside the datagram");
        }
        RtpReceiver receiver = new RtpReceiver(8000);
        RtpSender sender = new RtpSender(1, 2, 3, 8000);
        byte[] out = new byte[RtpPacket.HEADER];
        for (int i = 0; i < 4; i++) {
            receiver.onPacket(packet.ssrc(), packet.sequence() + i & 0xffff, packet.timestamp() + i * 160, true, i * 20_000_000L);
            sender.stampForwarded(out, packet.payloadType(), packet, i == 0, packet.payloadLength(), i * 20_000_000L);
        }
        if (receiver.lost() > receiver.expected()) {
            throw new AssertionError("more lost than expected");
        }
    }
}
