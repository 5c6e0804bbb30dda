package org.tipring.signaling.sip;

import gov.nist.javax.sip.message.MessageExt;
import java.net.InetAddress;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;

/// Decides where a request goes: to the [Peer] that its sender attached. Only requests that the stack makes by itself have none; they
/// go to their first Route or Request-URI if that is a literal address. The stack's own router would look names up, and block.
public final class PeerRouter implements Router {

    /// The stack calls this by name.
    public PeerRouter(SipStack stack, String outboundProxy) { }

    static void send(Request request, Peer to) {
        ((MessageExt) request).setApplicationData(to);
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        if (((MessageExt) request).getApplicationData() instanceof Peer peer) {
            return peer;
        }
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        Peer literal = literal(route != null ? route.getAddress().getURI() : request.getRequestURI());
        if (literal == null) {
            throw new SipException("no literal address to send " + request.getMethod() + " to");
        }
        return literal;
    }

    /// @return null when it is no SIP URI with a literal address
    static Peer literal(javax.sip.address.URI uri) {
        if (!(uri instanceof SipURI sip)) {
            return null;
        }
        String host = sip.getHost().replace("[", "").replace("]", "");
        String transport = sip.getTransportParam() == null ? "udp" : sip.getTransportParam().toLowerCase(Locale.ROOT);
        if (!transport.equals("udp") && !transport.equals("tcp")) {
            return null;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            if (address.isMulticastAddress() || address.isAnyLocalAddress() || host.equals("255.255.255.255")) {
                return null;
            }
            return new Peer(address.getHostAddress(), sip.getPort() > 0 ? sip.getPort() : 5060, transport);
        } catch (IllegalArgumentException aName) {
            return null;
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public ListIterator<?> getNextHops(Request request) {
        try {
            return List.of(getNextHop(request)).listIterator();
        } catch (SipException nowhere) {
            return List.of().listIterator();
        }
    }

    @Override
    public Hop getOutboundProxy() {
        return null;
    }
}
