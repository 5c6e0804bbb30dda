package org.tipring.signaling.call;

import org.tipring.signaling.routing.RouteDecision;

/// What the parts of a [Call] see of it.
interface CallMachine {

    long now();

    void enter(CallState next);

    void act(CallAction action);

    /// Adds a line to the timeline.
    void note(String where, String what);

    CallStory story();

    /// The caller was answered before anybody was reached.
    boolean callerUp();

    /// The plan has something to say after the attempts.
    void routed(RouteDecision decision);

    /// Releases the caller, and the call is over.
    void end(Failure failure);
}
