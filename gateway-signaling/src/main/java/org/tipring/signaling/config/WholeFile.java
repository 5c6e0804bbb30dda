package org.tipring.signaling.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// Writes files that are whole at any moment: beside the old one, to the disk, and then in its place. A process that is killed, or a computer
/// without power, leaves the file of before or of after; and once it is written, that of after.
public final class WholeFile {

    public enum Readers { EVERYBODY, OWNER }

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private WholeFile() {
    }

    public static void write(Path file, List<String> lines, Readers readers) throws IOException {
        write(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n", readers);
    }

    public static void write(Path file, String text, Readers readers) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), readers);
    }

    /// @param file its folder is made where there is none
    public static void write(Path file, byte[] content, Readers readers) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Always the same name: what a killed process has left is used up by the next one.
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (FileChannel channel = open(beside, readers)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static FileChannel open(Path file, Readers readers) throws IOException {
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return switch (readers) {
            case EVERYBODY -> FileChannel.open(file, fresh);
            case OWNER -> FileChannel.open(file, fresh, PRIVATE);
        };
    }
}
