package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;

/// RFC 4733 section 2.5; threat T27.
class TelephoneEventTest {

    private static final long MS = 1_000_000;

    private final TelephoneEventReceiver receiver = new TelephoneEventReceiver();
    private final StringBuilder keys = new StringBuilder();

    private Signal packet(int timestamp, int event, boolean end, int duration, long atMillis) {
        byte[] payload = {(byte) event, (byte) (end ? 0x8a : 0x0a), (byte) (duration >> 8), (byte) duration};
        Signal signal = receiver.onPacket(timestamp, payload, 0, 4, atMillis * MS);
        if (signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED) {
            keys.append(receiver.key());
        }
        return signal;
    }

    @Test
    void aKeyIsOneKeyHoweverManyPacketsTellOfIt() {
        assertThat(packet(1000, 5, false, 160, 0)).isEqualTo(Signal.STARTED);
        assertThat(packet(1000, 5, false, 320, 20)).isEqualTo(Signal.CONTINUED);
        assertThat(packet(1000, 5, true, 480, 40)).isEqualTo(Signal.ENDED);
        assertThat(packet(1000, 5, true, 480, 41)).isEqualTo(Signal.NOTHING);
        assertThat(packet(1000, 5, true, 480, 42)).isEqualTo(Signal.NOTHING);
        assertThat(keys.toString()).isEqualTo("5");
        assertThat(receiver.duration()).isEqualTo(480);
    }

    @Test
    void aLateRepetitionOfAnOlderKeyIsNothing() {
        packet(1000, 1, true, 480, 0);
        packet(3000, 2, false, 160, 200);
        assertThat(packet(1000, 1, true, 480, 210)).isEqualTo(Signal.NOTHING);
        assertThat(keys.toString()).isEqualTo("12");
    }

    @Test
    void theSameKeyTwiceIsTwoKeys() {
        packet(1000, 7, true, 480, 0);
        packet(3000, 7, true, 480, 200);
        assertThat(keys.toString()).isEqualTo("77");
    }

    @Test
    void aKeyOfWhichOnlyTheEndCameCounts() {
        assertThat(packet(1000, 11, true, 800, 0)).isEqualTo(Signal.STARTED_AND_ENDED);
        assertThat(receiver.isDown()).isFalse();
        assertThat(keys.toString()).isEqualTo("#");
    }

    @Test
    void aKeyWhoseEndWasLostEndsByItself() {
        packet(1000, 3, false, 160, 0);
        packet(1000, 3, false, 320, 20);
        assertThat(receiver.tick(200 * MS)).isEqualTo(Signal.NOTHING);
        assertThat(receiver.nextDeadline()).isEqualTo(270 * MS);
        assertThat(receiver.tick(270 * MS)).isEqualTo(Signal.ENDED);
        assertThat(receiver.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(packet(1000, 3, true, 480, 300)).isEqualTo(Signal.NOTHING);
    }

    @Test
    void aNewKeyEndsOneWhoseEndWasLost() {
        packet(1000, 3, false, 160, 0);
        assertThat(packet(2000, 4, false, 160, 100)).isEqualTo(Signal.STARTED);
        assertThat(keys.toString()).isEqualTo("34");
    }

    @Test
    void aKeyHeldForTwentySecondsIsOneKey() {
        TelephoneEventSender sender = new TelephoneEventSender();
        RtpSender rtp = new RtpSender(1, 1, 500, 8000);
        RtpPacket view = new RtpPacket();
        byte[] out = new byte[16];
        sender.begin('9', 5000);
        List<Signal> signals = new ArrayList<>();
        for (int millis = 50; millis <= 20_000; millis += 50) {
            int length = sender.next(out, rtp, 101, millis * 8, millis == 20_000, millis * MS);
            assertThat(view.parse(out, length)).isTrue();
            assertThat(view.marker()).isEqualTo(millis == 50);
            Signal signal = receiver.onPacket(view.timestamp(), out, view.payloadOffset(), view.payloadLength(), millis * MS);
            signals.add(signal);
        }
        assertThat(signals.getFirst()).isEqualTo(Signal.STARTED);
        assertThat(signals.getLast()).isEqualTo(Signal.ENDED);
        assertThat(signals.subList(1, signals.size() - 1)).containsOnly(Signal.CONTINUED);
        assertThat(receiver.duration()).isEqualTo(160_000);
    }

    @Test
    void theLongestDurationIsNoNegativeOne() {
        packet(1000, 5, true, 0xffff, 0);
        assertThat(receiver.duration()).isEqualTo(0xffff);
    }

    @Test
    void whatIsNoKeyIsNothing() {
        for (int event = 16; event < 256; event++) {
            assertThat(packet(event * 1000, event, false, 160, event)).isEqualTo(Signal.NOTHING);
        }
        assertThat(receiver.onPacket(9, new byte[] {1, 0, 0}, 0, 3, 0)).as("too short").isEqualTo(Signal.NOTHING);
        assertThat(keys.toString()).isEmpty();
    }

    @Test
    void everyKeyHasItsCode() {
        for (int event = 0; event < 16; event++) {
            assertThat(TelephoneEvents.event(TelephoneEvents.key(event))).isEqualTo(event);
        }
        assertThat(TelephoneEvents.key(10)).isEqualTo('*');
        assertThat(TelephoneEvents.key(15)).isEqualTo('D');
    }
}
