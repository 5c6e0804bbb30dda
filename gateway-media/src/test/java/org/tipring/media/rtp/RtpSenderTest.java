package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtpSenderTest {

    private static final long MS = 1_000_000;

    private final RtpSender sender = new RtpSender(0x1234, 65534, 1000, 8000);
    private final byte[] out = new byte[200];
    private final RtpPacket view = new RtpPacket();

    private RtpPacket audio(long atMillis) {
        sender.stampAudio(out, 8, 160, 160, atMillis * MS);
        assertThat(view.parse(out, 172)).isTrue();
        return view;
    }

    private RtpPacket incoming(int sequence, int timestamp) {
        byte[] data = new byte[172];
        RtpPacket.writeHeader(data, false, 0, sequence & 0xffff, timestamp, 0x99);
        RtpPacket packet = new RtpPacket();
        packet.parse(data, data.length);
        return packet;
    }

    private int[] forward(int sequence, int timestamp, boolean newSource, long atMillis) {
        sender.stampForwarded(out, 8, incoming(sequence, timestamp), newSource, 160, atMillis * MS);
        view.parse(out, 172);
        return new int[] {view.sequence(), view.timestamp(), view.marker() ? 1 : 0};
    }

    @Test
    void soundIsOneRowOfNumbersAndTimes() {
        assertThat(audio(0).marker()).as("the first packet begins a talkspurt").isTrue();
        assertThat(view.sequence()).isEqualTo(65534);
        assertThat(view.timestamp()).isEqualTo(1000);
        audio(20);
        assertThat(view.marker()).isFalse();
        assertThat(view.timestamp()).isEqualTo(1160);
        // Jitter of our own clock is not in the time line.
        audio(47);
        assertThat(view.sequence()).isZero();
        assertThat(view.timestamp()).isEqualTo(1320);
    }

    @Test
    void afterAPauseTheTimeHasGoneByAndTheMarkerIsSet() {
        audio(0);
        audio(1000);
        assertThat(view.marker()).isTrue();
        assertThat(view.sequence()).isEqualTo(65535);
        assertThat(view.timestamp()).isEqualTo(1000 + 8000);
    }

    @Test
    void forwardingKeepsGapsAndOrder() {
        List<Integer> sequences = new ArrayList<>();
        List<Integer> timestamps = new ArrayList<>();
        for (int in : new int[] {100, 101, 104, 103, 105}) {
            int[] stamped = forward(in, 16_000 + (in - 100) * 160, false, in * 20);
            sequences.add(stamped[0]);
            timestamps.add(stamped[1]);
        }
        assertThat(sequences).containsExactly(65534, 65535, 2, 1, 3);
        assertThat(timestamps).containsExactly(1000, 1160, 1640, 1480, 1800);
    }

    @Test
    void anotherSourceGoesOnWhereTheOldOneStopped() {
        forward(100, 5000, false, 0);
        forward(101, 5160, false, 20);
        int[] stamped = forward(7, 900_000, true, 60);
        assertThat(stamped).containsExactly(0, 1160 + 320, 1);
    }

    @Test
    void keysTakeNumbersButLeaveTheTimeLine() {
        forward(100, 5000, false, 0);
        RtpPacket key = incoming(101, 5160);
        int at = sender.mapTimestamp(key, false, 20 * MS);
        assertThat(at).isEqualTo(1160);
        sender.stampEvent(out, 101, at, true, 4, 20 * MS);
        sender.skipForwarded(key);
        int[] stamped = forward(102, 5320, false, 40);
        assertThat(stamped).containsExactly(0, 1320, 0);
    }

    @Test
    void keyBetweenSoundOfALineKeepsTheClock() {
        audio(0);
        sender.stampEvent(out, 101, sender.timestampAt(20 * MS), true, 4, 20 * MS);
        audio(1000);
        assertThat(view.timestamp()).isEqualTo(1000 + 8000);
    }
}
