package org.tipring.signaling.registrar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.tipring.media.time.Deadlines;

/// Where each telephone is (RFC 3261 section 10.3). Its owner has authenticated the request and checked that the user registers
/// itself. Not thread-safe: its owner calls it from one thread or under one lock.
public final class Registrar {

    public static final int MIN_EXPIRES_SECONDS = 60;
    public static final int MAX_EXPIRES_SECONDS = 3_600;
    public static final int MAX_CONTACTS = 5;

    private final Map<String, List<Binding>> bindings = new HashMap<>();

    /// @param user of the To header: the address of record
    /// @param star `Contact: *`
    /// @param expiresSeconds the Expires header, -1 when there is none
    /// @param address where the request came from
    public record Registration(String user, String callId, long cseq, List<Contact> contacts, boolean star, long expiresSeconds,
                               String address, int port, String transport) {

        public Registration {
            contacts = List.copyOf(contacts);
        }
    }

    /// @param expiresSeconds the contact's own `expires`, -1 when it has none
    /// @param port where the telephone listens at the address that its request came from; 0: where the request came from
    public record Contact(String uri, long expiresSeconds, int port) {

        public Contact(String uri, long expiresSeconds) {
            this(uri, expiresSeconds, 0);
        }
    }

    /// What came of it.
    public sealed interface Outcome {

        /// @param bindings all that now exist; the 200 lists them
        record Accepted(List<Binding> bindings, List<Binding> added, List<Binding> removed) implements Outcome { }

        /// @param status 400, 403 (too many contacts), 423 (too brief; then Min-Expires goes along), 500 (out of order)
        record Refused(int status, String why) implements Outcome { }
    }

    public Outcome register(Registration request, long nowNanos) {
        List<Binding> before = new ArrayList<>(bindings(request.user(), nowNanos));
        if (request.star()) {
            return removeAll(request, before);
        }
        List<Binding> after = new ArrayList<>(before);
        List<Binding> added = new ArrayList<>();
        List<Binding> removed = new ArrayList<>();
        for (Contact contact : request.contacts()) {
            long expires = expires(contact, request);
            if (expires > 0 && expires < MIN_EXPIRES_SECONDS) {
                return new Outcome.Refused(423, "expires below " + MIN_EXPIRES_SECONDS + " s");
            }
            Binding old = find(after, contact.uri());
            if (old != null && outOfOrder(old, request)) {
                return new Outcome.Refused(500, "older than the binding it would change");
            }
            if (old != null) {
                after.remove(old);
            }
            if (expires > 0) {
                Binding made = new Binding(request.user(), contact.uri(), request.address(),
                    contact.port() > 0 ? contact.port() : request.port(), request.transport(),
                    request.callId(), request.cseq(), nowNanos + Math.min(expires, MAX_EXPIRES_SECONDS) * 1_000_000_000);
                after.add(made);
                added.add(made);
            } else if (old != null) {
                removed.add(old);
            }
        }
        // All or nothing: until here nothing was changed.
        if (after.size() > MAX_CONTACTS) {
            return new Outcome.Refused(403, "more than " + MAX_CONTACTS + " contacts");
        }
        keep(request.user(), after);
        return new Outcome.Accepted(List.copyOf(after), List.copyOf(added), List.copyOf(removed));
    }

    /// The live bindings of a user, oldest first.
    public List<Binding> bindings(String user, long nowNanos) {
        return bindings.getOrDefault(user, List.of()).stream().filter(binding -> binding.expiresAtNanos() > nowNanos).toList();
    }

    /// Bindings of all users.
    public int size() {
        return bindings.values().stream().mapToInt(List::size).sum();
    }

    /// Takes out what has expired and returns it.
    public List<Binding> tick(long nowNanos) {
        List<Binding> expired = new ArrayList<>();
        Iterator<List<Binding>> users = bindings.values().iterator();
        while (users.hasNext()) {
            List<Binding> ofUser = users.next();
            ofUser.stream().filter(binding -> binding.expiresAtNanos() <= nowNanos).forEach(expired::add);
            ofUser.removeIf(binding -> binding.expiresAtNanos() <= nowNanos);
            if (ofUser.isEmpty()) {
                users.remove();
            }
        }
        return expired;
    }

    public long nextDeadline() {
        return bindings.values().stream().flatMap(List::stream).mapToLong(Binding::expiresAtNanos).min().orElse(Deadlines.NEVER);
    }

    /// `Contact: *` is allowed alone and with Expires: 0 only (section 10.3 step 6).
    private Outcome removeAll(Registration request, List<Binding> before) {
        if (request.expiresSeconds() != 0 || !request.contacts().isEmpty()) {
            return new Outcome.Refused(400, "Contact: * needs Expires: 0 and no other contact");
        }
        for (Binding binding : before) {
            if (outOfOrder(binding, request)) {
                return new Outcome.Refused(500, "older than the binding it would remove");
            }
        }
        keep(request.user(), new ArrayList<>());
        return new Outcome.Accepted(List.of(), List.of(), List.copyOf(before));
    }

    private static long expires(Contact contact, Registration request) {
        if (contact.expiresSeconds() >= 0) {
            return contact.expiresSeconds();
        }
        return request.expiresSeconds() >= 0 ? request.expiresSeconds() : MAX_EXPIRES_SECONDS;
    }

    private static boolean outOfOrder(Binding old, Registration request) {
        return old.callId().equals(request.callId()) && request.cseq() <= old.cseq();
    }

    private static Binding find(List<Binding> bindings, String uri) {
        return bindings.stream().filter(binding -> binding.contact().equals(uri)).findFirst().orElse(null);
    }

    private void keep(String user, List<Binding> after) {
        if (after.isEmpty()) {
            bindings.remove(user);
        } else {
            bindings.put(user, after);
        }
    }
}
