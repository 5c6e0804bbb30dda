package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.Dialog;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.call.ReleaseCause;

/// Our own offers within a session (re-INVITE, RFC 3261 section 14.1): one at a time, none while theirs is open, and after a 491, which says that the two
/// have crossed, again a little later. On the leg's lane.
final class Reoffering implements Conversation {

    private static final int MOST_CROSSINGS = 10;

    private final SipLeg leg;
    private String waiting;
    private String sent;
    private Request invite;
    private int tries;
    private int crossings;
    private boolean pausing;

    Reoffering(SipLeg leg) {
        this.leg = leg;
    }

    /// @param sdp what to offer; of several that wait, only the last counts
    void offer(String sdp) throws Exception {
        waiting = sdp;
        crossings = 0;
        mayGoOn();
    }

    /// An offer of ours has not been answered.
    boolean open() {
        return sent != null;
    }

    /// What it had to wait for may be over.
    void mayGoOn() throws Exception {
        if (waiting != null && sent == null && !pausing && leg.isUp() && leg.acknowledged() && !leg.isEnded() && !leg.theyOffer()) {
            sent = waiting;
            waiting = null;
            tries = 0;
            send(null);
        }
    }

    private void send(Header authorization) throws Exception {
        Messages messages = leg.context().messages();
        invite = leg.dialog().createRequest("INVITE");
        invite.setHeader(leg.contact());
        messages.list(invite, "Allow", Messages.ALLOW);
        messages.setSdp(invite, sent);
        if (authorization != null) {
            invite.setHeader(authorization);
        }
        leg.sendInDialog(invite, this);
    }

    @Override
    public Executor lane() {
        return leg.lane();
    }

    @Override
    public SipLeg leg() {
        return leg;
    }

    @Override
    public void onResponse(Response response, Dialog dialog, Peer from) throws Exception {
        int status = response.getStatusCode();
        if (status < 200) {
            return;
        }
        if (status < 300) {
            leg.acknowledge(response);
        }
        if (sent == null || leg.isEnded()) {
            return;
        }
        String offered = sent;
        Header answer = status == 401 || status == 407 ? leg.answer(response, invite, tries++) : null;
        if (answer != null) {
            send(answer);
            return;
        }
        sent = null;
        if (status < 300) {
            leg.described(offered);
            leg.context().emit(new SipEvent.Reanswered(leg.id(), Uris.sdp(response).orElse("")));
        } else if (status == 491 && crossings++ < MOST_CROSSINGS) {
            waiting = waiting == null ? offered : waiting;
            pause();
        } else if (status == 481 || status == 408) {
            over(status, status + " " + response.getReasonPhrase());
        } else {
            leg.context().emit(new SipEvent.Unchanged(leg.id(), status));
        }
        mayGoOn();
    }

    /// Whose the dialog is waits 2.1 to 4 s, the other 0 to 2 s, so that they do not cross again.
    private void pause() {
        pausing = true;
        int millis = leg.began() ? ThreadLocalRandom.current().nextInt(2_100, 4_001) : ThreadLocalRandom.current().nextInt(0, 2_001);
        leg.context().after(Duration.ofMillis(millis), leg.lane(), () -> leg.guarded(() -> {
            pausing = false;
            mayGoOn();
        }));
    }

    /// They know nothing of the session any more, or do not answer (RFC 3261 section 12.2.1.2).
    private void over(int status, String detail) throws Exception {
        leg.bye(ReleaseCause.TEMPORARY_FAILURE);
        leg.end(ReleaseCause.TEMPORARY_FAILURE, status, "re-INVITE: " + detail);
    }

    @Override
    public void onTimeout() throws Exception {
        if (sent != null && !leg.isEnded()) {
            sent = null;
            over(0, "no response");
        }
    }
}
