package org.tipring.tdm.modem;

import java.nio.charset.StandardCharsets;

/// Takes a modem's bytes apart: lines of text while it is in command state, samples and DLE codes while it streams voice.
///
/// ```
///  text ──"CONNECT\r\n" or "VCON\r\n", when expected──► stream ──DLE ETX──► text
/// ```
///
/// The stream begins with the very byte after that `\n`, mostly in the same read; [StreamReader] takes it apart.
/// [#feed] belongs to the link's reader thread, the requests to any.
public final class AtReader {

    /// Who gets the parts. The arrays are only lent.
    public interface Sink {

        /// @param line without its end, never empty, ISO-8859-1: caller identity is often noise
        void line(String line);

        void streamStarted();

        void samples(byte[] bytes, int offset, int length);

        /// DLE and this byte.
        void dle(int code);

        void streamEnded();
    }

    /// A module asks for the text of a message; no end of a line follows.
    static final String PROMPT = ">";

    /// A text message in hexadecimal has up to 176 octets (3GPP TS 23.040 sections 9.1.2.5 and 9.2.2.1).
    private static final int LINE_LENGTH = 512;

    private final Sink sink;
    private final StreamReader stream;
    private final byte[] text = new byte[LINE_LENGTH];
    private int textLength;
    private boolean connected;
    private boolean streaming;
    private boolean pendingDle;
    private volatile long discarded;
    private volatile boolean streamExpected;
    private volatile boolean leaving;
    private volatile boolean abandon;

    public AtReader(Sink sink) {
        this.sink = sink;
        this.stream = new StreamReader(sink);
    }

    /// From now on `CONNECT` starts a stream; otherwise it is a line like any other.
    public void expectStream(boolean expected) {
        streamExpected = expected;
        if (expected) {
            leaving = false;
        }
    }

    /// The modem was told to leave the stream: some answer `OK` without the DLE ETX before it.
    public void leaving() {
        leaving = true;
    }

    /// Whatever comes next is to be read as text.
    public void abandonStream() {
        abandon = true;
    }

    /// Bytes thrown away because no line is that long: sound that was taken for text.
    public long discardedBytes() {
        return discarded;
    }

    public void feed(byte[] bytes, int length) {
        if (abandon) {
            abandon = false;
            endStream();
        }
        int at = 0;
        while (at < length) {
            at = streaming ? stream(bytes, at, length) : text(bytes, at, length);
        }
    }

    /// @return where the text ends
    private int text(byte[] bytes, int from, int length) {
        for (int i = from; i < length; i++) {
            byte b = bytes[i];
            if (pendingDle) {
                pendingDle = false;
                sink.dle(b & 0xFF);
            } else if (b == Dle.DLE) {
                pendingDle = true;
            } else if (b == '\n' && connected) {
                startStream();
                return i + 1;
            } else if (b == '\r' || b == '\n') {
                endLine();
            } else {
                connected = false;
                append(b);
            }
        }
        return length;
    }

    private void append(byte b) {
        if (textLength == LINE_LENGTH) {
            discarded += textLength;
            textLength = 0;
        }
        text[textLength++] = b;
        if (b == ' ' && textLength == 2 && text[0] == '>') {
            textLength = 0;
            sink.line(PROMPT);
        }
    }

    private void endLine() {
        if (textLength == 0) {
            return;
        }
        String line = new String(text, 0, textLength, StandardCharsets.ISO_8859_1).strip();
        textLength = 0;
        connected = streamExpected && (line.equals("CONNECT") || line.equals("VCON"));
        if (!line.isEmpty()) {
            sink.line(line);
        }
    }

    private void startStream() {
        connected = false;
        streamExpected = false;
        streaming = true;
        stream.begin();
        sink.streamStarted();
    }

    private void endStream() {
        if (streaming) {
            streaming = false;
            textLength = 0;
            sink.streamEnded();
        }
        pendingDle = false;
        connected = false;
    }

    /// @return where the stream ends
    private int stream(byte[] bytes, int from, int length) {
        int end = stream.feed(bytes, from, length, leaving);
        if (stream.ended()) {
            endStream();
            if (stream.endedByOk()) {
                sink.line("OK");
            }
        }
        return end;
    }
}
