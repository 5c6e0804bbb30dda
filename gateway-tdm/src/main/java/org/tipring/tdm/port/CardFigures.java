package org.tipring.tdm.port;

/// A line card's figures since it was made.
///
/// @param opened how often the device was opened; @param lost how often it went; @param interrupted how often the card began anew by itself
/// @param damagedHere frames that came broken; @param damagedThere that the card got broken
/// @param resent messages that were sent again
/// @param lostFrames of sound that did not come
/// @param underruns how often the card ran out of sound to play
/// @param overflowSamples that nobody fetched
/// @param roundTripNanos from a ping to its answer, the last time
public record CardFigures(long opened, long lost, long interrupted, long damagedHere, long damagedThere, long resent, long lostFrames, long underruns,
        long overflowSamples, long roundTripNanos) { }
