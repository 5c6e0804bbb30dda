package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.serial.JSerialLink;

/// The whole way: port, jSerialComm, a real pseudo-terminal, the emulated modem and exchange; in real time, so with wide limits.
@Timeout(90)
class RealPortTest {

    @TempDir
    private Path directory;

    private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("control").factory());
    private final BlockingQueue<FxoEvent.FromPort> events = new LinkedBlockingQueue<>();
    private EmulatedModems modems;
    private VoiceModemPort port;

    @AfterEach
    void end() throws InterruptedException {
        control.shutdownNow();
        assertThat(control.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        if (modems != null) {
            modems.close();
        }
    }

    @Test
    void aCallAnUnplugAKilledGatewayAndTheNext() throws Exception {
        modems = EmulatedModems.start("test", ExchangeSettings.of("US"),
                List.of(new EmulatedModems.Line("100", directory.resolve("modem"), ModemSettings.CX93001)), 1,
                exchange -> exchange.subscribe("200", Subscriber.echoes()));
        String path = modems.paths().getFirst().toString();
        port = new VoiceModemPort(new LineId("fxo1"), () -> new JSerialLink(path, "fxo1"), control, events::add, VoiceModemSettings.DEFAULT, System::nanoTime);
        control.scheduleWithFixedDelay(this::tick, 0, 5, TimeUnit.MILLISECONDS);
        onControl(() -> port.start(System.nanoTime()));
        await(FxoEvent.PortReady.class);

        onControl(() -> port.goOffHook(System.nanoTime()));
        await(FxoEvent.OffHook.class);
        assertThat(listen(1_000)).as("dial tone").isGreaterThan(500);
        onControl(() -> port.sendDigits("200", System.nanoTime()));
        await(FxoEvent.DigitsSent.class);
        assertThat(listen(1_000)).as("sound flows again").isGreaterThanOrEqualTo(0);

        modems.unplug(0);
        await(FxoEvent.PortGone.class);
        modems.replug(0);
        await(FxoEvent.PortReady.class);

        onControl(() -> port.goOffHook(System.nanoTime()));
        await(FxoEvent.OffHook.class);
        onControl(() -> port.goOnHook(System.nanoTime()));
        await(FxoEvent.OnHook.class);
        onControl(() -> port.close(System.nanoTime()));
        while (!port.closed()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(modems.events()).last().isInstanceOf(ExchangeEvent.OnHook.class);
    }

    private void tick() {
        if (port.nextDeadline() <= System.nanoTime()) {
            port.tick(System.nanoTime());
        }
    }

    private void onControl(Runnable task) {
        control.execute(task);
    }

    private void await(Class<? extends FxoEvent.FromPort> wanted) throws InterruptedException {
        while (true) {
            FxoEvent.FromPort event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("waiting for %s; the port is %s, %s", wanted.getSimpleName(), port.state(), port.figures()).isNotNull();
            if (wanted.isInstance(event)) {
                return;
            }
        }
    }

    /// @return how loud the second half was
    private double listen(int millis) throws InterruptedException {
        short[] frame = new short[Pcm.FRAME];
        double power = 0;
        int counted = 0;
        int frames = millis / 20;
        for (int i = 0; i < frames;) {
            if (!port.audio().read(frame)) {
                TimeUnit.MILLISECONDS.sleep(2);
                continue;
            }
            port.audio().write(new short[Pcm.FRAME]);
            for (int s = 0; i >= frames / 2 && s < Pcm.FRAME; s++, counted++) {
                power += (double) frame[s] * frame[s];
            }
            i++;
        }
        return Math.sqrt(power / counted);
    }
}
