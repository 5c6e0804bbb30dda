package org.tipring.media.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.PacketLog;

/// Writes datagrams into a pcap file (the classic one, with nanoseconds) that Wireshark and tshark read. The sockets gave us no IP and UDP
/// headers, so they are made up from the addresses; the payload is what was on the wire, encrypted where it was. Owned by one thread.
public final class PcapWriter implements PacketLog {

    private static final int MAGIC_NANOS = 0xa1b23c4d;
    private static final int LINK_IPV4 = 228;
    private static final int SNAP = 65_535;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int UDP = 17;
    private static final int TIME_TO_LIVE = 64;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final long SECOND = 1_000_000_000L;

    private final FileChannel file;
    private final int local;
    private final long largest;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long bytes;

    /// Starts a file that only its owner may read, replacing one that is there.
    ///
    /// @param local our own address on the wire
    /// @param largest bytes that the file may reach
    public PcapWriter(Path path, Inet4Address local, long largest) throws IOException {
        this.local = (int) (PackedAddress.of(local, 0) >>> 16);
        this.largest = largest;
        this.file = PrivateFile.create(path);
        buffer.putInt(MAGIC_NANOS).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(SNAP).putInt(LINK_IPV4);
        bytes = FILE_HEADER;
        flush();
    }

    @Override
    public void write(long epochNanos, boolean sent, int localPort, long remote, byte[] data, int length) throws IOException {
        int all = RECORD_HEADER + IP_HEADER + UDP_HEADER + length;
        if (bytes + all > largest) {
            throw new IOException("it has reached the " + largest + " bytes that a file may have");
        }
        bytes += all;
        if (buffer.remaining() < all) {
            flush();
        }
        int packet = IP_HEADER + UDP_HEADER + length;
        buffer.putInt((int) (epochNanos / SECOND)).putInt((int) (epochNanos % SECOND)).putInt(packet).putInt(packet);
        int ip = buffer.position();
        int theirs = (int) (remote >>> 16);
        buffer.putShort((short) 0x4500).putShort((short) packet).putShort((short) 0).putShort((short) DO_NOT_FRAGMENT);
        buffer.put((byte) TIME_TO_LIVE).put((byte) UDP).putShort((short) 0).putInt(sent ? local : theirs).putInt(sent ? theirs : local);
        buffer.putShort(ip + 10, checksum(ip));
        // 0 says that there is no UDP checksum (RFC 768).
        buffer.putShort((short) (sent ? localPort : remote)).putShort((short) (sent ? remote : localPort)).putShort((short) (UDP_HEADER + length)).putShort((short) 0);
        buffer.put(data, 0, length);
    }

    /// RFC 1071, over the IP header.
    private short checksum(int at) {
        int sum = 0;
        for (int i = 0; i < IP_HEADER; i += 2) {
            sum += buffer.getShort(at + i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    @Override
    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            try (file) {
                flush();
            }
        }
    }
}
