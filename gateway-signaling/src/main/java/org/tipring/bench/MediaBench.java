package org.tipring.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.tipring.media.codec.AudioFormat;

/// What it costs to pass an RTP packet on, beside what the same packets cost with nothing done to them, in C and in Java, in the same run.
/// Loud where it cannot count; a load that was not kept up with is said in the row.
final class MediaBench implements Bench {

    private static final int[] STREAMS = {100, 500};
    private static final int WARM_UP_SECONDS = 3;
    private static final int WINDOW_SECONDS = 6;
    private static final int STRACE_SECONDS = 3;
    private static final int FIRST_WARM_UP_SECONDS = 8;
    /// More packets a second than strace can follow make other batches, and so other counts.
    private static final int STRACE_STREAMS = 100;
    private static final RtpStreams.Sound SAME_BYTES = new RtpStreams.Sound() {
        @Override
        public void speak(int stream, byte[] payload, long nowNanos) {
            payload[0] = (byte) stream;
        }

        @Override
        public void hear(int stream, ByteBuffer packet, long nowNanos) { }
    };

    /// Makes what is loaded, given where the load sends from.
    private interface Maker {
        RelaySubject make(int streams, int loadPort) throws IOException, InterruptedException;
    }

    @Override
    public String name() {
        return "media";
    }

    @Override
    public String measures() {
        return "RTP relay beside the floor of this machine; 172-byte packets, 50 a second on each stream, " + WINDOW_SECONDS + " s windows";
    }

    @Override
    public void run(Report report) throws Exception {
        report.doing("warm-up of the relay, " + FIRST_WARM_UP_SECONDS + " s");
        try (RtpStreams load = new RtpStreams(SAME_BYTES); RelaySubject warm = new RelaySubject.Relay(STREAMS[0], load.port(), AudioFormat.PCMU)) {
            load.start(warm.ports(), warm.payloadTypes());
            TimeUnit.SECONDS.sleep(FIRST_WARM_UP_SECONDS);
        }
        for (int streams : STREAMS) {
            if (CFloor.possible()) {
                measure(report, "media.floor-c", "floor.c: epoll, recvfrom, sendto", streams, (count, _) -> new CFloor(count));
            } else {
                report.skipped("media.floor-c-" + streams, "no C compiler (cc) or no epoll here");
            }
            measure(report, "media.floor-jdk", "RtpSocketNetwork alone (DatagramChannel, Selector)", streams, RelaySubject.JdkReflector::new);
            measure(report, "media.relay-A-A", "MediaLoop, A-law to A-law", streams, (count, port) -> new RelaySubject.Relay(count, port, AudioFormat.PCMA));
            measure(report, "media.relay-A-u", "MediaLoop, A-law to mu-law and back", streams, (count, port) -> new RelaySubject.Relay(count, port, AudioFormat.PCMU));
        }
    }

    private static void measure(Report report, String name, String what, int streams, Maker maker) throws Exception {
        String row = name + "-" + streams;
        try (RtpStreams load = new RtpStreams(SAME_BYTES); RelaySubject subject = maker.make(streams, load.port())) {
            load.start(subject.ports(), subject.payloadTypes());
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long sent = load.sent();
            long packets = subject.packets();
            long cpu = subject.cpuNanos();
            long allocated = subject.allocated();
            TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
            cpu = subject.cpuNanos() - cpu;
            allocated = subject.allocated() - allocated;
            packets = subject.packets() - packets;
            sent = load.sent() - sent;
            if (packets == 0) {
                report.failed(row, "no packet came through");
                return;
            }
            String behind = Math.abs(sent - packets) > sent / 50 ? "; FELL BEHIND: the machine was busy, do not compare" : "";
            report.row(row, cpu / 1e3 / packets, "CPU us/packet", packets, what + "; received and sent; " + sent + " sent by the load" + behind);
            if (subject instanceof RelaySubject.Threaded) {
                report.row(row + ".allocated", (double) allocated / packets, "bytes/packet", packets, "of the one thread that does it, warm-up over");
            }
            if (subject instanceof RelaySubject.Relay && streams == STRACE_STREAMS) {
                systemCalls(report, row + ".system-calls");
            }
        }
    }

    private static void systemCalls(Report report, String row) throws InterruptedException {
        String obstacle = SystemCalls.obstacle();
        if (obstacle != null) {
            report.skipped(row, obstacle);
            return;
        }
        try {
            Map<String, Long> calls = SystemCalls.count(RelaySubject.THREAD, STRACE_SECONDS);
            long sent = calls.getOrDefault("sendto", 0L) + calls.getOrDefault("sendmsg", 0L);
            long all = calls.values().stream().mapToLong(Long::longValue).sum();
            String names = calls.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(5)
                    .map(entry -> "%s %.2f".formatted(entry.getKey(), (double) entry.getValue() / sent)).collect(Collectors.joining(", "));
            report.row(row, (double) all / sent, "calls/packet", sent, "strace -c of the media thread for " + STRACE_SECONDS + " s: " + names);
        } catch (IOException e) {
            report.skipped(row, e.getMessage());
        }
    }
}
