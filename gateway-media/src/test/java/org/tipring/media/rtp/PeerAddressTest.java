package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.tipring.media.rtp.PeerAddress.Standing;

/// Symmetric RTP, strictly: RFC 4961 with the probation of RFC 3550 appendix A.1.
class PeerAddressTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long SAID = packed("192.168.7.7", 4000);
    private static final long REAL = packed("198.51.100.9", 61_000);
    private static final long NEIGHBOUR = packed("198.51.100.9", 61_002);
    private static final long STRANGER = packed("203.0.113.66", 61_000);

    private final PeerAddress peer = new PeerAddress();
    private long now = 7 * SECOND;

    private static long packed(String host, int port) {
        return PackedAddress.of(new InetSocketAddress(host, port));
    }

    private boolean packet(long source, int sequence) {
        return switch (peer.standing(source, now)) {
            case KNOWN -> {
                peer.heard(now);
                yield true;
            }
            case CANDIDATE -> {
                boolean proven = peer.prove(source, 5, sequence, false);
                if (proven) {
                    peer.heard(now);
                }
                yield proven;
            }
            case FOREIGN -> false;
        };
    }

    @Test
    void withoutLeaveOnlyTheNegotiatedAddressCounts() {
        peer.negotiate(SAID);
        for (int i = 0; i < 100; i++) {
            assertThat(packet(REAL, i)).isFalse();
        }
        assertThat(packet(SAID, 1)).isTrue();
        assertThat(peer.current()).isEqualTo(SAID);
    }

    @Test
    void threePacketsInARowOfTheAllowedHostAreThePeer() {
        peer.negotiate(SAID);
        peer.learnFrom(PackedAddress.host(REAL));
        assertThat(packet(REAL, 65_535)).isFalse();
        assertThat(packet(STRANGER, 0)).isFalse();
        assertThat(packet(REAL, 0)).isFalse();
        assertThat(packet(REAL, 1)).isTrue();
        assertThat(peer.current()).isEqualTo(REAL);
        assertThat(peer.learnt()).isTrue();
        assertThat(peer.standing(SAID, now)).as("locked: not even the negotiated address is heard now").isEqualTo(Standing.FOREIGN);
    }

    @Test
    void aGapOrAnotherSourceBeginsTheProbationAnew() {
        peer.negotiate(SAID);
        peer.learnFrom(PackedAddress.host(REAL));
        assertThat(packet(REAL, 1)).isFalse();
        assertThat(packet(REAL, 2)).isFalse();
        assertThat(packet(REAL, 9)).isFalse();
        assertThat(packet(NEIGHBOUR, 10)).isFalse();
        assertThat(packet(REAL, 11)).isFalse();
        assertThat(packet(REAL, 12)).isFalse();
        assertThat(packet(REAL, 13)).isTrue();
    }

    @Test
    void nobodyTakesTheStreamWhileThePeerSpeaksAndAgainOnlyAfterItsSilence() {
        peer.negotiate(SAID);
        peer.learnFrom(PackedAddress.host(REAL));
        for (int i = 0; i < 3; i++) {
            packet(REAL, i);
        }
        for (int i = 3; i < 1000; i++) {
            now += 20_000_000;
            packet(REAL, i);
            assertThat(packet(NEIGHBOUR, i)).isFalse();
        }
        now += PeerAddress.SILENCE_NANOS;
        assertThat(packet(NEIGHBOUR, 1000)).as("not before the silence is over").isFalse();
        now += 1;
        assertThat(packet(NEIGHBOUR, 1001)).isFalse();
        assertThat(packet(NEIGHBOUR, 1002)).isFalse();
        assertThat(packet(NEIGHBOUR, 1003)).isTrue();
        assertThat(packet(REAL, 2000)).isFalse();
    }

    @Test
    void aNegotiatedPeerThatIsHeardIsNotMoved() {
        peer.negotiate(SAID);
        peer.learnFrom(PeerAddress.ANYBODY);
        assertThat(packet(SAID, 1)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(packet(STRANGER, i)).isFalse();
        }
        assertThat(peer.current()).isEqualTo(SAID);
    }

    @Test
    void theSameDescriptionKeepsWhatWasLearntAndAnotherForgetsIt() {
        peer.negotiate(SAID);
        peer.learnFrom(PackedAddress.host(REAL));
        for (int i = 0; i < 3; i++) {
            packet(REAL, i);
        }
        assertThat(peer.negotiate(SAID)).isFalse();
        assertThat(peer.current()).isEqualTo(REAL);
        assertThat(peer.negotiate(STRANGER)).isTrue();
        assertThat(peer.current()).isEqualTo(STRANGER);
    }

    @Test
    void whatOnlyThePeerCanHaveMadeIsBelievedAtOnce() {
        peer.negotiate(SAID);
        peer.learnFrom(PackedAddress.host(REAL));
        assertThat(peer.standing(REAL, now)).isEqualTo(Standing.CANDIDATE);
        assertThat(peer.prove(REAL, 5, 1, true)).isTrue();
        assertThat(peer.current()).isEqualTo(REAL);
    }
}
