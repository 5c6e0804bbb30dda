package org.tipring.signaling.sip;

import java.util.concurrent.Executor;
import javax.sip.Dialog;
import javax.sip.message.Response;

/// Nobody waits for what is said to a BYE, but for the end of the gateway; the stack repeats it until then.
///
/// Identity counts: each BYE is one of its own.
final class Bye implements Conversation {

    private final Executor lane;
    private final LastWords lastWords;

    Bye(Executor lane, LastWords lastWords) {
        this.lane = lane;
        this.lastWords = lastWords;
    }

    @Override
    public Executor lane() {
        return lane;
    }

    @Override
    public void onResponse(Response response, Dialog dialog, Peer from) {
        lastWords.said(this);
    }

    @Override
    public void onTimeout() {
        lastWords.said(this);
    }
}
