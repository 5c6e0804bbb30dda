package org.tipring.signaling.control.line;

import java.util.Locale;
import org.tipring.media.dsp.ModemTone;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;

/// What a line's ending means. An analog line carries no cause, so it is derived from what was heard: a tone before the answer says
/// why the call failed, the same tone after it only that the far end has hung up.
public final class LineCauses {

    private LineCauses() {
    }

    public static Failure beforeAnswer(ReleaseEvidence evidence) {
        ReleaseCause cause = switch (evidence) {
            case BUSY_TONE -> ReleaseCause.BUSY;
            case REORDER_TONE -> ReleaseCause.NO_CIRCUIT;
            case SIT -> ReleaseCause.UNALLOCATED;
            case NO_DIAL_TONE, DEVICE_GONE, DEVICE_FAILED -> ReleaseCause.OUT_OF_ORDER;
            case RING_NO_ANSWER -> ReleaseCause.NO_ANSWER;
            case LOOP_BREAK, POLARITY_BACK, DIAL_TONE_RETURNED, SILENCE -> ReleaseCause.INTERWORKING;
            case LONGEST_CALL -> ReleaseCause.TIMER;
            case OUR_RELEASE -> ReleaseCause.NORMAL;
        };
        return Failure.of(cause, 0, sentence(evidence));
    }

    /// A network that says its cause is believed: the first of our causes with its number, else "ended", before the answer as a failure.
    public static Failure ofNetwork(int q850, String words) {
        for (ReleaseCause cause : ReleaseCause.values()) {
            if (cause.q850() == q850 && cause != ReleaseCause.CANCELLED) {
                return Failure.of(cause, 0, words);
            }
        }
        return Failure.of(ReleaseCause.INTERWORKING, 0, words + " (Q.850 cause " + q850 + ")");
    }

    public static Failure afterAnswer(ReleaseEvidence evidence) {
        ReleaseCause cause = switch (evidence) {
            case DEVICE_GONE, DEVICE_FAILED -> ReleaseCause.OUT_OF_ORDER;
            case LONGEST_CALL -> ReleaseCause.TIMER;
            default -> ReleaseCause.NORMAL;
        };
        return Failure.of(cause, 0, sentence(evidence));
    }

    public static String sentence(ModemTone tone) {
        return switch (tone) {
            case CNG -> "heard fax calling tone (CNG): a fax machine calls";
            case CED -> "heard fax answer tone (CED): sound goes through as data from now on";
            case ANS -> "heard modem answer tone (ANS, with phase reversals): sound goes through as data from now on";
            case ANSAM -> "heard modem answer tone (ANSam, V.8): sound goes through as data from now on";
        };
    }

    public static String sentence(ReleaseEvidence evidence) {
        return switch (evidence) {
            case BUSY_TONE -> "busy tone on the line";
            case REORDER_TONE -> "reorder tone on the line";
            case SIT -> "special information tone on the line";
            case NO_DIAL_TONE -> "no dial tone on the line";
            case DIAL_TONE_RETURNED -> "dial tone came back on the line";
            case LOOP_BREAK -> "the exchange opened the loop";
            case POLARITY_BACK -> "the exchange turned the polarity back";
            case SILENCE -> "nothing was heard on the line for too long";
            case LONGEST_CALL -> "the longest call that the line allows is over";
            case RING_NO_ANSWER -> "it rang and nobody answered";
            case DEVICE_GONE -> "the line's device has gone";
            case DEVICE_FAILED -> "the line's device failed";
            case OUR_RELEASE -> "we hung up";
        };
    }

    public static String word(Enum<?> evidence) {
        return evidence.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
