package org.tipring.signaling.sdp;

/// A session description that cannot be used, and where: what a 488 or a log line says about it.
public final class SdpException extends Exception {

    private final int line;
    private final int offset;

    /// @param line from 1; 0 when it is about the whole
    /// @param offset characters from the start of the text
    SdpException(int line, int offset, String why) {
        super(line == 0 ? why : "line " + line + " (offset " + offset + "): " + why);
        this.line = line;
        this.offset = offset;
    }

    public int line() {
        return line;
    }

    public int offset() {
        return offset;
    }
}
