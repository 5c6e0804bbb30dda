package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.Telephone;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.Pcm;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.sip.SipEvent;

/// Telephones that call without a number, over real SIP and RTP: 201 has a warm line to 202, which has a hot line to 201.
@Timeout(60)
class WarmLineTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private RunningGateway gateway;
    private Telephone warm;
    private Telephone hot;

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(folder, Map.of("dialplan.ini", Map.of("[route 1 extensions]", """
                [route 0a warm]
                from   = 201
                called = nothing after 4s
                to     = phones, set 202

                [route 0b hot]
                from   = 202
                called = nothing
                to     = phones, set 201

                [route 1 extensions]""")));
        gateway.awaitIdle();
        warm = gateway.telephone("201");
        hot = gateway.telephone("202");
    }

    @AfterEach
    void stop() throws Exception {
        hot.close();
        warm.close();
        gateway.close();
    }

    private static <E extends SipEvent> E await(Telephone telephone, Class<E> kind, Duration within) throws InterruptedException {
        SipEvent event = telephone.await(kind::isInstance, within.toMillis());
        assertThat(event).as("%s within %s", kind.getSimpleName(), within).isNotNull();
        return kind.cast(event);
    }

    /// The tones that begin in a sound, in order.
    private static String tones(short[] heard) {
        StringBuilder tones = new StringBuilder();
        ToneDetector detector = new ToneDetector(TonePlan.US, new ToneDetector.Listener() {
            @Override
            public void toneStarted(CallProgressTone tone) {
                tones.append(tone).append(' ');
            }

            @Override
            public void toneEnded(CallProgressTone tone) { }

            @Override
            public void voiceHeard() { }
        });
        for (int at = 0; at + Pcm.FRAME <= heard.length; at += Pcm.FRAME) {
            detector.process(Arrays.copyOfRange(heard, at, at + Pcm.FRAME));
        }
        return tones.toString();
    }

    private void awaitTalkOn(String where) throws InterruptedException {
        long until = System.nanoTime() + SOON.toNanos();
        while (gateway.gateway().ask(() -> gateway.gateway().calls().status()).stream()
                .noneMatch(call -> call.to().equals(where) && call.state().equals("talking"))) {
            assertThat(System.nanoTime()).as("talks to %s", where).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void dialToneIsHeardAndTheKeysAreRouted() throws Exception {
        warm.call("");
        await(warm, SipEvent.Answered.class, Duration.ofSeconds(2));
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(tones(warm.device().played())).isEqualTo("DIAL ");
        warm.press("9123");
        awaitTalkOn("landlines/fxo1");
        warm.hangUp();
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.sent()).as(RunningGateway.timeline(record)).isEqualTo("123");
        assertThat(RunningGateway.timeline(record)).contains("off hook with no digits: dial tone", "dialled 9123");
    }

    @Test
    void whoDialsNothingReachesTheOtherWhenTheWaitIsOver() throws Exception {
        warm.call("");
        await(warm, SipEvent.Answered.class, Duration.ofSeconds(2));
        long answered = System.nanoTime();
        SipEvent.Invited call = await(hot, SipEvent.Invited.class, Duration.ofSeconds(8));
        assertThat(System.nanoTime() - answered).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(3_500));
        hot.answer(call);
        awaitTalkOn("phones/202");
    }

    @Test
    void aHotLineRingsAtOnce() throws Exception {
        hot.call("");
        warm.answer(await(warm, SipEvent.Invited.class, Duration.ofSeconds(1)));
        await(hot, SipEvent.Answered.class, SOON);
        awaitTalkOn("phones/201");
    }
}
