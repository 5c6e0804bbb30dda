package org.tipring.signaling.sip;

import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.Dialog;
import javax.sip.DialogState;
import javax.sip.RequestEvent;
import javax.sip.ServerTransaction;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;

/// One SIP call of ours, whoever began it: what both directions have in common once there is a dialog.
///
/// Everything but the constructor runs on the leg's lane, in order; so a CANCEL and a 200 that cross are simply one before the other.
///
/// | | re-INVITE, UPDATE with offer | BYE | release |
/// |---|---|---|---|
/// | **not answered** | 491 | see subclass | see subclass |
/// | **up** | → *offered* !Reoffered | !200 → *ended* !Released | !BYE → *ended* |
/// | **offered** | !491 | !200 → *ended* !Released | !BYE → *ended* |
/// | **ended** | 481 | 481, or 200 when ours crosses | |
abstract class SipLeg {

    private final LegId id;
    private final SipContext context;
    private final Lane lane;
    private final Peer firstPeer;
    private final boolean behindNat;

    private Dialog dialog;
    private volatile Peer peer;
    private boolean up;
    private boolean ended;
    private boolean byeSeen;
    private String lastSdp = "";
    private ServerTransaction offered;
    private ServerTransaction offerlessInvite;
    private ServerTransaction reinvite;

    /// What a lane runs; what it throws ends the leg.
    interface Step {
        void run() throws Exception;
    }

    SipLeg(LegId id, SipContext context, Peer peer, boolean behindNat) {
        this.id = id;
        this.context = context;
        this.lane = context.newLane();
        this.firstPeer = peer;
        this.peer = peer;
        this.behindNat = behindNat;
    }

    final LegId id() {
        return id;
    }

    final Executor lane() {
        return lane;
    }

    final void post(Step step) {
        lane.execute(() -> guarded(step));
    }

    final void guarded(Step step) {
        try {
            step.run();
        } catch (Exception failed) {
            StackLog.report(id + ": sending failed", failed);
            end(ReleaseCause.TEMPORARY_FAILURE, 0, "cannot send: " + failed.getMessage());
        }
    }

    abstract void ring() throws Exception;

    abstract void progress(String sdp) throws Exception;

    abstract void answer(String sdp) throws Exception;

    /// @param status for a caller that waits; 0 for the cause's own
    abstract void release(int status, ReleaseCause cause, Duration retryAfter) throws Exception;

    /// The ACK for a 200 of ours.
    abstract void onAck(String sdp) throws Exception;

    /// A BYE before the call was answered.
    abstract void onEarlyBye() throws Exception;

    final SipContext context() {
        return context;
    }

    final Dialog dialog() {
        return dialog;
    }

    final void dialog(Dialog made) {
        dialog = made;
    }

    /// Where the leg began; for any thread.
    final Peer firstPeer() {
        return firstPeer;
    }

    /// Where it was last heard; for any thread.
    final Peer peer() {
        return peer;
    }

    final void heardFrom(Peer from) {
        peer = from;
    }

    final boolean isUp() {
        return up;
    }

    final void up() {
        up = true;
    }

    final boolean isEnded() {
        return ended;
    }

    final void described(String sdp) {
        lastSdp = sdp;
    }

    /// The end that control hears of.
    final void end(ReleaseCause cause, int status, String detail) {
        if (!ended) {
            endQuietly();
            context.emit(new SipEvent.Released(id, cause, status, StackLog.clean(detail == null ? "" : detail)));
        }
    }

    /// The end that control asked for.
    final void endQuietly() {
        ended = true;
        offered = null;
        context.legs().remove(id, this);
    }

    final void inDialog(RequestEvent event, Peer from) throws Exception {
        Request request = event.getRequest();
        ServerTransaction transaction = event.getServerTransaction();
        if (dialog != null && event.getDialog() != null && event.getDialog() != dialog) {
            otherDialog(event, transaction);
            return;
        }
        peer = from;
        switch (request.getMethod()) {
            case "BYE" -> onBye(request, transaction);
            case "INVITE", "UPDATE" -> onOffer(request, transaction);
            case "INFO" -> onInfo(request, transaction);
            case "OPTIONS" -> reply(transaction, response(ended ? 481 : 200, request));
            default -> reply(transaction, response(405, request));
        }
    }

    /// A branch that lost against another contact.
    private void otherDialog(RequestEvent event, ServerTransaction transaction) throws Exception {
        reply(transaction, response(event.getRequest().getMethod().equals("BYE") ? 200 : 481, event.getRequest()));
    }

    private void onBye(Request bye, ServerTransaction transaction) throws Exception {
        // When both hang up at once, theirs is answered as if ours had not been; the second one of the same side is not (RFC 3261 15.1.2).
        reply(transaction, response(byeSeen ? 481 : 200, bye));
        byeSeen = true;
        if (ended) {
            return;
        }
        if (offered != null) {
            reply(offered, response(487, offered.getRequest()));
        }
        if (!up) {
            onEarlyBye();
        }
        end(CauseMapping.ofBye(Uris.q850(bye)), 0, "BYE");
    }

    private void onOffer(Request request, ServerTransaction transaction) throws Exception {
        Optional<String> sdp = Uris.sdp(request);
        if (ended) {
            reply(transaction, response(481, request));
        } else if (sdp.isEmpty()) {
            Response unsupported = response(415, request);
            context.messages().list(unsupported, "Accept", "application/sdp");
            reply(transaction, unsupported);
        } else if (sdp.get().isEmpty()) {
            withoutOffer(request, transaction);
        } else if (!up || offered != null || offerlessInvite != null) {
            reply(transaction, response(491, request));
        } else {
            offered = transaction;
            if (!context.emit(new SipEvent.Reoffered(id, sdp.get()))) {
                offered = null;
                reply(transaction, response(503, request));
            }
        }
    }

    /// A re-INVITE without offer asks for ours: what we said last, but willing to send and receive (RFC 3261 section 14.2). An UPDATE
    /// without offer only refreshes the target.
    private void withoutOffer(Request request, ServerTransaction transaction) throws Exception {
        if (!up) {
            reply(transaction, response(491, request));
            return;
        }
        Response ok = response(200, request);
        ok.setHeader(contact());
        if (request.getMethod().equals("INVITE")) {
            offerlessInvite = transaction;
            context.messages().setSdp(ok, lastSdp.replaceAll("a=(sendonly|recvonly|inactive)\r\n", "a=sendrecv\r\n"));
        }
        reply(transaction, ok);
        awaitAck(transaction);
    }

    final void ackOfReinvite(String sdp) {
        reinvite = null;
        if (offerlessInvite != null) {
            offerlessInvite = null;
            if (!sdp.isEmpty() && !ended) {
                context.emit(new SipEvent.Acknowledged(id, sdp));
            }
        }
    }

    final void answerOffer(String sdp) throws Exception {
        if (offered == null || ended) {
            return;
        }
        ServerTransaction transaction = offered;
        offered = null;
        Response ok = response(200, transaction.getRequest());
        ok.setHeader(contact());
        context.messages().setSdp(ok, sdp);
        lastSdp = sdp;
        reply(transaction, ok);
        awaitAck(transaction);
    }

    private void awaitAck(ServerTransaction transaction) {
        if (transaction.getRequest().getMethod().equals("INVITE")) {
            reinvite = transaction;
            context.after(context.ackWait(), lane, () -> guarded(() -> {
                if (reinvite == transaction) {
                    onNoAck();
                }
            }));
        }
    }

    final void refuseOffer() throws Exception {
        if (offered != null && !ended) {
            ServerTransaction transaction = offered;
            offered = null;
            reply(transaction, response(488, transaction.getRequest()));
        }
    }

    /// Keys as `Signal=5` (application/dtmf-relay) or `5` (application/dtmf).
    private void onInfo(Request info, ServerTransaction transaction) throws Exception {
        ContentTypeHeader type = (ContentTypeHeader) info.getHeader(ContentTypeHeader.NAME);
        String subtype = type == null ? "" : type.getContentSubType().toLowerCase(Locale.ROOT);
        String body = info.getRawContent() == null ? "" : new String(info.getRawContent(), StandardCharsets.UTF_8);
        if (ended) {
            reply(transaction, response(481, info));
        } else if (subtype.equals("hook-flash")) {
            reply(transaction, response(200, info));
            context.emit(new SipEvent.HookFlash(id));
        } else if (body.isEmpty()) {
            reply(transaction, response(200, info));
        } else if (subtype.equals("dtmf-relay") || subtype.equals("dtmf")) {
            char digit = DtmfRelay.digit(body);
            reply(transaction, response(digit == 0 ? 400 : 200, info));
            if (digit == DtmfRelay.FLASH) {
                context.emit(new SipEvent.HookFlash(id));
            } else if (digit != 0) {
                context.emit(new SipEvent.Digit(id, digit));
            }
        } else {
            Response unsupported = response(415, info);
            context.messages().list(unsupported, "Accept", "application/dtmf-relay");
            reply(transaction, unsupported);
        }
    }

    /// A re-INVITE's or our own 200 that nobody acknowledged for 64*T1: the session should end (RFC 3261 section 13.3.1.4).
    final void onNoAck() throws Exception {
        if (!ended) {
            bye(ReleaseCause.TIMER);
            end(ReleaseCause.TIMER, 0, "no ACK for " + context.ackWait().toSeconds() + " s");
        }
    }

    final void bye(ReleaseCause cause) throws Exception {
        bye(dialog, cause);
    }

    final void bye(Dialog ofDialog, ReleaseCause cause) throws Exception {
        if (ofDialog == null || ofDialog.getState() == DialogState.TERMINATED) {
            return;
        }
        Request bye = ofDialog.createRequest("BYE");
        context.messages().addReason(bye, cause);
        Peer to = SipContext.inDialog(ofDialog, peer, behindNat);
        Bye spoken = new Bye(lane, context.lastWords());
        context.sendInDialog(ofDialog, bye, to, spoken);
        context.lastWords().owe(spoken, () -> { });
    }

    /// Nobody waits for what is said to a BYE; the stack repeats it until then.
    ///
    /// Identity counts: each BYE is one of its own.
    private static final class Bye implements Conversation {
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

    final boolean behindNat() {
        return behindNat;
    }

    final ContactHeader contact() throws Exception {
        return context.messages().contact(contactUser(), context.facing(peer), context.port(peer), peer);
    }

    abstract String contactUser();

    abstract String ownTag();

    final Response response(int status, Request request) throws Exception {
        return context.messages().response(status, request, ownTag());
    }

    static void reply(ServerTransaction transaction, Response response) throws Exception {
        expectAck(transaction, response);
        transaction.sendResponse(response);
    }

    /// The stack starts the timer that repeats a 200 only after it has sent it, and by that timer it knows what an ACK belongs to: one that
    /// comes in between, as on loopback, would be forgotten and the 200 repeated. With the timer running before, it finds it.
    private static void expectAck(ServerTransaction transaction, Response response) {
        if (response.getStatusCode() / 100 == 2 && transaction.getDialog() instanceof SIPDialog dialog
            && transaction instanceof SIPServerTransaction invite && invite.isInviteTransaction()) {
            dialog.startRetransmitTimer(invite, response);
        }
    }
}
