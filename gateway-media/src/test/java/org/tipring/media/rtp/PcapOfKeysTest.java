package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;

/// Threat T27 with what real senders sent: exactly the keys of LABELS.tsv.
class PcapOfKeysTest {

    @TestFactory
    List<DynamicTest> capturesHaveTheKeysOnTheirLabels() throws IOException {
        Path material = Path.of(System.getProperty("tipring.material", ""));
        Path labels = material.resolve("dtmf-rfc4733-pcap/LABELS.tsv");
        assumeTrue(Files.exists(labels), "no outside test data at " + labels + ": set -Dtipring.material");
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(labels)) {
            String[] fields = line.split("\t");
            Path pcap = material.resolve(fields[0]);
            if (fields.length > 4 && Files.exists(pcap)) {
                tests.add(DynamicTest.dynamicTest(fields[0], () -> assertThat(keys(pcap, Integer.parseInt(fields[2])))
                        .isEqualTo(fields[3])));
            }
        }
        assumeTrue(!tests.isEmpty(), "none of the captures of " + labels + " is there");
        return tests;
    }

    /// Ethernet or Linux-cooked capture, IPv4, UDP.
    private static String keys(Path pcap, int payloadType) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(pcap));
        file.order(file.getInt(0) == 0xa1b2c3d4 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int link = file.getInt(20) == 113 ? 16 : 14;
        RtpReceiver receiver = new RtpReceiver(8000);
        TelephoneEventReceiver events = new TelephoneEventReceiver();
        RtpPacket view = new RtpPacket();
        StringBuilder keys = new StringBuilder();
        int at = 24;
        while (at + 16 <= file.limit()) {
            long nanos = file.getInt(at) * 1_000_000_000L + file.getInt(at + 4) * 1000L;
            int length = file.getInt(at + 8);
            int start = at + 16 + link + 20 + 8;
            int end = at + 16 + length;
            at = end;
            if (start > end) {
                continue;
            }
            byte[] datagram = Arrays.copyOfRange(file.array(), start, end);
            if (!view.parse(datagram, datagram.length) || view.payloadType() != payloadType) {
                continue;
            }
            RtpReceiver.Verdict verdict = receiver.onPacket(view.ssrc(), view.sequence(), view.timestamp(), false, nanos);
            if (verdict == RtpReceiver.Verdict.ACCEPTED || verdict == RtpReceiver.Verdict.NEW_SOURCE) {
                Signal signal = events.onPacket(view.timestamp(), datagram, view.payloadOffset(), view.payloadLength(), nanos);
                if (signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED) {
                    keys.append(events.key());
                }
            }
        }
        return keys.toString();
    }
}
