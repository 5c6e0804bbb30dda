package org.tipring.signaling.sip;

import org.tipring.signaling.call.ReleaseCause;

/// Why a SIP call ended, as a [ReleaseCause] (RFC 3398 section 7.2.6.1 and 8.2.6.1; where the sources disagree, the row says so).
/// The other way round is in the cause itself: [ReleaseCause#sipStatus] and [ReleaseCause#q850].
public final class CauseMapping {

    private CauseMapping() { }

    /// @param status final response to our INVITE
    /// @param q850 from its Reason header (RFC 6432), or 0: the far network knows better than the status tells
    public static ReleaseCause of(int status, int q850) {
        ReleaseCause byStatus = ofStatus(status);
        return q850 <= 0 || q850 == byStatus.q850() ? byStatus : ofQ850(q850);
    }

    /// @param q850 from the Reason header of a BYE, or 0
    public static ReleaseCause ofBye(int q850) {
        return q850 <= 0 || q850 == 31 ? ReleaseCause.NORMAL : ofQ850(q850);
    }

    public static ReleaseCause ofStatus(int status) {
        return switch (status) {
            case 401, 402, 403, 407 -> ReleaseCause.REJECTED;
            case 404, 485, 604 -> ReleaseCause.UNALLOCATED;
            // 405 is 63 in RFC 3398, a cause that we do not have; 406 and 415 are 79.
            case 405, 406, 415, 501 -> ReleaseCause.NOT_IMPLEMENTED;
            case 408, 504 -> ReleaseCause.TIMER;
            case 410 -> ReleaseCause.NUMBER_CHANGED;
            // RFC 3398 says 18, which as a status is 408; a caller on SIP should get the 480 again, so 19.
            case 480 -> ReleaseCause.NO_ANSWER;
            case 433 -> ReleaseCause.ANONYMOUS_REFUSED;
            case 484 -> ReleaseCause.INCOMPLETE;
            case 486, 600 -> ReleaseCause.BUSY;
            case 487 -> ReleaseCause.CANCELLED;
            // RFC 3398 says 127; 65 keeps "no common codec" apart from the unknown, and becomes 488 again.
            case 488, 606 -> ReleaseCause.NOT_ACCEPTABLE;
            // 38 in RFC 3398; ours with this status is 27, and a provider's dead gateway is just that.
            case 502 -> ReleaseCause.OUT_OF_ORDER;
            case 400, 481, 491, 500, 503 -> ReleaseCause.TEMPORARY_FAILURE;
            case 603 -> ReleaseCause.DECLINED;
            default -> ReleaseCause.INTERWORKING;
        };
    }

    public static ReleaseCause ofQ850(int cause) {
        return switch (cause) {
            case 1, 2, 3, 26 -> ReleaseCause.UNALLOCATED;
            case 8, 9 -> ReleaseCause.PREEMPTED;
            case 16 -> ReleaseCause.NORMAL;
            case 17 -> ReleaseCause.BUSY;
            case 18 -> ReleaseCause.NO_RESPONSE;
            case 19, 31 -> ReleaseCause.NO_ANSWER;
            case 20 -> ReleaseCause.NOT_REGISTERED;
            case 21, 55, 57, 87 -> ReleaseCause.REJECTED;
            case 22, 23 -> ReleaseCause.NUMBER_CHANGED;
            case 24 -> ReleaseCause.ANONYMOUS_REFUSED;
            case 25 -> ReleaseCause.FORWARDED_TOO_OFTEN;
            case 27 -> ReleaseCause.OUT_OF_ORDER;
            case 28 -> ReleaseCause.INCOMPLETE;
            case 29, 30, 63, 69, 79 -> ReleaseCause.NOT_IMPLEMENTED;
            case 34 -> ReleaseCause.NO_CIRCUIT;
            case 38, 41, 47, 49, 50, 58, 88 -> ReleaseCause.TEMPORARY_FAILURE;
            case 42 -> ReleaseCause.CONGESTION;
            case 44 -> ReleaseCause.CIRCUIT_IN_USE;
            case 65, 70 -> ReleaseCause.NOT_ACCEPTABLE;
            case 102 -> ReleaseCause.TIMER;
            case 111 -> ReleaseCause.PROTOCOL_ERROR;
            default -> ReleaseCause.INTERWORKING;
        };
    }
}
