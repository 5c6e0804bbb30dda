package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.demo.FarEnd;
import org.tipring.demo.Telephone;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.EmulatedMobiles;
import org.tipring.tdm.emulator.Subscriber;

/// Calls between a SIP telephone and a mobile network, through a whole gateway, its serial ports and an emulated module: out and in, with the
/// sound compared at both ends.
@Timeout(150)
class CellularCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SUBSCRIBER = "5550178";
    private static final int SPEECH_MILLIS = 4_000;
    private static final double ALIKE = 0.9;
    private static final int ROUNDS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"huawei", "quectel", "simcom"})
    void aCallOutAndOneInSoundTheSameAtBothEnds(String driver, @TempDir Path folder) throws Exception {
        try (RunningGateway gateway = start(driver, folder); Telephone telephone = gateway.telephone("201")) {
            gateway.awaitIdle();
            EmulatedMobiles mobiles = gateway.gateway().emulatedMobiles();
            soundsAlike(() -> out(gateway, telephone, mobiles), gateway, mobiles);
            soundsAlike(() -> in(gateway, telephone, mobiles), gateway, mobiles);
            assertThat(mobiles.failures()).isZero();
            System.out.println(driver + ": " + mobiles.underruns() + " times the module had nothing to play");
        }
    }

    private static RunningGateway start(String driver, Path folder) throws Exception {
        return RunningGateway.start(folder, Map.of("lines.ini", Map.of("driver    = voice-modem ", "driver    = " + driver + " ")));
    }

    /// A call, and how alike its sound was at both ends.
    private interface Call {
        List<FollowedSimilarity> make() throws Exception;
    }

    /// A call must sound alike. A computer that had no time for a moment is heard, and a defect each time: so a call may be made again. Where the
    /// emulated module itself stood still, most of the call must sound alike.
    private static void soundsAlike(Call call, RunningGateway gateway, EmulatedMobiles mobiles) throws Exception {
        for (int round = 1;; round++) {
            int before = mobiles.stalls();
            List<FollowedSimilarity> ends = call.make();
            int stalls = mobiles.stalls() - before;
            System.out.println(ends + ", the emulated module stood still " + stalls + " times");
            gateway.awaitIdle();
            if (ends.stream().allMatch(end -> end.correlation() > ALIKE)) {
                return;
            }
            if (round == ROUNDS) {
                assertThat(ends).as("the module stood still %d times", stalls).allMatch(end -> (stalls == 0 ? end.correlation() : end.median()) > ALIKE);
                return;
            }
        }
    }

    private static List<FollowedSimilarity> out(RunningGateway gateway, Telephone telephone, EmulatedMobiles mobiles) throws Exception {
        short[] answering = new SpeechLike(41).take(SPEECH_MILLIS);
        short[] spoken = new SpeechLike(42, 210, -16).take(SPEECH_MILLIS);
        // SIM7600 gives sound only once somebody has answered, and asks for it then: a person says hello a moment later.
        FarEnd subscriber = new FarEnd(afterSilence(answering));
        mobiles.execute(0, (network, _) -> network.subscribe(SUBSCRIBER, new Subscriber.Answers(1_000, () -> subscriber, Subscriber.NEVER)));
        telephone.device().rewind();
        telephone.call("9" + SUBSCRIBER);
        SipEvent outcome = telephone.await(event -> event instanceof SipEvent.Answered || event instanceof SipEvent.Released, SOON.toMillis());
        assertThat(outcome).isInstanceOf(SipEvent.Answered.class);
        TimeUnit.MILLISECONDS.sleep(700);
        telephone.device().speak(spoken);
        telephone.await(event -> event instanceof SipEvent.Released, SPEECH_MILLIS + 1_500);
        telephone.hangUp();
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.NORMAL);
        return List.of(FollowedSimilarity.between(answering, telephone.device().played()), FollowedSimilarity.between(spoken, subscriber.heard()));
    }

    private static List<FollowedSimilarity> in(RunningGateway gateway, Telephone telephone, EmulatedMobiles mobiles) throws Exception {
        short[] talking = new SpeechLike(43).take(SPEECH_MILLIS);
        short[] spoken = new SpeechLike(44, 210, -16).take(SPEECH_MILLIS);
        FarEnd caller = new FarEnd(afterSilence(talking));
        mobiles.execute(0, (network, now) -> network.call(CallerId.of("+4930123456", ""), Subscriber.NEVER, caller, Subscriber.NEVER, now));
        SipEvent.Invited invited = (SipEvent.Invited) telephone.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
        assertThat(invited).isNotNull();
        assertThat(invited.from().number()).as("as the dial plan writes it for its telephones").endsWith("4930123456");
        telephone.ring(invited);
        TimeUnit.MILLISECONDS.sleep(1_000);
        telephone.device().rewind();
        telephone.answer(invited);
        TimeUnit.MILLISECONDS.sleep(1_200);
        telephone.device().speak(spoken);
        assertThat(telephone.await(event -> event instanceof SipEvent.Released, SPEECH_MILLIS + 1_500)).as("nobody has hung up yet").isNull();
        mobiles.execute(0, (network, now) -> network.farEndHangsUp(now));
        assertThat(telephone.await(event -> event instanceof SipEvent.Released, 10_000)).isNotNull();
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.NORMAL);
        return List.of(FollowedSimilarity.between(talking, telephone.device().played()), FollowedSimilarity.between(spoken, caller.heard()));
    }

    private static short[] afterSilence(short[] speech) {
        short[] all = new short[speech.length + 4_800];
        System.arraycopy(speech, 0, all, 4_800, speech.length);
        return all;
    }

    @Test
    void aBusySubscriberIsBusyAndAModuleThatIsPulledOutComesBack(@TempDir Path folder) throws Exception {
        try (RunningGateway gateway = start("quectel", folder); Telephone telephone = gateway.telephone("201")) {
            gateway.awaitIdle();
            telephone.call("9300");
            SipEvent.Released busy = (SipEvent.Released) telephone.await(event -> event instanceof SipEvent.Released, 15_000);
            assertThat(busy).isNotNull();
            assertThat(busy.status()).isEqualTo(486);
            assertThat(gateway.nextRecord(SOON).cause()).isEqualTo(ReleaseCause.BUSY);

            EmulatedMobiles mobiles = gateway.gateway().emulatedMobiles();
            telephone.call("9100");
            assertThat(telephone.await(event -> event instanceof SipEvent.Answered, 15_000)).isNotNull();
            mobiles.unplug(0);
            assertThat(telephone.await(event -> event instanceof SipEvent.Released, 10_000)).isNotNull();
            assertThat(gateway.nextRecord(SOON).cause()).isEqualTo(ReleaseCause.OUT_OF_ORDER);
            long out = System.nanoTime();
            mobiles.replug(0);
            gateway.awaitIdle();
            assertThat(Duration.ofNanos(System.nanoTime() - out)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
