package org.tipring.signaling.control.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What an analog telephone's services are set to. Immutable.
///
/// @param dialled the number dialled last; @param caller who called last; both empty: nobody
/// @param on the switches that are on
/// @param forwards where calls go, by when; what is not in there rings here
/// @param speedDials numbers by their place, 0 to 9
/// @param wakeUp when it is to ring, or null
/// @param messages how many wait for its user
public record ServiceState(String dialled, String caller, Set<Switch> on, Map<Forward, String> forwards, Map<Integer, String> speedDials,
                           Instant wakeUp, int messages) {

    public static final ServiceState NOTHING = new ServiceState("", "", Set.of(), Map.of(), Map.of(), null, 0);

    public enum Switch {
        UNDISTURBED("do not disturb"), WITHHELD("number withheld"), REJECTS_ANONYMOUS("rejects anonymous calls");

        private final String words;

        Switch(String words) {
            this.words = words;
        }
    }

    /// When calls go elsewhere.
    public enum Forward {
        ALWAYS, BUSY, NO_ANSWER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public ServiceState {
        on = Set.copyOf(on);
        forwards = Map.copyOf(forwards);
        speedDials = Map.copyOf(speedDials);
    }

    public boolean is(Switch one) {
        return on.contains(one);
    }

    ServiceState withDialled(String number) {
        return new ServiceState(number, caller, on, forwards, speedDials, wakeUp, messages);
    }

    ServiceState withCaller(String number) {
        return new ServiceState(dialled, number, on, forwards, speedDials, wakeUp, messages);
    }

    ServiceState with(Switch one, boolean isOn) {
        Set<Switch> all = EnumSet.noneOf(Switch.class);
        all.addAll(on);
        if (isOn) {
            all.add(one);
        } else {
            all.remove(one);
        }
        return new ServiceState(dialled, caller, all, forwards, speedDials, wakeUp, messages);
    }

    /// @param number empty: calls ring here again
    ServiceState with(Forward when, String number) {
        Map<Forward, String> all = new EnumMap<>(Forward.class);
        all.putAll(forwards);
        if (number.isEmpty()) {
            all.remove(when);
        } else {
            all.put(when, number);
        }
        return new ServiceState(dialled, caller, on, all, speedDials, wakeUp, messages);
    }

    ServiceState withSpeedDial(int place, String number) {
        Map<Integer, String> all = new TreeMap<>(speedDials);
        all.put(place, number);
        return new ServiceState(dialled, caller, on, forwards, all, wakeUp, messages);
    }

    ServiceState withWakeUp(Instant when) {
        return new ServiceState(dialled, caller, on, forwards, speedDials, when, messages);
    }

    ServiceState withMessages(int count) {
        return new ServiceState(dialled, caller, on, forwards, speedDials, wakeUp, count);
    }

    /// What of it an operator counts telephones by: `undisturbed`, `forward_busy`, `wake_up` ...
    static final List<String> KINDS = kinds();

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        for (Switch one : Switch.values()) {
            kinds.add(label(one));
        }
        for (Forward when : Forward.values()) {
            kinds.add("forward_" + label(when));
        }
        kinds.addAll(List.of("speed_dial", "wake_up", "messages"));
        return List.copyOf(kinds);
    }

    boolean has(String kind) {
        return switch (kind) {
            case "speed_dial" -> !speedDials.isEmpty();
            case "wake_up" -> wakeUp != null;
            case "messages" -> messages > 0;
            default -> on.stream().anyMatch(one -> label(one).equals(kind)) || forwards.keySet().stream().anyMatch(when -> kind.equals("forward_" + label(when)));
        };
    }

    private static String label(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    /// What is not as it is for everybody, and whom it would redial or call back, in words for an operator.
    public List<String> words() {
        List<String> words = new ArrayList<>();
        for (Switch one : Switch.values()) {
            if (on.contains(one)) {
                words.add(one.words);
            }
        }
        for (Forward when : Forward.values()) {
            if (forwards.containsKey(when)) {
                words.add("forwards " + when + " to " + forwards.get(when));
            }
        }
        if (!speedDials.isEmpty()) {
            words.add("speed dials " + new TreeMap<>(speedDials));
        }
        if (wakeUp != null) {
            words.add("wake-up at " + wakeUp);
        }
        if (messages > 0) {
            words.add(messages + (messages == 1 ? " message waits" : " messages wait"));
        }
        if (!dialled.isEmpty()) {
            words.add("last dialled " + clean(dialled));
        }
        if (!caller.isEmpty()) {
            words.add("last caller " + clean(caller));
        }
        return words;
    }

    // ---- for keeping

    /// The same as words that go on a line: `dialled=5550100 undisturbed=yes forward.busy=202`. What is not set is left out.
    public String text() {
        StringBuilder text = new StringBuilder();
        put(text, "dialled", dialled);
        put(text, "caller", caller);
        for (Switch one : Switch.values()) {
            put(text, key(one), on.contains(one) ? "yes" : "");
        }
        for (Forward when : Forward.values()) {
            put(text, "forward." + key(when), forwards.getOrDefault(when, ""));
        }
        new TreeMap<>(speedDials).forEach((place, number) -> put(text, "speed." + place, number));
        put(text, "wake-up", wakeUp == null ? "" : wakeUp.toString());
        put(text, "messages", messages == 0 ? "" : Integer.toString(messages));
        return text.toString().strip();
    }

    private static void put(StringBuilder text, String key, String value) {
        String clean = clean(value);
        if (!clean.isEmpty()) {
            text.append(key).append('=').append(clean).append(' ');
        }
    }

    /// A caller's number is what somebody else sent.
    private static String clean(String value) {
        return value.replaceAll("[\\s\\p{Cntrl}]", "");
    }

    /// What [#text] has written. Words that nobody knows are passed over, so that an older program can read what a newer one kept.
    ///
    /// @throws RuntimeException when a value is none
    public static ServiceState of(String text) {
        Map<String, String> words = new TreeMap<>();
        for (String word : text.strip().split(" +")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        ServiceState state = NOTHING.withDialled(words.getOrDefault("dialled", "")).withCaller(words.getOrDefault("caller", ""))
                .withMessages(Integer.parseInt(words.getOrDefault("messages", "0")))
                .withWakeUp(words.containsKey("wake-up") ? Instant.parse(words.get("wake-up")) : null);
        for (Switch one : Switch.values()) {
            state = state.with(one, words.getOrDefault(key(one), "").equals("yes"));
        }
        for (Forward when : Forward.values()) {
            state = state.with(when, words.getOrDefault("forward." + key(when), ""));
        }
        for (int place = 0; place <= 9; place++) {
            String number = words.get("speed." + place);
            state = number == null ? state : state.withSpeedDial(place, number);
        }
        return state;
    }

    private static String key(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
