package org.tipring.tdm.serial;

import java.io.IOException;
import java.nio.file.Path;

/// The master side of a pseudo-terminal: a serial port that a program of ours plays the device of.
public final class Pty implements AutoCloseable {

    /// @param link a symbolic link to make for clients, or null
    public static Pty open(Path link) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
    }
}
