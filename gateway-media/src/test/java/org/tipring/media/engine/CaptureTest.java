package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.net.PcapWriter;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.media.srtp.SrtpSuite;

/// What went over the wire, written down while a call goes on; tshark, which others trust, says what is in it.
class CaptureTest {

    /// 2026-03-03T10:00:00Z
    private static final long EPOCH_NANOS = 1_772_532_000L * 1_000_000_000L;
    private static final long LARGEST = 1 << 20;

    @TempDir
    private Path folder;
    private Path file;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean diskStands;
    private Inet4Address local;
    private MediaWorld world;
    private MediaWorld.Leg a;
    private MediaWorld.Leg b;

    @BeforeEach
    void aCall() throws IOException {
        file = folder.resolve("made/call.pcap");
        local = (Inet4Address) InetAddress.getByName("192.0.2.9");
        world = new MediaWorld(MediaSettings.DEFAULTS, _ -> {
            throw new IOException("no recorder");
        }, (path, address) -> new PcapWriter(path, address, LARGEST), task -> {
            if (diskStands) {
                waiting.add(task);
            } else {
                task.run();
            }
        });
        a = world.leg(AudioFormat.PCMA, 20);
        b = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, a.termination(), b.termination());
    }

    private void capture(MediaWorld.Leg... legs) {
        world.loop.post(new MediaCommand.Capture(1, java.util.stream.Stream.of(legs).map(MediaWorld.Leg::id).toList(), local, file, EPOCH_NANOS));
    }

    private void talk(int millis) {
        MediaWorld.Sine voice = new MediaWorld.Sine(700);
        world.run(millis, () -> {
            short[] frame = voice.frame();
            a.phone().say(frame);
            b.phone().say(frame);
        });
    }

    private List<String> tshark(String... fields) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString(), "-o", "ip.check_checksum:TRUE", "-T", "fields", "-E", "separator=/s",
                "-d", "udp.port==4000,rtp", "-d", "udp.port==4001,rtcp"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process tshark;
        try {
            tshark = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            assumeTrue(false, "tshark is not installed");
            return List.of();
        }
        List<String> lines = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(tshark.waitFor()).isZero();
        return lines;
    }

    @Test
    void bothSidesOfACallAreInItAsTheyWereOnTheWire() throws Exception {
        talk(200);
        capture(a, b);
        talk(10_000);
        world.loop.post(new MediaCommand.EndCapture(1));
        talk(200);

        List<String> packets = tshark("frame.time_epoch", "ip.src", "udp.srcport", "ip.dst", "udp.dstport", "rtp.p_type", "ip.checksum.status");
        List<String> rtp = packets.stream().filter(line -> line.matches(".* [08] 1$")).toList();
        assertThat(rtp).as("500 packets each way on each side").hasSize(2000);
        assertThat(packets.size() - rtp.size()).as("RTCP").isBetween(4, 20);
        assertThat(packets).allMatch(line -> line.matches("(\\S+ ){4}\\S+ .*1$"), "with a good IP checksum");
        String port = Integer.toString(world.loop.localPort(a.id()));
        assertThat(rtp).filteredOn(line -> line.contains("192.168.0.1 4000 192.0.2.9 " + port + " 8")).hasSize(500);
        assertThat(rtp).filteredOn(line -> line.contains("192.0.2.9 " + port + " 192.168.0.1 4000 8")).hasSize(500);
        // The world's clock is at 1.2 s when it begins.
        assertThat(packets.getFirst()).startsWith("1772532001.2");
        assertThat(packets.getLast()).startsWith("1772532011.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
    }

    @Test
    void aLegThatComesLaterIsAddedToTheSameFile() throws Exception {
        capture(a);
        talk(100);
        MediaWorld.Leg later = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, a.termination(), later.termination());
        capture(later);
        talk(100);
        world.loop.post(new MediaCommand.EndCapture(1));
        world.turn();

        assertThat(tshark("ip.dst", "udp.srcport")).contains("192.168.0.3 " + world.loop.localPort(later.id()), "192.168.0.1 " + world.loop.localPort(a.id()))
                .noneMatch(line -> line.startsWith("192.168.0.2 "));
    }

    @Test
    void aSecuredCallIsInItEncrypted() throws Exception {
        MasterKey ours = new MasterKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]);
        MasterKey theirs = new MasterKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, "another key of thirty bytes...".getBytes(StandardCharsets.US_ASCII));
        SrtpSession phone = new SrtpSession(theirs, ours);
        java.net.InetSocketAddress peer = new java.net.InetSocketAddress("192.168.0.77", 4000);
        long id = world.loop.openRtp();
        world.loop.post(new MediaCommand.Negotiate(id, new RtpParameters(peer, AudioFormat.PCMA, 101, 20, true, true),
                new MediaPath(null, false, false, null, new MediaPath.Keys.Agreed(new SrtpSession(ours, theirs)))));
        world.loop.post(new MediaCommand.Connect(9, new Termination.Rtp(id), b.termination()));
        world.loop.post(new MediaCommand.Capture(1, List.of(id), local, file, EPOCH_NANOS));
        world.turn();
        byte[] spoken = new byte[160];
        java.util.Arrays.fill(spoken, (byte) 0x33);
        byte[] packet = java.util.Arrays.copyOf(Packets.rtp(8, 1, 1, 1, spoken), 172 + SrtpSession.MOST_OVERHEAD);
        world.network.deliver(peer, world.loop.localPort(id), packet, phone.protect(packet, 172));
        b.phone().say(new MediaWorld.Sine(700).frame());
        world.run(100, () -> { });
        world.loop.post(new MediaCommand.EndCapture(1));
        world.turn();

        assertThat(world.loop.statistics().paths().unauthentic()).isZero();
        // Payload and the 10 bytes of the tag.
        assertThat(tshark("ip.src", "udp.length")).contains("192.168.0.77 190", "192.0.2.9 190");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).doesNotContain("3333333333");
    }

    @Test
    void aStrangersPacketIsInTheFileThoughNobodyHearsIt() throws Exception {
        capture(a);
        world.turn();
        byte[] strange = Packets.rtp(8, 1, 1, 1, new byte[160]);
        world.network.deliver(new java.net.InetSocketAddress("203.0.113.7", 999), world.loop.localPort(a.id()), strange, strange.length);
        world.run(20, () -> { });
        world.loop.post(new MediaCommand.EndCapture(1));
        world.turn();

        assertThat(tshark("ip.src")).contains("203.0.113.7");
        assertThat(world.loop.statistics().foreignPackets()).isEqualTo(1);
    }

    @Test
    void aDiskThatStandsCostsPacketsOfTheFileOnlyAndTheyAreCounted() throws Exception {
        capture(a, b);
        talk(100);
        diskStands = true;
        talk(20_000);
        long lost = world.loop.statistics().captureLostPackets();
        assertThat(lost).isPositive();
        assertThat(world.loop.statistics().packetsSent()).isEqualTo(2 * 20_100 / 20);
        diskStands = false;
        waiting.forEach(Runnable::run);
        world.loop.post(new MediaCommand.EndCapture(1));
        world.turn();

        List<String> packets = tshark("frame.number");
        long rtcp = world.loop.statistics().rtcpSent() + world.loop.statistics().rtcpReceived();
        assertThat(packets.size() + lost).isEqualTo(4 * 20_100 / 20 + rtcp);
    }

    @Test
    void aFileStopsAtItsLimitAndStaysReadable() throws Exception {
        try (PcapWriter small = new PcapWriter(file, local, 2_000)) {
            byte[] packet = Packets.rtp(8, 1, 1, 1, new byte[160]);
            assertThatThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    small.write(EPOCH_NANOS, true, 16_384, PackedAddress.of(local, 4000), packet, packet.length);
                }
            }).isInstanceOf(IOException.class).hasMessageContaining("2000 bytes");
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(2_000).isGreaterThan(1_700);
        assertThat(tshark("rtp.ssrc")).hasSize(9).containsOnly("0x00000001");
    }
}
