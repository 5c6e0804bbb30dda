package org.tipring.tdm.sms;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// The default alphabet of text messages: 128 letters of seven bits, and ten behind an escape (3GPP TS 23.038 sections 6.2.1 and 6.2.1.1). Eight
/// of them are packed into seven octets, the lowest bits first (section 6.1.2.1).
final class GsmAlphabet {

    static final byte ESCAPE = 0x1B;
    private static final String LETTERS = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ"
            + " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final Map<Integer, Character> BEHIND_ESCAPE = Map.of(0x0A, '\f', 0x14, '^', 0x28, '{', 0x29, '}', 0x2F, '\\', 0x3C, '[', 0x3D, '~',
            0x3E, ']', 0x40, '|', 0x65, '€');
    private static final Map<Character, Integer> ESCAPED = BEHIND_ESCAPE.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private GsmAlphabet() {
    }

    /// @return null when a letter is not in the alphabet
    static byte[] septets(String text) {
        byte[] septets = new byte[2 * text.length()];
        int count = 0;
        for (char letter : text.toCharArray()) {
            int code = letter == ESCAPE ? -1 : LETTERS.indexOf(letter);
            if (code < 0) {
                Integer escaped = ESCAPED.get(letter);
                if (escaped == null) {
                    return null;
                }
                septets[count++] = ESCAPE;
                code = escaped;
            }
            septets[count++] = (byte) code;
        }
        return Arrays.copyOf(septets, count);
    }

    static String text(byte[] septets) {
        StringBuilder text = new StringBuilder(septets.length);
        boolean escaped = false;
        for (byte septet : septets) {
            if (escaped) {
                // What is behind an escape and means nothing is shown as without it, another escape as a space.
                text.append(BEHIND_ESCAPE.getOrDefault((int) septet, septet == ESCAPE ? ' ' : LETTERS.charAt(septet)));
                escaped = false;
            } else if (septet == ESCAPE) {
                escaped = true;
            } else {
                text.append(LETTERS.charAt(septet));
            }
        }
        return text.toString();
    }

    /// @param fillBits of no meaning, before the first
    static byte[] pack(byte[] septets, int fillBits) {
        byte[] octets = new byte[(fillBits + 7 * septets.length + 7) / 8];
        for (int i = 0; i < septets.length; i++) {
            int bit = fillBits + 7 * i;
            int value = septets[i] << bit % 8;
            octets[bit / 8] |= (byte) value;
            if (value > 0xFF) {
                octets[bit / 8 + 1] |= (byte) (value >> 8);
            }
        }
        return octets;
    }

    /// @param from where the fill bits begin
    static byte[] unpack(byte[] octets, int from, int count, int fillBits) {
        byte[] septets = new byte[count];
        for (int i = 0; i < count; i++) {
            int bit = fillBits + 7 * i;
            int low = octets[from + bit / 8] & 0xFF;
            int high = bit % 8 > 1 ? octets[from + bit / 8 + 1] & 0xFF : 0;
            septets[i] = (byte) ((low | high << 8) >> bit % 8 & 0x7F);
        }
        return septets;
    }
}
