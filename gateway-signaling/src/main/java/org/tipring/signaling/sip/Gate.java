package org.tipring.signaling.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.sip.SipStack;
import javax.sip.message.Response;

/// The first of our code that a message meets, before the stack keeps anything of it: drops what banned addresses send, and takes out
/// of Via what would make our answer go to a third party.
final class Gate implements SIPMessageValve {

    private final Predicate<String> banned;
    private final AtomicLong dropped = new AtomicLong();

    /// @param banned by literal address; called on the stack's threads for every message, so it has to be quick
    Gate(Predicate<String> banned) {
        this.banned = banned;
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        Via via = request.getTopmostVia();
        // A datagram that claims to be TCP would make us connect to wherever its forged source is.
        boolean honest = channel.getTransport().equalsIgnoreCase(via.getTransport());
        if (!honest || banned.test(channel.getPeerPacketSourceAddress().getHostAddress())) {
            dropped.incrementAndGet();
            return false;
        }
        // RFC 3261 section 18.2.2 would send the answer to maddr: a reflector for anybody who forges one (threat 37).
        via.removeParameter("maddr");
        via.removeParameter("ttl");
        return true;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void init(SipStack stack) { }

    @Override
    public void destroy() { }
}
