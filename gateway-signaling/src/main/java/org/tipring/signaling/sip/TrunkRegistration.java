package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.ListIterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import javax.sip.Dialog;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Keeps us registered with one provider (RFC 3261 section 10.2): again after 2/3 of what was granted; after a failure with growing
/// patience. Runs on its own lane.
///
/// | | 2xx | 401, 407 | 423 | other, time-out | refresh due |
/// |---|---|---|---|---|---|
/// | **registering** | → *registered* !TrunkUp | !answer, twice at most | !again with Min-Expires | → *waiting* !TrunkDown | |
/// | **registered** | | | | | → *registering* |
/// | **waiting** | | | | | → *registering* |
/// | **closing** | → *closed* | !answer | → *closed* | → *closed* | |
final class TrunkRegistration implements Conversation {

    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(120);

    private final SipContext context;
    private final TrunkPeer trunk;
    private final Lane lane;
    private final String callId;
    private final String tag;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration patience = FIRST_PATIENCE;
    private long expires;
    private long cseq;
    private long turn;
    private int tries;
    private boolean registered;
    private boolean closing;
    private Request sent;

    TrunkRegistration(SipContext context, TrunkPeer trunk) {
        this.context = context;
        this.trunk = trunk;
        this.lane = context.newLane();
        this.callId = context.token() + "@tipring";
        this.tag = context.token();
        this.expires = Math.max(60, trunk.settings().expires().toSeconds());
    }

    void start() {
        lane.execute(this::register);
    }

    /// The provider was away and may have forgotten us.
    void again() {
        lane.execute(() -> {
            if (!closing) {
                patience = FIRST_PATIENCE;
                register();
            }
        });
    }

    /// Signs off and waits a moment for the answer.
    void close(Duration patienceAtEnd) throws InterruptedException {
        lane.execute(() -> {
            closing = true;
            if (registered) {
                expires = 0;
                register();
            } else {
                closed.countDown();
            }
        });
        closed.await(patienceAtEnd.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private void register() {
        tries = 0;
        turn++;
        send(null);
    }

    private void send(Header authorization) {
        try {
            Peer peer = trunk.peer();
            SipSettings.Trunk settings = trunk.settings();
            Messages messages = context.messages();
            SipURI registrar = messages.sipUri("", settings.domain(), settings.port());
            SipURI address = messages.sipUri(settings.user(), settings.domain(), 0);
            Request register = messages.request("REGISTER", registrar, messages.callId(callId), ++cseq,
                messages.from(messages.address("", address), tag), messages.to(messages.address("", address)), context.via(peer));
            ContactHeader contact = messages.contact(settings.user(), context.facing(peer), context.port(peer), peer);
            ((SipURI) contact.getAddress().getURI()).setParameter("line", trunk.line());
            register.setHeader(contact);
            register.setHeader(messages.header("Expires", String.valueOf(expires)));
            if (authorization != null) {
                register.setHeader(authorization);
            }
            sent = register;
            context.send(register, peer, this);
        } catch (Exception failed) {
            failed("cannot send to " + trunk.peer() + ": " + failed.getMessage());
        }
    }

    @Override
    public Executor lane() {
        return lane;
    }

    @Override
    public void onResponse(Response response, Dialog dialog, Peer from) throws Exception {
        int status = response.getStatusCode();
        if (status < 200) {
            return;
        }
        if (status < 300) {
            succeeded(response);
        } else if (status == 401 || status == 407) {
            Header answer = trunk.answer(response, sent, tries);
            if (answer == null) {
                failed(status + " " + response.getReasonPhrase() + ": the provider does not accept the user name or password");
            } else {
                tries++;
                send(answer);
            }
        } else if (status == 423 && !closing && response.getHeader(MinExpiresHeader.NAME) instanceof MinExpiresHeader least
            && least.getExpires() > expires && least.getExpires() <= 86_400) {
            expires = least.getExpires();
            send(null);
        } else {
            failed(status + " " + response.getReasonPhrase());
        }
    }

    @Override
    public void onTimeout() {
        failed("no response from " + trunk.peer());
    }

    private void succeeded(Response response) {
        if (closing) {
            registered = false;
            trunk.up(false, "signed off");
            closed.countDown();
            return;
        }
        registered = true;
        patience = FIRST_PATIENCE;
        trunk.up(true, "");
        next(Duration.ofMillis(granted(response) * 2_000 / 3));
    }

    private void failed(String why) {
        registered = false;
        if (closing) {
            trunk.up(false, why);
            closed.countDown();
            return;
        }
        // Said once for each outage, also for the one that it starts with.
        if (!trunk.up(false, why) && patience.equals(FIRST_PATIENCE)) {
            context.emit(new SipEvent.TrunkDown(trunk.name(), StackLog.clean(why)));
        }
        next(patience);
        patience = patience.multipliedBy(2).compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience.multipliedBy(2);
    }

    private void next(Duration wait) {
        long thisTurn = turn;
        context.after(wait, lane, () -> {
            if (!closing && turn == thisTurn) {
                register();
            }
        });
    }

    /// What the registrar granted for our contact; it may be less than asked (RFC 3261 section 10.2.4).
    private long granted(Response response) {
        ListIterator<?> contacts = response.getHeaders(ContactHeader.NAME);
        while (contacts.hasNext()) {
            if (contacts.next() instanceof ContactHeader contact && contact.getExpires() > 0
                && contact.getAddress().getURI() instanceof SipURI uri && trunk.line().equals(uri.getParameter("line"))) {
                return Math.min(contact.getExpires(), 86_400);
            }
        }
        return response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader header && header.getExpires() > 0
            ? Math.min(header.getExpires(), 86_400) : expires;
    }
}
