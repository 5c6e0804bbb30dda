package org.tipring.tdm.line;

/// What the parts of an FXO line's machine may ask of it and do to it.
interface LineMachine {

    FxoState state();

    /// The time of the event that is being handled.
    long now();

    void enter(FxoState next);

    void act(FxoAction action);

    /// The exchange takes digits.
    void dialTone();

    /// The loop that was closed for a call of ours has answered a caller.
    void met(FxoAction.Meeting how);

    /// Opens the loop; the call knows, or has none.
    void clear();

    void answered(FxoAction.AnswerEvidence evidence);

    void release(FxoAction.ReleaseEvidence evidence);
}
