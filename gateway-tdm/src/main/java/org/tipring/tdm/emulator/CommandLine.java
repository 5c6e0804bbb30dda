package org.tipring.tdm.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One line of commands, without `AT` and the closing CR (ITU-T V.250 section 5): `ZE0V1`, `+VSD=0,0;+VIT=0`, `S0?`, `DT0123;`.
final class CommandLine {

    /// One command.
    ///
    /// @param name in upper case: `Z`, `&D`, `S0`, `+VSM`, `D`
    /// @param form how it is meant
    /// @param value what follows, blanks removed; for a basic command its number, empty when absent
    record Command(String name, Form form, String value) {

        /// The value as a number.
        ///
        /// @param absent what an empty value means; -1 when it is not a number
        int number(int absent) {
            if (value.isEmpty()) {
                return absent;
            }
            return value.length() < 10 && value.chars().allMatch(Character::isDigit) ? Integer.parseInt(value) : -1;
        }
    }

    enum Form {
        /// `Z`, `E0`, `+VIP`.
        EXECUTE,
        /// `S0=1`, `+VSM=131,8000`.
        SET,
        /// `S0?`, `+VSM?`.
        READ,
        /// `+VSM=?`.
        TEST
    }

    private final String text;
    private int at;

    private CommandLine(String text) {
        this.text = text;
    }

    /// @return the commands in order, or null when the line cannot be read
    static List<Command> parse(String line) {
        CommandLine parser = new CommandLine(withoutBlanks(line));
        List<Command> commands = new ArrayList<>();
        while (parser.at < parser.text.length()) {
            Command command = parser.next();
            if (command == null) {
                return null;
            }
            commands.add(command);
        }
        return commands;
    }

    private static String withoutBlanks(String line) {
        StringBuilder kept = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            quoted ^= c == '"';
            if (quoted || c != ' ') {
                kept.append(quoted ? c : Character.toUpperCase(c));
            }
        }
        return kept.toString();
    }

    private Command next() {
        char c = text.charAt(at);
        return switch (c) {
            case '+', '-' -> extended();
            case 'S' -> register();
            case 'D' -> dial();
            case '&', '\\', '%' -> at + 1 < text.length() ? basic(2) : null;
            case ';' -> {
                at++;
                yield at < text.length() ? next() : new Command("", Form.EXECUTE, "");
            }
            default -> Character.isLetter(c) ? basic(1) : null;
        };
    }

    private Command basic(int nameLength) {
        String name = text.substring(at, at + nameLength);
        at += nameLength;
        return new Command(name, Form.EXECUTE, digits());
    }

    private Command register() {
        at++;
        String name = "S" + digits();
        if (at < text.length() && text.charAt(at) == '?') {
            at++;
            return new Command(name, Form.READ, "");
        }
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
            return new Command(name, Form.SET, digits());
        }
        return null;
    }

    private Command dial() {
        String number = text.substring(at + 1);
        at = text.length();
        return new Command("D", Form.EXECUTE, number);
    }

    private Command extended() {
        int start = at++;
        while (at < text.length() && "=?;".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(start, at).toUpperCase(Locale.ROOT);
        int end = endOfExtended();
        String rest = text.substring(at, end);
        at = Math.min(end + 1, text.length());
        return switch (rest) {
            case "" -> new Command(name, Form.EXECUTE, "");
            case "?" -> new Command(name, Form.READ, "");
            case "=?" -> new Command(name, Form.TEST, "");
            default -> rest.startsWith("=") ? new Command(name, Form.SET, rest.substring(1)) : null;
        };
    }

    private int endOfExtended() {
        boolean quoted = false;
        for (int i = at; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            if (!quoted && text.charAt(i) == ';') {
                return i;
            }
        }
        return text.length();
    }

    private String digits() {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }
}
