package org.tipring.signaling.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEvent;

/// SIP telephones without SIP: what the gateway asks of its [SipEndpoint] goes to scripted telephones, and what they do comes back as
/// [SipEvent]s through the control queue, as it would from the real one. It watches that the gateway keeps to the rules: one final
/// answer, nothing after the end.
final class ScriptedSip implements SipEndpoint {

    record Invitation(Target target, SipEvent.CallingParty from, int ring) { }

    private enum State { CALLING_IN, CALLED, TALKING, OVER }

    private final Executor control;
    private final Map<LegId, State> legs = new HashMap<>();
    private final Set<String> unreachable = new HashSet<>();
    final List<String> broken = new ArrayList<>();
    final List<Invitation> invitations = new ArrayList<>();
    /// Texts shown on telephones: `201: text`.
    final List<String> messages = new ArrayList<>();
    Runnable onMessage = () -> { };
    Consumer<SipEvent> events;
    /// What happens on the telephones' side; set by the world.
    Telephones telephones;

    ScriptedSip(Executor control) {
        this.control = control;
    }

    /// What a telephone is told.
    /// What happens at SIP telephones; of what is not told here, nothing is done.
    interface Telephones {

        default void rings(LegId leg, String user, String offer) { }

        default void answered(LegId leg, String sdp) { }

        default void progress(LegId leg, String sdp) { }

        default void ended(LegId leg, ReleaseCause cause, int status) { }

        /// A re-INVITE of the gateway.
        default void reoffered(LegId leg, String sdp) { }

        /// What its REFER came to.
        default void transferred(LegId leg, int status) { }

        /// The gateway asks it to talk to the peer of another leg.
        default void referred(LegId leg, LegId with) { }
    }

    // ---- the telephones' side

    void report(SipEvent event) {
        switch (event) {
            case SipEvent.Invited(LegId leg, var _, var _, var _, var _, var _, var _) -> legs.put(leg, State.CALLING_IN);
            case SipEvent.Replacing(LegId leg, var _, var _, var _, var _) -> legs.put(leg, State.CALLING_IN);
            case SipEvent.Answered(LegId leg, var _) -> legs.replace(leg, State.CALLED, State.TALKING);
            case SipEvent.Released(LegId leg, var _, var _, var _) -> legs.put(leg, State.OVER);
            default -> { }
        }
        control.execute(() -> events.accept(event));
    }

    boolean alive(LegId leg) {
        State state = legs.get(leg);
        return state != null && state != State.OVER;
    }

    /// @param user a telephone, or the name of a provider
    void reachable(String user, boolean is) {
        if (is) {
            unreachable.remove(user);
        } else {
            unreachable.add(user);
        }
    }

    long alive() {
        return legs.values().stream().filter(state -> state != State.OVER).count();
    }

    /// Legs that are over need not be remembered for ever.
    void forgetEnded() {
        legs.values().removeIf(state -> state == State.OVER);
    }

    // ---- the gateway's side

    @Override
    public void invite(LegId leg, Target target, SipEvent.CallingParty from, String offer, int ring) {
        if (legs.put(leg, State.CALLED) != null) {
            broken.add(leg + " was invited twice");
        }
        invitations.add(new Invitation(target, from, ring));
        telephones.rings(leg, target instanceof Target.Extension(String user) ? user : target.toString(), offer);
    }

    @Override
    public void message(Target.Extension to, String text) {
        messages.add(to.user() + ": " + text);
        onMessage.run();
    }

    @Override
    public void ring(LegId leg) {
        expect(leg, State.CALLING_IN, "180");
    }

    @Override
    public void progress(LegId leg, String answer) {
        if (expect(leg, State.CALLING_IN, "183")) {
            telephones.progress(leg, answer);
        }
    }

    @Override
    public void answer(LegId leg, String sdp) {
        if (expect(leg, State.CALLING_IN, "200")) {
            legs.put(leg, State.TALKING);
            telephones.answered(leg, sdp);
        }
    }

    @Override
    public void release(LegId leg, ReleaseCause cause, Duration retryAfter) {
        end(leg, cause, legs.get(leg) == State.CALLING_IN ? cause.sipStatus() : 0);
    }

    @Override
    public void reject(LegId leg, int status, ReleaseCause cause) {
        end(leg, cause, status);
    }

    private void end(LegId leg, ReleaseCause cause, int status) {
        if (alive(leg)) {
            legs.put(leg, State.OVER);
            telephones.ended(leg, cause, status);
        }
    }

    private boolean expect(LegId leg, State state, String what) {
        if (!alive(leg)) {
            return false;
        }
        if (legs.get(leg) != state) {
            broken.add(what + " for " + leg + " which is " + legs.get(leg));
        }
        return true;
    }

    @Override
    public void reoffer(LegId leg, String sdp) {
        if (expect(leg, State.TALKING, "re-INVITE")) {
            telephones.reoffered(leg, sdp);
        }
    }

    @Override
    public void transferred(LegId leg, int status) {
        if (alive(leg)) {
            telephones.transferred(leg, status);
        }
    }

    @Override
    public void refer(LegId leg, LegId with) {
        if (expect(leg, State.TALKING, "REFER")) {
            telephones.referred(leg, with);
        }
    }

    @Override
    public void answerOffer(LegId leg, String answer) {
    }

    @Override
    public void refuseOffer(LegId leg) {
    }

    @Override
    public boolean reachable(Target target) {
        return !unreachable.contains(target instanceof Target.Extension(String user) ? user : ((Target.Trunk) target).name());
    }

    @Override
    public String mediaAddress(LegId leg) {
        return org.tipring.media.net.InMemoryNetwork.GATEWAY;
    }

    @Override
    public String mediaAddress(Target target) {
        return org.tipring.media.net.InMemoryNetwork.GATEWAY;
    }
}
