package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.tdm.emulator.CardExchange;
import org.tipring.tdm.emulator.EmulateVoiceModem;
import org.tipring.tdm.emulator.EmulatedCard;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.RunningCard;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.serial.JSerialLink;

/// An exchange's line on the emulated card, dialled with pulses: the firmware's, in real time.
@Timeout(60)
class CardPulsesTest {

    private static final long LIMIT = TimeUnit.SECONDS.toNanos(40);

    private final BlockingQueue<Runnable> control = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<FxoEvent.FromPort> events = new ConcurrentLinkedQueue<>();
    private ExchangeLinePort port;

    private void until(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s: %s", what, events).isLessThan(end);
            Runnable task = control.poll(2, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            }
            if (port.nextDeadline() <= System.nanoTime()) {
                port.tick(System.nanoTime());
            }
        }
    }

    private boolean told(Class<?> kind) {
        return events.stream().anyMatch(kind::isInstance);
    }

    @Test
    void theExchangeUnderstandsEachDigitAndAHangUpStopsADial(@TempDir Path folder) throws Exception {
        Path home = Path.of(System.getProperty("tipring.home", ".."));
        String obstacle = EmulatedCard.obstacle(home);
        Assumptions.assumeTrue(obstacle == null, () -> "no emulated line card: " + obstacle);
        Path link = folder.resolve("card");
        try (CardExchange exchange = CardExchange.start(ExchangeSettings.of("US"), 1, folder.resolve("exchange"), EmulateVoiceModem::subscribeAll);
                RunningCard _ = RunningCard.start(EmulatedCard.build(home, home.resolve("gateway-tdm/target/line-card-sanitized"), true), "X", link,
                        "--exchange", folder.resolve("exchange").toString())) {
            LineCard lineCard = new LineCard("card", () -> new JSerialLink(link.toString(), "card", JSerialLink.FAST_BAUD), control::add,
                    task -> Thread.ofPlatform().daemon(true).start(task), System::nanoTime, 77);
            port = new ExchangeLinePort(new LineId("pots"), lineCard, 0, new ExchangeLinePort.Habits(100, 100, 1_000, 300, new ExchangeLinePort.Pulses(60, 40)),
                    control::add, events::add);
            port.start(System.nanoTime());
            until(() -> told(FxoEvent.PortReady.class), "in service");
            until(() -> port.supply().contains("48.0 V"), "the battery is measured");
            port.goOffHook(System.nanoTime());
            until(() -> told(FxoEvent.OffHook.class), "off-hook");
            long dialTone = System.nanoTime() + 1_500_000_000L;
            until(() -> System.nanoTime() > dialTone, "dial tone");
            port.sendDigits("250", System.nanoTime());
            until(() -> exchange.events().stream().anyMatch(event -> event instanceof ExchangeEvent.Dialled dialled && dialled.number().equals("250")), "dialled");
            until(() -> told(FxoEvent.DigitsSent.class), "digits sent");
            port.goOnHook(System.nanoTime());
            until(() -> told(FxoEvent.OnHook.class), "on-hook");
            until(() -> exchange.events().stream().anyMatch(ExchangeEvent.LineReleased.class::isInstance), "no hook flash, but the end");
            events.clear();
            port.goOffHook(System.nanoTime());
            until(() -> told(FxoEvent.OffHook.class), "off-hook");
            port.sendDigits("0000", System.nanoTime());
            long midst = System.nanoTime() + 400_000_000L;
            until(() -> System.nanoTime() > midst, "in the middle of a digit");
            port.goOnHook(System.nanoTime());
            until(() -> told(FxoEvent.OnHook.class), "on-hook");
            long after = System.nanoTime() + 2_500_000_000L;
            until(() -> System.nanoTime() > after, "nothing more");
            assertThat(exchange.events().stream().filter(event -> event instanceof ExchangeEvent.OnHook || event instanceof ExchangeEvent.OffHook).toList().getLast())
                    .as("the loop stays open").isInstanceOf(ExchangeEvent.OnHook.class);
            assertThat(events.stream().map(Object::getClass).toList()).doesNotContain(FxoEvent.DigitsSent.class);
            port.close(System.nanoTime());
            until(port::closed, "closed");
        }
    }
}
