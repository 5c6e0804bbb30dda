package org.tipring.tdm.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A device that takes nothing any more, as a wedged modem does, and another that works. The thread that serves both, as the control thread
/// does, is never held up by the first, and the second's sound comes as if the first were not there: in turns it is not, so that one run
/// tells what the device does from what this machine does.
@Timeout(60)
class StuckDeviceTest {

    private static final int TURNS = 12;
    private static final int FRAMES_OF_A_TURN = 50;
    private static final int FRAMES = TURNS / Neighbour.values().length * FRAMES_OF_A_TURN;
    private static final long FRAME_NANOS = 20_000_000;
    /// How much later sound may come because of the neighbour.
    private static final long LIMIT_NANOS = 5_000_000;

    /// What goes on beside the line that works.
    private enum Neighbour {
        NONE,
        /// It is open, takes nothing, and is written to all the time.
        TAKES_NOTHING,
        /// It takes nothing, and is closed and opened anew over and over, as a driver does that looks for it.
        OPENED_AGAIN
    }

    @TempDir
    private Path directory;

    private final AtomicLong arrivedAt = new AtomicLong();
    private final Map<Neighbour, long[]> calls = new EnumMap<>(Neighbour.class);
    private final Map<Neighbour, long[]> sounds = new EnumMap<>(Neighbour.class);
    private final byte[] frame = new byte[160];
    private final byte[] commands = new byte[4_096];
    private long dropped;
    private int openings;

    @Test
    void holdsUpNobodyElse() throws Exception {
        for (Neighbour neighbour : Neighbour.values()) {
            calls.put(neighbour, new long[FRAMES]);
            sounds.put(neighbour, new long[FRAMES]);
        }
        try (Pty stuck = Pty.open(directory.resolve("stuck")); Pty sound = Pty.open(directory.resolve("sound"))) {
            JSerialLink working = new JSerialLink(sound.path().toString(), "sound");
            working.open(new Ears());
            for (int turn = 0; turn < TURNS; turn++) {
                Neighbour neighbour = Neighbour.values()[turn % Neighbour.values().length];
                turn(neighbour, turn / Neighbour.values().length * FRAMES_OF_A_TURN, stuck, sound, working);
            }
            working.close();
        }
        assertThat(dropped).as("bytes dropped: it is stuck indeed").isPositive();
        assertThat(openings).isGreaterThan(TURNS);
        for (Neighbour neighbour : Neighbour.values()) {
            Arrays.sort(calls.get(neighbour));
            Arrays.sort(sounds.get(neighbour));
            System.out.printf("%-13s a call into the links p50 %4d us, p99 %5d us, worst %5d us; sound of the other line p50 %4d us, p99 %5d us, worst %5d us%n",
                    neighbour, at(calls, neighbour, 50), at(calls, neighbour, 99), at(calls, neighbour, 100), at(sounds, neighbour, 50),
                    at(sounds, neighbour, 99), at(sounds, neighbour, 100));
        }
        // A device that is waited for would delay all; the few that this machine delays come in all turns alike.
        for (Neighbour neighbour : List.of(Neighbour.TAKES_NOTHING, Neighbour.OPENED_AGAIN)) {
            for (int percent : new int[] {50, 90}) {
                assertThat(at(sounds, neighbour, percent) - at(sounds, Neighbour.NONE, percent)).as("%s, %d %%, sound", neighbour, percent)
                        .isLessThan(LIMIT_NANOS / 1_000);
                assertThat(at(calls, neighbour, percent) - at(calls, Neighbour.NONE, percent)).as("%s, %d %%, calls", neighbour, percent)
                        .isLessThan(LIMIT_NANOS / 1_000);
            }
        }
    }

    private void turn(Neighbour neighbour, int from, Pty stuck, Pty sound, JSerialLink working) throws Exception {
        JSerialLink broken = neighbour == Neighbour.TAKES_NOTHING ? opened(stuck) : null;
        long due = System.nanoTime() + FRAME_NANOS;
        for (int i = 0; i < FRAMES_OF_A_TURN; i++, due += FRAME_NANOS) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            if (neighbour == Neighbour.OPENED_AGAIN && i % 5 == 0) {
                Thread.ofPlatform().daemon(true).start(() -> openAndClose(stuck));
                openings++;
            }
            long before = System.nanoTime();
            if (broken != null) {
                // 200 KB in all; the terminal takes some 20 KB and then no more.
                broken.write(commands, 0, commands.length);
            }
            working.write(frame, 0, frame.length);
            calls.get(neighbour)[from + i] = System.nanoTime() - before;
            arrivedAt.set(0);
            long said = System.nanoTime();
            assertThat(sound.write(frame, 0, frame.length)).isEqualTo(frame.length);
            sounds.get(neighbour)[from + i] = arrival() - said;
            drain(sound);
        }
        if (broken != null) {
            dropped += broken.droppedBytes();
            broken.close();
        }
        TimeUnit.MILLISECONDS.sleep(100);
    }

    /// Waits without a wake-up of its own: what is measured is the reader thread's.
    private long arrival() throws InterruptedException {
        long giveUp = System.nanoTime() + 10_000_000_000L;
        while (arrivedAt.get() == 0) {
            assertThat(System.nanoTime()).as("the frame came").isLessThan(giveUp);
            TimeUnit.MICROSECONDS.sleep(500);
        }
        return arrivedAt.get();
    }

    private static JSerialLink opened(Pty pty) throws Exception {
        while (true) {
            JSerialLink link = new JSerialLink(pty.path().toString(), "stuck");
            try {
                link.open(new Deaf());
                return link;
            } catch (IOException e) {
                // The one before is still being closed.
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private void openAndClose(Pty pty) {
        JSerialLink link = new JSerialLink(pty.path().toString(), "stuck");
        try {
            link.open(new Deaf());
            for (int i = 0; i < 10; i++) {
                link.write(commands, 0, commands.length);
            }
            link.close();
        } catch (IOException e) {
            // The one before is still being closed.
        }
    }

    private static long at(Map<Neighbour, long[]> times, Neighbour neighbour, int percent) {
        return times.get(neighbour)[Math.min(FRAMES - 1, FRAMES * percent / 100)] / 1000;
    }

    private static void drain(Pty pty) {
        byte[] bytes = new byte[1024];
        while (pty.read(bytes) > 0) {
            // What the line said.
        }
    }

    private final class Ears implements SerialLink.Receiver {
        private int pending;

        @Override
        public void bytes(byte[] bytes, int length, long atNanos) {
            pending += length;
            if (pending >= 160) {
                pending -= 160;
                arrivedAt.set(System.nanoTime());
            }
        }

        @Override
        public void gone(String why) {
        }
    }

    private static final class Deaf implements SerialLink.Receiver {

        @Override
        public void bytes(byte[] bytes, int length, long atNanos) {
        }

        @Override
        public void gone(String why) {
        }
    }
}
