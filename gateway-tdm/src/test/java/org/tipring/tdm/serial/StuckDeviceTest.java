package org.tipring.tdm.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A device that takes nothing any more, as a wedged modem does, and another that works. The thread that serves both, as the control thread
/// does, is never held up by the first, and the second's sound comes as if the first were not there.
@Timeout(60)
class StuckDeviceTest {

    private static final int FRAMES = 250;
    private static final long FRAME_NANOS = 20_000_000;
    private static final long LIMIT_NANOS = 5_000_000;

    @TempDir
    private Path directory;

    private final long[] arrivals = new long[FRAMES];
    private final AtomicInteger arrived = new AtomicInteger();

    @Test
    void holdsUpNobodyElse() throws Exception {
        try (Pty stuck = Pty.open(directory.resolve("stuck")); Pty sound = Pty.open(directory.resolve("sound"))) {
            JSerialLink broken = new JSerialLink(stuck.path().toString(), "stuck");
            broken.open(new Ears(false));
            JSerialLink working = new JSerialLink(sound.path().toString(), "sound");
            working.open(new Ears(true));
            byte[] commands = new byte[4_096];
            byte[] frame = new byte[160];
            long[] calls = new long[FRAMES];
            long[] late = new long[FRAMES];
            long due = System.nanoTime() + FRAME_NANOS;
            for (int i = 0; i < FRAMES; i++, due += FRAME_NANOS) {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                long before = System.nanoTime();
                // A megabyte in all; the terminal takes some 20 KB and then no more.
                broken.write(commands, 0, commands.length);
                working.write(frame, 0, frame.length);
                calls[i] = System.nanoTime() - before;
                int written = sound.write(frame, 0, frame.length);
                assertThat(written).isEqualTo(frame.length);
                late[i] = System.nanoTime();
                drain(sound);
            }
            TimeUnit.MILLISECONDS.sleep(500);
            assertThat(arrived.get()).as("frames of the line that works").isEqualTo(FRAMES);
            for (int i = 0; i < FRAMES; i++) {
                late[i] = arrivals[i] - late[i];
            }
            assertThat(broken.droppedBytes()).as("it is stuck indeed").isPositive();
            long before = System.nanoTime();
            broken.close();
            long closing = System.nanoTime() - before;
            working.close();
            Arrays.sort(calls);
            Arrays.sort(late);
            System.out.printf("beside a stuck device: a call of both links p50 %d us, p99 %d us, worst %d us; sound p50 %d us, p99 %d us, worst %d us; closing %d us%n",
                    calls[FRAMES / 2] / 1000, calls[FRAMES * 99 / 100] / 1000, calls[FRAMES - 1] / 1000, late[FRAMES / 2] / 1000,
                    late[FRAMES * 99 / 100] / 1000, late[FRAMES - 1] / 1000, closing / 1000);
            // One frame in fifty may be late because of this machine; a device that is waited for would delay all.
            assertThat(calls[FRAMES * 98 / 100]).isLessThan(LIMIT_NANOS);
            assertThat(late[FRAMES * 98 / 100]).isLessThan(LIMIT_NANOS);
        }
    }

    private static void drain(Pty pty) {
        byte[] bytes = new byte[1024];
        while (pty.read(bytes) > 0) {
            // What the line said.
        }
    }

    private final class Ears implements SerialLink.Receiver {
        private final boolean ofSound;
        private int pending;

        Ears(boolean ofSound) {
            this.ofSound = ofSound;
        }

        @Override
        public void bytes(byte[] bytes, int length, long atNanos) {
            pending += ofSound ? length : 0;
            while (pending >= 160) {
                pending -= 160;
                arrivals[arrived.get()] = System.nanoTime();
                arrived.incrementAndGet();
            }
        }

        @Override
        public void gone(String why) {
        }
    }
}
