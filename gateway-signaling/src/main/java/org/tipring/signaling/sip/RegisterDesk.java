package org.tipring.signaling.sip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.registrar.Binding;
import org.tipring.signaling.registrar.DigestAuthenticator.Verdict;
import org.tipring.signaling.registrar.Registrar;
import org.tipring.signaling.registrar.Registrar.Outcome;

/// Answers REGISTER (RFC 3261 section 10.3). Called on the stack's threads.
final class RegisterDesk {

    private static final int MAX_CONTACT_HEADERS = 20;

    private final SipContext context;
    private final Doorkeeper door;

    RegisterDesk(SipContext context, Doorkeeper door) {
        this.context = context;
        this.door = door;
    }

    /// @param stateful false for what must leave no trace: challenges and refusals
    record Reply(Response response, boolean stateful) { }

    Reply handle(Request request, Peer source, String tag) throws Exception {
        Messages messages = context.messages();
        if (!(((ToHeader) request.getHeader(ToHeader.NAME)).getAddress().getURI() instanceof SipURI record)) {
            return new Reply(messages.response(400, request, tag), false);
        }
        switch (door.verify(request, source)) {
            case Verdict.Challenge(boolean stale) -> {
                Response challenge = messages.response(401, request, tag);
                door.challenge(challenge, source, stale, messages);
                return new Reply(challenge, false);
            }
            case Verdict.Refused _ -> {
                return new Reply(messages.response(403, request, tag), false);
            }
            case Verdict.Accepted(String who) -> {
                // Nobody moves somebody else's telephone (threat 48).
                return who.equals(Uris.user(record)) ? register(request, source, who, tag)
                    : new Reply(messages.response(403, request, tag), false);
            }
        }
    }

    private Reply register(Request request, Peer source, String user, String tag) throws Exception {
        Messages messages = context.messages();
        List<Registrar.Contact> contacts = new ArrayList<>();
        boolean star = false;
        ListIterator<?> headers = request.getHeaders(ContactHeader.NAME);
        while (headers.hasNext()) {
            if (!(headers.next() instanceof ContactHeader contact) || contacts.size() == MAX_CONTACT_HEADERS) {
                return new Reply(messages.response(400, request, tag), true);
            }
            if (contact.isWildCard()) {
                star = true;
            } else if (contact.getAddress().getURI() instanceof SipURI uri) {
                contacts.add(new Registrar.Contact(uri.toString(), contact.getExpires(), port(request, source, uri)));
            } else {
                return new Reply(messages.response(400, request, tag), true);
            }
        }
        Outcome outcome = door.register(new Registrar.Registration(user, ((CallIdHeader) request.getHeader(CallIdHeader.NAME)).getCallId(),
            ((CSeqHeader) request.getHeader(CSeqHeader.NAME)).getSeqNumber(), contacts, star, expires(request), source.address(),
            source.port(), source.transport()));
        return switch (outcome) {
            case Outcome.Accepted accepted -> new Reply(accepted(request, accepted, tag), true);
            case Outcome.Refused(int status, String why) -> {
                Response refusal = messages.response(status, request, tag);
                if (status == 423) {
                    refusal.setHeader(messages.header("Min-Expires", String.valueOf(Registrar.MIN_EXPIRES_SECONDS)));
                }
                yield new Reply(refusal, true);
            }
        };
    }

    private static int port(Request request, Peer source, SipURI contact) {
        return port(((ViaHeader) request.getHeader(ViaHeader.NAME)).getRPort() >= 0, source, contact);
    }

    /// Where a telephone listens that does not listen where it sends from; 0: it does, and a connection always. The Contact counts (RFC 3261
    /// section 10.3) where its address is the one that the REGISTER came from: else there is a NAT between us, or it names somebody else.
    /// But whoever asks for `rport` from a public address may stand behind a NAT of which it knows the address by STUN and a port that is
    /// open for others than us, so it is called where it sends from (in RFC 3581 it promises to listen there for answers). From a private
    /// address it cannot: between two hosts of one such network there is no NAT. `ob` asks for the way of the REGISTER (RFC 5626 section 5.3).
    static int port(boolean asksRport, Peer source, SipURI contact) {
        Peer named = PeerRouter.literal(contact);
        boolean elsewhere = source.udp() && named != null && named.udp() && named.address().equals(source.address()) && contact.getParameter("ob") == null
            && (!asksRport || isPrivate(source.address()));
        return elsewhere ? named.port() : 0;
    }

    private static boolean isPrivate(String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return address.isSiteLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || uniqueLocal;
    }

    private Response accepted(Request request, Outcome.Accepted accepted, String tag) throws Exception {
        Response ok = context.messages().response(200, request, tag);
        long now = System.nanoTime();
        for (Binding binding : accepted.bindings()) {
            ok.addHeader(context.messages().header("Contact", "<" + binding.contact() + ">;expires=" + binding.secondsLeft(now)));
        }
        for (Binding binding : accepted.added()) {
            context.emit(new SipEvent.Registered(binding.user(), StackLog.clean(binding.contact()), binding.secondsLeft(now)));
        }
        for (Binding binding : accepted.removed()) {
            context.emit(new SipEvent.Unregistered(binding.user(), "the telephone signed off"));
        }
        return ok;
    }

    /// @return -1 when there is no Expires header
    private static long expires(Request request) {
        Header header = request.getHeader(ExpiresHeader.NAME);
        return header instanceof ExpiresHeader expires ? Math.max(0, expires.getExpires()) : -1;
    }
}
