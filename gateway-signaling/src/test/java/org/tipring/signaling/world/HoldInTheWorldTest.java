package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.ULaw;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Answer;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.ExchangeSettings;

/// From the re-INVITE that holds to the sound that the other telephone hears, and to the one that resumes.
class HoldInTheWorldTest implements ScriptedSip.Telephones {

    private static final String PLAN = """
            [country]
            name = US
            code = 1

            [interface phones]
            sip = registrar
            members = 201, 202
            numbers = as-dialled

            [route local]
            from = phones
            called = 2XX
            to = phones
            """;
    private static final InetSocketAddress CALLER = new InetSocketAddress("10.0.0.2", 10_000);
    private static final int CALLEE_PORT = 20_000;

    private final World world = new World(11, 0, TestPlans.read(PLAN), ExchangeSettings.of("US"));
    private final List<short[]> heard = new ArrayList<>();
    private LegId caller;
    private LegId callee;
    private int version;

    @BeforeEach
    void theyTalk() {
        world.sip.telephones = this;
        world.network.attach(CALLER, (_, data, length, _) -> {
            short[] sound = new short[160];
            if (length == RtpPacket.HEADER + 160) {
                new ULaw().decode(data, RtpPacket.HEADER, 160, sound, 0);
                heard.add(sound);
            }
        });
        caller = world.legIds.get();
        String offer = OfferAnswer.offer("10.0.0.2", CALLER.getPort(), List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Invited(caller, new SipEvent.Source.Extension("201"), "202", new SipEvent.CallingParty("201", "", false), offer, "x"));
        world.until(() -> world.calls.status().stream().anyMatch(call -> call.state().equals("talking")), 10_000, "they talk");
        world.advance(500);
        assertThat(heard).as("nobody speaks").isEmpty();
    }

    private void reoffer(Direction direction) {
        world.sip.report(new SipEvent.Reoffered(callee,
                OfferAnswer.offer("10.0.0.3", CALLEE_PORT, List.of(AudioFormat.PCMU), 101, 20, direction, 2, ++version)));
    }

    @ParameterizedTest
    @EnumSource(value = Direction.class, names = {"SENDONLY", "INACTIVE"})
    void whoIsHeldHearsBeepsUntilTheCallGoesOn(Direction hold) {
        reoffer(hold);
        world.advance(1_000);
        assertThat(heard).as("20 ms after 20 ms").hasSizeBetween(48, 51);
        assertThat(LevelMeter.dBm0(heard.get(2))).as("a beep").isBetween(-26.0, -22.0);
        assertThat(LevelMeter.dBm0(heard.get(40))).as("between beeps").isLessThan(-60);

        reoffer(Direction.SENDRECV);
        world.advance(100);
        int until = heard.size();
        world.advance(1_000);
        assertThat(heard).hasSize(until);
        assertThat(world.sip.broken).isEmpty();
    }

    @Test
    void aHeldCallThatEndsLeavesNothing() {
        reoffer(Direction.INACTIVE);
        world.advance(300);
        world.sip.report(new SipEvent.Released(caller, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> !world.records.isEmpty(), 10_000, "a record");
        int until = heard.size();
        world.advance(1_000);
        assertThat(heard).hasSize(until);
        assertThat(world.calls.idle()).isTrue();
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        callee = leg;
        Answer answer = OfferAnswer.answer(offer, "10.0.0.3", CALLEE_PORT, List.of(AudioFormat.PCMU), Direction.SENDRECV, 2, ++version);
        world.sip.report(new SipEvent.Answered(leg, ((Answer.Accepted) answer).sdp()));
    }

    @Override
    public void answered(LegId leg, String sdp) {
        world.sip.report(new SipEvent.Acknowledged(leg, ""));
    }
}
