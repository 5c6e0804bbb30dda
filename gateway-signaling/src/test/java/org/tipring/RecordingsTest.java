package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.bench.GatewayProcess;
import org.tipring.command.ExitCode;
import org.tipring.media.net.WavFile;

/// `scripts/gateway calls`, `record` and `pcap`, as an operator types them beside a gateway that runs.
class RecordingsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    /// Runs a command to its end.
    private List<String> gateway(int status, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", folder.toString()));
        try (GatewayProcess command = GatewayProcess.start(all.toArray(String[]::new))) {
            assertThat(command.exit(SOON)).as("%s: %s", all, command.output()).isEqualTo(status);
            return command.output();
        }
    }

    private List<Path> files(String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("recordings"))) {
            return files.filter(file -> file.toString().endsWith(kind)).sorted().toList();
        }
    }

    @Test
    void aCallIsRecordedAndCapturedWhileItGoesOn() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/dev/pts")), "no pseudo-terminals here");
        try (Office office = new Office(folder)) {
            assertThat(gateway(ExitCode.UNAVAILABLE, "calls").getFirst()).contains("is one running");
            office.startGateway();
            assertThat(gateway(0, "calls")).containsExactly("there is no call");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("control")))).isEqualTo("rw-------");
            office.startTelephone();
            office.talk();
            String call = gateway(0, "calls").getFirst();
            String id = call.split(" ")[0];
            assertThat(gateway(0, "lines").getFirst()).startsWith("fxo1  in use ").contains("  talks; ");
            assertThat(call).contains("201", "9100");

            assertThat(gateway(0, "record", id, "on").getFirst()).startsWith("recording to " + folder.resolve("recordings")).endsWith(id + ".wav");
            assertThat(gateway(0, "record", id, "on").getFirst()).isEqualTo("it is being recorded already");
            assertThat(gateway(0, "pcap", id, "on").getFirst()).endsWith(id + ".pcap");
            assertThat(gateway(1, "record", "../../etc/passwd", "on").getFirst()).startsWith("no: there is no call");
            assertThat(gateway(0, "record", id, "off").getFirst()).isEqualTo("the recording has ended");
            assertThat(gateway(0, "record", id, "on").getFirst()).endsWith(id + "-2.wav");
            office.hangUp();

            assertThat(files(".wav")).hasSize(2);
            assertThat(files("")).allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
            WavFile sound = WavFile.read(files(".wav").getLast());
            assertThat(sound.channels()).hasDimensions(2, sound.samples().length);
            assertThat(sound.samples().length).as("as long as three commands take").isGreaterThan(8_000);
            List<String> packets = tshark(files(".pcap").getFirst());
            assertThat(packets.stream().filter("127.0.0.1 0"::equals).count()).as("RTP both ways for some seconds, of %s", packets.size()).isGreaterThan(100);
        }
    }

    private static List<String> tshark(Path file) throws IOException, InterruptedException {
        Process tshark;
        try {
            tshark = new ProcessBuilder("tshark", "-r", file.toString(), "--enable-heuristic", "rtp_udp", "-T", "fields",
                    "-E", "separator=/s", "-e", "ip.src", "-e", "rtp.p_type").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            assumeTrue(false, "tshark is not installed");
            return List.of();
        }
        List<String> lines = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(tshark.waitFor()).isZero();
        return lines;
    }
}
