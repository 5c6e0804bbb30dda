package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.List;

/// What a number must look like: one of several rows of cells, or one of the two words.
///
/// @param rows each a full pattern; a number matches when it matches one
/// @param nothing off hook without digits matches
/// @param after how long nothing must be dialled; null when at once
/// @param anonymous a withheld caller matches
public record NumberPattern(List<List<Cell>> rows, boolean nothing, Duration after, boolean anonymous) {

    /// `...` ends here: no number is longer (ITU-T E.164 has 15 digits; prefixes and extensions add some).
    public static final int LONGEST_REST = 20;

    /// One character.
    ///
    /// @param mask which characters fit, by [Dialable#index]
    /// @param optional it may be missing, and then so are those of its run that follow
    public record Cell(int mask, boolean optional) { }

    public NumberPattern {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// Whether any row does, cell by cell.
    public boolean matches(String number) {
        for (List<Cell> row : rows) {
            if (matches(row, 0, number, 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(List<Cell> row, int cell, String number, int at) {
        if (cell == row.size()) {
            return at == number.length();
        }
        Cell want = row.get(cell);
        boolean fits = at < number.length() && fits(want, number.charAt(at));
        return fits && matches(row, cell + 1, number, at + 1)
                || want.optional() && matches(row, cell + 1, number, at);
    }

    private static boolean fits(Cell cell, char c) {
        int index = Dialable.index(c);
        return index >= 0 && (cell.mask() >> index & 1) == 1;
    }
}
