package org.tipring.signaling.sip;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.tipring.signaling.call.LegId;

/// What the parts of one endpoint share: the stack, the way up to control, the legs. Safe for any thread.
final class SipContext {

    /// 64*T1 (RFC 3261 section 13.3.1.4).
    static final Duration ACK_WAIT = Duration.ofSeconds(32);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int REMEMBERED_INVITES = 2_000;

    private final SipSettings settings;
    private final Duration ackWait;
    private final Messages messages;
    private final LocalAddresses addresses;
    private final Executor control;
    private final Consumer<SipEvent> events;
    private final Map<LegId, SipLeg> legs = new ConcurrentHashMap<>();
    private final AtomicLong refusedByControl = new AtomicLong();
    private final Executor threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sip-", 0).factory());
    private final ScheduledExecutorService timers =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("sip-timers").factory());
    private final Map<String, Boolean> invites = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_INVITES;
        }
    });
    private final LastWords lastWords = new LastWords();
    private final AtomicLong refusedTransfers = new AtomicLong();
    private final List<MailboxWatch> mailboxes = new CopyOnWriteArrayList<>();
    private volatile JainStack stack;

    SipContext(SipSettings settings, Executor control, Consumer<SipEvent> events, Duration ackWait) {
        this.ackWait = ackWait;
        this.settings = settings;
        this.control = control;
        this.events = events;
        this.messages = new Messages(settings.userAgent());
        this.addresses = new LocalAddresses(settings);
    }

    SipSettings settings() {
        return settings;
    }

    Messages messages() {
        return messages;
    }

    JainStack stack() {
        return stack;
    }

    void stack(JainStack started) {
        stack = started;
    }

    SipProvider provider() {
        return stack.provider();
    }

    Map<LegId, SipLeg> legs() {
        return legs;
    }

    /// The answered or early leg whose dialog is named.
    Optional<SipLeg> leg(Replaces replaces) {
        return legs.values().stream().filter(leg -> replaces.names(leg.dialog())).findFirst();
    }

    /// What we have subscribed to.
    List<MailboxWatch> mailboxes() {
        return mailboxes;
    }

    /// Events that control had no room for.
    long refusedByControl() {
        return refusedByControl.get();
    }

    /// @return false when control has no room; the event is lost then
    boolean emit(SipEvent event) {
        try {
            control.execute(() -> events.accept(event));
            return true;
        } catch (RejectedExecutionException full) {
            refusedByControl.incrementAndGet();
            return false;
        }
    }

    /// REFERs, and INVITEs with Replaces, of who may not connect calls of ours.
    AtomicLong refusedTransfers() {
        return refusedTransfers;
    }

    Lane newLane() {
        return new Lane(threads, lastWords);
    }

    LastWords lastWords() {
        return lastWords;
    }

    void spawn(Runnable task) {
        threads.execute(task);
    }

    void after(Duration delay, Executor where, Runnable task) {
        try {
            timers.schedule(() -> where.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // Nothing is due after the end.
        }
    }

    /// How long the ACK for a 200 is waited for. The stack has such a timer too, but does not tell us of dialogs that it made itself.
    Duration ackWait() {
        return ackWait;
    }

    void close() {
        timers.shutdownNow();
    }

    /// Unguessable, for tags, Call-IDs and cnonces.
    String token() {
        byte[] bytes = new byte[9];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String facing(Peer peer) {
        return addresses.facing(peer);
    }

    int port(Peer peer) {
        return stack.port(peer);
    }

    ViaHeader via(Peer peer) throws Exception {
        return messages.via(facing(peer), port(peer), peer);
    }

    /// Whether a response with this Call-ID can be to an INVITE of ours; Call-IDs of ours cannot be guessed.
    boolean invited(String callId) {
        return invites.containsKey(callId);
    }

    void inviting(String callId) {
        invites.put(callId, true);
    }

    ClientTransaction send(Request request, Peer to, Conversation conversation) throws SipException {
        PeerRouter.send(request, to);
        ClientTransaction transaction = provider().getNewClientTransaction(request);
        transaction.setApplicationData(conversation);
        transaction.sendRequest();
        return transaction;
    }

    /// The stack's own in-dialog requests lack rport on UDP and name the transport of the Contact, not the one in use; so Via is ours.
    void sendInDialog(Dialog dialog, Request request, Peer to, Conversation conversation) throws Exception {
        request.removeHeader(ViaHeader.NAME);
        request.addHeader(via(to));
        request.setHeader(messages.header("User-Agent", settings.userAgent()));
        PeerRouter.send(request, to);
        ClientTransaction transaction = provider().getNewClientTransaction(request);
        transaction.setApplicationData(conversation);
        dialog.sendRequest(transaction);
    }

    /// Where the next request of a dialog goes: its first route or its remote target when that is a literal address, else where the
    /// other side was last heard.
    ///
    /// @param behindNat take a contact's word only for the path, never for the address
    static Peer inDialog(Dialog dialog, Peer lastHeard, boolean behindNat) {
        if (dialog.getRouteSet().hasNext() && dialog.getRouteSet().next() instanceof RouteHeader route) {
            Peer first = PeerRouter.literal(route.getAddress().getURI());
            return first != null ? first : lastHeard;
        }
        URI target = dialog.getRemoteTarget() == null ? null : dialog.getRemoteTarget().getURI();
        Peer literal = behindNat || !(target instanceof SipURI) ? null : PeerRouter.literal(target);
        return literal != null ? literal : lastHeard;
    }
}
