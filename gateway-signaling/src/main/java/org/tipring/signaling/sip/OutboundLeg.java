package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.ObjectInUseException;
import javax.sip.TransactionState;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;

/// A call that we make: one [Branch] for a trunk, one for each contact of an extension. The first answer wins.
///
/// | | 180, 183 | 200 | 3xx-6xx, time-out | all branches failed | release |
/// |---|---|---|---|---|---|
/// | **calling** | !Ringing, !Progress | → *up* !ACK, !CANCEL others, !Answered | that branch is over | → *ended* !Released(best) | → *ended* !CANCEL all |
/// | **up** | | !ACK !BYE (lost the race) | | | → *ended* !BYE |
/// | **ended** | !CANCEL (it was too early before) | !ACK !BYE (crossed our CANCEL) | | | |
final class OutboundLeg extends SipLeg {

    /// RFC 3261 section 9.1: after a CANCEL the INVITE's end is awaited this long.
    private static final Duration AFTER_CANCEL = Duration.ofSeconds(32);

    private final List<Branch> branches = new ArrayList<>();
    private final String contactUser;
    private boolean rang;
    private String earlySdp = "";
    private Failure best;
    private Challenged challenged = Challenged.NEVER;

    /// Makes the INVITE of a branch; asked again after a challenge.
    interface InviteWriter {
        Request write(Branch branch, long cseq) throws Exception;
    }

    /// Answers a challenge, or gives null.
    interface Challenged {
        Header answer(Response challenge, Request challenged, int triesBefore) throws Exception;

        Challenged NEVER = (challenge, challenged, triesBefore) -> null;
    }

    private record Failure(ReleaseCause cause, int status, String detail) { }

    private Duration silentAfter;
    private Runnable metSilence = () -> { };

    OutboundLeg(LegId id, SipContext context, Peer peer, boolean behindNat, String contactUser) {
        super(id, context, peer, behindNat);
        this.contactUser = contactUser;
    }

    /// How long a place may say nothing at all; before [#start].
    ///
    /// @param whenSilent told of it
    void silentAfter(Duration time, Runnable whenSilent) {
        silentAfter = time;
        metSilence = whenSilent;
    }

    /// Adds a place to ring; before [#start].
    void add(Peer to, InviteWriter writer, Challenged challenged) {
        branches.add(new Branch(to, writer, challenged));
    }

    void start() {
        for (Branch branch : List.copyOf(branches)) {
            try {
                branch.send(null);
            } catch (Exception failed) {
                branch.over = true;
                failed(new Failure(ReleaseCause.TEMPORARY_FAILURE, 0, "cannot reach " + branch.to + ": " + failed.getMessage()));
            }
        }
    }

    /// One INVITE and what became of it.
    final class Branch implements Conversation {
        private final Peer to;
        private final InviteWriter writer;
        private final Challenged challenged;
        private final String callId = context().token() + "@tipring";
        private final String tag = context().token();
        private ClientTransaction transaction;
        private Dialog dialog;
        private long cseq;
        private int tries;
        private boolean provisional;
        private boolean cancelWanted;
        private ReleaseCause cancelReason;
        private boolean over;

        private Branch(Peer to, InviteWriter writer, Challenged challenged) {
            this.to = to;
            this.writer = writer;
            this.challenged = challenged;
        }

        Peer to() {
            return to;
        }

        String callId() {
            return callId;
        }

        String tag() {
            return tag;
        }

        @Override
        public Executor lane() {
            return OutboundLeg.this.lane();
        }

        @Override
        public SipLeg leg() {
            return OutboundLeg.this;
        }

        private void send(Header authorization) throws Exception {
            Request invite = writer.write(this, ++cseq);
            if (authorization != null) {
                invite.setHeader(authorization);
            }
            provisional = false;
            context().inviting(callId);
            transaction = context().send(invite, to, this);
            if (silentAfter != null) {
                ClientTransaction asked = transaction;
                context().after(silentAfter, lane(), () -> silent(asked));
            }
        }

        /// Somebody who waits for help cannot wait for the end of the transaction (64*T1, 32 s). The INVITE may still arrive somewhere:
        /// whatever is answered then is cancelled, or acknowledged and ended.
        private void silent(ClientTransaction asked) {
            if (!provisional && !over && transaction == asked) {
                over = true;
                cancelWanted = true;
                cancelReason = ReleaseCause.CANCELLED;
                metSilence.run();
                failed(new Failure(ReleaseCause.NO_RESPONSE, 0, "nothing from " + to + " for " + silentAfter.toSeconds() + " s"));
            }
        }

        @Override
        public void onResponse(Response response, Dialog made, Peer from) throws Exception {
            context().lastWords().said(this);
            int status = response.getStatusCode();
            if (status < 200) {
                onProvisional(status, response);
            } else if (status < 300) {
                over = true;
                dialog = made;
                onAnswer(this, response, from);
            } else if (!over) {
                onRefusal(status, response);
            }
        }

        private void onProvisional(int status, Response response) throws Exception {
            provisional = true;
            if (cancelWanted) {
                cancelNow();
            } else if (!isUp() && !isEnded() && status > 100) {
                onEarly(this, status, response);
            }
        }

        private void onRefusal(int status, Response response) throws Exception {
            if ((status == 401 || status == 407) && !cancelWanted) {
                Header answer = challenged.answer(response, transaction.getRequest(), tries);
                if (answer != null) {
                    tries++;
                    send(answer);
                    return;
                }
            }
            over = true;
            failed(new Failure(CauseMapping.of(status, Uris.q850(response)), status, status + " " + response.getReasonPhrase()));
        }

        @Override
        public void onTimeout() {
            context().lastWords().said(this);
            if (!over) {
                over = true;
                failed(new Failure(ReleaseCause.NO_RESPONSE, 0, "no response from " + to));
            }
        }

        /// A CANCEL may only follow a provisional response (RFC 3261 section 9.1); until then it waits here.
        ///
        /// @param why null when another telephone of the same call has answered
        void cancel(ReleaseCause why) throws Exception {
            if (over || cancelWanted) {
                return;
            }
            cancelWanted = true;
            cancelReason = why;
            if (provisional) {
                cancelNow();
            } else {
                context().lastWords().owe(this, () -> { });
            }
        }

        private void cancelNow() throws Exception {
            TransactionState state = transaction.getState();
            if (state != TransactionState.PROCEEDING && state != TransactionState.CALLING) {
                return;
            }
            Request cancel = transaction.createCancel();
            if (cancelReason != null) {
                context().messages().addReason(cancel, cancelReason);
            } else {
                cancel.addHeader(context().messages().header("Reason", "SIP;cause=200;text=\"Call completed elsewhere\""));
            }
            context().send(cancel, to, new Unheard(lane()));
            ClientTransaction forgotten = transaction;
            context().after(AFTER_CANCEL, lane(), () -> giveUp(forgotten));
        }

        private void giveUp(ClientTransaction forgotten) {
            try {
                if (!over && forgotten.getState() != TransactionState.TERMINATED) {
                    over = true;
                    forgotten.terminate();
                }
            } catch (ObjectInUseException inUse) {
                StackLog.report(id() + ": the cancelled INVITE is still in use", inUse);
            }
        }
    }

    private void onEarly(Branch branch, int status, Response response) {
        String sdp = Uris.sdp(response).orElse("");
        // With several telephones ringing there is no one whose early sound could be played.
        if (!sdp.isEmpty() && branches.size() == 1) {
            earlySdp = sdp;
            context().emit(new SipEvent.Progress(id(), sdp));
        } else if (status == 180 && !rang) {
            rang = true;
            context().emit(new SipEvent.Ringing(id()));
        }
    }

    private void onAnswer(Branch branch, Response ok, Peer from) throws Exception {
        if (branch.dialog == null) {
            return;
        }
        boolean first = !isUp() && !isEnded();
        if (first) {
            dialog(branch.dialog);
            heardFrom(from);
            referral().allowedBy(ok);
            challenged = branch.challenged;
        }
        acknowledge(branch.dialog, ok, from);
        if (!first) {
            if (branch.dialog != dialog()) {
                bye(branch.dialog, ReleaseCause.NORMAL);
            }
            return;
        }
        up();
        for (Branch other : branches) {
            if (other != branch) {
                other.cancel(null);
            }
        }
        String sdp = Uris.sdp(ok).orElse("");
        context().emit(new SipEvent.Answered(id(), sdp.isEmpty() ? earlySdp : sdp));
    }

    /// RFC 3261 section 16.7 step 6 in short: what the called party itself said counts more than what went wrong on the way.
    private void failed(Failure failure) {
        if (best == null || rank(failure) > rank(best)) {
            best = failure;
        }
        if (branches.stream().allMatch(branch -> branch.over) && !isUp()) {
            end(best.cause(), best.status(), best.detail());
        }
    }

    private static int rank(Failure failure) {
        int status = failure.status();
        return status >= 600 ? 5 : status == 486 ? 4 : status >= 400 && status < 500 && status != 408 && status != 487 ? 3
            : status >= 500 ? 2 : 1;
    }

    @Override
    void release(int status, ReleaseCause cause, Duration retryAfter) throws Exception {
        if (isEnded()) {
            return;
        }
        endQuietly();
        if (isUp()) {
            bye(cause);
        } else {
            for (Branch branch : branches) {
                branch.cancel(cause);
            }
        }
    }

    @Override
    Header answer(Response challenge, Request sent, int triesBefore) throws Exception {
        return challenged.answer(challenge, sent, triesBefore);
    }

    @Override
    boolean acknowledged() {
        return true;
    }

    @Override
    boolean began() {
        return true;
    }

    @Override
    void onAck(String sdp) throws Exception {
        ackOfReinvite(sdp);
    }

    @Override
    void onEarlyBye() throws Exception {
        for (Branch branch : branches) {
            branch.cancel(ReleaseCause.NORMAL);
        }
    }

    @Override
    void ring() { }

    @Override
    void progress(String sdp) { }

    @Override
    void answer(String sdp) { }

    @Override
    String contactUser() {
        return contactUser;
    }

    /// In-dialog responses carry the tag that is already in To.
    @Override
    String ownTag() {
        return dialog() == null ? context().token() : dialog().getLocalTag();
    }
}
