package org.tipring.tdm.line;

/// How we come to believe that a called party answered. An analogue loop does not say it: most exchanges give nothing, some turn
/// tip and ring round (ITU-T Q.552 calls it polarity reversal), the rest must be heard.
public enum AnswerSupervision {
    /// Polarity if it comes; otherwise ringback that ended, or a voice.
    TONES,
    /// Only polarity counts: for lines whose exchange is known to reverse on answer.
    POLARITY,
    /// A call counts as answered when its digits are out: for lines behind which nothing can be heard.
    DIALLED
}
