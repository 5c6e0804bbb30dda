package org.tipring.signaling.sip;

import gov.nist.javax.sip.ServerTransactionExt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.function.Supplier;
import javax.sip.RequestEvent;
import javax.sip.ServerTransaction;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.address.SipURI;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.guard.Offence;
import org.tipring.signaling.registrar.DigestAuthenticator.Verdict;
import org.tipring.signaling.sip.RequestScreen.Finding;
import org.tipring.signaling.sip.SipEvent.Source;

/// Takes every request that the stack hands up, on the stack's threads: looks at it, answers what can be answered at once and without
/// keeping anything, and passes the rest to its leg's lane. A stranger's request leaves nothing behind.
final class RequestDesk {

    private static final int MOST_ALERT_INFO = 500;

    private final SipContext context;
    private final Doorkeeper door;
    private final Bouncer bouncer;
    private final List<TrunkPeer> trunks;
    private final Supplier<LegId> legIds;
    private final RegisterDesk registers;
    private final String tagSecret;

    RequestDesk(SipContext context, Doorkeeper door, Bouncer bouncer, List<TrunkPeer> trunks, Supplier<LegId> legIds) {
        this.context = context;
        this.door = door;
        this.bouncer = bouncer;
        this.trunks = trunks;
        this.legIds = legIds;
        this.registers = new RegisterDesk(context, door);
        this.tagSecret = context.token();
    }

    void handle(RequestEvent event, Peer source) throws Exception {
        Request request = event.getRequest();
        SipLeg leg = event.getDialog() != null && event.getDialog().getApplicationData() instanceof SipLeg known ? known : null;
        if (request.getMethod().equals("ACK")) {
            if (leg != null) {
                String sdp = Uris.sdp(request).orElse("");
                leg.post(() -> leg.onAck(sdp));
            }
            return;
        }
        Finding finding = RequestScreen.check(request);
        if (finding.status() != 0) {
            if (finding.status() == 400 && leg == null) {
                bouncer.offended(source.address(), Offence.MALFORMED);
            }
            refuse(event, finding);
        } else if (request.getMethod().equals("CANCEL")) {
            cancel(event);
        } else if (request.getMethod().equals("NOTIFY") && watchOf(request) != null) {
            subscribed(event, watchOf(request));
        } else if (leg != null) {
            inDialog(event, leg, source);
        } else if (((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null) {
            reply(event, context.messages().response(481, request, ""));
        } else {
            switch (request.getMethod()) {
                case "OPTIONS" -> options(event);
                case "REGISTER" -> register(event, source);
                case "INVITE" -> invite(event, source);
                case "NOTIFY" -> notified(event, source);
                case "REFER" -> notEntitled(event, source, "a REFER outside of any call");
                default -> reply(event, context.messages().response(481, request, statelessTag(request)));
            }
        }
    }

    private void refuse(RequestEvent event, Finding finding) throws Exception {
        Response refusal = context.messages().response(finding.status(), event.getRequest(), statelessTag(event.getRequest()));
        if (!finding.header().isEmpty()) {
            context.messages().list(refusal, finding.header(), finding.value());
        }
        reply(event, refusal);
    }

    private void options(RequestEvent event) throws Exception {
        Response ok = context.messages().response(200, event.getRequest(), statelessTag(event.getRequest()));
        context.messages().list(ok, "Allow", Messages.ALLOW);
        context.messages().list(ok, "Accept", "application/sdp");
        reply(event, ok);
    }

    private void register(RequestEvent event, Peer source) throws Exception {
        RegisterDesk.Reply reply = registers.handle(event.getRequest(), source, statelessTag(event.getRequest()));
        if (!reply.stateful() || event.getServerTransaction() != null) {
            reply(event, reply.response());
            return;
        }
        // With a transaction the stack repeats the answer to a repeated request; otherwise that would count as a replayed digest.
        ServerTransaction transaction = newTransaction(event.getRequest());
        if (transaction != null) {
            transaction.sendResponse(reply.response());
        }
    }

    /// A provider tells of messages in a mailbox, unasked (RFC 3842 section 4.1 allows it where both sides know); from others, and of anything
    /// else, there is no subscription (RFC 6665 section 4.1.3).
    private void notified(RequestEvent event, Peer source) throws Exception {
        Request request = event.getRequest();
        TrunkPeer trunk = trunkOf(request, source);
        if (trunk == null) {
            reply(event, context.messages().response(481, request, statelessTag(request)));
            return;
        }
        Header what = request.getHeader("Event");
        if (what == null || !Uris.value(what).toLowerCase(Locale.ROOT).matches("message-summary(;.*)?")) {
            refuse(event, new Finding(489, "another event", "Allow-Events", "message-summary"));
            return;
        }
        MessageSummary summary = summary(request);
        reply(event, context.messages().response(summary == null ? 400 : 200, request, statelessTag(request)));
        if (summary != null) {
            String to = Uris.user(((ToHeader) request.getHeader(ToHeader.NAME)).getAddress().getURI());
            told(trunk, summary, to == null ? "" : to);
        }
    }

    /// A NOTIFY of a subscription of ours. Its Call-ID and tag cannot be guessed, so it may come from anywhere.
    private void subscribed(RequestEvent event, MailboxWatch watch) throws Exception {
        Request request = event.getRequest();
        Header what = request.getHeader("Event");
        Header state = request.getHeader("Subscription-State");
        if (what == null || !Uris.value(what).toLowerCase(Locale.ROOT).matches("message-summary(;.*)?")) {
            refuse(event, new Finding(489, "another event", "Allow-Events", "message-summary"));
            return;
        }
        byte[] body = request.getRawContent();
        MessageSummary summary = summary(request);
        boolean empty = body == null || body.length == 0;
        reply(event, context.messages().response(state == null || !empty && summary == null ? 400 : 200, request, ""));
        if (state != null) {
            watch.notified(Uris.value(state));
        }
        if (summary != null) {
            told(watch.trunk(), summary, watch.account());
        }
    }

    private MailboxWatch watchOf(Request request) {
        String callId = ((CallIdHeader) request.getHeader(CallIdHeader.NAME)).getCallId();
        String tag = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag();
        return context.mailboxes().stream().filter(watch -> watch.owns(callId, tag)).findFirst().orElse(null);
    }

    /// Null when there is none, or none that can be read.
    private static MessageSummary summary(Request request) {
        byte[] body = request.getRawContent();
        return body == null ? null : MessageSummary.parse(new String(body, StandardCharsets.UTF_8)).orElse(null);
    }

    private void told(TrunkPeer trunk, MessageSummary summary, String otherwise) {
        context.emit(new SipEvent.MessagesWaiting(trunk.name(), summary.account().isEmpty() ? otherwise : summary.account(), summary.waiting()));
    }

    private void cancel(RequestEvent event) throws Exception {
        ServerTransaction transaction = event.getServerTransaction();
        ServerTransaction invite = transaction instanceof ServerTransactionExt own ? own.getCanceledInviteTransaction() : null;
        if (invite != null && invite.getApplicationData() instanceof InboundLeg leg) {
            leg.post(() -> leg.onCancel(event.getRequest(), transaction));
        } else {
            reply(event, context.messages().response(481, event.getRequest(), statelessTag(event.getRequest())));
        }
    }

    private void inDialog(RequestEvent event, SipLeg leg, Peer source) throws Exception {
        if (event.getServerTransaction() == null) {
            reply(event, context.messages().response(481, event.getRequest(), ""));
        } else if (!event.getRequest().getMethod().equals("REFER") || mayTransfer(event, leg, source)) {
            leg.post(() -> leg.inDialog(event, source));
        }
    }

    /// A transfer makes calls on somebody's account: only a telephone of ours may ask for one, and it proves anew who it is.
    private boolean mayTransfer(RequestEvent event, SipLeg leg, Peer source) throws Exception {
        if (leg.telephone().isEmpty()) {
            notEntitled(event, source, "a REFER from a provider");
            return false;
        }
        switch (door.verify(event.getRequest(), source)) {
            case Verdict.Accepted(String user) when user.equals(leg.telephone()) -> {
                return true;
            }
            case Verdict.Challenge(boolean stale) -> challenge(event, source, stale);
            case Verdict.Accepted _, Verdict.Refused _ -> notEntitled(event, source, "a REFER from another than the telephone in the call");
        }
        return false;
    }

    private void challenge(RequestEvent event, Peer source, boolean stale) throws Exception {
        Response challenge = context.messages().response(401, event.getRequest(), statelessTag(event.getRequest()));
        door.challenge(challenge, source, stale, context.messages());
        reply(event, challenge);
    }

    /// Whoever could have calls of ours connected could call at our expense.
    private void notEntitled(RequestEvent event, Peer source, String what) throws Exception {
        context.refusedTransfers().incrementAndGet();
        StackLog.say(what + ", " + source + ": refused");
        reply(event, context.messages().response(403, event.getRequest(), statelessTag(event.getRequest())));
    }

    private void invite(RequestEvent event, Peer source) throws Exception {
        Request request = event.getRequest();
        TrunkPeer trunk = trunkOf(request, source);
        Header replaces = request.getHeader("Replaces");
        if (trunk != null && replaces != null) {
            notEntitled(event, source, "an INVITE with Replaces from a provider");
            return;
        }
        if (trunk != null) {
            begin(event, source, new Source.Trunk(trunk.name()), calledBy(trunk, request), Parties.trunk(request, trunk.settings().verdicts()), false);
            return;
        }
        switch (door.verify(request, source)) {
            case Verdict.Challenge(boolean stale) -> challenge(event, source, stale);
            case Verdict.Refused _ -> reply(event, context.messages().response(403, request, statelessTag(request)));
            case Verdict.Accepted(String user) -> {
                if (callsAsItself(request, user) && replaces != null) {
                    replace(event, source, user, Uris.value(replaces));
                } else if (callsAsItself(request, user)) {
                    begin(event, source, new Source.Extension(user), Uris.user(request.getRequestURI()), Parties.extension(request, user), true);
                } else {
                    reply(event, context.messages().response(403, request, statelessTag(request)));
                }
            }
        }
    }

    /// RFC 3891 section 3: an unknown call is 481, a finished one 603. Only an answered call of the same user is given away.
    private void replace(RequestEvent event, Peer source, String user, String replaces) throws Exception {
        Request request = event.getRequest();
        Replaces named = Replaces.parse(replaces).orElse(null);
        SipLeg instead = named == null ? null : context.leg(named).orElse(null);
        if (instead != null && !instead.telephone().equals(user)) {
            notEntitled(event, source, "an INVITE with Replaces for a call of another telephone");
            return;
        }
        int refusal = named == null ? 400 : instead == null || !instead.isUp() ? 481 : instead.isEnded() ? 603 : named.earlyOnly() ? 486 : 0;
        if (refusal != 0) {
            reply(event, context.messages().response(refusal, request, statelessTag(request)));
            return;
        }
        InboundLeg leg = newLeg(event, source, true);
        if (leg != null) {
            leg.ofTelephone(user);
            told(leg, new SipEvent.Replacing(leg.id(), new Source.Extension(user), instead.id(), Uris.sdp(request).orElse(""), callId(request)));
        }
    }

    private TrunkPeer trunkOf(Request request, Peer source) {
        return trunks.stream().filter(candidate -> candidate.owns(request, source)).findFirst().orElse(null);
    }

    /// From names the authenticated user, or nobody (RFC 3323).
    private static boolean callsAsItself(Request request, String user) {
        return ((FromHeader) request.getHeader(FromHeader.NAME)).getAddress().getURI() instanceof SipURI from
            && (user.equals(Uris.user(from)) || from.getHost().equalsIgnoreCase("anonymous.invalid"));
    }

    /// A provider that we register with sends calls to the contact that we gave; then the dialled number is in To.
    private static String calledBy(TrunkPeer trunk, Request request) {
        String target = Uris.user(request.getRequestURI());
        String to = Uris.user(((ToHeader) request.getHeader(ToHeader.NAME)).getAddress().getURI());
        boolean ours = trunk.settings().register() && trunk.settings().user().equals(target);
        return ours && to != null && !to.isEmpty() ? to : target;
    }

    private void begin(RequestEvent event, Peer source, Source from, String called, SipEvent.CallingParty caller, boolean behindNat)
        throws Exception {
        Request request = event.getRequest();
        if (called == null) {
            reply(event, context.messages().response(404, request, statelessTag(request)));
            return;
        }
        InboundLeg leg = newLeg(event, source, behindNat);
        if (leg != null) {
            leg.ofTelephone(from instanceof Source.Extension(String user) ? user : "");
            told(leg, new SipEvent.Invited(leg.id(), from, called, caller, Uris.sdp(request).orElse(""), callId(request), alertInfo(request)));
        }
    }

    /// @return null when there is nothing to begin
    private InboundLeg newLeg(RequestEvent event, Peer source, boolean behindNat) throws Exception {
        Request request = event.getRequest();
        ServerTransaction transaction = event.getServerTransaction() != null ? event.getServerTransaction() : newTransaction(request);
        if (transaction == null) {
            return null;
        }
        InboundLeg leg = new InboundLeg(legIds.get(), context, source, behindNat, transaction);
        transaction.setApplicationData(leg);
        transaction.getDialog().setApplicationData(leg);
        transaction.sendResponse(context.messages().response(100, request, ""));
        context.legs().put(leg.id(), leg);
        return leg;
    }

    private void told(InboundLeg leg, SipEvent event) {
        if (!context.emit(event)) {
            leg.post(() -> leg.release(503, org.tipring.signaling.call.ReleaseCause.CONGESTION, java.time.Duration.ofSeconds(5)));
        }
    }

    private static String callId(Request request) {
        return ((CallIdHeader) request.getHeader(CallIdHeader.NAME)).getCallId();
    }

    /// RFC 3261 section 20.4. Nothing in it is fetched: it is compared with words of ours.
    private static String alertInfo(Request request) {
        StringBuilder all = new StringBuilder();
        ListIterator<?> headers = request.getHeaders("Alert-Info");
        while (headers.hasNext()) {
            all.append(headers.next()).append(' ');
        }
        return all.substring(0, Math.min(all.length(), MOST_ALERT_INFO)).replaceAll("Alert-Info:|\\s+", " ").strip();
    }

    /// @return null when the request is a repetition that is being dealt with, or the stack has no room
    private ServerTransaction newTransaction(Request request) {
        try {
            return context.provider().getNewServerTransaction(request);
        } catch (TransactionAlreadyExistsException repeated) {
            return null;
        } catch (javax.sip.TransactionUnavailableException noRoom) {
            StackLog.report("no transaction for " + request.getMethod(), noRoom);
            return null;
        }
    }

    private void reply(RequestEvent event, Response response) throws Exception {
        if (event.getServerTransaction() != null) {
            event.getServerTransaction().sendResponse(response);
        } else {
            context.provider().sendResponse(response);
        }
    }

    /// The same for each repetition of a request, although nothing is kept of it (RFC 3261 section 8.2.7).
    private String statelessTag(Request request) {
        ViaHeader via = (ViaHeader) request.getHeader(ViaHeader.NAME);
        CallIdHeader callId = (CallIdHeader) request.getHeader(CallIdHeader.NAME);
        String what = tagSecret + (via == null ? "" : via.getBranch() + via.getHost()) + (callId == null ? "" : callId.getCallId());
        return Integer.toHexString(what.hashCode()) + Integer.toHexString((what + tagSecret).hashCode());
    }
}
