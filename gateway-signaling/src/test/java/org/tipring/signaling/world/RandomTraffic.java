package org.tipring.signaling.world;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.net.ScriptedPhone;
import org.tipring.media.pcm.Pcm;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// Everything that people do to a gateway, at random: they call out and in, hang up at any moment, do not answer, are busy, lose
/// packets, and pull the modem's plug.
final class RandomTraffic implements ScriptedSip.Telephones {

    private static final List<String> USERS = List.of("201", "202", "203");
    /// What the numbers of the exchange do; the plan sends `9` and three digits there.
    private static final List<String> NUMBERS = List.of("111", "112", "113", "114", "115", "116");

    private final World world;
    private final Random random;
    private final Map<LegId, ScriptedPhone> phones = new HashMap<>();
    private int port = 10_000;
    int begun;

    RandomTraffic(World world) {
        this.world = world;
        this.random = world.random;
        world.sip.telephones = this;
        world.exchange.subscribe("111", new Subscriber.Answers(600, Voices.Silence::new, Subscriber.NEVER));
        world.exchange.subscribe("112", new Subscriber.Answers(3_000, Voices.Announcement::new, 1_500));
        world.exchange.subscribe("113", new Subscriber.Busy());
        world.exchange.subscribe("114", new Subscriber.Congested());
        world.exchange.subscribe("115", new Subscriber.NeverAnswers());
        world.exchange.subscribe("116", new Subscriber.Answers(1_000, () -> new Voices.Echo(100), 2_500));
    }

    // ---- calls out

    void callOut() {
        begun++;
        LegId leg = world.legIds.get();
        String user = USERS.get(random.nextInt(USERS.size()));
        String called = random.nextInt(30) == 0 ? "9199" : random.nextInt(40) == 0 ? "777" : "9" + NUMBERS.get(random.nextInt(NUMBERS.size()));
        InetSocketAddress address = address();
        AudioFormat law = random.nextBoolean() ? AudioFormat.PCMU : AudioFormat.PCMA;
        String offer = random.nextInt(50) == 0 ? "v=0\r\nnonsense" : OfferAnswer.offer(address.getHostString(), address.getPort(), List.of(law), 101, 20,
                Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension(user), called, new SipEvent.CallingParty(user, "", false), offer, "x"));
        after(patience(), () -> hangUp(leg, ReleaseCause.NORMAL));
    }

    /// Most people wait, some give up at once, some at the worst moment.
    private long patience() {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(50);
            case 1, 2 -> random.nextInt(2_500);
            default -> 4_000 + random.nextInt(7_000);
        };
    }

    private void hangUp(LegId leg, ReleaseCause cause) {
        if (world.sip.alive(leg)) {
            world.sip.report(new SipEvent.Released(leg, cause, 0, "the telephone hung up"));
        }
        silence(leg);
    }

    @Override
    public void progress(LegId leg, String sdp) {
        talk(leg, sdp);
    }

    @Override
    public void answered(LegId leg, String sdp) {
        talk(leg, sdp);
        if (random.nextInt(60) == 0) {
            // The ACK never comes: what the SIP side reports after 32 s.
            after(32_000, () -> hangUp(leg, ReleaseCause.NO_RESPONSE));
        } else {
            after(20, () -> {
                if (world.sip.alive(leg)) {
                    world.sip.report(new SipEvent.Acknowledged(leg, ""));
                }
            });
        }
    }

    @Override
    public void ended(LegId leg, ReleaseCause cause, int status) {
        silence(leg);
    }

    // ---- calls in

    void callIn() {
        begun++;
        World.Line line = world.lines.get(random.nextInt(world.lines.size()));
        CallerId caller = random.nextInt(4) == 0 ? new CallerId(CallerId.Presence.WITHHELD, "", "") : CallerId.of("5557" + random.nextInt(100, 999), "CALLER");
        int giveUp = random.nextInt(4) == 0 ? 500 + random.nextInt(8_000) : 60_000;
        int hangsUp = random.nextInt(3) == 0 ? 500 + random.nextInt(3_000) : Subscriber.NEVER;
        world.exchange.call(line.number(), caller, giveUp, new Voices.Silence(), hangsUp, world.now());
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        if (random.nextInt(10) > 0) {
            after(100, () -> report(leg, new SipEvent.Ringing(leg)));
        }
        switch (random.nextInt(8)) {
            case 0 -> after(300, () -> report(leg, new SipEvent.Released(leg, ReleaseCause.BUSY, 486, "busy here")));
            case 1 -> after(1_500, () -> report(leg, new SipEvent.Released(leg, ReleaseCause.DECLINED, 603, "decline")));
            case 2 -> { }
            default -> after(300 + random.nextInt(2_500), () -> pickUp(leg, offer));
        }
    }

    private void pickUp(LegId leg, String offer) {
        if (!world.sip.alive(leg)) {
            return;
        }
        InetSocketAddress address = address();
        boolean misfit = random.nextInt(60) == 0;
        String answer = misfit ? "v=0\r\n" : OfferAnswer.offer(address.getHostString(), address.getPort(), List.of(AudioFormat.PCMA), 101, 20,
                Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Answered(leg, answer));
        if (random.nextInt(3) > 0) {
            after(random.nextInt(5_000), () -> hangUp(leg, ReleaseCause.NORMAL));
        }
        if (random.nextInt(4) > 0) {
            after(9_000, () -> hangUp(leg, ReleaseCause.NORMAL));
        }
    }

    private void report(LegId leg, SipEvent event) {
        if (world.sip.alive(leg)) {
            world.sip.report(event);
        }
    }

    // ---- sound: one telephone in four really sends

    private void talk(LegId leg, String sdp) {
        if (phones.containsKey(leg) || random.nextInt(4) > 0) {
            return;
        }
        int gatewayPort = Integer.parseInt(sdp.replaceAll("(?s).*m=audio (\\d+).*", "$1"));
        ScriptedPhone phone = new ScriptedPhone(world.network, world::now, new InetSocketAddress("10.0.0.2", addressOf(leg)), AudioFormat.PCMU, 101, gatewayPort);
        phones.put(leg, phone);
        speak(leg, phone, new short[Pcm.FRAME], 100);
    }

    private void speak(LegId leg, ScriptedPhone phone, short[] frame, int frames) {
        if (frames == 0 || phones.get(leg) != phone) {
            return;
        }
        phone.say(frame);
        if (random.nextInt(50) == 0) {
            phone.press("0123456789*#".charAt(random.nextInt(12)));
        }
        after(20, () -> speak(leg, phone, frame, frames - 1));
    }

    private int addressOf(LegId leg) {
        return 10_000 + (int) (leg.number() * 2 % 40_000);
    }

    private InetSocketAddress address() {
        port = port >= 60_000 ? 10_000 : port + 2;
        return new InetSocketAddress("10.0.0.2", port);
    }

    private void silence(LegId leg) {
        ScriptedPhone phone = phones.remove(leg);
        if (phone != null) {
            phone.hangUp();
        }
    }

    // ---- mishaps

    void unplug() {
        World.Line line = world.lines.get(random.nextInt(world.lines.size()));
        line.wire().unplug();
        after(200 + random.nextInt(4_000), () -> line.wire().replug());
    }

    private void after(long millis, Runnable what) {
        world.after(millis, what);
    }
}
