package org.tipring.signaling.sip;

import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.Dialog;
import javax.sip.DialogState;
import javax.sip.RequestEvent;
import javax.sip.ServerTransaction;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.Header;
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

    private volatile Dialog dialog;
    private volatile Peer peer;
    private boolean up;
    private boolean ended;
    private boolean byeSeen;
    private String lastSdp = "";
    private ServerTransaction offered;
    private ServerTransaction offerlessInvite;
    private ServerTransaction reinvite;
    private final Referral referral = new Referral(this);
    private final Reoffering reoffering = new Reoffering(this);
    /// The telephone of ours at the other end, by its user; empty: a provider.
    private volatile String telephone = "";

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

    final void ofTelephone(String user) {
        telephone = user;
    }

    /// The telephone of ours at the other end, or empty; for any thread.
    final String telephone() {
        return telephone;
    }

    final Referral referral() {
        return referral;
    }

    final Reoffering reoffering() {
        return reoffering;
    }

    /// Answers a challenge of theirs within the dialog; null: not.
    Header answer(Response challenge, Request challenged, int triesBefore) throws Exception {
        return null;
    }

    /// Sends a request of ours within the dialog.
    final void sendInDialog(Request request, Conversation conversation) throws Exception {
        context.sendInDialog(dialog, request, SipContext.inDialog(dialog, peer, behindNat), conversation);
    }

    /// Acknowledges the 200 to an offer of ours.
    final void acknowledge(Response ok) throws Exception {
        acknowledge(dialog, ok, peer);
    }

    final void acknowledge(Dialog ofDialog, Response ok, Peer from) throws Exception {
        Request ack = ofDialog.createAck(((CSeqHeader) ok.getHeader(CSeqHeader.NAME)).getSeqNumber());
        PeerRouter.send(ack, SipContext.inDialog(ofDialog, from, behindNat));
        ofDialog.sendAck(ack);
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
            case "INFO" -> Infos.handle(this, request, transaction);
            case "REFER" -> referral.onRefer(request, transaction);
            case "NOTIFY" -> referral.onNotify(request, transaction);
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
        } else if (!up || offered != null || offerlessInvite != null || reoffering.open()) {
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

    final void ackOfReinvite(String sdp) throws Exception {
        reinvite = null;
        reoffering.mayGoOn();
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
        reoffering.mayGoOn();
    }

    /// Whether an offer of theirs is open, or has just been answered and is not acknowledged.
    final boolean theyOffer() {
        return offered != null || offerlessInvite != null || reinvite != null;
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
            reoffering.mayGoOn();
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

    final boolean behindNat() {
        return behindNat;
    }

    final ContactHeader contact() throws Exception {
        return context.messages().contact(contactUser(), context.facing(peer), context.port(peer), peer);
    }

    abstract String contactUser();

    /// Whether the 200 that began the session has been acknowledged.
    abstract boolean acknowledged();

    /// Whether the dialog is ours: of two whose offers crossed, its owner waits longer (RFC 3261 section 14.1).
    abstract boolean began();

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
