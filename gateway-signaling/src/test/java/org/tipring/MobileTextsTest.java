package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.signaling.ops.TextLog;
import org.tipring.tdm.emulator.EmulatedMobiles;
import org.tipring.tdm.emulator.MobileNetwork;
import org.tipring.tdm.sms.TextMessage;

/// Text messages through a whole gateway, its serial ports and an emulated module: what an operator types goes out, what comes is in the file.
@Timeout(120)
class MobileTextsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static MobileNetwork network(EmulatedMobiles mobiles) throws InterruptedException {
        var found = new java.util.concurrent.ArrayBlockingQueue<MobileNetwork>(1);
        mobiles.execute(0, (network, _) -> found.add(network));
        return found.poll(20, TimeUnit.SECONDS);
    }

    private static String sms(int exit, Path folder, String... what) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            System.setErr(capture);
            List<String> all = new java.util.ArrayList<>(List.of("sms", "--config", folder.toString()));
            all.addAll(List.of(what));
            assertThat(Main.run(all.toArray(String[]::new))).as(() -> said.toString(StandardCharsets.UTF_8)).isEqualTo(exit);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static List<String> lines(Path file, Predicate<List<String>> wanted) throws Exception {
        long until = System.nanoTime() + SOON.toNanos();
        while (true) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (wanted.test(lines)) {
                return lines;
            }
            assertThat(System.nanoTime()).as("%s", lines).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void textsComeAndGoAndAreCounted(@TempDir Path folder) throws Exception {
        try (RunningGateway gateway = RunningGateway.start(folder, Map.of("lines.ini", Map.of("driver    = voice-modem ", "driver    = quectel ")))) {
            gateway.awaitIdle();
            MobileNetwork network = network(gateway.gateway().emulatedMobiles());
            assertThat(sms(0, folder, "fxo1", "+4930123", "two lines\nand a back\\slash, ж")).contains("sent");
            assertThat(network.texts()).containsExactly(new TextMessage("+4930123", "two lines\nand a back\\slash, ж", null));
            assertThat(sms(1, folder, "fxo1", "0900;ATD1", "x")).contains("up to 20 digits");
            assertThat(sms(1, folder, "fxo9", "1", "x")).contains("no mobile line fxo9", "fxo1");

            gateway.gateway().emulatedMobiles().execute(0, (one, now) -> one.text("+4917012", "hello", OffsetDateTime.parse("2026-11-25T12:00:00Z"), now));
            List<String> lines = lines(folder.resolve("state").resolve(TextLog.NAME), all -> all.size() == 2);
            assertThat(lines.getFirst()).contains("\"event\":\"sent\"", "\"to\":\"+4930123\"");
            assertThat(lines.getLast()).contains("\"event\":\"received\",\"line\":\"fxo1\",\"from\":\"+4917012\",\"sent\":\"2026-11-25T12:00:00Z\",\"text\":\"hello\"");
            gateway.awaitPage("/metrics", page -> page.contains("tipring_texts_total{event=\"received\"} 1.0") && page.contains("tipring_texts_total{event=\"sent\"} 1.0"), SOON);
        }
    }
}
