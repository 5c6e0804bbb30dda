package org.tipring.tdm.serial;

import java.io.IOException;

/// A serial port of this machine, through jSerialComm.
public final class JSerialLink implements SerialLink {

    private final String path;

    /// @param path `/dev/ttyACM0`, better a name under `/dev/serial/by-path`
    /// @param line names the reader thread
    public JSerialLink(String path, String line) {
        this.path = path;
    }

    @Override
    public void open(Receiver receiver) throws IOException {
        throw new IOException(path + ": being built");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
    }

    @Override
    public void close() {
    }

    @Override
    public String describe() {
        return path;
    }
}
