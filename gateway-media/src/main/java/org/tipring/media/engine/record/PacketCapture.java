package org.tipring.media.engine.record;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.tipring.media.rtp.PacketLog;

/// Writes the datagrams of a call to a file without ever making the media thread wait: it fills a ring, which a task on a writer's thread
/// empties. A disk that is slower than that costs packets of the file, which are counted; the conversation goes on.
public final class PacketCapture {

    /// A call with two RTP peers fills it in some six seconds.
    private static final int CAPACITY = 1 << 18;
    private static final int WRITE_EVERY = 1 << 14;
    /// Time, direction, local port, remote address, length.
    private static final int HEADER = 8 + 1 + 2 + 8 + 2;

    private final long nanosToEpoch;
    private final LongAdder lostPackets;
    private final WriterTask<PacketLog> task;

    private final byte[] ring = new byte[CAPACITY];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private long unscheduled;

    /// Writer's side; one task at a time.
    private final byte[] packet = new byte[1 << 16];
    private final ByteBuffer readHeader = ByteBuffer.allocate(HEADER);

    /// @param nanosToEpoch what to add to the loop's time to have the time since 1970
    public PacketCapture(Path path, Inet4Address local, long nanosToEpoch, CaptureOpener opener, Executor writers, LongAdder lostPackets, LongAdder failures) {
        this.nanosToEpoch = nanosToEpoch;
        this.lostPackets = lostPackets;
        this.task = new WriterTask<>("the capture " + path, () -> opener.open(path, local), this::empty, writers, failures);
    }

    /// Takes one datagram. Media thread.
    public void take(boolean sent, int localPort, long remote, byte[] data, int length, long nowNanos) {
        long at = written.getPlain();
        if (CAPACITY - (at - read.get()) < HEADER + length) {
            lostPackets.increment();
            return;
        }
        header.clear().putLong(nowNanos).put((byte) (sent ? 1 : 0)).putShort((short) localPort).putLong(remote).putShort((short) length);
        put(header.array(), HEADER, at);
        put(data, length, at + HEADER);
        written.setRelease(at + HEADER + length);
        unscheduled += HEADER + length;
        if (unscheduled >= WRITE_EVERY) {
            unscheduled = 0;
            task.schedule();
        }
    }

    /// What was taken is still written. Media thread.
    public void close() {
        task.close();
    }

    private void put(byte[] from, int length, long at) {
        int index = (int) (at & CAPACITY - 1);
        int first = Math.min(length, CAPACITY - index);
        System.arraycopy(from, 0, ring, index, first);
        System.arraycopy(from, first, ring, 0, length - first);
    }

    private void get(byte[] to, int length, long at) {
        int index = (int) (at & CAPACITY - 1);
        int first = Math.min(length, CAPACITY - index);
        System.arraycopy(ring, index, to, 0, first);
        System.arraycopy(ring, 0, to, first, length - first);
    }

    private void empty(PacketLog file) throws IOException {
        long at = read.getPlain();
        for (long end = written.getAcquire(); at < end;) {
            get(readHeader.array(), HEADER, at);
            readHeader.clear();
            long time = readHeader.getLong();
            boolean sent = readHeader.get() != 0;
            int localPort = readHeader.getShort() & 0xffff;
            long remote = readHeader.getLong();
            int length = readHeader.getShort() & 0xffff;
            get(packet, length, at + HEADER);
            at += HEADER + length;
            read.setRelease(at);
            if (file != null) {
                file.write(time + nanosToEpoch, sent, localPort, remote, packet, length);
            }
        }
    }
}
