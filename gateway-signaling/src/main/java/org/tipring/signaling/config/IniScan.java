package org.tipring.signaling.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;

/// Reads a file strictly before Commons Configuration reads it leniently.
///
/// The library gives no places, takes a line without `=` or `]` for something, merges sections of one name, and ends a value at blank and
/// `#` (so `9 #31#` becomes `9`). Each of these is a mistake here, so that both agree on every file that passes.
final class IniScan {

    static final int LONGEST_FILE = 1 << 20;
    private static final int LONGEST_LINE = 16 << 10;
    /// The only key that may stand twice in a section: the attempts of a route.
    private static final String REPEATABLE = "to";

    private final String file;
    private final Mistakes mistakes;
    private final List<Section> sections = new ArrayList<>();
    private final Map<String, Place> headings = new HashMap<>();
    private String heading;
    private Place headingPlace;
    private List<Entry> entries = new ArrayList<>();
    private Map<String, Place> keys = new HashMap<>();
    private boolean headingFailed;

    private IniScan(String file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /// @param readable false: it is no text at all
    record Result(boolean readable, List<Section> sections) { }

    static Result scan(String file, byte[] bytes, Mistakes mistakes) {
        IniScan scan = new IniScan(file, mistakes);
        String text = scan.decode(bytes);
        if (text == null) {
            return new Result(false, List.of());
        }
        scan.lines(text);
        return new Result(true, scan.sections);
    }

    private Place at(int line, int column) {
        return new Place(file, line, column);
    }

    private String decode(byte[] bytes) {
        if (bytes.length > LONGEST_FILE) {
            mistakes.error(at(1, 1), "the file is longer than 1 MiB", "split it, or check that it is the right file");
            return null;
        }
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT).decode(input, chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            mistakes.error(endOf(text), "byte 0x%02X is not UTF-8".formatted(bytes[input.position()]), "save the file as UTF-8");
            return null;
        }
        if (text.indexOf('\0') >= 0) {
            mistakes.error(endOf(text.substring(0, text.indexOf('\0'))), "a NUL character",
                    "this is no text file, or it was cut off while it was written; save it again");
            return null;
        }
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return text.replace("\r\n", "\n");
    }

    private Place endOf(String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        return at(line, text.length() - text.lastIndexOf('\n'));
    }

    private void lines(String text) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int control = firstControl(line);
            if (line.length() > LONGEST_LINE) {
                mistakes.error(at(number, LONGEST_LINE), "the line is longer than 16 KiB", "split it");
            } else if (control >= 0) {
                mistakes.error(at(number, control + 1), "a control character (%d)".formatted((int) line.charAt(control)), "remove it");
            } else if (line.stripTrailing().endsWith("\\")) {
                mistakes.error(at(number, line.stripTrailing().length()), "the line ends in '\\'",
                        "lines are not joined; write it in one line");
            } else {
                line(line, number);
            }
        }
        closeSection();
    }

    private static int firstControl(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            // Blanks beyond ASCII look like blanks and are none to the rules below.
            if (Character.isISOControl(c) && c != '\t' || c != ' ' && c != '\t' && (Character.isWhitespace(c) || Character.isSpaceChar(c))) {
                return i;
            }
        }
        return -1;
    }

    private void line(String line, int number) {
        String bare = line.strip();
        int start = line.length() - line.stripLeading().length();
        if (bare.isEmpty() || bare.charAt(0) == ';' || bare.charAt(0) == '#') {
            return;
        }
        if (bare.charAt(0) == '[') {
            heading(bare, at(number, start + 1));
        } else {
            entry(line, start, number);
        }
    }

    private void heading(String bare, Place place) {
        closeSection();
        headingFailed = true;
        int end = bare.indexOf(']');
        if (end < 0) {
            mistakes.error(place, "']' is missing", "write [name]");
            return;
        }
        String after = bare.substring(end + 1);
        if (!after.isBlank() && !after.matches("[ \\t]+(;|#([ \\t]|$)).*")) {
            mistakes.error(place.plus(end + 1), Mistakes.quote(after.strip()) + " stands after the section's name",
                    "remove it, or write it as a comment: ' ; ...'");
            return;
        }
        String name = bare.substring(1, end).strip();
        if (!name.matches("[A-Za-z0-9][^\\[\\]\";#=\\\\]*")) {
            mistakes.error(place, Mistakes.quote(name) + " is no section name", "use letters, digits, blanks and '-'");
            return;
        }
        String plain = name.replaceAll("[ \\t]+", " ");
        Place first = headings.putIfAbsent(plain, place);
        if (first != null) {
            mistakes.error(place, "[" + Mistakes.quote(plain).replace("'", "") + "] stands here a second time",
                    "rename it, or move its lines to line " + first.line());
            return;
        }
        heading = name;
        headingPlace = place.plus(1);
        headingFailed = false;
    }

    private void closeSection() {
        if (heading != null) {
            sections.add(Section.of(heading.replaceAll("[ \\t]+", " "), headingPlace, entries));
        }
        heading = null;
        entries = new ArrayList<>();
        keys = new HashMap<>();
    }

    private void entry(String line, int start, int number) {
        Place place = at(number, start + 1);
        int equals = line.indexOf('=');
        if (equals < 0) {
            // Only the first word: what follows may be a password.
            mistakes.error(place, "no '=' after " + Mistakes.quote(line.strip().split("[ \t]", 2)[0]), "write 'key = value', or start a comment with ';'");
            return;
        }
        String key = line.substring(start, equals).strip();
        if (!key.matches("[A-Za-z0-9][A-Za-z0-9 _-]*")) {
            mistakes.error(place, Mistakes.quote(key) + " is no key", "a key has letters, digits, blanks, '-' and '_'");
            return;
        }
        if (heading == null) {
            if (!headingFailed) {
                mistakes.error(place, "'" + key + "' stands before the first [section]", "move it under the section that it belongs to");
            }
            return;
        }
        Place first = keys.putIfAbsent(key, place);
        if (first != null && !key.equals(REPEATABLE)) {
            mistakes.error(place, "'" + key + "' stands here a second time", "keep one of them; the other is in line " + first.line());
            return;
        }
        IniValue value = IniValue.of(line, equals + 1);
        if (value.wrong() != null) {
            mistakes.error(at(number, value.column()), value.wrong(), value.cure());
            return;
        }
        entries.add(new Entry(key, value.text(), place, at(number, value.column())));
    }
}
