package org.tipring.signaling.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// JAIN-SIP's parser behind a look at the raw text: a header that may be there once only is there once (RFC 3261 section 7.3.1). The
/// parser keeps one of two and forgets the other; a proxy before us may have kept the other one (RFC 4475 sections 3.3.8, 3.3.9).
final class StrictParser extends StringMsgParser {

    static final int MAX_HEADERS = 200;

    private static final Map<String, String> SINGLE = Map.of("call-id", "call-id", "i", "call-id", "cseq", "cseq", "from", "from",
        "f", "from", "to", "to", "t", "to", "content-length", "content-length", "l", "content-length");
    private static final Set<String> ALSO_SINGLE = Set.of("max-forwards", "expires", "content-type", "c", "replaces", "refer-to", "r");

    @Override
    public SIPMessage parseSIPMessage(byte[] message, boolean readBody, boolean strict, ParseExceptionListener listener)
        throws ParseException {
        screen(message);
        return super.parseSIPMessage(message, readBody, strict, listener);
    }

    private static void screen(byte[] message) throws ParseException {
        Set<String> seen = new HashSet<>();
        int headers = 0;
        int at = next(message, 0);
        while (at < message.length && message[at] != '\r' && message[at] != '\n') {
            int end = next(message, at);
            boolean folded = message[at] == ' ' || message[at] == '\t';
            if (!folded && ++headers > MAX_HEADERS) {
                throw new ParseException("more than " + MAX_HEADERS + " headers", at);
            }
            String name = folded ? null : single(message, at, end);
            if (name != null && !seen.add(name)) {
                throw new ParseException("two headers " + name, at);
            }
            at = end;
        }
    }

    /// Where the next line begins.
    private static int next(byte[] message, int from) {
        int at = from;
        while (at < message.length && message[at] != '\n') {
            at++;
        }
        return Math.min(message.length, at + 1);
    }

    /// The long name of a header that may be there once only; null for the others.
    private static String single(byte[] message, int from, int end) {
        int colon = from;
        while (colon < end && colon - from < 20 && message[colon] != ':') {
            colon++;
        }
        if (colon == end || message[colon] != ':') {
            return null;
        }
        String name = new String(message, from, colon - from, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        return ALSO_SINGLE.contains(name) ? name.equals("c") ? "content-type" : name.equals("r") ? "refer-to" : name : SINGLE.get(name);
    }
}
