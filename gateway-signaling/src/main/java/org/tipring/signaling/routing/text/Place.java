package org.tipring.signaling.routing.text;

/// Where something stands. Line and column count from 1, columns in UTF-16 units.
public record Place(String file, int line, int column) {

    public Place plus(int columns) {
        return new Place(file, line, column + columns);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
