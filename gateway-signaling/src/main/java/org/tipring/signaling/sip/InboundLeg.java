package org.tipring.signaling.sip;

import java.time.Duration;
import javax.sip.ServerTransaction;
import javax.sip.header.ReasonHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;

/// A call that came to us.
///
/// | | ring, progress | answer | release | CANCEL | ACK | no ACK for 64*T1 |
/// |---|---|---|---|---|---|---|
/// | **asked** | !180, !183 | → *answered* !200 | → *ended* !4xx-6xx | → *ended* !487 !Released | | |
/// | **answered** | | | → *closing* | !200 (too late) | → *up* !Acknowledged | → *ended* !BYE !Released |
/// | **closing** | | | | !200 | → *ended* !BYE | → *ended* !BYE |
/// | **up** | | | → *ended* !BYE | | | |
///
/// *closing*: the callee of an INVITE may not send BYE before the ACK or the end of the wait for it (RFC 3261 section 15).
final class InboundLeg extends SipLeg {

    private final ServerTransaction invite;
    private final String tag;
    private boolean answered;
    private boolean acknowledged;
    private ReleaseCause closing;

    InboundLeg(LegId id, SipContext context, Peer source, boolean behindNat, ServerTransaction invite) {
        super(id, context, source, behindNat);
        this.invite = invite;
        this.tag = context.token();
        dialog(invite.getDialog());
        referral().allowedBy(invite.getRequest());
    }

    @Override
    void ring() throws Exception {
        provisional(180, "");
    }

    @Override
    void progress(String sdp) throws Exception {
        provisional(183, sdp);
    }

    private void provisional(int status, String sdp) throws Exception {
        if (isEnded() || answered) {
            return;
        }
        Response response = response(status, invite.getRequest());
        response.setHeader(contact());
        if (!sdp.isEmpty()) {
            context().messages().setSdp(response, sdp);
            described(sdp);
        }
        reply(invite, response);
    }

    @Override
    void answer(String sdp) throws Exception {
        if (isEnded() || answered) {
            return;
        }
        answered = true;
        up();
        described(sdp);
        Response ok = response(200, invite.getRequest());
        ok.setHeader(contact());
        context().messages().list(ok, "Allow", Messages.ALLOW);
        ok.setHeader(context().messages().header("Supported", "replaces"));
        context().messages().setSdp(ok, sdp);
        // The stack repeats it until the ACK (RFC 3261 section 13.3.1.4).
        reply(invite, ok);
        context().after(context().ackWait(), lane(), () -> guarded(this::onWaitForAckOver));
    }

    @Override
    void release(int status, ReleaseCause cause, Duration retryAfter) throws Exception {
        if (isEnded()) {
            return;
        }
        if (!answered) {
            Response refusal = response(status != 0 ? status : cause.sipStatus(), invite.getRequest());
            context().messages().addReason(refusal, cause);
            if (retryAfter != null) {
                refusal.setHeader(context().messages().header("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds()))));
            }
            endQuietly();
            reply(invite, refusal);
        } else if (acknowledged) {
            endQuietly();
            bye(cause);
        } else {
            closing = cause;
            endQuietly();
            context().lastWords().owe(this, () -> post(this::onWaitForAckOver));
        }
    }

    @Override
    void onAck(String sdp) throws Exception {
        if (acknowledged) {
            ackOfReinvite(sdp);
            return;
        }
        acknowledged = true;
        reoffering().mayGoOn();
        if (closing != null) {
            sayClosing();
        } else if (!isEnded()) {
            context().emit(new SipEvent.Acknowledged(id(), sdp));
        }
    }

    private void onWaitForAckOver() throws Exception {
        if (acknowledged) {
            return;
        }
        acknowledged = true;
        if (closing != null) {
            sayClosing();
        } else {
            onNoAck();
        }
    }

    private void sayClosing() throws Exception {
        try {
            bye(closing);
        } finally {
            context().lastWords().said(this);
        }
    }

    /// @param transaction of the CANCEL
    void onCancel(Request cancel, ServerTransaction transaction) throws Exception {
        reply(transaction, response(200, cancel));
        if (isEnded() || answered) {
            return;
        }
        reply(invite, response(487, invite.getRequest()));
        end(ReleaseCause.CANCELLED, 487, elsewhere(cancel) ? "answered elsewhere" : "CANCEL");
    }

    /// `Reason: SIP;cause=200`: another telephone of the same call took it (RFC 3326).
    private static boolean elsewhere(Request cancel) {
        return cancel.getHeader(ReasonHeader.NAME) instanceof ReasonHeader reason && "SIP".equalsIgnoreCase(reason.getProtocol())
            && reason.getCause() == 200;
    }

    @Override
    void onEarlyBye() throws Exception {
        reply(invite, response(487, invite.getRequest()));
    }

    @Override
    boolean acknowledged() {
        return acknowledged;
    }

    @Override
    boolean began() {
        return false;
    }

    @Override
    String contactUser() {
        return "tipring";
    }

    @Override
    String ownTag() {
        return tag;
    }
}
