package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who tries a card without a gateway calls its exchange line and lifts its telephone by what is typed.
@Timeout(60)
class TypedCardTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private void await(String what) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!told.toString(StandardCharsets.UTF_8).contains(what)) {
            assertThat(System.nanoTime()).as("%s, without: %s", told, what).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void anExchangeLineIsCalledAndATelephoneLiftedByWhatIsTyped(@TempDir Path folder) throws Exception {
        String obstacle = EmulatedCard.obstacle(Path.of(System.getProperty("tipring.home", ".")));
        Assumptions.assumeTrue(obstacle == null, () -> "no emulated line card: " + obstacle);
        try (PipedOutputStream hand = new PipedOutputStream(); PipedInputStream typed = new PipedInputStream(hand);
                PrintStream commands = new PrintStream(hand, true, StandardCharsets.UTF_8)) {
            PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
            FutureTask<Integer> card = new FutureTask<>(() ->
                    EmulatedCard.run(List.of("--ports", "FXX", "--link", folder.resolve("card").toString()), typed, out, out));
            Thread.ofPlatform().daemon(true).start(card);
            await("port: ");
            commands.println("0 lift");
            await(" 0 contact closed");
            commands.println("2 call 5551234 Ada");
            await(" 2 call from 5551234 arrives");
            commands.println("2 hangup");
            await(" 2 the caller 5551234 gave up");
            commands.println("1 press x");
            await("press takes keys of 0-9 * # A-D: x");
            commands.println("quit");
            assertThat(card.get(20, TimeUnit.SECONDS)).isZero();
        }
    }
}
