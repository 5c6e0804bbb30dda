package org.tipring.tdm.line;

/// A line's name in the configuration: `fxo1`. Letters, digits, `-` and `_`; it stands in logs, records and metrics.
public record LineId(String name) {

    public LineId {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,31}")) {
            throw new IllegalArgumentException("a line's name is a letter and up to 31 letters, digits, - or _: " + name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
