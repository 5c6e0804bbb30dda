package org.tipring.media.engine;

/// How loud the two directions of an RTP stream pair are, in dBm0. NaN: nothing was heard, or nobody spoke, or it passed in a codec that was not
/// decoded (G.722 or Opus between two peers).
///
/// @param heard how loud the peer speaks, over the last ten seconds of speech; @param heardNoise how loud it is when it does not
/// @param sent how loud we speak to the peer; @param sentNoise how loud that is in the pauses
public record LegLevels(double heard, double heardNoise, double sent, double sentNoise) {

    public static final LegLevels UNKNOWN = new LegLevels(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
