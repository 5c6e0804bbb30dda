package org.tipring.signaling.config;

/// What stands after the `=` of a line, without its comment. Values may be secret, so no message repeats one.
///
/// @param column of the first character, or of what is wrong
/// @param wrong null when all is well
record IniValue(String text, int column, String wrong, String cure) {

    static IniValue of(String line, int from) {
        int start = from;
        while (start < line.length() && blank(line, start)) {
            start++;
        }
        if (start == line.length() || line.charAt(start) == ';') {
            return wrong(start, "nothing stands after '='", "write a value, or remove the line");
        }
        char first = line.charAt(start);
        if (first == '"') {
            return quoted(line, start + 1);
        }
        if (first == '#' || first == '\'') {
            return wrong(start, "a value cannot start with " + first, "put the value in \"quotes\"");
        }
        return unquoted(line, start);
    }

    private static IniValue quoted(String line, int start) {
        int end = line.indexOf('"', start);
        if (end < 0) {
            return wrong(start - 1, "the quote is not closed", "write \" at the end of the value");
        }
        String text = line.substring(start, end);
        int back = text.indexOf('\\');
        if (back >= 0) {
            return wrong(start + back, "'\\' in a quoted value", "remove it");
        }
        String after = line.substring(end + 1);
        if (!after.isBlank() && !after.matches("[ \\t]+(;|#([ \\t]|$)).*")) {
            return wrong(end + 1, "something stands after the closing quote",
                    "quotes go round the whole value, and a comment starts with ' ;'");
        }
        return text.isBlank() ? wrong(start, "nothing stands between the quotes", "write a value, or remove the line")
                : new IniValue(text, start + 1, null, null);
    }

    private static IniValue unquoted(String line, int start) {
        int end = line.length();
        for (int i = start; i < end; i++) {
            char c = line.charAt(i);
            boolean afterBlank = blank(line, i - 1);
            if (c == '"') {
                return wrong(i, "a quote inside a value", "put the whole value in \"quotes\"");
            }
            if (c == ';' && afterBlank || c == '#' && afterBlank && (i + 1 == line.length() || blank(line, i + 1))) {
                end = i;
            } else if (c == '#' && afterBlank) {
                return wrong(i, "blank and '#' in a value are easily taken for a comment",
                        "put the whole value in \"quotes\"; a comment has blanks on both sides of its '#'");
            }
        }
        String text = line.substring(start, end).strip();
        return text.endsWith("\\") ? wrong(start + text.length() - 1, "the value ends in '\\'", "remove it")
                : new IniValue(text, start + 1, null, null);
    }

    private static boolean blank(String line, int at) {
        return line.charAt(at) == ' ' || line.charAt(at) == '\t';
    }

    private static IniValue wrong(int index, String what, String cure) {
        return new IniValue("", index + 1, what, cure);
    }
}
