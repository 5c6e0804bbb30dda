package org.tipring.signaling.control.loop;

import java.util.function.DoubleSupplier;

/// One figure that goes up and down; any thread reads it.
///
/// @param metric its name; @param tag and @param value which of a kind it is; both empty: there is one only
public record Level(String metric, String sentence, String tag, String value, DoubleSupplier figure) { }
