package org.tipring.media.rtp;

/// A view on an RTP packet in a buffer, filled by [#parse]; reused for every packet, so that none costs an allocation.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |   RFC 3550 section 5.1
/// |                           timestamp                           |
/// |           synchronization source (SSRC) identifier            |
/// |            CC contributing sources, 4 bytes each              |
/// |  X: profile (16)              | length in words (16), words   |   section 5.3.1
/// |  payload ...                  P: padding, last byte its count |
/// ```
/// Owned by the media thread.
public final class RtpPacket {

    /// Bytes before the payload when there are neither contributing sources nor an extension: all that we send.
    public static final int HEADER = 12;

    private byte[] data;
    private int payloadOffset;
    private int payloadLength;

    /// Looks at a datagram. Every length field is checked against the bytes that are there.
    ///
    /// @return false when this is not RTP version 2 or its fields contradict its length; the view is then undefined
    public boolean parse(byte[] datagram, int length) {
        if (length < HEADER || (datagram[0] & 0xc0) != 0x80) {
            return false;
        }
        int offset = HEADER + 4 * (datagram[0] & 0x0f);
        if ((datagram[0] & 0x10) != 0) {
            if (offset + 4 > length) {
                return false;
            }
            offset += 4 + 4 * ((datagram[offset + 2] & 0xff) << 8 | datagram[offset + 3] & 0xff);
        }
        if (offset > length) {
            return false;
        }
        int end = length;
        if ((datagram[0] & 0x20) != 0) {
            int padding = datagram[length - 1] & 0xff;
            if (padding == 0 || padding > length - offset) {
                return false;
            }
            end -= padding;
        }
        data = datagram;
        payloadOffset = offset;
        payloadLength = end - offset;
        return true;
    }

    public boolean marker() {
        return data[1] < 0;
    }

    public int payloadType() {
        return data[1] & 0x7f;
    }

    public int sequence() {
        return (data[2] & 0xff) << 8 | data[3] & 0xff;
    }

    public int timestamp() {
        return readInt(data, 4);
    }

    public int ssrc() {
        return readInt(data, 8);
    }

    public byte[] data() {
        return data;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    /// Bytes of payload, without padding; may be 0.
    public int payloadLength() {
        return payloadLength;
    }

    /// Writes the plain twelve-byte header.
    public static void writeHeader(byte[] out, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
        out[0] = (byte) 0x80;
        out[1] = (byte) (marker ? payloadType | 0x80 : payloadType);
        out[2] = (byte) (sequence >> 8);
        out[3] = (byte) sequence;
        writeInt(out, 4, timestamp);
        writeInt(out, 8, ssrc);
    }

    static int readInt(byte[] data, int offset) {
        return (data[offset] & 0xff) << 24 | (data[offset + 1] & 0xff) << 16 | (data[offset + 2] & 0xff) << 8 | data[offset + 3] & 0xff;
    }

    static void writeInt(byte[] out, int offset, int value) {
        out[offset] = (byte) (value >> 24);
        out[offset + 1] = (byte) (value >> 16);
        out[offset + 2] = (byte) (value >> 8);
        out[offset + 3] = (byte) value;
    }
}
