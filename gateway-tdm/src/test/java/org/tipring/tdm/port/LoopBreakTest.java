package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.tdm.emulator.EmulateVoiceModem;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.modem.VoiceModemSettings;

/// An exchange that opens the loop when the far end has hung up (calling party control) says it in a second or less; the gateway must not
/// take longer.
class LoopBreakTest {

    private static final long LIMIT_MILLIS = 600;

    @ParameterizedTest(name = "the loop is open for {0} ms")
    @ValueSource(ints = {100, 250, 400, 600, 1000})
    void aLoopBreakIsKnownWithin600Milliseconds(int breakMillis) {
        VirtualLine line = new VirtualLine(ExchangeSettings.of("US").withHangUp(new ExchangeSettings.HangUp(breakMillis, null, 10_000, false)),
                ModemSettings.CX93001, VoiceModemSettings.DEFAULT);
        EmulateVoiceModem.subscribeAll(line.exchange);
        line.port.start(line.clock.now());
        line.await(FxoEvent.PortReady.class, 30_000);
        line.port.goOffHook(line.clock.now());
        line.await(FxoEvent.OffHook.class, 10_000);
        line.run(1_000);
        line.port.sendDigits("250", line.clock.now());
        line.await(FxoEvent.DigitsSent.class, 10_000);
        line.await(FxoEvent.LoopBroken.class, 30_000);
        long hungUp = line.seen.stream().filter(ExchangeEvent.FarEndReleased.class::isInstance).mapToLong(ExchangeEvent::atNanos).findFirst().orElseThrow();
        long millis = (line.clock.now() - hungUp) / 1_000_000;
        System.out.println("LoopBreakTest: a loop open for " + breakMillis + " ms is known after " + millis + " ms");
        assertThat(millis).isLessThanOrEqualTo(LIMIT_MILLIS);
    }
}
