package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing that can come from a network throws, and what is accepted lies within the datagram.
class RtpFuzzTest {

    private static final int ROUNDS = 200_000;
    private static final long SEED = Long.getLong("tipring.seed", 20261125);

    private final RtpPacket packet = new RtpPacket();
    private final RtpReceiver receiver = new RtpReceiver(8000);
    private final TelephoneEventReceiver keys = new TelephoneEventReceiver();
    private final RtcpParser rtcp = new RtcpParser();
    private final RtcpReports reports = new RtcpReports("fuzz@test");
    private final RtpSender sender = new RtpSender(1, 1, 1, 8000);
    private final byte[] out = new byte[70_000];
    private long now;
    private int accepted;

    private void feed(byte[] data, int length) {
        now += 10_000_000;
        if (packet.parse(data, length)) {
            accepted++;
            assertThat(packet.payloadOffset()).isBetween(12, length);
            assertThat(packet.payloadLength()).isBetween(0, length - packet.payloadOffset());
            receiver.onPacket(packet.ssrc(), packet.sequence(), packet.timestamp(), true, now);
            keys.onPacket(packet.timestamp(), data, packet.payloadOffset(), packet.payloadLength(), now);
            keys.tick(now);
            sender.stampForwarded(out, 8, packet, false, packet.payloadLength(), now);
        }
        if (rtcp.parse(data, length, 1, now)) {
            accepted++;
        }
        reports.write(sender, true, receiver, rtcp, false, now);
    }

    private void feed(String what, byte[] data, int length) {
        try {
            feed(data, length);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what + ", seed " + SEED + ": " + HexFormat.of().formatHex(data, 0, length), e);
        }
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(SEED);
        byte[] data = new byte[128];
        for (int i = 0; i < ROUNDS; i++) {
            random.nextBytes(data);
            int length = random.nextInt(data.length + 1);
            // Half of them with a believable start, or nearly all would fail at the version.
            if (random.nextBoolean()) {
                data[0] = (byte) (0x80 | random.nextInt(64));
                data[1] = (byte) (random.nextBoolean() ? 200 + random.nextInt(5) : 8);
                data[2] = 0;
            }
            feed("random bytes", data, length);
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void mutatedPacketsNeverThrow() {
        Random random = new Random(SEED);
        List<byte[]> seeds = new ArrayList<>();
        byte[] rtp = new byte[172];
        RtpPacket.writeHeader(rtp, false, 8, 1, 160, 7);
        seeds.add(rtp);
        seeds.add(HexFormat.of().parseHex("b108000100000002000000030000000abede000101020304ee02ff0003"));
        int length = reports.write(sender, true, receiver, rtcp, true, 1);
        seeds.add(java.util.Arrays.copyOf(reports.bytes(), length));
        mutate(seeds, random);
        assertThat(accepted).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void outsideSeedsAndTheirMutationsNeverThrow() throws IOException {
        Path material = Path.of(System.getProperty("tipring.material", ""), "fuzz-seeds");
        assumeTrue(Files.isDirectory(material), "no outside fuzz seeds at " + material + ": set -Dtipring.material");
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.walk(material)) {
            for (Path file : files.filter(RtpFuzzTest::isRtpSeed).sorted().toList()) {
                byte[] data = Files.readAllBytes(file);
                if (data.length <= 65_535) {
                    seeds.add(data);
                    feed(file.getFileName().toString(), data, data.length);
                }
            }
        }
        assumeTrue(!seeds.isEmpty(), "no RTP or RTCP seeds in " + material);
        mutate(seeds, new Random(SEED));
    }

    private static boolean isRtpSeed(Path file) {
        String path = file.toString();
        return Files.isRegularFile(file) && (path.contains("/rtp") || path.contains("/rtcp"));
    }

    private void mutate(List<byte[]> seeds, Random random) {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] seed = seeds.get(random.nextInt(seeds.size()));
            if (seed.length == 0) {
                continue;
            }
            byte[] data = seed.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                data[random.nextInt(Math.min(data.length, 40))] = (byte) random.nextInt(256);
            }
            feed("mutation", data, random.nextInt(4) == 0 ? random.nextInt(data.length + 1) : data.length);
        }
    }
}
