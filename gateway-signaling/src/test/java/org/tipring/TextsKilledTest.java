package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.bench.ConfigFolder;
import org.tipring.bench.GatewayProcess;
import org.tipring.peer.Ports;
import org.tipring.signaling.ops.TextLog;

/// `kill -9` between text messages, with real processes: an emulated module that somebody types at, and a gateway on its device.
@Timeout(180)
class TextsKilledTest {

    private static final Duration PATIENT = Duration.ofSeconds(60);

    private static GatewayProcess gateway(ConfigFolder config) throws IOException, InterruptedException {
        GatewayProcess gateway = GatewayProcess.run(config);
        assertThat(gateway.await(line -> line.contains("line=fxo1 in service"), PATIENT)).as("%s", gateway.output()).isNotNull();
        return gateway;
    }

    private static List<String> texts(Path file, int count, GatewayProcess gateway) throws Exception {
        long until = System.nanoTime() + PATIENT.toNanos();
        while (!Files.exists(file) || Files.readAllLines(file).size() < count) {
            assertThat(System.nanoTime()).as("%s", gateway.output()).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Files.readAllLines(file);
    }

    @Test
    void noMessageIsLost(@TempDir Path folder) throws Exception {
        int ports = Ports.freeRun(100);
        Path device = folder.resolve("mobile");
        ConfigFolder config = new ConfigFolder(folder).line(device).mediaPorts(ports + "-" + (ports + 99)).write();
        Files.writeString(folder.resolve("lines.ini"), "[line fxo1]\ndevice = " + device + "\ndriver = quectel\nsound = " + device + "-sound\n");
        Path file = folder.resolve(TextLog.NAME);
        try (GatewayProcess mobile = GatewayProcess.start("emulate", "mobile", "--link", device.toString())) {
            assertThat(mobile.await(line -> line.startsWith("commands:"), PATIENT)).as("%s", mobile.output()).isNotNull();
            try (GatewayProcess first = gateway(config)) {
                mobile.say("text +4930123 the first");
                assertThat(texts(file, 1, first)).singleElement().asString().contains("\"from\":\"+4930123\"", "\"text\":\"the first\"");
                first.kill();
                assertThat(first.exit(PATIENT)).isEqualTo(128 + 9);
            }
            int delivered = mobile.output().size();
            mobile.say("text +4930123 the second, to nobody");
            assertThat(mobile.await(delivered, line -> line.endsWith("text message delivered"), PATIENT)).isNotNull();
            try (GatewayProcess second = gateway(config)) {
                // Killed between the file and the SIM card it would be there twice; never not at all.
                List<String> all = texts(file, 2, second);
                assertThat(all).first().asString().contains("the first");
                assertThat(all).last().asString().contains("the second, to nobody");
                int before = mobile.output().size();
                try (GatewayProcess order = GatewayProcess.start("sms", "--config", folder.toString(), "fxo1", "+4977", "hello there")) {
                    assertThat(order.exit(PATIENT)).as("%s", order.output()).isZero();
                }
                assertThat(mobile.await(before, line -> line.endsWith("text message to +4977: hello there"), PATIENT)).as("%s", mobile.output()).isNotNull();
            }
        }
    }
}
