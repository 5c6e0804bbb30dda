package org.tipring.signaling.sip;

import gov.nist.javax.sip.DialogTimeoutEvent;
import gov.nist.javax.sip.SipListenerExt;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Locale;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.call.ReleaseCause;

/// Where JAIN-SIP calls us, on threads of its own. Nothing may leave these methods: an Error would end one of its UDP workers for good,
/// and after four of them the gateway would be deaf and look alive.
final class StackListener implements SipListenerExt {

    private final SipContext context;
    private final RequestDesk desk;
    private final Consumer<RequestEvent> beforeRequest;

    /// @param beforeRequest sees each request first; for tests that throw what must not get out
    StackListener(SipContext context, RequestDesk desk, Consumer<RequestEvent> beforeRequest) {
        this.context = context;
        this.desk = desk;
        this.beforeRequest = beforeRequest;
    }

    @Override
    public void processRequest(RequestEvent event) {
        fenced("request", () -> {
            beforeRequest.accept(event);
            desk.handle(event, source(event.getRequest()));
        });
    }

    @Override
    public void processResponse(ResponseEvent event) {
        fenced("response", () -> {
            ClientTransaction transaction = event.getClientTransaction();
            Response response = event.getResponse();
            Peer from = source(response);
            if (transaction != null && transaction.getApplicationData() instanceof Conversation conversation) {
                Dialog dialog = event.getDialog();
                if (dialog != null && conversation.leg() != null && dialog.getApplicationData() == null) {
                    dialog.setApplicationData(conversation.leg());
                }
                conversation.lane().execute(() -> fenced("response", () -> conversation.onResponse(response, dialog, from)));
            } else {
                unexpected(event, from);
            }
        });
    }

    /// A 200 to an INVITE of which the first answer has been taken already: a proxy forked it, and the second telephone answered too.
    /// It believes that it talks to somebody, so: ACK, BYE (RFC 3261 section 13.2.2.4).
    private void unexpected(ResponseEvent event, Peer from) {
        Dialog dialog = event.getDialog();
        Response response = event.getResponse();
        CSeqHeader cseq = (CSeqHeader) response.getHeader(CSeqHeader.NAME);
        if (dialog == null || dialog.getApplicationData() != null || response.getStatusCode() / 100 != 2 || cseq == null
            || !cseq.getMethod().equals("INVITE") || !context.invited(((CallIdHeader) response.getHeader(CallIdHeader.NAME)).getCallId())) {
            return;
        }
        dialog.setApplicationData(from);
        Lane lane = context.newLane();
        lane.execute(() -> fenced("forked answer", () -> {
            Peer to = SipContext.inDialog(dialog, from, false);
            Request ack = dialog.createAck(cseq.getSeqNumber());
            PeerRouter.send(ack, to);
            dialog.sendAck(ack);
            Request bye = dialog.createRequest("BYE");
            context.messages().addReason(bye, ReleaseCause.NORMAL);
            context.sendInDialog(dialog, bye, to, new Unheard(lane));
        }));
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        fenced("time-out", () -> {
            if (!event.isServerTransaction() && event.getClientTransaction().getApplicationData() instanceof Conversation conversation) {
                conversation.lane().execute(() -> fenced("time-out", conversation::onTimeout));
            }
        });
    }

    /// Legs have timers of their own for this ([SipContext#ackWait]).
    @Override
    public void processDialogTimeout(DialogTimeoutEvent event) { }

    /// The transaction's own time-out follows.
    @Override
    public void processIOException(IOExceptionEvent event) { }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) { }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) { }

    private static void fenced(String what, SipLeg.Step step) {
        try {
            step.run();
        } catch (Throwable anything) {
            StackLog.report("SIP " + what + " dropped", anything);
        }
    }

    /// The address that a message really came from, whatever it says itself.
    private static Peer source(javax.sip.message.Message message) {
        SIPMessage sip = (SIPMessage) message;
        String transport = ((ViaHeader) message.getHeader(ViaHeader.NAME)).getTransport().toLowerCase(Locale.ROOT);
        return Peer.of(sip.getPeerPacketSourceAddress(), sip.getPeerPacketSourcePort(), transport);
    }
}
