package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransmitGateTest {

    /// The race itself: one thread writes samples as fast as it can, the other leaves; the codes are written by one of them, once,
    /// while nobody writes samples, and nothing follows.
    @Test
    void theCodesAreAlwaysTheLastThingWritten() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger codes = new AtomicInteger();
        AtomicBoolean sampling = new AtomicBoolean();
        Runnable write = () -> {
            wrong.addAndGet(sampling.get() ? 1 : 0);
            codes.incrementAndGet();
        };
        int rounds = 20_000;
        TransmitGate gate = new TransmitGate();
        Thread reader = Thread.ofPlatform().start(() -> {
            for (int round = 0; round < rounds; round++) {
                gate.open();
                while (codes.get() == round) {
                    if (gate.writing()) {
                        sampling.set(true);
                        wrong.addAndGet(codes.get() - round);
                        sampling.set(false);
                        gate.written();
                    }
                }
            }
        });
        for (int round = 0; round < rounds; round++) {
            while (!gate.isOpen() && codes.get() == round) {
                Thread.onSpinWait();
            }
            gate.leave(write);
            while (codes.get() == round) {
                Thread.onSpinWait();
            }
        }
        reader.join();
        assertThat(codes).hasValue(rounds);
        assertThat(wrong).hasValue(0);
    }
}
