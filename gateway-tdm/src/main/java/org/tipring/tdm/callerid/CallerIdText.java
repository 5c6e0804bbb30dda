package org.tipring.tdm.callerid;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Caller identity as a modem prints it (ITU-T V.253 9.2.3.1 "formatted presentation"): `DATE`, `TIME`, `NMBR`, `NAME`, `MESG`, with or
/// without blanks round the `=`, one to a line or several in one, in ISO-8859-1, on a line that may crackle.
///
/// A number is either what the exchange sent or not there: anything broken makes it unavailable, never shorter or different.
/// What the caller can choose, the name, can not become a number. Owned by who feeds it.
public final class CallerIdText {

    private static final Pattern KEY = Pattern.compile("(DATE|TIME|NMBR|NAME|MESG)\\s*=\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9*#](?:[0-9*#]|[ ()-](?=.*[0-9*#)])){0,31}");
    /// What modems say for "out of area".
    private static final Pattern NONE = Pattern.compile("|O|UNAVAILABLE|UNKNOWN|OUT[ -]OF[ -]AREA", Pattern.CASE_INSENSITIVE);
    private static final int NAME_LENGTH = 50;
    private static final int RAW_LENGTH = 200;

    private boolean started;
    private String number;
    private boolean numberBroken;
    private String name = "";
    private boolean nameSeen;
    private final StringBuilder raw = new StringBuilder();

    /// @return whether the line was part of a report; such a line is nothing else
    public boolean line(String line) {
        Matcher key = KEY.matcher(line);
        String text = line.strip();
        if (!key.find() || !line.substring(0, key.start()).isBlank()) {
            return looksBroken(text);
        }
        keep(text);
        boolean more = true;
        while (more) {
            String field = key.group(1).toUpperCase(Locale.ROOT);
            int from = key.end();
            // The name is the caller's to choose: everything behind it is name.
            more = !field.equals("NAME") && key.find();
            int to = more ? key.start() : line.length();
            boolean torn = more && !Character.isWhitespace(line.charAt(to - 1));
            field(field, line.substring(from, Math.max(from, to)).strip(), torn);
        }
        return true;
    }

    private void field(String field, String value, boolean torn) {
        switch (field) {
            case "NMBR" -> {
                started = true;
                numberBroken |= torn || (number != null && !number.equals(value));
                number = value;
            }
            case "NAME" -> {
                started = true;
                nameSeen = true;
                name = nameOf(value);
            }
            case "DATE", "TIME" -> started = true;
            default -> { }
        }
    }

    /// A line in the middle of a report that lost its key: the number may have been in it.
    private boolean looksBroken(String text) {
        if (started && number == null && text.contains("=")) {
            keep(text);
            numberBroken = true;
            return true;
        }
        return false;
    }

    /// A report has begun.
    public boolean started() {
        return started;
    }

    /// Nothing more is to be expected. Where no name is delivered this never becomes true: end the report when it falls silent.
    public boolean complete() {
        return number != null && nameSeen;
    }

    private void keep(String text) {
        if (!started) {
            raw.setLength(0);
        }
        String clean = text.replaceAll("\\p{Cc}", "?");
        raw.append(raw.isEmpty() ? "" : " | ").append(clean, 0, Math.clamp(RAW_LENGTH - raw.length(), 0, clean.length()));
    }

    /// The report as it came, when there is a number in it that is none: for who wants to know why. Empty when all is well, or the exchange has said
    /// that it has no number. Before [#take].
    public String unread() {
        boolean none = number != null && !numberBroken && NONE.matcher(number).matches();
        return started && !none && result().presence() == CallerId.Presence.UNAVAILABLE ? raw.toString() : "";
    }

    /// What was received, and ready for the next report.
    public CallerId take() {
        CallerId result = result();
        started = false;
        number = null;
        numberBroken = false;
        name = "";
        nameSeen = false;
        raw.setLength(0);
        return result;
    }

    private CallerId result() {
        if (number == null || numberBroken) {
            return new CallerId(CallerId.Presence.UNAVAILABLE, "", name);
        }
        return switch (number.toUpperCase(Locale.ROOT)) {
            case "P", "PRIVATE", "WITHHELD", "ANONYMOUS" -> new CallerId(CallerId.Presence.WITHHELD, "", name);
            default -> NUMBER.matcher(number).matches() ? CallerId.of(number.replaceAll("[ ()-]", ""), name)
                    : new CallerId(CallerId.Presence.UNAVAILABLE, "", name);
        };
    }

    private static String nameOf(String value) {
        String clean = value.replaceAll("\\p{Cc}", "").strip();
        // Bellcore TR-NWT-001188: "P" and "O" stand for a name that is withheld or not there.
        boolean none = clean.equalsIgnoreCase("P") || clean.equalsIgnoreCase("O");
        return none ? "" : clean.substring(0, Math.min(clean.length(), NAME_LENGTH));
    }
}
