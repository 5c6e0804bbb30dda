package org.tipring.tdm.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On real pseudo-terminals, and so in real time; waits are limits, not measurements.
@Timeout(30)
class JSerialLinkTest implements SerialLink.Receiver {

    @TempDir
    private Path directory;

    private final BlockingQueue<Byte> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> gone = new LinkedBlockingQueue<>();

    @Override
    public void bytes(byte[] bytes, int length, long atNanos) {
        assertThat(Thread.currentThread().getName()).isEqualTo("line-test");
        assertThat(Thread.currentThread().isVirtual()).isFalse();
        for (int i = 0; i < length; i++) {
            received.add(bytes[i]);
        }
    }

    @Override
    public void gone(String why) {
        gone.add(why);
    }

    @Test
    void allByteValuesPassBothWays() throws Exception {
        try (Pty pty = Pty.open(directory.resolve("tty"))) {
            JSerialLink link = new JSerialLink(pty.path().toString(), "test");
            link.open(this);
            byte[] all = new byte[256];
            for (int i = 0; i < 256; i++) {
                all[i] = (byte) i;
            }
            assertThat(pty.write(all, 0, 256)).isEqualTo(256);
            for (byte b : all) {
                assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo(b);
            }
            link.write(all, 0, 256);
            assertThat(read(pty, 256)).isEqualTo(all);
            link.close();
            waitUntilNoClient(pty);
            assertThat(gone).as("closing is not going").isEmpty();
        }
    }

    /// A second of sound each way is a hundred of these; the reader thread does both.
    @Test
    void soundIsReadAndWrittenWithoutAllocation() throws Exception {
        try (Pty pty = Pty.open(directory.resolve("tty"))) {
            JSerialLink link = new JSerialLink(pty.path().toString(), "test");
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            BlockingQueue<Long> allocated = new LinkedBlockingQueue<>();
            link.open(new SerialLink.Receiver() {
                private int reads;

                @Override
                public void bytes(byte[] bytes, int length, long atNanos) {
                    link.write(bytes, 0, length);
                    reads++;
                    if (reads == 500 || reads == 1500) {
                        allocated.add(threads.getCurrentThreadAllocatedBytes());
                    }
                }

                @Override
                public void gone(String why) {
                }
            });
            byte[] packet = new byte[64];
            for (int i = 0; i < 1500; i++) {
                pty.write(packet, 0, 64);
                read(pty, 64);
            }
            long before = allocated.poll(5, TimeUnit.SECONDS);
            long after = allocated.poll(5, TimeUnit.SECONDS);
            assertThat(after - before).as("bytes allocated in 1000 reads and writes").isLessThan(5_000);
            link.close();
        }
    }

    @Test
    void whatCameBeforeTheOpeningIsThrownAway() throws Exception {
        try (Pty pty = Pty.open(directory.resolve("tty"))) {
            pty.write(new byte[] {'o', 'l', 'd'}, 0, 3);
            JSerialLink link = new JSerialLink(pty.path().toString(), "test");
            link.open(this);
            pty.write(new byte[] {'n'}, 0, 1);
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo((byte) 'n');
            link.close();
        }
    }

    @Test
    void anUnpluggedDeviceIsToldOnceAndFoundAgainByItsName() throws Exception {
        try (Pty pty = Pty.open(directory.resolve("tty"))) {
            JSerialLink link = new JSerialLink(pty.path().toString(), "test");
            link.open(this);
            pty.unplug();
            assertThat(gone.poll(5, TimeUnit.SECONDS)).contains("gone");
            link.write(new byte[10], 0, 10);
            link.close();
            JSerialLink missing = new JSerialLink(pty.path().toString(), "test");
            assertThatThrownBy(() -> missing.open(this)).isInstanceOf(IOException.class)
                    .hasMessageContainingAll(pty.path().toString(), "no such device", "There are ");
            pty.replug();
            JSerialLink again = openWhenFree(pty.path());
            pty.write(new byte[] {7}, 0, 1);
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo((byte) 7);
            again.close();
            assertThat(gone).isEmpty();
        }
    }

    @Test
    void aPortThatAnotherHasOpenIsRefusedWithAReason() throws Exception {
        try (Pty pty = Pty.open(directory.resolve("tty"))) {
            JSerialLink link = new JSerialLink(pty.path().toString(), "test");
            link.open(this);
            JSerialLink second = new JSerialLink(pty.path().toString(), "test");
            assertThatThrownBy(() -> second.open(this)).isInstanceOf(IOException.class).hasMessageContaining(pty.path().toString());
            link.close();
        }
    }

    @Test
    void whatIsNoDeviceIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no port");
        assertThatThrownBy(() -> new JSerialLink(file.toString(), "test").open(this)).isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    /// Linux shows what is loaded, and whether its file is still there.
    @Test
    void theNativeLibraryComesFromADirectoryOfOurOwnThatIsGoneAgain() throws IOException {
        NativeLibrary.load();
        List<String> loaded = Files.readAllLines(Path.of("/proc/self/maps")).stream().filter(map -> map.contains("jSerialComm")).toList();
        assertThat(loaded).isNotEmpty().allMatch(map -> map.contains("/tipring-serial-") && map.endsWith("(deleted)"));
    }

    private JSerialLink openWhenFree(Path path) throws InterruptedException {
        IOException last = null;
        for (int i = 0; i < 100; i++) {
            JSerialLink link = new JSerialLink(path.toString(), "test");
            try {
                link.open(this);
                return link;
            } catch (IOException e) {
                last = e;
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new AssertionError(last);
    }

    private static byte[] read(Pty pty, int count) {
        byte[] all = new byte[count];
        byte[] piece = new byte[count];
        int at = 0;
        while (at < count) {
            Pty.poll(List.of(pty), 1000);
            int length = pty.read(piece);
            assertThat(length).isNotEqualTo(Pty.NO_CLIENT);
            System.arraycopy(piece, 0, all, at, Math.min(length, count - at));
            at += length;
        }
        return Arrays.copyOf(all, count);
    }

    private static void waitUntilNoClient(Pty pty) throws InterruptedException {
        byte[] piece = new byte[16];
        while (pty.read(piece) != Pty.NO_CLIENT) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
