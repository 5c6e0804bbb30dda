package org.tipring.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codecs;

/// How codecs are named, offered and taken: RFC 3551, RFC 7587 section 7, RFC 4733, RFC 3389.
class CodecsInSdpTest {

    private static String offer(String types, String... attributes) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP " + types + "\r\n"
            + Stream.of(attributes).filter(one -> !one.isBlank()).map(one -> "a=" + one.strip() + "\r\n").reduce("", String::concat);
    }

    private static Answer.Accepted answer(String offer, AudioFormat... ours) {
        Answer answer = OfferAnswer.answer(offer, "192.0.2.9", 5000, List.of(ours), Direction.SENDRECV, 1, 1);
        assertThat(answer).as(answer.toString()).isInstanceOf(Answer.Accepted.class);
        return (Answer.Accepted) answer;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // what stands in the offer       | attributes, by ~                                                      | payload type, codec, clock
        "9                                |                                                                        | 9,G722,8000",
        "9 8                              | rtpmap:9 g722/8000                                                     | 9,G722,8000",
        "96 8                             | rtpmap:96 G722/8000/1                                                  | 96,G722,8000",
        "9 8                              | rtpmap:9 G722/16000                                                    | 8,PCMA,8000",   // a clock that does not exist
        "111 0                            | rtpmap:111 opus/48000/2                                                | 111,OPUS,48000",
        "111 0                            | rtpmap:111 OPUS/48000/2~fmtp:111 minptime=10;useinbandfec=1            | 111,OPUS,48000",
        "111 0                            | rtpmap:111 Opus/48000                                                  | 111,OPUS,48000",
        "111 0                            | rtpmap:111 opus/16000/2                                                | 0,PCMU,8000",
        "97                               | rtpmap:97 L16/8000                                                     | 97,L16,8000",
        "97                               | rtpmap:97 l16/16000/1                                                  | 97,L16,16000",
        "97 0                             | rtpmap:97 L16/16000/2                                                  | 0,PCMU,8000",   // stereo
        "97 0                             | rtpmap:97 L16/44100                                                    | 0,PCMU,8000",
        "0                                | rtpmap:0 pcmu/8000                                                     | 0,PCMU,8000",
        "8                                | rtpmap:8 PCMA/8000/1                                                   | 8,PCMA,8000"})
    void aCodecIsKnownByItsNameAndClock(String types, String attributes, String expected) {
        AudioFormat format = answer(offer(types, attributes == null ? new String[0] : attributes.split("~")),
            AudioFormat.OPUS, AudioFormat.G722, AudioFormat.L16_WIDE, AudioFormat.L16, AudioFormat.PCMA, AudioFormat.PCMU).agreement().format();
        assertThat(format.payloadType() + "," + format.encoding() + "," + format.clockRate()).isEqualTo(expected);
    }

    @Test
    void opusIsAnsweredAsRfc7587WantsIt() {
        Answer.Accepted accepted = answer(offer("111 0", "rtpmap:111 opus/48000/2", "fmtp:111 maxaveragebitrate=20000;stereo=1", "ptime:20"),
            AudioFormat.OPUS);
        assertThat(accepted.agreement().format().parameters()).as("theirs, for what we send").isEqualTo("maxaveragebitrate=20000;stereo=1");
        assertThat(accepted.sdp()).contains("a=rtpmap:111 opus/48000/2\r\n").contains("a=fmtp:111 useinbandfec=1\r\n").doesNotContain("stereo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // events offered                                                                   | codec taken | type, clock
        "rtpmap:101 telephone-event/8000                                                     | PCMU | 101,8000",
        "rtpmap:101 telephone-event/8000~rtpmap:110 telephone-event/48000                    | PCMU | 101,8000",
        "rtpmap:101 telephone-event/8000~rtpmap:110 telephone-event/48000                    | OPUS | 110,48000",
        "rtpmap:101 telephone-event/8000                                                     | OPUS | 101,8000",
        "rtpmap:110 Telephone-Event/48000                                                    | OPUS | 110,48000",
        "rtpmap:110 telephone-event/48000                                                    | PCMU | -1,8000"})
    void eventsHaveTheClockOfTheSoundWhereTheyCan(String events, String codec, String expected) {
        String offer = offer("0 111 101 110", Stream.concat(Stream.of("rtpmap:111 opus/48000/2"), Stream.of(events.split("~"))).toArray(String[]::new));
        Answer.Accepted accepted = answer(offer, codec.equals("OPUS") ? AudioFormat.OPUS : AudioFormat.PCMU);
        Agreement agreement = accepted.agreement();
        assertThat(agreement.telephoneEvent() + "," + agreement.eventRate()).isEqualTo(expected);
        if (agreement.telephoneEvent() >= 0) {
            assertThat(accepted.sdp()).contains("a=rtpmap:%d telephone-event/%d\r\n".formatted(agreement.telephoneEvent(), agreement.eventRate()));
        } else {
            assertThat(accepted.sdp()).doesNotContain("telephone-event");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 13      | ''                          | PCMU | 13", "9 13 | '' | G722 | 13", "0 98 | rtpmap:98 CN/8000 | PCMU | 98", "0 | '' | PCMU | -1",
        "111 13    | rtpmap:111 opus/48000/2     | OPUS | -1",
        "97 13 102 | rtpmap:97 L16/16000~rtpmap:102 cn/16000 | L16 | 102"})
    void comfortNoiseGoesWithCodecsOfItsClock(String types, String attributes, String codec, int expected) {
        AudioFormat ours = codec.equals("L16") ? AudioFormat.L16_WIDE
            : Codecs.ALL.stream().filter(format -> format.encoding().equals(codec)).findFirst().orElseThrow();
        Answer.Accepted accepted = answer(offer(types, attributes.split("~")), ours);
        assertThat(accepted.agreement().comfortNoise()).isEqualTo(expected);
        assertThat(accepted.sdp().contains("CN/")).isEqualTo(expected >= 0);
    }

    @Test
    void ourOfferNamesWhatItShould() throws Exception {
        String sdp = OfferAnswer.offer("192.0.2.1", 4000, List.of(AudioFormat.OPUS, AudioFormat.G722, AudioFormat.L16_WIDE, AudioFormat.PCMA), 101, 20,
            true, Direction.SENDRECV, TransportTerms.plain(), 1, 1);
        assertThat(sdp.lines().filter(line -> line.startsWith("m=") || line.startsWith("a=rtpmap") || line.startsWith("a=fmtp"))).containsExactly(
            "m=audio 4000 RTP/AVP 107 9 99 8 101 110 13", "a=rtpmap:107 opus/48000/2", "a=fmtp:107 useinbandfec=1", "a=rtpmap:9 G722/8000",
            "a=rtpmap:99 L16/16000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16",
            "a=rtpmap:110 telephone-event/48000", "a=fmtp:110 0-16", "a=rtpmap:13 CN/8000");

        Agreement opus = OfferAnswer.agreed(sdp, answer(sdp, AudioFormat.OPUS).sdp());
        assertThat(List.of(opus.format().encoding(), opus.telephoneEvent(), opus.eventRate(), opus.comfortNoise())).isEqualTo(List.of("OPUS", 110, 48_000, -1));
        Agreement law = OfferAnswer.agreed(sdp, answer(sdp, AudioFormat.PCMA).sdp());
        assertThat(List.of(law.format().encoding(), law.telephoneEvent(), law.eventRate(), law.comfortNoise())).isEqualTo(List.of("PCMA", 101, 8000, 13));
    }

    @Test
    void noiseThatWeDidNotOfferIsNotAgreed() throws Exception {
        String ours = OfferAnswer.offer("192.0.2.1", 4000, List.of(AudioFormat.PCMA), 101, 20, false, Direction.SENDRECV, TransportTerms.plain(), 1, 1);
        assertThat(ours).doesNotContain("CN/").doesNotContain("48000");
        assertThat(OfferAnswer.agreed(ours, offer("8 13")).comfortNoise()).isEqualTo(-1);
    }
}
