package org.tipring.signaling.sip;

import gov.nist.javax.sip.message.SIPResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.Dialog;
import javax.sip.ServerTransaction;
import javax.sip.header.AllowHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.Header;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Transfers within the dialog of one leg (RFC 3515, RFC 5589): what its telephone asks of us, and what we ask of its peer. Who may ask has been looked at
/// before ([RequestDesk]). On the leg's lane.
///
/// | | REFER | [#came] | [#refer] | NOTIFY with a final status |
/// |---|---|---|---|---|
/// | **nothing open** | !202 !NOTIFY 100 !Referred | | !REFER | 481 |
/// | **theirs open** | 491 | !NOTIFY | !REFER | 481 |
/// | **ours open** | as above | | | !Transferred |
final class Referral {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 +([1-6]\\d\\d)\\b");

    private final SipLeg leg;
    private boolean asked;
    private int times;
    private String event;
    private boolean theyAllow;
    private Asking asking;

    Referral(SipLeg leg) {
        this.leg = leg;
    }

    /// What they understand, as their INVITE or 200 says.
    void allowedBy(Message message) {
        ListIterator<?> allow = message.getHeaders(AllowHeader.NAME);
        while (allow.hasNext()) {
            theyAllow |= allow.next() instanceof AllowHeader one && "REFER".equals(one.getMethod());
        }
    }

    // ---- theirs

    void onRefer(Request request, ServerTransaction transaction) throws Exception {
        Optional<ReferTarget> target = ReferTarget.of(request);
        int refusal = leg.isEnded() ? 481 : target.isEmpty() ? 400 : asked || !leg.isUp() ? 491 : 0;
        if (refusal != 0) {
            SipLeg.reply(transaction, leg.response(refusal, request));
            return;
        }
        Response accepted = leg.response(202, request);
        accepted.setHeader(leg.contact());
        SipLeg.reply(transaction, accepted);
        asked = true;
        // Of several in one dialog each has to be told from the others (RFC 3515 section 2.4.6).
        event = ++times == 1 ? "refer" : "refer;id=" + ((CSeqHeader) request.getHeader(CSeqHeader.NAME)).getSeqNumber();
        tell("active;expires=180", 100);
        Replaces replaces = target.get().replaces();
        SipLeg other = replaces == null ? null : leg.context().leg(replaces).filter(one -> one != leg && one.telephone().equals(leg.telephone())).orElse(null);
        if (!leg.context().emit(new SipEvent.Referred(leg.id(), target.get().called(), other == null ? null : other.id(), replaces != null && other == null))) {
            came(503);
        }
    }

    /// What the new call came to.
    void came(int status) throws Exception {
        if (asked && !leg.isEnded()) {
            asked = false;
            tell("terminated;reason=noresource", status);
        }
    }

    private void tell(String state, int status) throws Exception {
        Messages messages = leg.context().messages();
        Request notify = leg.dialog().createRequest("NOTIFY");
        notify.setHeader(messages.header("Event", event));
        notify.setHeader(messages.header("Subscription-State", state));
        notify.setHeader(leg.contact());
        messages.setFragment(notify, "SIP/2.0 " + status + " " + SIPResponse.getReasonPhrase(status) + "\r\n");
        leg.sendInDialog(notify, new Unheard(leg.lane()));
    }

    // ---- ours

    /// @param other whom the peer is to talk to
    void refer(SipLeg other) throws Exception {
        if (leg.isEnded() || asking != null) {
            return;
        }
        if (other == null || other.dialog() == null || other.dialog().getRemoteTarget() == null) {
            done(481, "the other call is over");
        } else if (!theyAllow) {
            done(405, "its Allow does not name REFER");
        } else {
            String target = other.dialog().getRemoteTarget().getURI().toString().split("\\?", 2)[0];
            asking = new Asking("<" + target + "?Replaces=" + Uris.escapeHeader(Replaces.of(other.dialog())) + ">");
            asking.send(null);
        }
    }

    private void done(int status, String detail) {
        asking = null;
        leg.context().emit(new SipEvent.Transferred(leg.id(), status, StackLog.clean(detail)));
    }

    void onNotify(Request request, ServerTransaction transaction) throws Exception {
        Header what = request.getHeader("Event");
        boolean ours = asking != null && what != null && Uris.value(what).toLowerCase(Locale.ROOT).matches("refer(;.*)?");
        SipLeg.reply(transaction, leg.response(ours ? 200 : 481, request));
        if (!ours) {
            return;
        }
        byte[] body = request.getRawContent();
        Matcher said = STATUS.matcher(body == null ? "" : new String(body, StandardCharsets.UTF_8));
        int status = said.lookingAt() ? Integer.parseInt(said.group(1)) : 0;
        Header state = request.getHeader("Subscription-State");
        if (status >= 200) {
            done(status, said.group());
        } else if (state != null && Uris.value(state).toLowerCase(Locale.ROOT).startsWith("terminated")) {
            done(0, "it does not say what came of it");
        }
    }

    /// A REFER of ours and what is said to it.
    private final class Asking implements Conversation {
        private final String referTo;
        private Request sent;
        private int tries;

        Asking(String referTo) {
            this.referTo = referTo;
        }

        void send(Header authorization) throws Exception {
            Messages messages = leg.context().messages();
            sent = leg.dialog().createRequest("REFER");
            sent.setHeader(leg.contact());
            sent.setHeader(messages.header("Refer-To", referTo));
            sent.setHeader(messages.header("Referred-By", "<" + leg.dialog().getLocalParty().getURI() + ">"));
            if (authorization != null) {
                sent.setHeader(authorization);
            }
            leg.sendInDialog(sent, this);
        }

        @Override
        public Executor lane() {
            return leg.lane();
        }

        @Override
        public void onResponse(Response response, Dialog dialog, Peer from) throws Exception {
            int status = response.getStatusCode();
            if (asking != this || status < 200) {
                return;
            }
            if (status < 300) {
                leg.context().after(LONGEST, leg.lane(), () -> {
                    if (asking == this) {
                        done(0, "nothing heard of it for " + LONGEST.toSeconds() + " s");
                    }
                });
                return;
            }
            Header answer = status == 401 || status == 407 ? leg.answer(response, sent, tries++) : null;
            if (answer != null && !leg.isEnded()) {
                send(answer);
            } else {
                done(status, status + " " + response.getReasonPhrase());
            }
        }

        @Override
        public void onTimeout() {
            if (asking == this) {
                done(408, "no response");
            }
        }
    }
}
