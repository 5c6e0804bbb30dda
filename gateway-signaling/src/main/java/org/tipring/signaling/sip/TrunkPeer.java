package org.tipring.signaling.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import javax.sip.address.SipURI;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.registrar.Credentials;
import org.tipring.signaling.registrar.DigestClient;

/// What we know of one provider while we run: its addresses, whether it is up, and our password there. Safe for any thread.
final class TrunkPeer {

    private static final Duration LOOKUP_INTERVAL = Duration.ofSeconds(60);

    private final SipSettings.Trunk settings;
    private final SipContext context;
    private final DigestClient digest;
    private final String line;
    private volatile Peer peer;
    private volatile Set<String> addresses = Set.of();
    private final LongAdder asked = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private volatile boolean up;
    private volatile boolean closed;
    private volatile Runnable whenSilent = () -> { };
    private volatile Runnable whenBack = () -> { };
    /// It accepts our registration, or needs none.
    private boolean welcome;
    private boolean silent;
    private String how;

    TrunkPeer(SipSettings.Trunk settings, SipContext context) {
        this.settings = settings;
        this.context = context;
        this.line = context.token();
        Credentials credentials = settings.credentials();
        this.digest = credentials == null ? null : new DigestClient(credentials, context::token);
    }

    SipSettings.Trunk settings() {
        return settings;
    }

    String name() {
        return settings.name();
    }

    /// Where requests go; null while its name has not been resolved.
    Peer peer() {
        return peer;
    }

    boolean isUp() {
        return up;
    }

    /// Whether it accepts our registration; one that needs none does from the start.
    ///
    /// @return whether that is news; then control has been told
    synchronized boolean up(boolean isUp, String why) {
        welcome = isUp;
        return settle(why);
    }

    /// Whether it is there, as far as its answers to OPTIONS tell.
    void answers(boolean does, String why) {
        boolean back;
        synchronized (this) {
            back = does && silent;
            silent = !does;
            how = does ? "answers" : how;
            if (!settle(why) && does && up) {
                context.emit(new SipEvent.TrunkUp(name(), how()));
            }
        }
        if (back) {
            whenBack.run();
        }
    }

    private boolean settle(String why) {
        boolean now = welcome && !silent;
        if (up == now) {
            return false;
        }
        up = now;
        context.emit(now ? new SipEvent.TrunkUp(name(), how()) : new SipEvent.TrunkDown(name(), StackLog.clean(why)));
        return true;
    }

    private String how() {
        String registered = settings.register() ? "registered" : "";
        String there = how == null ? settings.register() ? "" : "not known whether it is there: it has answered no OPTIONS" : how;
        return registered + (registered.isEmpty() || there.isEmpty() ? "" : ", ") + there;
    }

    /// @param silentCall a call was not answered at all; @param back it is there again after a silence
    void watched(Runnable silentCall, Runnable back) {
        whenSilent = silentCall;
        whenBack = back;
    }

    void callMetSilence() {
        whenSilent.run();
    }

    /// How often it was asked, and how often that was in vain.
    LongAdder asked() {
        return asked;
    }

    LongAdder unanswered() {
        return unanswered;
    }

    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    /// A mark in the Contact that we register: the provider gives it back in the Request-URI of calls to us.
    String line() {
        return line;
    }

    /// Looks the host up now and from then on every minute, away from every lane.
    ///
    /// @param resolved called once, the first time that it succeeds
    void lookUp(Runnable resolved) {
        context.spawn(() -> lookUpNow(resolved));
    }

    private void lookUpNow(Runnable resolved) {
        boolean first = peer == null;
        boolean found = false;
        try {
            Set<String> now = new TreeSet<>();
            InetAddress[] all = InetAddress.getAllByName(settings.host());
            for (InetAddress address : all) {
                now.add(address.getHostAddress());
            }
            addresses = Set.copyOf(now);
            if (peer == null || !now.contains(peer.address())) {
                peer = Peer.of(all[0], settings.port(), settings.transport());
            }
            found = true;
        } catch (UnknownHostException unknown) {
            if (first) {
                StackLog.report("trunk " + name() + ": no address for " + settings.host(), unknown);
            }
        }
        if (first && found) {
            resolved.run();
        }
        if (!closed) {
            Runnable next = first && !found ? resolved : () -> { };
            context.after(LOOKUP_INTERVAL, this::spawnLookUp, () -> lookUpNow(next));
        }
    }

    private void spawnLookUp(Runnable task) {
        if (!closed) {
            context.spawn(task);
        }
    }

    /// Whether this is an address of the provider, whatever its port.
    boolean isAt(String address) {
        return addresses.contains(address)
            || settings.addresses().stream().anyMatch(one -> one.equals(address) || one.startsWith(address + ":"));
    }

    /// Whether a request is from this provider: from one of its addresses, and for a provider that is known only because we register
    /// there, also addressed to what we registered.
    boolean owns(Request request, Peer source) {
        if (!settings.addresses().isEmpty()) {
            return settings.addresses().contains(source.address())
                || settings.addresses().contains(source.address() + ":" + source.port());
        }
        if (!addresses.contains(source.address())) {
            return false;
        }
        return !settings.register() || addressedToUs(request);
    }

    private boolean addressedToUs(Request request) {
        if (!(request.getRequestURI() instanceof SipURI uri)) {
            return false;
        }
        return line.equals(uri.getParameter("line")) || settings.user().equals(Uris.user(uri));
    }

    /// The value for Authorization or Proxy-Authorization, as the header itself; null to give up.
    Header answer(Response challenge, Request challenged, int triesBefore) throws Exception {
        boolean proxy = challenge.getStatusCode() == 407;
        List<String> challenges = new ArrayList<>();
        ListIterator<?> headers = challenge.getHeaders(proxy ? "Proxy-Authenticate" : "WWW-Authenticate");
        while (headers.hasNext() && challenges.size() < 8) {
            challenges.add(Uris.value((Header) headers.next()));
        }
        String value = digest == null ? null
            : digest.answer(challenged.getMethod(), challenged.getRequestURI().toString(), challenges, triesBefore).orElse(null);
        return value == null ? null : context.messages().header(proxy ? "Proxy-Authorization" : "Authorization", value);
    }
}
