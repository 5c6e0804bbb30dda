package org.tipring.bench;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// From the start of the process to the first answer to an OPTIONS, which is sent every few milliseconds.
final class StartupBench implements Bench {

    private static final int RUNS = 5;
    private static final long EVERY_NANOS = 5_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String measures() {
        return "from exec to the first answered OPTIONS, " + RUNS + " fresh processes";
    }

    @Override
    public void run(Report report) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            ConfigFolder config = ConfigFolder.temporary().write();
            try (GatewayProcess gateway = GatewayProcess.run(config)) {
                millis.add(firstAnswer(gateway, config) / 1e6);
            } finally {
                config.delete();
            }
        }
        millis.sort(null);
        report.row("startup.options", millis.get(RUNS / 2), "ms", RUNS,
                "median; fastest %.0f, slowest %.0f; two telephones, no line; OPTIONS over UDP".formatted(millis.getFirst(), millis.getLast()));
    }

    /// @return nanoseconds since the start
    private static long firstAnswer(GatewayProcess gateway, ConfigFolder config) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(4096);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(config.sip());
            channel.configureBlocking(false);
            int local = ((java.net.InetSocketAddress) channel.getLocalAddress()).getPort();
            for (int sequence = 1; System.nanoTime() - gateway.startedNanos() < PATIENCE.toNanos(); sequence++) {
                try {
                    channel.write(ByteBuffer.wrap(options(config.udpPort(), local, sequence)));
                    LockSupport.parkNanos(EVERY_NANOS);
                    if (channel.read(answer.clear()) > 0) {
                        return System.nanoTime() - gateway.startedNanos();
                    }
                } catch (PortUnreachableException e) {
                    // Nobody listens there yet.
                }
            }
        }
        throw new IOException("no answer in " + PATIENCE + ": " + gateway.output());
    }

    private static byte[] options(int port, int local, int sequence) {
        return """
                OPTIONS sip:127.0.0.1:%1$d SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bKbench%3$d;rport
                Max-Forwards: 70
                From: <sip:bench@127.0.0.1>;tag=b%3$d
                To: <sip:127.0.0.1:%1$d>
                Call-ID: bench-%3$d@127.0.0.1
                CSeq: %3$d OPTIONS
                Contact: <sip:bench@127.0.0.1:%2$d>
                Content-Length: 0

                """.formatted(port, local, sequence).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
