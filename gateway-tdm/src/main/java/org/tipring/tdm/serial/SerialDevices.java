package org.tipring.tdm.serial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/// The serial ports that this machine shows, for people who look for the right one.
public final class SerialDevices {

    private SerialDevices() {
    }

    /// Names that stay the same after a replug first, then the plain ones; "none" when there are none.
    public static String present() {
        TreeSet<String> names = new TreeSet<>();
        collect(names, Path.of("/dev/serial/by-path"), "*");
        collect(names, Path.of("/dev"), "tty{ACM,USB}*");
        return names.isEmpty() ? "none (no /dev/ttyACM*, no /dev/ttyUSB*)" : String.join(", ", names.descendingSet());
    }

    /// What still is open is closed at the end of the JVM, but not before `hungUp`: a program that hangs its lines up in a shutdown hook
    /// counts it down at the end of that.
    public static void closeAfter(CountDownLatch hungUp) {
        NativeLibrary.closeAfter(hungUp);
    }

    private static void collect(Set<String> names, Path directory, String glob) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            entries.forEach(entry -> names.add(entry.toString()));
        } catch (IOException _) {
            // A list for a message; what cannot be read is not in it.
        }
    }
}
