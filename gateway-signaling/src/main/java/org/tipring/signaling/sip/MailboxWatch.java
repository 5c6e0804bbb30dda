package org.tipring.signaling.sip;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.Dialog;
import javax.sip.DialogState;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Subscribes to one mailbox at a provider that tells of its messages only who asks (RFC 3842), as [Subscription] says. Runs on its own lane.
final class MailboxWatch implements Conversation {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([a-z-]+)\\s*=\\s*([^;\\s]+)");

    private final SipContext context;
    private final TrunkPeer trunk;
    private final String account;
    private final Lane lane;
    private final Alarm alarm;
    private final Subscription subscription = new Subscription();
    private long expires = Subscription.asked().toSeconds();
    private volatile String callId = "";
    private volatile String tag = "";
    private Dialog dialog;
    private long cseq;
    private int tries;
    private Request sent;
    private volatile boolean works;
    private volatile long failures;
    private boolean closing;

    MailboxWatch(SipContext context, TrunkPeer trunk, String account) {
        this.context = context;
        this.trunk = trunk;
        this.account = account;
        this.lane = context.newLane();
        this.alarm = new Alarm(context, lane);
    }

    TrunkPeer trunk() {
        return trunk;
    }

    String account() {
        return account;
    }

    boolean works() {
        return works;
    }

    long failures() {
        return failures;
    }

    void start() {
        lane.execute(() -> act(subscription.start()));
    }

    /// Lets the provider know that nobody listens any more; its answer is not waited for.
    void close() {
        lane.execute(() -> {
            closing = true;
            alarm.off();
            if (works && dialog != null) {
                expires = 0;
                refresh(null);
            }
        });
    }

    /// Whether a NOTIFY belongs here. Any thread.
    boolean owns(String ofCallId, String toTag) {
        return callId.equals(ofCallId) && tag.equals(toTag);
    }

    /// @param state value of Subscription-State
    void notified(String state) {
        String word = state.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String reason = parameter(state, "reason");
        long lasts = number(parameter(state, "expires"));
        long retryAfter = number(parameter(state, "retry-after"));
        lane.execute(() -> {
            if (!closing) {
                act(word.equals("terminated") ? subscription.terminated(reason, retryAfter, Alarm.now()) : subscription.notified(lasts, Alarm.now()));
            }
        });
    }

    private static String parameter(String state, String name) {
        Matcher parameters = PARAMETER.matcher(state.toLowerCase(Locale.ROOT));
        while (parameters.find()) {
            if (parameters.group(1).equals(name)) {
                return parameters.group(2);
            }
        }
        return "";
    }

    private static long number(String text) {
        return NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
    }

    private void act(List<Subscription.Action> actions) {
        // Before anybody is told, who may look at once.
        works = subscription.works();
        failures = subscription.failures();
        for (Subscription.Action action : actions) {
            switch (action) {
                case SUBSCRIBE -> {
                    if (dialog != null) {
                        dialog.delete();
                        dialog = null;
                    }
                    callId = context.token() + "@tipring";
                    tag = context.token();
                    cseq = 0;
                    tries = 0;
                    subscribe(null);
                }
                case REFRESH -> {
                    tries = 0;
                    refresh(null);
                }
                case WORKS -> context.emit(new SipEvent.MailboxWatched(trunk.name(), account));
                case FAILED -> context.emit(new SipEvent.MailboxFailed(trunk.name(), account, StackLog.clean(subscription.why())));
            }
        }
        alarm.set(subscription.nextDeadline(), () -> {
            if (!closing) {
                act(subscription.tick(Alarm.now()));
            }
        });
    }

    private void subscribe(Header authorization) {
        try {
            Peer peer = trunk.peer();
            SipSettings.Trunk settings = trunk.settings();
            Messages messages = context.messages();
            SipURI mailbox = messages.sipUri(account, settings.domain(), settings.port());
            SipURI us = messages.sipUri(settings.user().isEmpty() ? account : settings.user(), settings.domain(), 0);
            Request request = messages.request("SUBSCRIBE", mailbox, messages.callId(callId), ++cseq, messages.from(messages.address("", us), tag),
                messages.to(messages.address("", messages.sipUri(account, settings.domain(), 0))), context.via(peer));
            complete(request, authorization, peer);
            context.send(request, peer, this);
        } catch (Exception failed) {
            unsent(failed);
        }
    }

    private void refresh(Header authorization) {
        if (dialog == null || dialog.getState() != DialogState.CONFIRMED) {
            act(List.of(Subscription.Action.SUBSCRIBE));
            return;
        }
        try {
            Peer peer = SipContext.inDialog(dialog, trunk.peer(), false);
            Request request = dialog.createRequest("SUBSCRIBE");
            complete(request, authorization, peer);
            context.sendInDialog(dialog, request, peer, this);
        } catch (Exception failed) {
            unsent(failed);
        }
    }

    private void complete(Request request, Header authorization, Peer peer) throws Exception {
        Messages messages = context.messages();
        ContactHeader contact = messages.contact(trunk.settings().user().isEmpty() ? account : trunk.settings().user(), context.facing(peer), context.port(peer), peer);
        ((SipURI) contact.getAddress().getURI()).setParameter("line", trunk.line());
        request.setHeader(contact);
        request.setHeader(messages.header("Event", "message-summary"));
        request.setHeader(messages.header("Accept", "application/simple-message-summary"));
        request.setHeader(messages.header("Expires", String.valueOf(expires)));
        if (authorization != null) {
            request.setHeader(authorization);
        }
        sent = request;
    }

    private void unsent(Exception failed) {
        lane.execute(() -> act(subscription.unanswered("cannot send to " + trunk.peer() + ": " + failed.getMessage(), Alarm.now())));
    }

    @Override
    public Executor lane() {
        return lane;
    }

    @Override
    public void onResponse(Response response, Dialog made, Peer from) throws Exception {
        int status = response.getStatusCode();
        if (status < 200 || closing) {
            return;
        }
        boolean refreshed = dialog != null;
        if (status < 300) {
            dialog = made != null ? made : dialog;
            long granted = response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader header ? Math.min(header.getExpires(), expires) : expires;
            act(subscription.accepted(granted, Alarm.now()));
        } else if ((status == 401 || status == 407) && answered(response, refreshed)) {
            tries++;
        } else if (status == 423 && response.getHeader(MinExpiresHeader.NAME) instanceof MinExpiresHeader least && least.getExpires() > expires
            && least.getExpires() <= 86_400) {
            expires = least.getExpires();
            again(null, refreshed);
        } else {
            long retryAfter = response.getHeader("Retry-After") == null ? -1 : number(Uris.value(response.getHeader("Retry-After")).split("[ ;(]", 2)[0]);
            act(subscription.refused(status, response.getReasonPhrase(), retryAfter, Alarm.now()));
        }
    }

    private boolean answered(Response response, boolean refreshed) throws Exception {
        Header answer = trunk.answer(response, sent, tries);
        if (answer != null) {
            again(answer, refreshed);
        }
        return answer != null;
    }

    private void again(Header authorization, boolean refreshed) {
        if (refreshed) {
            refresh(authorization);
        } else {
            subscribe(authorization);
        }
    }

    @Override
    public void onTimeout() {
        if (!closing) {
            act(subscription.unanswered("no response from " + trunk.peer(), Alarm.now()));
        }
    }
}
