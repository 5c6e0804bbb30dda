package org.tipring.signaling.sip;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Set;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.guard.Offence;
import org.tipring.signaling.registrar.Binding;
import org.tipring.signaling.registrar.DigestAlgorithm;
import org.tipring.signaling.registrar.DigestAuthenticator;
import org.tipring.signaling.registrar.DigestAuthenticator.Verdict;
import org.tipring.signaling.registrar.Registrar;

/// The authenticator and the registrar behind one lock: the stack's threads ask them, control asks whether somebody is reachable.
/// Held for microseconds, never while sending.
final class Doorkeeper {

    private final DigestAuthenticator authenticator;
    private final Bouncer bouncer;
    private final Registrar registrar = new Registrar();

    Doorkeeper(SipSettings settings, Bouncer bouncer) {
        this.bouncer = bouncer;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        authenticator = new DigestAuthenticator(settings.realm(), secret, settings.extensions()::get, usable(settings));
    }

    /// What at least one telephone can answer; both where there is none. The same for all, so that it tells nothing about any one.
    private static Set<DigestAlgorithm> usable(SipSettings settings) {
        Set<DigestAlgorithm> usable = EnumSet.allOf(DigestAlgorithm.class);
        usable.removeIf(algorithm -> settings.extensions().values().stream().noneMatch(user -> user.knows(algorithm)));
        return usable.isEmpty() ? EnumSet.allOf(DigestAlgorithm.class) : usable;
    }

    /// Judges the Authorization (or Proxy-Authorization) header that is for our realm.
    Verdict verify(Request request, Peer source) {
        Verdict verdict = judge(request, source);
        switch (verdict) {
            case Verdict.Accepted _ -> bouncer.proved(source.address());
            case Verdict.Challenge(boolean stale) when stale -> { }
            case Verdict.Challenge _ -> bouncer.offended(source.address(), Offence.UNAUTHENTICATED);
            case Verdict.Refused refused ->
                bouncer.offended(source.address(), refused.known() ? Offence.WRONG_PASSWORD : Offence.UNKNOWN_USER);
        }
        return verdict;
    }

    private synchronized Verdict judge(Request request, Peer source) {
        Verdict best = new Verdict.Challenge(false);
        for (String value : authorizations(request)) {
            Verdict verdict = authenticator.verify(request.getMethod(), value, source.address(), System.nanoTime());
            if (!(verdict instanceof Verdict.Challenge(boolean stale) && !stale)) {
                return verdict;
            }
        }
        return best;
    }

    private static List<String> authorizations(Request request) {
        List<String> values = new ArrayList<>();
        for (String name : List.of("Authorization", "Proxy-Authorization")) {
            ListIterator<?> headers = request.getHeaders(name);
            // A handful is enough; each costs a hash.
            while (headers.hasNext() && values.size() < 4) {
                values.add(Uris.value((Header) headers.next()));
            }
        }
        return values;
    }

    void challenge(Response response, Peer source, boolean stale, Messages messages) throws Exception {
        List<String> challenges;
        synchronized (this) {
            challenges = authenticator.challenges(source.address(), stale, System.nanoTime());
        }
        for (String challenge : challenges) {
            response.addHeader(messages.header("WWW-Authenticate", challenge));
        }
    }

    synchronized Registrar.Outcome register(Registrar.Registration registration) {
        return registrar.register(registration, System.nanoTime());
    }

    synchronized List<Binding> bindings(String user) {
        return registrar.bindings(user, System.nanoTime());
    }

    synchronized List<Binding> expired() {
        return registrar.tick(System.nanoTime());
    }
}
