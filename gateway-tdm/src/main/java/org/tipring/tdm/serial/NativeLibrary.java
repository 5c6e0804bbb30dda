package org.tipring.tdm.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// Loads jSerialComm's native part from a place where nobody else can have put it.
///
/// The library unpacks it below `java.io.tmpdir` under a fixed name, for all to write, and loads what it finds there: another user of
/// the machine could plant code, and several of our programs starting at once tread on each other. So it gets a directory of its own
/// for the moment of loading, which only we can enter, and which is deleted once the code is in memory.
final class NativeLibrary {

    private static final String TEMPORARY = "java.io.tmpdir";
    private static boolean loaded;
    private static volatile CountDownLatch hungUp = new CountDownLatch(0);

    private NativeLibrary() {
    }

    /// @throws IOException when there is no place to unpack it, or no code for this machine
    static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        // Who names a directory with the library in it has taken care of it.
        if (System.getProperty("jSerialComm.library.path") == null) {
            loadPrivately();
        } else {
            touch();
        }
        // The library closes every open port when the JVM ends, beside all other shutdown hooks: a line would be left to what the modem
        // makes of a lost DTR.
        SerialPort.addShutdownHook(new Thread(NativeLibrary::awaitHungUp, "serial-end"));
        loaded = true;
    }

    /// @see SerialDevices#closeAfter
    static void closeAfter(CountDownLatch latch) {
        hungUp = latch;
    }

    private static void awaitHungUp() {
        try {
            hungUp.await();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static void loadPrivately() throws IOException {
        String usual = System.getProperty(TEMPORARY);
        // Mode 0700, by the contract of createTempDirectory on POSIX systems.
        Path ours = Files.createTempDirectory("tipring-serial-");
        System.setProperty(TEMPORARY, ours.toString());
        try {
            touch();
        } finally {
            System.setProperty(TEMPORARY, usual);
            delete(ours);
        }
    }

    /// The class loads its native part when it is first used.
    private static void touch() throws IOException {
        try {
            String _ = SerialPort.getVersion();
        } catch (LinkageError e) {
            throw new IOException("jSerialComm has no native code that runs on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ", or the JVM may not load it (start it with --enable-native-access=ALL-UNNAMED): "
                    + e.getMessage(), e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
