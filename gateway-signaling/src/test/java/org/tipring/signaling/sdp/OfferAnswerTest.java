package org.tipring.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;

/// RFC 3264.
class OfferAnswerTest {

    private static final List<AudioFormat> BOTH = List.of(AudioFormat.PCMA, AudioFormat.PCMU);

    private static String offer(Direction direction, int telephoneEvent, AudioFormat... formats) {
        return OfferAnswer.offer("192.0.2.1", 4000, List.of(formats), telephoneEvent, 30, direction, 7, 1);
    }

    private static Answer answer(String offer) {
        return OfferAnswer.answer(offer, "192.0.2.9", 5000, BOTH, Direction.SENDRECV, 8, 2);
    }

    private static Agreement accepted(String offer) {
        return ((Answer.Accepted) answer(offer)).agreement();
    }

    @Test
    void whatIsOfferedIsWhatIsRead() throws Exception {
        assertThat(SdpReader.read(offer(Direction.RECVONLY, 101, AudioFormat.PCMU))).isEqualTo(
            new AudioDescription("192.0.2.1", 4000, List.of(AudioFormat.PCMU), 101, 30, Direction.RECVONLY));
        assertThat(OfferAnswer.offer("2001:db8::1", 2, BOTH, -1, 20, Direction.SENDRECV, 7, 1))
            .contains("o=tipring 7 1 IN IP6 2001:db8::1").contains("c=IN IP6 2001:db8::1").doesNotContain("telephone-event");
    }

    @Test
    void theAnswerTakesOneCodecInOurOrderAndTheirPacketLength() throws Exception {
        Answer.Accepted accepted = (Answer.Accepted) answer(offer(Direction.SENDRECV, 96, AudioFormat.PCMU, AudioFormat.PCMA));
        assertThat(accepted.agreement()).isEqualTo(new Agreement(AudioFormat.PCMA, 96, 30, new InetSocketAddress("192.0.2.1", 4000),
            Direction.SENDRECV));
        assertThat(SdpReader.read(accepted.sdp())).isEqualTo(
            new AudioDescription("192.0.2.9", 5000, List.of(AudioFormat.PCMA), 96, 30, Direction.SENDRECV));
        assertThat(accepted.sdp()).contains("o=tipring 8 2 ");
    }

    @Test
    void aDynamicPayloadTypeIsTheOfferers() {
        String offer = offer(Direction.SENDRECV, -1, new AudioFormat("PCMA", 97, 8000));
        assertThat(accepted(offer).format()).isEqualTo(new AudioFormat("PCMA", 97, 8000));
        assertThat(accepted(offer).telephoneEvent()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"SENDRECV,SENDRECV", "SENDONLY,RECVONLY", "RECVONLY,SENDONLY", "INACTIVE,INACTIVE"})
    void directionIsMirrored(Direction theirs, Direction ours) {
        assertThat(accepted(offer(theirs, 101, AudioFormat.PCMA)).direction()).isEqualTo(ours);
    }

    @Test
    void holdByAddressZeroSendsNothingThere() {
        Answer.Accepted held = (Answer.Accepted) answer(offer(Direction.SENDRECV, 101, AudioFormat.PCMA)
            .replace("c=IN IP4 192.0.2.1", "c=IN IP4 0.0.0.0"));
        assertThat(held.agreement().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(held.sdp()).contains("a=recvonly");
    }

    @Test
    void otherStreamsAreRefusedInTheirPlaces() throws Exception {
        String offer = offer(Direction.SENDRECV, 101, AudioFormat.PCMA).replace("m=audio", "m=video 6000 RTP/AVP 31 32\r\nm=audio")
            + "m=image 7000 udptl t38\r\n";
        String sdp = ((Answer.Accepted) answer(offer)).sdp();
        assertThat(sdp.lines().filter(line -> line.startsWith("m=")))
            .containsExactly("m=video 0 RTP/AVP 31", "m=audio 5000 RTP/AVP 8 101", "m=image 0 udptl t38");
    }

    @ParameterizedTest
    @CsvSource({"AVP 8,AVP 18,no common codec", "audio 4000,audio 0,port 0", "RTP/AVP,RTP/SAVP,srtp = off", "RTP/AVP,TCP/RTP/AVP,no audio stream", "IN IP4 192.0.2.1,IN IP4 a.b,literal"})
    void whatWeCannotTakeIsRejectedWithTheReason(String from, String to, String why) {
        String offer = offer(Direction.SENDRECV, -1, AudioFormat.PCMA).replace("a=rtpmap:8 PCMA/8000\r\n", "").replace(from, to);
        assertThat(answer(offer)).isInstanceOfSatisfying(Answer.Rejected.class, rejected -> assertThat(rejected.why()).contains(why));
    }

    @Test
    void theirAnswerToOurOfferSettlesTheSession() throws Exception {
        String ours = offer(Direction.SENDRECV, 101, AudioFormat.PCMA, AudioFormat.PCMU);
        String theirs = OfferAnswer.offer("198.51.100.2", 6000, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDONLY, 1, 1);
        assertThat(OfferAnswer.agreed(ours, theirs)).isEqualTo(new Agreement(AudioFormat.PCMU, 101, 20,
            new InetSocketAddress("198.51.100.2", 6000), Direction.RECVONLY));
        String withoutEvents = offer(Direction.SENDRECV, -1, AudioFormat.PCMA, AudioFormat.PCMU);
        assertThat(OfferAnswer.agreed(withoutEvents, theirs).telephoneEvent()).isEqualTo(-1);
    }

    @Test
    void anAnswerThatTakesNothingIsNoAgreement() {
        String ours = offer(Direction.SENDRECV, 101, AudioFormat.PCMA);
        assertThatThrownBy(() -> OfferAnswer.agreed(ours, offer(Direction.SENDRECV, -1, AudioFormat.PCMU))).hasMessageContaining("none of");
        assertThatThrownBy(() -> OfferAnswer.agreed(ours, offer(Direction.SENDRECV, -1, AudioFormat.PCMA).replace("audio 4000", "audio 0")))
            .hasMessageContaining("port 0");
    }
}
