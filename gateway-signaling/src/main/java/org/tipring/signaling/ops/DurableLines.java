package org.tipring.signaling.ops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that grows by lines, which only the gateway's user may read, and of which neither the gateway's death nor a power failure takes what was
/// appended.
final class DurableLines {

    private final Path file;

    DurableLines(Path file) {
        this.file = file;
    }

    /// Returns when the line is on the disk. Any thread.
    ///
    /// @param line without its end, and without one in it
    synchronized void append(String line) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
