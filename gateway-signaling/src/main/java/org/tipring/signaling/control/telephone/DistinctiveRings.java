package org.tipring.signaling.control.telephone;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tipring.media.dsp.Cadence;
import org.tipring.tdm.line.RingSignal;

/// The rings by which an analog telephone tells callers apart: their rhythms, and what callers write in Alert-Info (RFC 3261 section 20.4) to
/// ask for one. There it may be the name of a file, an `info` parameter or a URN (RFC 7462): a word counts wherever it stands.
///
/// @param rhythms by number, 1 to 8, in place of the usual ones; @param words by number, small letters, in place of the usual ones
public record DistinctiveRings(Map<Integer, Cadence> rhythms, Map<Integer, List<String>> words) {

    public static final int MOST = 8;
    public static final DistinctiveRings USUAL = new DistinctiveRings(Map.of(), Map.of());

    public DistinctiveRings {
        rhythms = Map.copyOf(rhythms);
        TreeMap<Integer, List<String>> all = new TreeMap<>();
        for (int ring = 1; ring <= MOST; ring++) {
            all.put(ring, words.getOrDefault(ring, usual(ring)));
        }
        words = java.util.Collections.unmodifiableMap(all);
    }

    private static List<String> usual(int ring) {
        String bellcore = "bellcore-dr" + ring;
        return switch (ring) {
            case 1 -> List.of(bellcore, "ring1", "alert-internal", "urn:alert:source:internal");
            case 2 -> List.of(bellcore, "ring2", "alert-external", "urn:alert:source:external");
            case 3 -> List.of(bellcore, "ring3", "alert-group");
            default -> List.of(bellcore, "ring" + ring);
        };
    }

    /// @param number 0: the usual ring
    public RingSignal signal(RingSignal usual, int number) {
        Cadence own = rhythms.get(number);
        return own == null ? usual.distinctive(number) : new RingSignal(usual.decihertz(), own);
    }

    /// @return 0: none, or one that is not known here
    public int asked(String alertInfo) {
        String said = alertInfo.toLowerCase(Locale.ROOT);
        return words.entrySet().stream().filter(ring -> ring.getValue().stream().anyMatch(word -> contains(said, word))).map(Map.Entry::getKey)
                .findFirst().orElse(0);
    }

    private static boolean contains(String said, String word) {
        for (int at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + 1)) {
            if (border(said, at - 1) && border(said, at + word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean border(String said, int at) {
        return at < 0 || at >= said.length() || !(Character.isLetterOrDigit(said.charAt(at)) || said.charAt(at) == '-');
    }
}
