package org.tipring.signaling.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sip.RequestEvent;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.guard.BanRules;
import org.tipring.signaling.guard.Offence;
import org.tipring.signaling.registrar.Binding;

/// SIP over JAIN-SIP: registrar and user agent for telephones and providers. The same class serves as a telephone: one trunk that it
/// registers with, and calls through ([SipSettings#telephone]). Several may live in one process.
///
/// ```
///   stack's threads ──► RequestDesk ──► SipLeg, on its lane ──► control
///                   └─► Conversation ─┘        ▲
///   control ───────────── commands ────────────┘
/// ```
///
/// Commands may come from any thread; each is posted to the leg's lane and returns at once.
public final class JainSipEndpoint implements SipEndpoint, AutoCloseable {

    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(2);
    /// The telephone that has just been answered sends its ACK within a round trip, a lost BYE is repeated after T1 (500 ms).
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration EXPIRY_CHECK = Duration.ofSeconds(1);

    private final SipSettings settings;
    private final SipContext context;
    private final Doorkeeper door;
    private final List<TrunkPeer> trunks;
    private final List<TrunkRegistration> registrations;
    private final Calls calls;
    private final StackListener listener;
    private final SipWatchdog watchdog;
    private final Bouncer bouncer;
    private volatile Predicate<String> deafTo = _ -> false;
    private volatile Consumer<RequestEvent> beforeRequest = _ -> { };
    private final Gate gate;
    private boolean closed;

    /// @param legIds names for incoming legs; may be called from any thread
    /// @param control where `events` is called; a full one makes us answer 503
    public JainSipEndpoint(SipSettings settings, Supplier<LegId> legIds, Executor control, Consumer<SipEvent> events) {
        this(settings, legIds, control, events, SipContext.ACK_WAIT);
    }

    /// For tests that cannot wait for 32 s.
    JainSipEndpoint(SipSettings settings, Supplier<LegId> legIds, Executor control, Consumer<SipEvent> events, Duration ackWait) {
        this.settings = settings;
        this.context = new SipContext(settings, control, events, ackWait);
        this.trunks = settings.trunks().stream().map(trunk -> new TrunkPeer(trunk, context)).toList();
        this.registrations = trunks.stream().filter(trunk -> trunk.settings().register())
            .map(trunk -> new TrunkRegistration(context, trunk)).toList();
        this.bouncer = new Bouncer(context, trunks);
        this.door = new Doorkeeper(settings, bouncer);
        this.gate = new Gate(bouncer, address -> deafTo.test(address));
        this.calls = new Calls(context, door, trunks);
        RequestDesk desk = new RequestDesk(context, door, bouncer, trunks, legIds);
        this.listener = new StackListener(context, desk, event -> beforeRequest.accept(event));
        this.watchdog = new SipWatchdog(context, settings.limits().watchdogInterval(), why -> context.emit(new SipEvent.Deaf(why)));
    }

    /// Who is not listened to any more, and for how long; without this nobody is banned. Before [#start].
    ///
    /// @param urgent whether a number is for emergency calls: a ban does not hold them back. Asked on the stack's threads
    public void guard(BanRules rules, Predicate<String> urgent) {
        bouncer.rules(rules);
        bouncer.urgent(urgent);
    }

    /// A source that is not listened to.
    public record Banned(String source, Offence why, int times, Instant until) { }

    /// For any thread.
    public List<Banned> bans() {
        return bouncer.list();
    }

    /// @return whether it was banned
    public boolean liftBan(String address) {
        return bouncer.lift(address);
    }

    /// A ban of before a restart.
    public void restoreBan(Banned kept) {
        bouncer.restore(kept);
    }

    /// For tests: hears nothing at all from these addresses.
    void deafTo(Predicate<String> test) {
        deafTo = test;
    }

    /// Opens the ports and starts registering with the trunks.
    public void start() throws IOException {
        context.stack(new JainStack(settings, gate, listener));
        int next = 0;
        for (TrunkPeer trunk : trunks) {
            TrunkRegistration registration = trunk.settings().register() ? registrations.get(next++) : null;
            TrunkAsking asking = trunk.settings().asking().every().isZero() ? null : new TrunkAsking(context, trunk);
            if (asking != null) {
                trunk.watched(asking::suspected, registration == null ? () -> { } : registration::again);
            }
            List<MailboxWatch> watches = trunk.settings().mailboxes().stream().map(account -> new MailboxWatch(context, trunk, account)).toList();
            context.mailboxes().addAll(watches);
            trunk.lookUp(() -> {
                watches.forEach(MailboxWatch::start);
                if (asking != null) {
                    asking.start();
                }
                if (registration != null) {
                    registration.start();
                } else {
                    trunk.up(true, "");
                }
            });
        }
        watchdog.start();
        expireBindings();
    }

    /// Closes the ports, ends every leg with `TEMPORARY_FAILURE`, and opens them again: the remedy for [SipEvent.Deaf].
    public synchronized void restart() throws IOException {
        if (closed) {
            return;
        }
        int udp = udpPort();
        int tcp = tcpPort();
        context.stack().stop();
        context.lastWords().forget();
        for (SipLeg leg : List.copyOf(context.legs().values())) {
            leg.post(() -> leg.end(ReleaseCause.TEMPORARY_FAILURE, 0, "the SIP side was restarted"));
        }
        SipSettings samePorts = new SipSettings(settings.bindAddress(), udp, tcp, settings.realm(), settings.advertisedAddress(),
            settings.userAgent(), settings.extensions(), settings.trunks(), settings.limits());
        context.stack(new JainStack(samePorts, gate, listener));
    }

    /// The port that it listens on.
    public int udpPort() {
        return context.stack().udpPort();
    }

    /// -1 when it does not listen for TCP.
    public int tcpPort() {
        return context.stack().tcpPort();
    }

    /// Requests dropped before the stack saw them, and events that control had no room for.
    public Counters counters() {
        return new Counters(gate.dropped(), gate.banned(), context.refusedByControl(), context.legs().size(), context.refusedTransfers().get());
    }

    /// How often providers were asked whether they are there, and how often in vain, by their names.
    public List<Asked> asked() {
        return trunks.stream().filter(trunk -> !trunk.settings().asking().every().isZero())
            .map(trunk -> new Asked(trunk.name(), () -> trunk.asked().sum(), () -> trunk.unanswered().sum())).toList();
    }

    public record Asked(String trunk, LongSupplier asked, LongSupplier unanswered) { }

    /// The mailboxes that we have subscribed to.
    public List<Mailbox> mailboxes() {
        return context.mailboxes().stream().map(watch -> new Mailbox(watch.account(), watch::works, watch::failures)).toList();
    }

    public record Mailbox(String account, BooleanSupplier watched, LongSupplier failures) { }

    /// @param refusedTransfers REFERs, and INVITEs with Replaces, of who may not connect calls of ours
    public record Counters(long droppedAtGate, long droppedOfBanned, long refusedByControl, int legs, long refusedTransfers) { }

    @Override
    public void invite(LegId leg, Target target, SipEvent.CallingParty from, String offer, int ring) {
        calls.invite(leg, target, from, offer, ring);
    }

    @Override
    public void message(Target.Extension to, String text) {
        door.bindings(to.user()).forEach(binding -> new TextMessage(context, binding, text).send());
    }

    @Override
    public void ring(LegId leg) {
        with(leg, SipLeg::ring);
    }

    @Override
    public void progress(LegId leg, String answer) {
        with(leg, it -> it.progress(answer));
    }

    @Override
    public void answer(LegId leg, String sdp) {
        with(leg, it -> it.answer(sdp));
    }

    @Override
    public void release(LegId leg, ReleaseCause cause, Duration retryAfter) {
        with(leg, it -> it.release(0, cause, retryAfter));
    }

    @Override
    public void reject(LegId leg, int status, ReleaseCause cause) {
        with(leg, it -> it.release(status, cause, null));
    }

    @Override
    public void answerOffer(LegId leg, String answer) {
        with(leg, it -> it.answerOffer(answer));
    }

    @Override
    public void refuseOffer(LegId leg) {
        with(leg, SipLeg::refuseOffer);
    }

    @Override
    public void reoffer(LegId leg, String sdp) {
        with(leg, it -> it.reoffering().offer(sdp));
    }

    @Override
    public void transferred(LegId leg, int status) {
        with(leg, it -> it.referral().came(status));
    }

    @Override
    public void refer(LegId leg, LegId with) {
        SipLeg other = context.legs().get(with);
        with(leg, it -> it.referral().refer(other));
    }

    private interface Command {
        void run(SipLeg leg) throws Exception;
    }

    private void with(LegId id, Command command) {
        SipLeg leg = context.legs().get(id);
        if (leg != null) {
            leg.post(() -> command.run(leg));
        }
    }

    @Override
    public boolean reachable(Target target) {
        return calls.reachable(target);
    }

    @Override
    public String mediaAddress(LegId leg) {
        SipLeg known = context.legs().get(leg);
        return known == null ? settings.bindAddress() : context.facing(known.firstPeer());
    }

    @Override
    public InetAddress signalsFrom(LegId leg) {
        SipLeg known = context.legs().get(leg);
        return known == null ? null : InetAddress.ofLiteral(known.peer().address());
    }

    @Override
    public String mediaAddress(Target target) {
        return calls.mediaAddress(target);
    }

    /// Where a telephone is registered now; for the status page.
    public List<Binding> bindings(String user) {
        return door.bindings(user);
    }

    /// Unregisters from the trunks and closes the ports. What calls there are end without a word; release them first: what was released
    /// gets its BYE or CANCEL, within [#LAST_WORDS] also one that should have waited for an ACK.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        watchdog.close();
        trunks.forEach(TrunkPeer::close);
        context.mailboxes().forEach(MailboxWatch::close);
        try {
            for (TrunkRegistration registration : registrations) {
                registration.close(PATIENCE_AT_END);
            }
            context.lastWords().await(LAST_WORDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        context.close();
        if (context.stack() != null) {
            context.stack().stop();
        }
    }

    /// For tests: sees each request before we do.
    void beforeRequest(Consumer<RequestEvent> eye) {
        beforeRequest = eye;
    }

    private void expireBindings() {
        context.after(EXPIRY_CHECK, Runnable::run, () -> {
            door.expired().forEach(binding -> context.emit(new SipEvent.Unregistered(binding.user(), "its registration ran out")));
            expireBindings();
        });
    }
}
