package org.tipring.signaling.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.sip.SipStack;
import javax.sip.message.Response;

/// The first of our code that a message meets, before the stack keeps anything of it: drops what banned sources send, and takes out
/// of Via what would make our answer go to a third party. A banned source still makes emergency calls, and may end what it has begun.
final class Gate implements SIPMessageValve {

    private final Bouncer bouncer;
    private final Predicate<String> deafTo;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong banned = new AtomicLong();
    private SIPTransactionStack stack;

    /// @param bouncer asked on the stack's threads for every message, so it has to be quick
    Gate(Bouncer bouncer, Predicate<String> deafTo) {
        this.bouncer = bouncer;
        this.deafTo = deafTo;
    }

    /// Requests that were dropped because their source is banned.
    long banned() {
        return banned.get();
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        Via via = request.getTopmostVia();
        // A datagram that claims to be TCP would make us connect to wherever its forged source is.
        boolean honest = channel.getTransport().equalsIgnoreCase(via.getTransport());
        String source = channel.getPeerPacketSourceAddress().getHostAddress();
        if (!honest || deafTo.test(source)) {
            dropped.incrementAndGet();
            return false;
        }
        if (bouncer.banned(source) && !isForHelp(request) && !isOngoing(request)) {
            banned.incrementAndGet();
            return false;
        }
        // RFC 3261 section 18.2.2 would send the answer to maddr: a reflector for anybody who forges one (threat 37).
        via.removeParameter("maddr");
        via.removeParameter("ttl");
        return true;
    }

    private boolean isForHelp(SIPRequest request) {
        String number = request.getMethod().equals("INVITE") && request.getToTag() == null ? Uris.user(request.getRequestURI()) : null;
        return number != null && bouncer.isUrgent(number);
    }

    /// Of a call that there is, or of a request that is being answered: its ACK, its CANCEL, its repetition.
    private boolean isOngoing(SIPRequest request) {
        return stack.getDialog(request.getDialogId(true)) != null || stack.findTransaction(request, true) != null
            || request.getMethod().equals("CANCEL") && stack.findCancelTransaction(request, true) != null;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void init(SipStack stack) {
        this.stack = (SIPTransactionStack) stack;
    }

    @Override
    public void destroy() { }
}
