package org.tipring.tdm.port;

/// A line card's figures since it was made.
///
/// @param opened how often the device was opened; @param lost how often it went
/// @param damagedHere frames that came broken; @param damagedThere that the card got broken
/// @param resent messages that were sent again
/// @param lostFrames of sound that did not come
/// @param underruns how often the card ran out of sound to play
/// @param overflowSamples that nobody fetched
public record CardFigures(long opened, long lost, long damagedHere, long damagedThere, long resent, long lostFrames, long underruns,
        long overflowSamples) { }
