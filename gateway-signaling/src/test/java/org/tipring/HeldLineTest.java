package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.FarEnd;
import org.tipring.demo.Telephone;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// A call for help in real time where the only line is held by who called it; the machine's whole path: SIP, modem, exchange.
@Timeout(90)
class HeldLineTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void helpIsReachedOnTheOnlyLineAlthoughWhoCalledHoldsIt(@TempDir Path folder) throws Exception {
        List<String> answeredVoices = new CopyOnWriteArrayList<>();
        try (RunningGateway gateway = RunningGateway.start(folder, Map.of("lines.ini", Map.of("caller holds = 700ms", "caller holds = 10s")));
             Telephone callee = gateway.telephone("201");
             Telephone caller = gateway.telephone("202")) {
            gateway.awaitIdle();
            gateway.exchange().execute((exchange, now) -> {
                exchange.subscribe("911", new Subscriber.Answers(500, () -> {
                    answeredVoices.add("911");
                    return new FarEnd(new SpeechLike(5).take(2_000));
                }, Subscriber.NEVER));
                exchange.call(RunningGateway.LINE_NUMBER, CallerId.of("5558642", "MARY"), 60_000, new Voices.Announcement(), Subscriber.NEVER, now);
            });
            SipEvent.Invited rings = (SipEvent.Invited) callee.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
            callee.answer(rings);
            assertThat(callee.await(event -> event instanceof SipEvent.Acknowledged, 5_000)).isNotNull();

            long asked = System.nanoTime();
            caller.call("911");
            SipEvent outcome = caller.await(event -> event instanceof SipEvent.Answered || event instanceof SipEvent.Released, SOON.toMillis());
            System.out.printf("line held for 10 s after hang-up: help after %.1f s, real time%n", (System.nanoTime() - asked) / 1e9);
            assertThat(outcome).isInstanceOf(SipEvent.Answered.class);
            assertThat(answeredVoices).as("it is help that answers, not who held the line").containsExactly("911");
            assertThat(gateway.nextRecord(SOON).cause()).isEqualTo(ReleaseCause.PREEMPTED);
            caller.hangUp();
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.called()).as(RunningGateway.timeline(record)).isEqualTo("911");
            assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.NORMAL);
        }
    }
}
