package org.tipring.signaling.control.loop;

import java.util.function.LongSupplier;

/// One figure that only grows: the control thread counts, any thread reads.
///
/// @param metric its name; @param tag and @param value which of a kind it is
public record Count(String metric, String sentence, String tag, String value, LongSupplier figure) { }
