package org.tipring.tdm.emulator;

/// The command line that a host is typing (ITU-T V.250 section 5.2): `AT`, then anything up to CR; or `A/` for the last line once more.
final class TypedLine {

    /// A longer line is an error. V.250 asks for 40 at least, Conexant promises 50.
    static final int LONGEST = 256;
    private static final long HALF_TYPED_NANOS = Agenda.millis(30_000);

    private final ModemParameters parameters;
    private final StringBuilder body = new StringBuilder();
    private String complete = "";
    private boolean inBody;
    private char prefix;
    private long begunAt;
    private long lastByteAt;

    TypedLine(ModemParameters parameters) {
        this.parameters = parameters;
    }

    /// Whether there is an `AT` without its CR.
    boolean underWay() {
        return inBody;
    }

    /// The last complete line, without `AT` and CR.
    String line() {
        return complete;
    }

    /// When its `A` was typed.
    long begunAt() {
        return begunAt;
    }

    void forget() {
        body.setLength(0);
        inBody = false;
        prefix = 0;
    }

    /// @return whether [#line] is to be executed
    boolean byteTyped(byte value, long now) {
        if (now - lastByteAt > HALF_TYPED_NANOS) {
            forget();
        }
        lastByteAt = now;
        char c = (char) (value & 0x7F);
        return inBody ? typedBody(c) : typedPrefix(c, now);
    }

    private boolean typedPrefix(char c, long now) {
        if (prefix == 'A' && c == '/') {
            forget();
            return true;
        }
        if (prefix == 'A' && (c == 't' || c == 'T')) {
            inBody = true;
            return false;
        }
        prefix = c == 'a' || c == 'A' ? 'A' : 0;
        begunAt = now;
        return false;
    }

    private boolean typedBody(char c) {
        if (c == parameters.register(3)) {
            complete = body.toString();
            forget();
            return true;
        }
        if (c == parameters.register(5)) {
            body.setLength(Math.max(0, body.length() - 1));
        } else if (c >= ' ' && body.length() <= LONGEST) {
            body.append(c);
        }
        return false;
    }
}
