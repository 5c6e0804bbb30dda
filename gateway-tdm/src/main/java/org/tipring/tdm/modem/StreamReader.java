package org.tipring.tdm.modem;

import java.nio.charset.StandardCharsets;

/// Takes a modem's voice stream apart: samples, DLE codes, and texts that a modem wraps up in it. Part of [AtReader].
///
/// | after DLE | the next bytes are |
/// |---|---|
/// | DLE, SUB | one sample 0x10, two of them |
/// | ETX | text again: the stream is over |
/// | `X` | lines of a report (caller identity) up to DLE `.`, and no sound |
/// | `/` | sound; but some modems (Silicon Labs AN93) put keys here that are no samples, up to DLE `~` |
/// | anything else | sound; the byte itself is a report |
///
/// The memory ("the last byte was a DLE", a report half read) survives the borders of reads. Nothing is allocated for a sample.
final class StreamReader {

    private static final byte[] LITERAL = {Dle.DLE, Dle.DLE};
    private static final byte[] OK = "\r\nOK\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String KEYS = "0123456789ABCD*#";
    /// A report is far shorter; what goes on longer was sound.
    private static final int REPORT_LENGTH = 256;
    private static final int MOST_KEYS = 16;

    private final AtReader.Sink sink;
    private final byte[] report = new byte[REPORT_LENGTH];
    private final byte[] keys = new byte[MOST_KEYS];
    private int reportLength;
    private int keyCount;
    private boolean pendingDle;
    private boolean inReport;
    private boolean inShieldHead;
    private int matched;
    private boolean ended;
    private boolean endedByOk;

    StreamReader(AtReader.Sink sink) {
        this.sink = sink;
    }

    void begin() {
        pendingDle = false;
        inReport = false;
        inShieldHead = false;
        keyCount = 0;
        matched = 0;
        ended = false;
        endedByOk = false;
    }

    /// @param leaving the modem was told to end the stream: what comes is nobody's sound any more, and some answer `OK` without ETX
    /// @return where the stream ends, or `length`; [#ended] tells
    int feed(byte[] bytes, int from, int length, boolean leaving) {
        int run = from;
        for (int i = from; i < length; i++) {
            byte b = bytes[i];
            if (pendingDle) {
                pendingDle = false;
                run = i + 1;
                if (b == Dle.ETX && !inReport) {
                    soundAfterAll(leaving);
                    ended = true;
                    return run;
                }
                code(b, leaving);
            } else if (b == Dle.DLE) {
                pendingDle = true;
                samples(bytes, run, i, leaving);
                run = i + 1;
            } else if (inReport) {
                reportByte(b);
                run = i + 1;
            } else if (inShieldHead && KEYS.indexOf(b) >= 0 && keyCount < MOST_KEYS) {
                keys[keyCount++] = b;
                run = i + 1;
            } else {
                if (inShieldHead) {
                    soundAfterAll(leaving);
                    run = i;
                }
                if (leaving && matchesOk(b)) {
                    ended = true;
                    endedByOk = true;
                    return i + 1;
                }
            }
        }
        samples(bytes, run, length, leaving);
        return length;
    }

    boolean ended() {
        return ended;
    }

    /// The end was an `OK` that answered our leaving, without an ETX.
    boolean endedByOk() {
        return endedByOk;
    }

    private void code(byte b, boolean leaving) {
        if (inReport) {
            inReport = b != '.';
            if (!inReport) {
                endReportLine();
            }
            return;
        }
        if (b == Dle.DTMF_ENDS && keyCount > 0) {
            for (int i = 0; i < keyCount; i++) {
                sink.dle(keys[i]);
            }
            keyCount = 0;
        }
        soundAfterAll(leaving);
        switch (b) {
            case Dle.DLE -> samples(LITERAL, 0, 1, leaving);
            case Dle.SUB -> samples(LITERAL, 0, 2, leaving);
            default -> {
                inReport = b == Dle.REPORT_STARTS;
                reportLength = 0;
                inShieldHead = b == Dle.DTMF_STARTS;
                sink.dle(b & 0xFF);
            }
        }
    }

    /// What looked like bare keys behind a shield was sound.
    private void soundAfterAll(boolean leaving) {
        inShieldHead = false;
        samples(keys, 0, keyCount, leaving);
        keyCount = 0;
    }

    private void reportByte(byte b) {
        if (b == '\r' || b == '\n') {
            endReportLine();
        } else if (reportLength < REPORT_LENGTH) {
            report[reportLength++] = b;
        } else {
            inReport = false;
        }
    }

    private void endReportLine() {
        String line = new String(report, 0, reportLength, StandardCharsets.ISO_8859_1).strip();
        reportLength = 0;
        if (!line.isEmpty()) {
            sink.line(line);
        }
    }

    private boolean matchesOk(byte b) {
        matched = b == OK[matched] ? matched + 1 : b == OK[0] ? 1 : 0;
        return matched == OK.length;
    }

    private void samples(byte[] bytes, int from, int to, boolean leaving) {
        if (to > from && !leaving) {
            sink.samples(bytes, from, to - from);
        }
    }
}
