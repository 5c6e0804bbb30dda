package org.tipring.signaling.call;

/// Why a call ended: one for each call, in logs, records and metrics. The number is ITU-T Q.850's, which SIP carries in its Reason
/// header (RFC 3326); the status is what a SIP caller gets (RFC 3398 section 8.2.6.1 and where it is silent, AudioCodes' practice).
public enum ReleaseCause {
    NORMAL(16, 480, "somebody hung up"),
    CANCELLED(16, 487, "the caller gave up before the answer"),
    BUSY(17, 486, "the called party is busy"),
    NO_RESPONSE(18, 408, "nothing answered the request"),
    NO_ANSWER(19, 480, "it rang and nobody answered"),
    NOT_REGISTERED(20, 480, "the called telephone is not registered"),
    REJECTED(21, 403, "the call is not allowed"),
    DECLINED(21, 603, "the called party declined"),
    ANONYMOUS_REFUSED(24, 433, "the called telephone takes no calls without a number"),
    FORWARDED_TOO_OFTEN(25, 482, "the call was forwarded in a circle, or too often"),
    UNALLOCATED(1, 404, "no such number"),
    NUMBER_CHANGED(22, 410, "the number is no longer in service"),
    INCOMPLETE(28, 484, "the number is too short"),
    OUT_OF_ORDER(27, 502, "the line does not work: no dial tone, no battery, or the device has gone"),
    NO_CIRCUIT(34, 503, "no free line"),
    TEMPORARY_FAILURE(41, 503, "a failure on the way; trying again later may help"),
    CONGESTION(42, 503, "too many calls at once"),
    CIRCUIT_IN_USE(44, 503, "the line is in use by another telephone"),
    PREEMPTED(8, 503, "an emergency call took the line"),
    NOT_ACCEPTABLE(65, 488, "no common codec"),
    NOT_IMPLEMENTED(79, 501, "the far side does not do what was asked"),
    TIMER(102, 504, "a timer ran out"),
    PROTOCOL_ERROR(111, 500, "the other side broke the protocol"),
    MEDIA_LOST(41, 503, "no sound came for too long"),
    INTERWORKING(127, 500, "ended for a reason that the other side did not tell"),
    SHUTDOWN(41, 503, "the gateway is being stopped");

    private final int q850;
    private final int sipStatus;
    private final String sentence;

    ReleaseCause(int q850, int sipStatus, String sentence) {
        this.q850 = q850;
        this.sipStatus = sipStatus;
        this.sentence = sentence;
    }

    public int q850() {
        return q850;
    }

    /// The final response for an INVITE that ends this way.
    public int sipStatus() {
        return sipStatus;
    }

    public String sentence() {
        return sentence;
    }
}
