package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.tdm.callerid.CallerId;

/// In real time, through real pseudo-terminals.
@Timeout(30)
class EmulatedModemsTest {

    @TempDir
    Path folder;

    private EmulatedModems modems;

    @BeforeEach
    void start() throws IOException {
        modems = EmulatedModems.start("test", ExchangeSettings.of("US"),
                List.of(new EmulatedModems.Line("7001", folder.resolve("one"), ModemSettings.CX93001),
                        new EmulatedModems.Line("7002", folder.resolve("two"), ModemSettings.CX93001)), 3, EmulateVoiceModem::subscribeAll);
    }

    @AfterEach
    void stop() {
        modems.close();
    }

    @Test
    void aClientTalksToItsModemAndTheClosingOfThePortHangsUp() throws IOException {
        try (Client client = new Client(modems.paths().getFirst())) {
            client.say("ATE0");
            client.awaitText("OK");
            client.say("AT+FCLASS=8");
            client.awaitText("\r\nOK\r\n");
            client.say("AT+VLS=1");
            client.awaitText("\r\nOK\r\n");
            client.awaitText("\u0010d");
            client.say("AT+VTR");
            client.awaitText("CONNECT\r\n");
            long begun = System.nanoTime();
            int bytes = 0;
            while (bytes < 8_000) {
                bytes += client.read();
            }
            long millis = (System.nanoTime() - begun) / 1_000_000;
            assertThat(millis).as("8000 samples take a second").isBetween(800L, 1_300L);
        }
        await(() -> modems.events().getLast() instanceof ExchangeEvent.OnHook);
    }

    @Test
    void theExchangeCallsInWhenToldAndAnUnpluggedModemComesBackUnderTheSamePath() throws IOException {
        Path path = modems.paths().get(1);
        try (Client client = new Client(path)) {
            client.say("ATE0+VCID=1");
            client.awaitText("OK");
            modems.execute((exchange, now) -> exchange.call("7002", CallerId.of("5551234", "ANN"), 0, new Voices.Silence(), 0, now));
            client.awaitText("RING");
            modems.unplug(1);
            await(() -> !Files.exists(path));
            assertThat(client.readsNothingMore()).isTrue();
        }
        modems.replug(1);
        await(() -> Files.exists(path));
        try (Client client = new Client(path)) {
            client.say("ATI");
            client.awaitText("56000");
        }
    }

    @Test
    void aTaskThatFailsSilencesNobody() throws IOException {
        modems.execute((exchange, now) -> exchange.farEndHangsUp("no such line", now));
        await(() -> modems.failures() == 1);
        try (Client client = new Client(modems.paths().getFirst())) {
            client.say("AT");
            client.awaitText("OK");
        }
    }

    @Test
    void theConsoleTellsWhatCanBeCalledAndRefusesWhatItDoesNotKnow() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = EmulateVoiceModem.run(List.of("--link", folder.resolve("three").toString(), "--misbehave", "fast-clock"), ExchangeSettings::of,
                new ByteArrayInputStream("call 5551234 ANN\nquit\n".getBytes(StandardCharsets.UTF_8)), new PrintStream(out),
                new PrintStream(err));
        assertThat(exit).isZero();
        assertThat(out.toString()).contains(folder.resolve("three").toString(), "echoes", "123");
        assertThat(EmulateVoiceModem.run(List.of("--misbehave", "nonsense"), ExchangeSettings::of, System.in, new PrintStream(out), new PrintStream(err)))
                .isEqualTo(64);
        assertThat(err.toString()).contains("STUCK_STREAM");
    }

    private static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    /// A program that has the port open.
    private static final class Client implements AutoCloseable {
        private final RandomAccessFile file;
        private final StringBuilder heard = new StringBuilder();
        private final byte[] bytes = new byte[512];

        Client(Path path) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
        }

        void say(String line) throws IOException {
            file.write((line + "\r").getBytes(StandardCharsets.ISO_8859_1));
        }

        int read() throws IOException {
            return file.read(bytes);
        }

        void awaitText(String text) throws IOException {
            int at;
            while ((at = heard.indexOf(text)) < 0) {
                int count = file.read(bytes);
                assertThat(count).as("bytes while waiting for " + text + " after " + heard).isPositive();
                heard.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            }
            heard.delete(0, at + text.length());
        }

        boolean readsNothingMore() {
            try {
                while (file.read(bytes) > 0) {
                    // what was on its way
                }
                return true;
            } catch (IOException _) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
