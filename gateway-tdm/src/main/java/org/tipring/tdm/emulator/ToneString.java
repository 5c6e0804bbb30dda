package org.tipring.tdm.emulator;

import java.util.ArrayList;
import java.util.List;

/// What `+VTS` plays (ITU-T V.253): `5`, `{5,12}`, `[900,900,120]`, `[,,50]`, `!`, separated by commas. Times are hundredths of a second.
final class ToneString {

    /// One thing to play.
    ///
    /// @param key a DTMF key, `!` for a hook flash, or 0 for a sound that is no key
    /// @param hundredths how long
    record Element(char key, int hundredths) { }

    private ToneString() {
    }

    /// @param usualHundredths for what names no length
    /// @param good takes the elements up to the first that cannot be read
    /// @return whether all of it could be read
    static boolean parse(String text, int usualHundredths, List<Element> good) {
        for (String part : split(text)) {
            Element element = element(part, usualHundredths);
            if (element == null) {
                return false;
            }
            good.add(element);
        }
        return !text.isEmpty();
    }

    private static Element element(String part, int usual) {
        if (part.length() == 1) {
            return isKey(part.charAt(0)) ? new Element(part.charAt(0), usual) : null;
        }
        if (part.startsWith("{") && part.endsWith("}")) {
            String[] fields = part.substring(1, part.length() - 1).split(",", -1);
            int length = fields.length == 2 ? number(fields[1], 0, 255, usual) : fields.length == 1 ? usual : -1;
            return length >= 0 && fields[0].length() == 1 && isKey(fields[0].charAt(0)) ? new Element(fields[0].charAt(0), length) : null;
        }
        if (part.startsWith("[") && part.endsWith("]")) {
            String[] fields = part.substring(1, part.length() - 1).split(",", -1);
            boolean readable = fields.length == 3 && number(fields[0], 200, 3300, 0) >= 0 && number(fields[1], 200, 3300, 0) >= 0;
            int length = readable ? number(fields[2], 0, 255, usual) : -1;
            return length >= 0 ? new Element((char) 0, length) : null;
        }
        return null;
    }

    private static boolean isKey(char c) {
        return c == '!' || Tones.isKey(c);
    }

    private static int number(String field, int least, int most, int absent) {
        if (field.isEmpty()) {
            return absent;
        }
        if (field.length() > 4 || !field.chars().allMatch(Character::isDigit)) {
            return -1;
        }
        int number = Integer.parseInt(field);
        return number == 0 || number >= least && number <= most ? number : -1;
    }

    /// At the commas outside brackets.
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
