package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLogTest {

    @TempDir
    private Path folder;

    private boolean write(TextLog.Received text) throws Exception {
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        new TextLog(folder.resolve("state")).write(text, kept::complete);
        return kept.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aMessageIsOneLineOfTheFileWhenItIsSaidToBeKept() throws Exception {
        assertThat(write(new TextLog.Received("gsm1", "+4930123", "line\none \"two\" \u2028", Instant.parse("2026-11-25T12:00:00Z"), ""))).isTrue();
        assertThat(write(new TextLog.Received("gsm1", "", "", null, "00FF"))).isTrue();
        Path file = folder.resolve("state").resolve(TextLog.NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.readAllLines(file)).hasSize(2).allSatisfy(line -> JsonSyntax.check(line))
                .satisfies(lines -> assertThat(lines.getFirst()).contains("\"event\":\"received\",\"line\":\"gsm1\",\"from\":\"+4930123\",\"sent\":\"2026-11-25T12:00:00Z\",\"text\":\"line\\none \\\"two\\\" \\u2028\"}"))
                .satisfies(lines -> assertThat(lines.getLast()).contains("\"sent\":null,\"text\":\"\",\"unread\":\"00FF\"}"));
    }

    @Test
    void whatCannotBeWrittenIsNotSaidToBeKept() throws Exception {
        Files.createFile(folder.resolve("state"));
        assertThat(write(new TextLog.Received("gsm1", "+4930123", "x", null, ""))).isFalse();
    }
}
