package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.ULaw;
import org.tipring.media.time.Deadlines;

/// Tests in virtual time run millions of frames through the emulators: what a frame costs is a promise.
class EmulatorCostTest {

    private static final long FRAME = 20_000_000L;

    @Test
    void anActiveLineCostsMicrosecondsAFrameAndAllocatesNothing() {
        Exchange exchange = new Exchange(ExchangeSettings.of("US"), event -> { });
        exchange.subscribe("100", Subscriber.echoes());
        VoiceModemEmulator modem = new VoiceModemEmulator(exchange.connect("7000"), ModemSettings.CX93001.withPacketSamples(160), 1);
        long now = 0;
        for (String line : "AT+FCLASS=8;+VSM=131,8000;+VTD=10;+VLS=1,AT+VTS=1;+VTS=0;+VTS=0,AT+VTR".split(",(?=AT)")) {
            byte[] bytes = (line + "\r").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            modem.fromHost(bytes, 0, bytes.length, now);
            for (int i = 0; i < 100; i++) {
                now += FRAME;
                modem.advance(now);
            }
        }
        byte[] said = new byte[160];
        for (int i = 0; i < 160; i++) {
            said[i] = ULaw.encode((short) (9_000 * Math.sin(2 * Math.PI * i / 8)));
        }
        byte[] packet = new byte[512];
        int warmUp = 50_000;
        int frames = 500_000;
        long heard = 0;
        long begun = 0;
        long allocated = 0;
        for (int i = 0; i < warmUp + frames; i++) {
            if (i == warmUp) {
                begun = cpuNanos();
                allocated = allocatedBytes();
            }
            now += FRAME;
            modem.advance(now);
            int length;
            while ((length = modem.toHost(packet, 0, packet.length, now)) > 0) {
                heard += length;
            }
            modem.fromHost(said, 0, 160, now);
        }
        double nanos = (double) (cpuNanos() - begun) / frames;
        long bytes = allocatedBytes() - allocated;
        System.out.printf("emulators: %.0f ns a frame of an active line, %d bytes allocated in %d frames%n", nanos, bytes, frames);
        assertThat(heard).isGreaterThan(160L * frames);
        assertThat(nanos).as("nanoseconds a frame").isLessThan(25_000);
        assertThat(bytes).as("bytes allocated").isLessThan(frames);
    }

    @Test
    void anIdleLineHasNothingToDo() {
        Exchange exchange = new Exchange(ExchangeSettings.of("US"), event -> { });
        VoiceModemEmulator modem = new VoiceModemEmulator(exchange.connect("7000"), ModemSettings.CX93001, 1);
        assertThat(modem.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(exchange.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
