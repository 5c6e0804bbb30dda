package org.tipring.media.engine;

import org.tipring.media.rtp.RtpPacket;

/// Packets by hand.
final class Packets {

    private Packets() {
    }

    static byte[] rtp(int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
        byte[] packet = new byte[RtpPacket.HEADER + payload.length];
        RtpPacket.writeHeader(packet, false, payloadType, sequence, timestamp, ssrc);
        System.arraycopy(payload, 0, packet, RtpPacket.HEADER, payload.length);
        return packet;
    }
}
