package org.tipring.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;

class SdpReaderTest {

    private static final String PLAIN = """
        v=0\r
        o=- 1 1 IN IP4 192.0.2.1\r
        s=-\r
        c=IN IP4 192.0.2.1\r
        t=0 0\r
        m=audio 4000 RTP/AVP 8 0 101\r
        a=rtpmap:8 PCMA/8000\r
        a=rtpmap:0 PCMU/8000\r
        a=rtpmap:101 telephone-event/8000\r
        a=fmtp:101 0-15\r
        a=ptime:30\r
        """;

    @Test
    void readsAnOrdinaryOffer() throws Exception {
        assertThat(SdpReader.read(PLAIN)).isEqualTo(new AudioDescription("192.0.2.1", 4000,
            List.of(AudioFormat.PCMA, AudioFormat.PCMU), 101, 30, Direction.SENDRECV));
    }

    @Test
    void takesLinesThatEndWithLfOnly() throws Exception {
        assertThat(SdpReader.read(PLAIN.replace("\r\n", "\n"))).isEqualTo(SdpReader.read(PLAIN));
    }

    @Test
    void knowsTypes0And8WithoutRtpmap() throws Exception {
        assertThat(SdpReader.read(PLAIN.replaceAll("a=rtpmap:[08].*\r\n", "")).formats())
            .containsExactly(AudioFormat.PCMA, AudioFormat.PCMU);
    }

    @Test
    void mediaLevelCountsMoreThanSessionLevel() throws Exception {
        AudioDescription audio = SdpReader.read(PLAIN.replace("t=0 0\r\n", "t=0 0\r\na=inactive\r\n") + "c=IN IP4 192.0.2.2\r\na=recvonly\r\n");
        assertThat(audio.address()).isEqualTo("192.0.2.2");
        assertThat(audio.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(SdpReader.read(PLAIN.replace("t=0 0\r\n", "t=0 0\r\na=inactive\r\n")).direction()).isEqualTo(Direction.INACTIVE);
    }

    @ParameterizedTest
    @CsvSource({"10,10", "20,20", "60,60", "0,20", "1,20", "15,20", "70,20", "10000,20", "-20,20", "x,20", "'',20"})
    void aPacketLengthThatIsNoneCountsAsUnsaid(String said, int read) throws Exception {
        assertThat(SdpReader.read(PLAIN.replace("ptime:30", "ptime:" + said)).packetMillis()).isEqualTo(read);
    }

    @Test
    void maxptimeLimitsPtime() throws Exception {
        assertThat(SdpReader.read(PLAIN + "a=maxptime:20\r\n").packetMillis()).isEqualTo(20);
    }

    @Test
    void addressZeroIsTheOldHold() throws Exception {
        AudioDescription held = SdpReader.read(PLAIN.replace("c=IN IP4 192.0.2.1", "c=IN IP4 0.0.0.0"));
        assertThat(held.direction()).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void takesTheFirstAudioOverRtpAvpThatIsNotRefused() throws Exception {
        SessionDescription session = SdpReader.session(PLAIN.replace("m=audio", """
            m=video 5000 RTP/AVP 31\r
            a=rtpmap:31 H261/90000\r
            m=audio 6000 RTP/SAVP 0\r
            m=audio 0 RTP/AVP 0\r
            m=audio"""));
        assertThat(session.media()).hasSize(4);
        assertThat(session.audioIndex()).isEqualTo(3);
        assertThat(session.audio().port()).isEqualTo(4000);
    }

    @Test
    void readsIpv6() throws Exception {
        assertThat(SdpReader.read(PLAIN.replace("c=IN IP4 192.0.2.1", "c=IN IP6 2001:db8::1")).address()).isEqualTo("2001:db8::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "128", "2147483648", "4294967296", "1e1", "", "0x8", "٣"})
    void aPayloadTypeOutOfRangeIsRefusedWithItsPlace(String type) {
        assertThatThrownBy(() -> SdpReader.read(PLAIN.replace("AVP 8", "AVP 8 " + type + " x")))
            .isInstanceOf(SdpException.class).hasMessageContaining("line 6 (offset 63)");
        if (!type.isEmpty()) {
            assertThatThrownBy(() -> SdpReader.read(PLAIN.replace("rtpmap:101 ", "rtpmap:" + type + " ")))
                .isInstanceOf(SdpException.class).hasMessageContaining("line 9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "c=IN IP4 host.example", "c=IN IP4 300.1.1.1", "c=IN IP4 1", "c=IN IP4 224.0.0.1", "c=IN IP6 fe80::1%eth0", "c=IN IP4 ::1",
        "c=ATM NSAP 1", "c=", "c=IN IP4 192.0.2.1 x", "c=IN IP4 255.255.255.255"})
    void anAddressThatIsNoLiteralIsRefusedAndNeverLookedUp(String line) {
        assertThatThrownBy(() -> SdpReader.read(PLAIN.replace("c=IN IP4 192.0.2.1", line))).isInstanceOf(SdpException.class)
            .hasMessageContaining("line 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|empty", "'x'|form", "'o=1'|v=0", "'v=1'|v=0", "'v=0'|no audio", "'v=0\r\nm=audio 1 RTP/AVP 0'|no c= line",
        "'v=0\r\nm=audio 70000 RTP/AVP 0'|port", "'v=0\r\nm=audio -1 RTP/AVP 0'|port", "'v=0\r\nm=audio 1 RTP/AVP'|m=",
        "'v=0\r\nm=image 1 udptl t38'|no audio", "'v=0\r\nm=audio 1 TCP/RTP/AVP 0'|no audio", "'v=0\r\nv=0'|once"})
    void brokenDescriptionsSayWhatIsWrong(String sdp, String why) {
        assertThatThrownBy(() -> SdpReader.read(sdp)).isInstanceOf(SdpException.class).hasMessageContaining(why);
    }

    @Test
    void hugeDescriptionsAreRefusedQuickly() throws Exception {
        assertThatThrownBy(() -> SdpReader.read(PLAIN + "m=audio 1 RTP/AVP 0\r\n".repeat(70))).hasMessageContaining("64 media");
        assertThatThrownBy(() -> SdpReader.read(PLAIN + "a=x\r\n".repeat(5_000))).hasMessageContaining("lines");
        assertThatThrownBy(() -> SdpReader.read(PLAIN + "a=" + "x".repeat(100_000))).hasMessageContaining("characters");
        assertThatThrownBy(() -> SdpReader.read("v=0\r\nm=" + "a".repeat(1_024) + " 1 RTP/AVP 0\r\n")).hasMessageContaining("odd word");
        assertThat(SdpReader.read(PLAIN + "a=crypto:1 x\r\n".repeat(100)).port()).isEqualTo(4000);
    }

    @Test
    void manyFormatsWithoutCommonOnesAreReadAsFarAsTheyMakeSense() throws Exception {
        AudioDescription audio = SdpReader.read(PLAIN.replace("AVP 8 0 101", "AVP 9 18 3 96 97 98")
            + "a=rtpmap:96 opus/48000/2\r\na=rtpmap:97 telephone-event/48000\r\na=rtpmap:98 /8000\r\n");
        assertThat(audio.formats()).extracting(AudioFormat::encoding).containsExactly("G722", "G729", "GSM", "OPUS");
        assertThat(audio.telephoneEvent()).isEqualTo(-1);
    }

    /// Whatever comes: a description or an SdpException, nothing else.
    @Test
    void mutatedDescriptionsNeverBreakTheReader() throws Exception {
        List<String> seeds = new ArrayList<>(List.of(PLAIN));
        Path material = Path.of(System.getProperty("tipring.material", "")).resolve("fuzz-seeds/pjsip/sdp");
        assumeTrue(Files.isDirectory(material), "no SDP seeds here (" + material + ")");
        try (var files = Files.list(material)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String text = mutated(seeds.get(random.nextInt(seeds.size())), random, i);
            try {
                Answer answer = OfferAnswer.answer(text, "192.0.2.9", 4000, List.of(AudioFormat.PCMA), Direction.SENDRECV, 1, 1);
                if (answer instanceof Answer.Accepted(String sdp, Agreement agreement)) {
                    assertThat(SdpReader.session(sdp).media()).hasSameSizeAs(SdpReader.session(text).media());
                    assertThat(agreement.packetMillis()).isBetween(10, 60);
                }
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("seed " + seed + ", round " + i + ": " + text, broken);
            }
        }
    }

    private static String mutated(String seed, Random random, int round) {
        StringBuilder text = new StringBuilder(seed);
        for (int n = round == 0 ? 0 : random.nextInt(6); n > 0 && !text.isEmpty(); n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, "4294967296");
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
            }
        }
        return text.toString();
    }
}
