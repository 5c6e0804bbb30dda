package org.tipring.tdm.card;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Who a card says it is.
///
/// @param version of the protocol; @param session that it is in, 0: none
/// @param kinds of its ports, in order
public record CardIdentity(int version, int session, int codecs, int frameLengths, int features, List<Kind> kinds, String model, String firmware,
        String serial) {

    public enum Kind {
        /// A telephone hangs on it.
        FXS,
        /// An exchange's line.
        FXO
    }

    private static final int MOST_PORTS = 32;

    public CardIdentity {
        kinds = List.copyOf(kinds);
    }

    /// @return null when it cannot be read
    static CardIdentity parse(byte[] body, int offset, int length) {
        if (length < 8) {
            return null;
        }
        int ports = body[offset + 7] & 0xFF;
        int at = offset + 8;
        int end = offset + length;
        if (ports < 1 || ports > MOST_PORTS || at + ports > end) {
            return null;
        }
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < ports; i++) {
            int kind = body[at++];
            if (kind < 1 || kind > 2) {
                return null;
            }
            kinds.add(Kind.values()[kind - 1]);
        }
        String[] texts = new String[3];
        for (int i = 0; i < texts.length; i++) {
            int size = at < end ? body[at] & 0xFF : end;
            if (at + 1 + size > end) {
                return null;
            }
            texts[i] = new String(body, at + 1, size, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
            at += 1 + size;
        }
        return new CardIdentity(body[offset] & 0xFF, word(body, offset + 1), body[offset + 3] & 0xFF, body[offset + 4] & 0xFF,
                word(body, offset + 5), kinds, texts[0], texts[1], texts[2]);
    }

    private static int word(byte[] body, int offset) {
        return body[offset] & 0xFF | (body[offset + 1] & 0xFF) << 8;
    }
}
