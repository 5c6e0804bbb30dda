package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.rtp.RtpReceiver.Verdict.ACCEPTED;
import static org.tipring.media.rtp.RtpReceiver.Verdict.DUPLICATE;
import static org.tipring.media.rtp.RtpReceiver.Verdict.NEW_SOURCE;
import static org.tipring.media.rtp.RtpReceiver.Verdict.NOT_YET;

import org.junit.jupiter.api.Test;
import org.tipring.media.rtp.RtpReceiver.Verdict;

class RtpReceiverTest {

    private static final int A = 0xa;
    private static final int B = 0xb;
    private static final long MS = 1_000_000;

    private final RtpReceiver receiver = new RtpReceiver(8000);

    private Verdict packet(int ssrc, int sequence) {
        return receiver.onPacket(ssrc, sequence & 0xffff, sequence * 160, true, sequence * 20L * MS);
    }

    @Test
    void theFirstPacketIsBelieved() {
        assertThat(packet(A, 77)).isEqualTo(NEW_SOURCE);
        assertThat(packet(A, 78)).isEqualTo(ACCEPTED);
    }

    @Test
    void lossIsWhatIsExpectedLessWhatCame() {
        for (int i = 0; i < 100; i++) {
            if (i % 10 != 5) {
                packet(A, 65500 + i);
            }
        }
        assertThat(receiver.lost()).isEqualTo(10);
        assertThat(receiver.extendedHighest()).isEqualTo(65536 + 63);
        assertThat(receiver.takeFractionLost()).isEqualTo(256 / 10);
        assertThat(receiver.takeFractionLost()).isZero();
    }

    @Test
    void outOfOrderIsNoLoss() {
        packet(A, 1);
        packet(A, 3);
        assertThat(receiver.lost()).isEqualTo(1);
        assertThat(packet(A, 2)).isEqualTo(ACCEPTED);
        assertThat(receiver.lost()).isZero();
    }

    @Test
    void repetitionsAreCountedAndMakeLossNegative() {
        packet(A, 1);
        assertThat(packet(A, 1)).isEqualTo(DUPLICATE);
        assertThat(receiver.duplicates()).isEqualTo(1);
        assertThat(receiver.lost()).isEqualTo(-1);
        assertThat(receiver.cumulativeLost()).isEqualTo(-1);
    }

    @Test
    void aRestartOfTheSenderNeedsTwoInARow() {
        packet(A, 1);
        assertThat(packet(A, 10_000)).isEqualTo(NOT_YET);
        assertThat(packet(A, 2)).isEqualTo(ACCEPTED);
        assertThat(packet(A, 10_000)).isEqualTo(NOT_YET);
        assertThat(packet(A, 10_001)).isEqualTo(NEW_SOURCE);
        assertThat(receiver.lost()).isZero();
    }

    @Test
    void anotherSourceTakesOverAfterThreeInARow() {
        packet(A, 1);
        assertThat(packet(B, 500)).isEqualTo(NOT_YET);
        assertThat(packet(B, 501)).isEqualTo(NOT_YET);
        assertThat(packet(B, 502)).isEqualTo(NEW_SOURCE);
        assertThat(packet(B, 503)).isEqualTo(ACCEPTED);
    }

    /// Threat T17: two sources at once.
    @Test
    void twoSourcesAtOnceDoNotTakeTurns() {
        packet(A, 1);
        for (int i = 2; i < 100; i++) {
            assertThat(packet(B, 500 + i)).isEqualTo(NOT_YET);
            assertThat(packet(A, i)).isEqualTo(ACCEPTED);
        }
    }

    /// RFC 3550 appendix A.8: on a stream whose transit alternates by D, the jitter tends to D.
    @Test
    void jitterIsTheMeanDeviationOfTransit() {
        for (int i = 0; i < 2000; i++) {
            receiver.onPacket(A, i, i * 160, true, i * 20L * MS + (i % 2) * 5 * MS);
        }
        assertThat(receiver.jitterMicros()).isBetween(4_500L, 5_000L);
    }

    @Test
    void anEvenStreamHasNoJitter() {
        for (int i = 0; i < 1000; i++) {
            packet(A, i);
        }
        assertThat(receiver.jitterMicros()).isZero();
    }

    @Test
    void keysDoNotCountAsJitter() {
        for (int i = 0; i < 100; i++) {
            receiver.onPacket(A, i, i < 50 ? i * 160 : 50 * 160, i < 50, i * 20L * MS);
        }
        assertThat(receiver.jitterMicros()).isZero();
    }
}
