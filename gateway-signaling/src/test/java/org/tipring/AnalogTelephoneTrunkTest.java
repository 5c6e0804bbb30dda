package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.Telephone;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.peer.Kamailio;
import org.tipring.peer.Ports;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.EmulatedCard;
import org.tipring.tdm.emulator.RunningCard;

/// An old telephone on an emulated line card, and Kamailio as the provider: over the internet, out and in.
@Timeout(120)
class AnalogTelephoneTrunkTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OURS = "030555";
    private static final String ANNA = "030123";
    private static final Map<String, String> CUSTOMERS = Map.of(OURS, "carrier-secret", ANNA, "annas-secret");
    private static final int SPEECH_MILLIS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void anAnalogTelephoneCallsOutThroughTheProviderAndIsCalledThroughIt() throws Exception {
        Kamailio.assumeInstalled();
        Path home = Path.of(System.getProperty("tipring.home", ".."));
        String obstacle = EmulatedCard.obstacle(home);
        Assumptions.assumeTrue(obstacle == null, () -> "no emulated line card: " + obstacle);
        Path link = folder.resolve("card");
        try (RunningCard card = RunningCard.start(EmulatedCard.build(home, home.resolve("gateway-tdm/target/line-card-sanitized"), true), "F", link);
             Kamailio carrier = Kamailio.start(CUSTOMERS, Map.of());
             RunningGateway gateway = gateway(link, carrier);
             Telephone anna = subscriber(carrier)) {
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":true") && status.contains("fxs1")
                    && !status.contains("OUT_OF_SERVICE"), SOON);
            Handset handset = new Handset(card, 0);

            handset.lift();
            handset.press("8" + ANNA);
            SipEvent.Invited atAnna = (SipEvent.Invited) anna.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
            assertThat(atAnna).as("%s", card.output()).isNotNull();
            assertThat(atAnna.called()).isEqualTo(ANNA);
            anna.ring(atAnna);
            anna.answer(atAnna);
            anna.await(event -> event instanceof SipEvent.Acknowledged, SOON.toMillis());
            hearEachOther(handset, anna);
            handset.hangUp();
            assertThat(anna.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).as("BYE").isNotNull();
            CallRecord out = gateway.nextRecord(SOON);
            assertThat(out.cause()).as(RunningGateway.timeline(out)).isEqualTo(ReleaseCause.NORMAL);
            assertThat(out.to()).isEqualTo("carrier");
            assertThat(out.sent()).isEqualTo(ANNA);

            handset.until("bell on", () -> anna.call(OURS));
            assertThat(anna.await(event -> event instanceof SipEvent.Ringing, SOON.toMillis())).isNotNull();
            handset.lifted();
            assertThat(anna.await(event -> event instanceof SipEvent.Answered, SOON.toMillis())).isNotNull();
            hearEachOther(handset, anna);
            handset.until("sound on", anna::hangUp);
            handset.hangUp();
            CallRecord in = gateway.nextRecord(SOON);
            assertThat(in.cause()).as(RunningGateway.timeline(in)).isEqualTo(ReleaseCause.NORMAL);
            assertThat(in.from()).isEqualTo("carrier");
            assertThat(in.answeredBy()).isEqualTo("off-hook");
        }
    }

    private RunningGateway gateway(Path link, Kamailio carrier) throws Exception {
        return RunningGateway.start(folder, Map.of(
                "lines.ini", Map.of("[exchange] ", "[line fxs1]\ndevice = " + link + "\ndriver = line-card\nport = fxs 0\n\n[exchange] "),
                "trunks.ini", Map.of(";[trunk carrier]", """
                        [trunk carrier]
                        proxy     = sip:127.0.0.1:%d
                        user      = %s
                        password  = %s
                        register  = yes
                        """.formatted(carrier.address().getPort(), OURS, CUSTOMERS.get(OURS))),
                "dialplan.ini", Map.of("[interface landlines]", """
                        [interface carrier]
                        sip     = trunk
                        numbers = as-dialled

                        [interface analog]
                        members = fxs1
                        numbers = as-dialled

                        [route to the carrier]
                        from   = analog
                        called = 8 X...
                        to     = carrier, strip 1

                        [route from the carrier]
                        from = carrier
                        to   = analog, set fxs1

                        [interface landlines]""")));
    }

    private static Telephone subscriber(Kamailio carrier) throws Exception {
        int ports = Ports.freeRun(20);
        Telephone telephone = new Telephone(ANNA, CUSTOMERS.get(ANNA), Kamailio.REALM, carrier.address().getHostString(), carrier.address().getPort(), ports, ports + 19,
                List.of(AudioFormat.PCMA));
        assertThat(telephone.registered(SOON.toMillis())).as(carrier.log()).isTrue();
        return telephone;
    }

    private void hearEachOther(Handset handset, Telephone sip) throws Exception {
        short[] ours = new SpeechLike(51).take(SPEECH_MILLIS);
        short[] theirs = new SpeechLike(52, 210, -16).take(SPEECH_MILLIS);
        short[] heard = handset.hears(folder, () -> {
            sip.device().rewind();
            handset.speak(ours, folder);
            sip.device().speak(theirs);
            TimeUnit.MILLISECONDS.sleep(SPEECH_MILLIS + 1_000);
        });
        FollowedSimilarity there = FollowedSimilarity.between(ours, sip.device().played());
        FollowedSimilarity back = FollowedSimilarity.between(theirs, heard);
        assertThat(there.correlation()).as("there: %s", there).isGreaterThan(0.9);
        assertThat(back.correlation()).as("back: %s", back).isGreaterThan(0.9);
    }
}
