package org.tipring.signaling.routing.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.routing.NumberChange;
import org.tipring.signaling.routing.RouteTarget;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Spelling;

/// Reads `landlines, strip 1, prefix 0, wait 2s` and `reject 404`.
final class TargetReader {

    private static final Pattern REJECT = Pattern.compile("reject\\s+(\\d{3})");
    private static final Pattern STATUS = Pattern.compile("[4-6]\\d\\d");
    private static final List<String> WORDS = List.of("strip", "strip right", "keep", "prefix", "suffix", "set", "replace", "wait", "ring", "for");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    private final Names names;
    private final Mistakes mistakes;

    TargetReader(Names names, Mistakes mistakes) {
        this.names = names;
        this.mistakes = mistakes;
    }

    /// Null when the first word is wrong.
    RouteTarget read(Entry entry) {
        List<Fields.Part> parts = Fields.parts(entry, ",", mistakes);
        if (parts.isEmpty()) {
            return null;
        }
        Fields.Part head = parts.getFirst();
        if (head.text().equals("ignore")) {
            alone(parts);
            return new RouteTarget.Ignore(head.place());
        }
        if (head.text().equals("reject") || head.text().startsWith("reject ")) {
            alone(parts);
            return reject(head);
        }
        if (!names.mayBeCalled(head.text())) {
            mistakes.error(head.place(), Mistakes.quote(head.text()) + " is no interface, member or ring group",
                    Spelling.cure(head.text(), names.callable()));
            return null;
        }
        Changes changes = new Changes();
        parts.subList(1, parts.size()).forEach(changes::add);
        if (names.isGroup(head.text()) && !changes.list.isEmpty()) {
            mistakes.error(parts.get(1).place(), "a ring group has no number to change", "remove it, or name an interface instead");
        }
        String owner = names.interfaceOf(head.text());
        return owner == null ? new RouteTarget.Destination(head.text(), "", changes.list, changes.ringFor, changes.ring, head.place())
                : new RouteTarget.Destination(owner, head.text(), changes.list, changes.ringFor, changes.ring, head.place());
    }

    private void alone(List<Fields.Part> parts) {
        if (parts.size() > 1) {
            mistakes.error(parts.get(1).place(), Mistakes.quote(parts.get(1).text()) + " stands after " + parts.getFirst().text(), "remove it");
        }
    }

    private RouteTarget reject(Fields.Part head) {
        Matcher matcher = REJECT.matcher(head.text());
        if (!matcher.matches() || !STATUS.matcher(matcher.group(1)).matches()) {
            mistakes.error(head.place(), Mistakes.quote(head.text()) + " has no SIP status", "write 'reject 404', with a number from 400 to 699");
            return null;
        }
        return new RouteTarget.Reject(Integer.parseInt(matcher.group(1)), head.place());
    }

    private final class Changes {

        final List<NumberChange> list = new ArrayList<>();
        Duration ringFor;
        int ring;

        void add(Fields.Part part) {
            String text = part.text().replaceAll("\\s+", " ");
            String word = text.startsWith("strip right") ? "strip right" : text.split(" ", 2)[0];
            String rest = text.substring(Math.min(text.length(), word.length())).strip();
            switch (word) {
                case "strip", "strip right", "keep" -> count(part, word, rest);
                case "prefix", "suffix", "set" -> digits(part, word, rest);
                case "replace" -> replace(part, rest);
                case "wait" -> pause(part, rest);
                case "ring" -> ring(part, rest);
                case "for" -> ringFor(part, rest);
                default -> wrong(part, Spelling.cure(word, WORDS));
            }
        }

        private void count(Fields.Part part, String word, String rest) {
            if (!rest.matches("\\d{1,2}") || rest.matches("0+")) {
                wrong(part, "write '" + word + " 1', with how many characters");
                return;
            }
            int count = Integer.parseInt(rest);
            list.add(word.equals("keep") ? new NumberChange.Keep(count)
                    : word.equals("strip") ? new NumberChange.Strip(count) : new NumberChange.StripRight(count));
        }

        private void digits(Fields.Part part, String word, String rest) {
            String digits = plain(rest);
            if (digits.isEmpty() && !(word.equals("set") && names.mayBeCalled(rest))) {
                wrong(part, "write '" + word + " 0123', with digits, *, # or +");
                return;
            }
            String text = digits.isEmpty() ? rest : digits;
            list.add(switch (word) {
                case "prefix" -> new NumberChange.Prefix(text);
                case "suffix" -> new NumberChange.Suffix(text);
                default -> new NumberChange.Set(text);
            });
        }

        private void replace(Fields.Part part, String rest) {
            String[] both = rest.split(" by ", -1);
            if (both.length != 2 || plain(both[0]).isEmpty() || plain(both[1]).isEmpty()) {
                wrong(part, "write 'replace 00 by +'");
                return;
            }
            list.add(new NumberChange.Replace(plain(both[0]), plain(both[1])));
        }

        private void pause(Fields.Part part, String rest) {
            Duration pause = Fields.duration(rest);
            if (pause == null || pause.compareTo(SHORTEST_WAIT) < 0 || pause.compareTo(LONGEST_WAIT) > 0) {
                wrong(part, "write 'wait 2s', up to 60s");
                return;
            }
            list.add(new NumberChange.Wait(pause));
        }

        private void ring(Fields.Part part, String rest) {
            if (!rest.matches("[1-8]")) {
                wrong(part, "write 'ring 1' to 'ring 8', a distinctive ring of the telephone");
                return;
            }
            ring = Integer.parseInt(rest);
        }

        private void ringFor(Fields.Part part, String rest) {
            ringFor = Fields.duration(rest);
            if (ringFor == null || ringFor.isZero()) {
                wrong(part, "write 'for 20s'");
            }
        }

        private void wrong(Fields.Part part, String cure) {
            mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no change of a number", cure);
        }
    }

    /// Dialable characters without blanks and dashes; empty when there are others.
    static String plain(String text) {
        String digits = text.replaceAll("[ -]", "");
        return digits.matches("[0-9*#+]{1,40}") ? digits : "";
    }
}
