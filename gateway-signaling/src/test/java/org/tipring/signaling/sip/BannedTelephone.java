package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.guard.BanRules;

/// Telephone 201 behind an address that a real endpoint has banned, for tests of what comes after the endpoint.
public final class BannedTelephone implements AutoCloseable {

    private static final BanRules EVEN_LOOPBACK = new BanRules(10, Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofHours(1), List.of());
    private static final int SILENCE_MILLIS = 300;

    private final Station gateway;
    private final Wire wire;

    /// @param urgent whether a number is one that is let through
    public BannedTelephone(Predicate<String> urgent) throws Exception {
        gateway = new Station(Station.settings(), sip -> sip.guard(EVEN_LOOPBACK, urgent));
        wire = new Wire(gateway.sip().udpPort());
        for (int i = 0; i < EVEN_LOOPBACK.after(); i++) {
            Wire.Talk guess = wire.new Talk("201", "sip:tipring.test");
            wire.send(guess.request("REGISTER", 1, guess.contact()));
            String challenge = wire.finalResponse();
            wire.send(guess.request("REGISTER", 2, guess.contact() + "Authorization: " + guess.authorization("REGISTER", challenge, "guess" + i) + "\r\n"));
            wire.finalResponse();
        }
        gateway.await(SipEvent.Banned.class);
    }

    /// Whether an ordinary call gets any answer.
    public boolean isHeard(String number) throws Exception {
        Wire.Talk talk = wire.new Talk("201", "sip:" + number + "@tipring.test");
        wire.send(talk.request("INVITE", 1, talk.contact() + Wire.Talk.sdp(Station.offer(4000))));
        return wire.receive(SILENCE_MILLIS) != null;
    }

    /// Calls, and returns what the endpoint makes of it.
    public SipEvent.Invited calls(String number) throws Exception {
        Wire.Talk talk = wire.new Talk("201", "sip:" + number + "@tipring.test");
        talk.inviteAuthenticated("secret-201", talk.contact() + Wire.Talk.sdp(Station.offer(4000)));
        return gateway.await(SipEvent.Invited.class);
    }

    /// The gateway answers the call.
    ///
    /// @return what the telephone gets
    public int isAnswered(LegId leg) throws Exception {
        gateway.sip().answer(leg, Station.offer(5000));
        return Wire.status(wire.finalResponse());
    }

    @Override
    public void close() {
        wire.close();
        gateway.close();
    }
}
