package org.tipring.tdm.line;

/// Which sign of the called party's answer counts as the answer. An analogue loop does not say it: most exchanges give nothing, some turn
/// tip and ring round (ITU-T Q.552 calls it polarity reversal), the rest must be heard.
public enum AnswerSupervision {
    /// What is likely will do: polarity if it comes; otherwise ringback that ended, or a voice.
    TONES,
    /// Only what is sure, polarity: for lines whose exchange is known to reverse on answer.
    POLARITY,
    /// A call counts as answered when its digits are out: for lines behind which nothing can be heard.
    DIALLED
}
