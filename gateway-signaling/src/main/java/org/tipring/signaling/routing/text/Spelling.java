package org.tipring.signaling.routing.text;

import java.util.Collection;
import java.util.Locale;

/// Finds what somebody probably meant.
public final class Spelling {

    /// Words longer than this are no misspelt key.
    private static final int LONGEST = 40;

    private Spelling() {
    }

    /// A cure for a word that is unknown: `did you mean 'x'?`, or the list of what there is.
    public static String cure(String word, Collection<String> known) {
        String nearest = nearest(word, known);
        if (!nearest.isEmpty()) {
            return "did you mean '" + nearest + "'?";
        }
        return known.isEmpty() ? "remove it" : "use one of: " + String.join(", ", known.stream().limit(20).toList());
    }

    /// The known word that is closest, or empty when none is close.
    public static String nearest(String word, Collection<String> known) {
        String nearest = "";
        int best = Integer.MAX_VALUE;
        if (word.length() <= LONGEST) {
            for (String candidate : known) {
                int distance = distance(plain(word), plain(candidate));
                if (distance < best && distance <= Math.max(1, Math.min(word.length(), candidate.length()) / 3)) {
                    best = distance;
                    nearest = candidate;
                }
            }
        }
        return nearest;
    }

    /// Case, blanks, `-` and `_` are what people get wrong first; they count for nothing.
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    /// Damerau-Levenshtein (optimal string alignment): inserted, missing, wrong and swapped letters cost one each.
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
