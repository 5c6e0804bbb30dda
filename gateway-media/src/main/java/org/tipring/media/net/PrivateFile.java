package org.tipring.media.net;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files with what people have said: nobody else on the machine may read them, from the first byte on.
final class PrivateFile {

    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFile() {
    }

    /// Starts a file, replacing one that is there, and makes its folder if need be. A link is not followed: whoever may put one into the
    /// folder must not choose what is overwritten.
    static FileChannel create(Path path) throws IOException {
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent(), permissions("rwx------"));
        }
        Files.deleteIfExists(path);
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), permissions("rw-------"));
    }

    private static FileAttribute<?>[] permissions(String text) {
        return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))} : new FileAttribute<?>[0];
    }
}
