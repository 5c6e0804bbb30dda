package org.tipring.signaling.sip;

import java.util.concurrent.Executor;
import javax.sip.Dialog;
import javax.sip.message.Response;

/// Nobody waits for what is said to a request of ours.
record Unheard(Executor lane) implements Conversation {

    @Override
    public void onResponse(Response response, Dialog dialog, Peer from) { }

    @Override
    public void onTimeout() { }
}
