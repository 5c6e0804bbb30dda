package org.tipring.signaling.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.signaling.sip.SipEvent.CallingParty;

/// SIP telephones and providers of a world that do nothing of their own accord: it is noted who is called, and who calls or answers does so
/// when a test says it.
final class SipDesks implements ScriptedSip.Telephones {

    private final boolean alert;
    private World world;
    /// Who was called, in order.
    final List<String> rung = new ArrayList<>();
    /// The call for which each was called last.
    final Map<String, LegId> ringing = new HashMap<>();
    /// The status with which calls ended.
    final Map<LegId, Integer> ended = new HashMap<>();

    /// @param alert who is called says that it rings
    SipDesks(boolean alert) {
        this.alert = alert;
    }

    /// They belong to this world from now on.
    void in(World newWorld) {
        world = newWorld;
        world.sip.telephones = this;
    }

    static String sdp(LegId leg) {
        return OfferAnswer.offer("10.0.0.2", 10_000 + (int) leg.number() * 2, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
    }

    /// Who withholds the number calls from 201.
    LegId call(CallingParty from, String number) {
        LegId leg = world.legIds.get();
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension(from.withheld() ? "201" : from.number()), number, from, sdp(leg), "x"));
        world.advance(100);
        return leg;
    }

    LegId call(String from, String number) {
        return call(new CallingParty(from, "", false), number);
    }

    void answer(String user) {
        world.sip.report(new SipEvent.Answered(ringing.get(user), sdp(ringing.get(user))));
        world.advance(100);
    }

    void hangUp(String user) {
        if (world.sip.alive(ringing.get(user))) {
            world.sip.report(new SipEvent.Released(ringing.get(user), ReleaseCause.NORMAL, 0, "BYE"));
        }
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        rung.add(user);
        ringing.put(user, leg);
        if (alert) {
            world.sip.report(new SipEvent.Ringing(leg));
        }
    }

    @Override
    public void ended(LegId leg, ReleaseCause cause, int status) {
        ended.put(leg, status);
    }
}
