package org.tipring.signaling.sip;

import java.util.concurrent.Executor;
import javax.sip.Dialog;
import javax.sip.message.Response;

/// Who waits for the responses to a request of ours; hangs on the stack's client transaction.
interface Conversation {

    /// Where the two methods below are called.
    Executor lane();

    /// @param dialog null outside INVITE
    /// @param from where the response came from
    void onResponse(Response response, Dialog dialog, Peer from) throws Exception;

    /// No final response within 64*T1 (RFC 3261 timers B and F).
    void onTimeout() throws Exception;

    /// The leg that in-dialog requests belong to; asked on the stack's thread as soon as a response makes a dialog, because a BYE may
    /// be right behind. Null when there is none.
    default SipLeg leg() {
        return null;
    }
}
