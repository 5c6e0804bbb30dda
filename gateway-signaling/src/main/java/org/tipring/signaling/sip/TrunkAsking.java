package org.tipring.signaling.sip;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.Dialog;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Asks one provider with OPTIONS whether it is there, as [TrunkPulse] says. Any final answer means yes, a challenge and 404 too; but not 503,
/// and not 408, with which a proxy speaks for who is behind it. Runs on its own lane.
final class TrunkAsking implements Conversation {

    private final SipContext context;
    private final TrunkPeer trunk;
    private final Lane lane;
    private final TrunkPulse pulse;
    private final Alarm alarm;
    private String silence = "";

    TrunkAsking(SipContext context, TrunkPeer trunk) {
        this.context = context;
        this.trunk = trunk;
        this.lane = context.newLane();
        this.alarm = new Alarm(context, lane);
        SipSettings.Asking asking = trunk.settings().asking();
        this.pulse = new TrunkPulse(asking.every(), trunk.settings().silentAfter(), asking.mustAnswer(), () -> ThreadLocalRandom.current().nextDouble());
    }

    void start() {
        lane.execute(() -> act(pulse.start(Alarm.now())));
    }

    /// A call of ours was not answered at all.
    void suspected() {
        lane.execute(() -> act(pulse.suspected(Alarm.now())));
    }

    private void act(List<TrunkPulse.Action> actions) {
        for (TrunkPulse.Action action : actions) {
            switch (action) {
                case ASK -> ask();
                case ANSWERS -> trunk.answers(true, "");
                case SILENT -> trunk.answers(false, silence);
            }
        }
        alarm.set(pulse.nextDeadline(), () -> {
            if (!trunk.closed()) {
                act(pulse.tick(Alarm.now()));
            }
        });
    }

    private void ask() {
        silence = "does not answer OPTIONS: nothing from " + trunk.peer() + " for " + trunk.settings().silentAfter().toSeconds() + " s, twice";
        try {
            Peer peer = trunk.peer();
            SipSettings.Trunk settings = trunk.settings();
            Messages messages = context.messages();
            Request options = messages.request("OPTIONS", messages.sipUri("", settings.domain(), settings.port()), messages.callId(context.token() + "@tipring"), 1,
                messages.from(messages.address("", messages.sipUri(settings.user().isEmpty() ? "tipring" : settings.user(), settings.domain(), 0)), context.token()),
                messages.to(messages.address("", messages.sipUri("", settings.domain(), 0))), context.via(peer));
            options.setHeader(messages.contact("tipring", context.facing(peer), context.port(peer), peer));
            options.setHeader(messages.header("Accept", "application/sdp"));
            trunk.asked().increment();
            context.send(options, peer, this);
        } catch (Exception failed) {
            refused("cannot send to " + trunk.peer() + ": " + failed.getMessage());
        }
    }

    private void refused(String why) {
        silence = why;
        trunk.unanswered().increment();
        lane.execute(() -> act(pulse.refused(Alarm.now())));
    }

    @Override
    public Executor lane() {
        return lane;
    }

    @Override
    public void onResponse(Response response, Dialog dialog, Peer from) {
        int status = response.getStatusCode();
        if (status == 503 || status == 408) {
            refused("answers OPTIONS with " + status + " " + response.getReasonPhrase());
        } else if (status >= 200) {
            act(pulse.answered(Alarm.now()));
        }
    }

    /// Long after it was given up.
    @Override
    public void onTimeout() {
        trunk.unanswered().increment();
    }
}
