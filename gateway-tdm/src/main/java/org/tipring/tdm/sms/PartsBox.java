package org.tipring.tdm.sms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What lies in the store of a module, put together: long messages come in parts, in any order, over hours. Pure.
public final class PartsBox {

    /// So many parts that wait for others are too many: a SIM card has room for ten to thirty, and a full one takes no more.
    private static final int MOST_WAITING = 8;
    private static final String MISSING = "[...]";

    /// A message that is whole, or is not waited for any longer.
    ///
    /// @param places that it takes in the store
    public record Whole(List<Integer> places, TextMessage message) { }

    private record Together(String number, UserData.Place like) { }

    private static final class Parts {
        private final List<Integer> places = new ArrayList<>();
        private final SortedMap<Integer, Tpdu.Part> byNumber = new TreeMap<>();
    }

    private PartsBox() {
    }

    /// @param store SMS-DELIVER in hexadecimal by place
    /// @return in the order of their places; parts whose others have not come are not among them
    public static List<Whole> whole(SortedMap<Integer, String> store) {
        List<Whole> whole = new ArrayList<>();
        Map<Together, Parts> waiting = new LinkedHashMap<>();
        store.forEach((place, hex) -> {
            Tpdu.Part part = Tpdu.delivered(hex);
            if (part == null) {
                whole.add(new Whole(List.of(place), TextMessage.unread(hex)));
            } else if (part.place().of() == 1) {
                whole.add(new Whole(List.of(place), new TextMessage(part.number(), part.text(), part.sentAt())));
            } else {
                Parts parts = waiting.computeIfAbsent(new Together(part.number(), new UserData.Place(part.place().reference(), 1, part.place().of())),
                        _ -> new Parts());
                parts.places.add(place);
                parts.byNumber.put(part.place().number(), part);
            }
        });
        int count = waiting.values().stream().mapToInt(parts -> parts.places.size()).sum();
        for (Map.Entry<Together, Parts> one : waiting.entrySet()) {
            int of = one.getKey().like.of();
            if (one.getValue().byNumber.size() == of || count > MOST_WAITING) {
                count -= one.getValue().places.size();
                whole.add(joined(one.getValue(), of));
            }
        }
        return whole;
    }

    private static Whole joined(Parts parts, int of) {
        StringBuilder text = new StringBuilder();
        for (int number = 1; number <= of; number++) {
            Tpdu.Part part = parts.byNumber.get(number);
            text.append(part == null ? MISSING : part.text());
        }
        Tpdu.Part first = parts.byNumber.firstEntry().getValue();
        return new Whole(List.copyOf(parts.places), new TextMessage(first.number(), text.toString(), first.sentAt()));
    }
}
