package org.tipring.signaling.sip;

import java.util.concurrent.Executor;
import javax.sip.Dialog;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.registrar.Binding;

/// A MESSAGE to one contact of a telephone, outside of any dialog (RFC 3428). Told once; the answer is logged.
final class TextMessage implements Conversation {

    private static final System.Logger LOG = System.getLogger(TextMessage.class.getName());

    private final SipContext context;
    private final Binding to;
    private final String text;
    private final Lane lane;

    TextMessage(SipContext context, Binding to, String text) {
        this.context = context;
        this.to = to;
        this.text = text;
        this.lane = context.newLane();
    }

    void send() {
        lane.execute(() -> {
            try {
                context.send(request(), Calls.peer(to), this);
            } catch (Exception failed) {
                lost("cannot reach " + Calls.peer(to) + ": " + failed.getMessage());
            }
        });
    }

    /// Without Contact, which a MESSAGE must not have (RFC 3428 section 4).
    private Request request() throws Exception {
        Messages messages = context.messages();
        String realm = context.settings().realm();
        Request message = messages.request("MESSAGE", messages.uri(to.contact()), messages.callId(context.token() + "@tipring"), 1,
            messages.from(messages.address("", messages.sipUri("tipring", realm, 0)), context.token()),
            messages.to(messages.address("", messages.sipUri(to.user(), realm, 0))), context.via(Calls.peer(to)));
        messages.setText(message, text);
        return message;
    }

    @Override
    public Executor lane() {
        return lane;
    }

    @Override
    public void onResponse(Response response, Dialog dialog, Peer from) {
        if (response.getStatusCode() >= 300) {
            lost(response.getStatusCode() + " " + response.getReasonPhrase());
        }
    }

    @Override
    public void onTimeout() {
        lost("no response from " + Calls.peer(to));
    }

    private void lost(String why) {
        LOG.log(System.Logger.Level.WARNING, "phone={0} does not show the message \"{1}\": {2}", to.user(), text, why);
    }
}
