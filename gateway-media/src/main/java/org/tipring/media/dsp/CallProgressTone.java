package org.tipring.media.dsp;

/// What an exchange says by tone (ITU-T E.180/Q.35). The sound of each is a country's: see [TonePlan].
public enum CallProgressTone {
    /// The exchange is ready for digits.
    DIAL,
    /// The called telephone is ringing.
    RINGBACK,
    /// The called subscriber is busy; in many countries also "the far end has hung up".
    BUSY,
    /// Congestion, also called reorder or fast busy: no way through.
    REORDER,
    /// In a conversation: somebody else is calling. It says nothing about the call that it is heard in.
    CALL_WAITING,
    /// Special information tone: three rising tones before an announcement ("this number is not in service").
    SIT,
    /// To a telephone whose handset has been off for long without a call: the howler, also called off-hook warning. No exchange says it in a
    /// call, so it is in no plan.
    HOWLER,
    /// Dial tone to a telephone that is to know something: messages wait, or its calls go elsewhere. Ours, made of the plan's dial tone.
    STUTTER,
    /// That a service is set, then dial tone again. Ours likewise.
    CONFIRMATION
}
