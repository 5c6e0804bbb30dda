package org.tipring.tdm.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On real pseudo-terminals of the system.
@Timeout(20)
class PtyTest {

    @TempDir
    Path folder;

    private Pty pty;
    private final byte[] read = new byte[1024];

    @BeforeEach
    void open() throws IOException {
        pty = Pty.open(folder.resolve("modem"));
    }

    @AfterEach
    void close() {
        pty.close();
    }

    @Test
    void aPortThatNobodyHasOpenSaysSo() throws IOException {
        assertThat(pty.read(read)).isEqualTo(Pty.NO_CLIENT);
        try (FileInputStream client = new FileInputStream(pty.path().toFile())) {
            assertThat(pty.read(read)).isZero();
            assertThat(client.available()).isZero();
        }
        assertThat(pty.read(read)).isEqualTo(Pty.NO_CLIENT);
    }

    @Test
    void all256BytesPassUnchangedBothWaysAndNothingIsEchoed() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        try (FileInputStream in = new FileInputStream(pty.path().toFile()); FileOutputStream out = new FileOutputStream(pty.path().toFile())) {
            out.write(all);
            int got = 0;
            while (got < 256) {
                Pty.poll(List.of(pty), 5_000);
                byte[] part = new byte[256 - got];
                int count = pty.read(part);
                for (int i = 0; i < count; i++) {
                    assertThat(part[i]).isEqualTo((byte) (got + i));
                }
                got += count;
            }
            assertThat(pty.write(all, 0, 256)).isEqualTo(256);
            assertThat(in.readNBytes(256)).isEqualTo(all);
            assertThat(pty.read(read)).as("an echo").isZero();
        }
    }

    @Test
    void aClientThatDoesNotReadStopsTheWriterWithoutBlockingIt() throws IOException {
        try (FileInputStream client = new FileInputStream(pty.path().toFile())) {
            int taken = 0;
            int count;
            while ((count = pty.write(new byte[1000], 0, 1000)) > 0) {
                taken += count;
            }
            assertThat(taken).isBetween(2_000, 200_000);
            assertThat(client.read()).isZero();
        }
    }

    @Test
    void unpluggingTakesTheLinkAwayAndReplugBringsItBack() throws IOException {
        FileInputStream client = new FileInputStream(pty.path().toFile());
        pty.unplug();
        assertThat(readsNothingMore(client)).isTrue();
        client.close();
        assertThat(Files.exists(pty.path(), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(pty.read(read)).isEqualTo(Pty.NO_CLIENT);
        assertThat(pty.write(read, 0, 10)).isZero();
        pty.replug();
        try (FileOutputStream out = new FileOutputStream(pty.path().toFile())) {
            out.write('A');
            Pty.poll(List.of(pty), 5_000);
            assertThat(pty.read(read)).isEqualTo(1);
        }
    }

    /// Linux says "end" or EIO, by its version.
    private static boolean readsNothingMore(FileInputStream client) {
        try {
            return client.read() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void aFileInTheLinksPlaceIsNotOverwritten() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "keep");
        assertThatThrownBy(() -> Pty.open(precious)).isInstanceOf(IOException.class).hasMessageContaining("choose another path");
        assertThat(precious).hasContent("keep");
    }
}
