package org.tipring.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.srtp.SrtpSuite;
import org.tipring.signaling.sdp.AgreedTransport.Security;
import org.tipring.signaling.sdp.TransportTerms.Keying;
import org.tipring.signaling.sdp.TransportTerms.Policy;

/// SRTP in SDP: RFC 4568 (SDES), RFC 5763 (DTLS), RFC 8643 (where it can be had); threats T23 and T24.
class SecureOfferAnswerTest {

    private static final String FINGERPRINT = "sha-256 " + "AB:".repeat(31) + "CD";
    private static final String OTHER = "sha-256 " + "01:".repeat(31) + "02";
    private static final String KEY = "inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    private static TransportTerms terms(Policy policy, Keying keying) {
        return new TransportTerms(policy, keying, FINGERPRINT);
    }

    private static String offer(TransportTerms terms) {
        return OfferAnswer.offer("192.0.2.1", 4000, List.of(AudioFormat.PCMA), 101, 20, Direction.SENDRECV, terms, 7, 1);
    }

    private static Answer answer(String offer, TransportTerms terms) {
        return OfferAnswer.answer(offer, "192.0.2.9", 5000, List.of(AudioFormat.PCMA), true, Direction.SENDRECV, terms, 8, 1);
    }

    private static Answer.Accepted accepted(String offer, TransportTerms terms) {
        return (Answer.Accepted) answer(offer, terms);
    }

    private static String handmade(String protocol, String... attributes) {
        return "v=0\r\no=a 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 " + protocol + " 8\r\n"
            + String.join("", List.of(attributes).stream().map(line -> "a=" + line + "\r\n").toList());
    }

    private static String media(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("m=")).collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource({
        "OFF,SDES,RTP/AVP,0,0", "PREFERRED,SDES,RTP/AVP,3,0", "REQUIRED,SDES,RTP/SAVP,3,0",
        "PREFERRED,DTLS,RTP/AVP,0,1", "REQUIRED,DTLS,UDP/TLS/RTP/SAVP,0,1"})
    void weOfferWhatThePolicySays(Policy policy, Keying keying, String protocol, int cryptoLines, int fingerprints) {
        String sdp = offer(terms(policy, keying));
        assertThat(media(sdp)).isEqualTo("m=audio 4000 " + protocol + " 8 101");
        assertThat(sdp.lines().filter(line -> line.startsWith("a=crypto:"))).hasSize(cryptoLines);
        assertThat(sdp.lines().filter(line -> line.equals("a=fingerprint:" + FINGERPRINT))).hasSize(fingerprints);
        assertThat(sdp.contains("a=setup:actpass")).isEqualTo(fingerprints > 0);
    }

    @ParameterizedTest
    @EnumSource(value = Policy.class, names = {"PREFERRED", "REQUIRED"})
    void bothEndsComeToTheSameKeys(Policy policy) throws Exception {
        TransportTerms caller = terms(policy, Keying.SDES);
        TransportTerms called = terms(policy, Keying.SDES);
        String offer = offer(caller);
        Answer.Accepted answer = accepted(offer, called);
        Security.Sdes theirs = (Security.Sdes) answer.agreement().transport().security();
        Security.Sdes ours = (Security.Sdes) OfferAnswer.agreed(offer, answer.sdp(), caller).transport().security();
        assertThat(ours.ours()).isEqualTo(theirs.theirs());
        assertThat(ours.theirs()).isEqualTo(theirs.ours());
        assertThat(ours.ours()).isNotEqualTo(ours.theirs());
        assertThat(ours.suite()).isEqualTo(SrtpSuite.AEAD_AES_128_GCM);
        assertThat(media(answer.sdp())).contains(policy == Policy.REQUIRED ? "RTP/SAVP" : "RTP/AVP");
        assertThat(answer.sdp().lines().filter(line -> line.startsWith("a=crypto:1 AEAD_AES_128_GCM inline:"))).hasSize(1);
    }

    @Test
    void aReinviteWithTheSameKeyKeepsOursAndWithAnotherGetsAnother() {
        TransportTerms terms = terms(Policy.PREFERRED, Keying.SDES);
        String first = handmade("RTP/SAVP", "crypto:7 AES_CM_128_HMAC_SHA1_80 " + KEY);
        Security.Sdes once = sdes(first, terms);
        assertThat(sdes(first, terms)).isEqualTo(once);
        Security.Sdes changed = sdes(first.replace("inline:WVN", "inline:WVM"), terms);
        assertThat(changed.theirs()).isNotEqualTo(once.theirs());
        assertThat(changed.ours()).isNotEqualTo(once.ours());
    }

    private static Security.Sdes sdes(String offer, TransportTerms terms) {
        return (Security.Sdes) accepted(offer, terms).agreement().transport().security();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        REQUIRED  | RTP/AVP  |                                     | srtp = required
        OFF       | RTP/SAVP | crypto:1 AES_CM_128_HMAC_SHA1_80 %s | srtp = off
        PREFERRED | RTP/SAVP |                                     | no key that we can use
        PREFERRED | RTP/SAVP | crypto:1 F8_128_HMAC_SHA1_80 %s     | no key that we can use
        REQUIRED  | RTP/AVP  | crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA | srtp = required
        """)
    void whatDoesNotGoTogetherIs488WithTheReason(Policy policy, String protocol, String attribute, String why) {
        String offer = attribute == null ? handmade(protocol) : handmade(protocol, attribute.formatted(KEY));
        assertThat(answer(offer, terms(policy, Keying.SDES))).isInstanceOfSatisfying(Answer.Rejected.class,
            rejected -> assertThat(rejected.why()).contains(why).doesNotContain(KEY.substring(8)));
    }

    @Test
    void offSpeaksClearToWhoeverLeavesTheChoice() {
        Answer.Accepted answer = accepted(handmade("RTP/AVP", "crypto:1 AES_CM_128_HMAC_SHA1_80 " + KEY), terms(Policy.OFF, Keying.SDES));
        assertThat(answer.agreement().transport().security()).isEqualTo(new Security.None());
        assertThat(answer.sdp()).doesNotContain("crypto");
    }

    /// Two streams for the same sound, in clear and not: the policy chooses, the other gets port 0.
    @ParameterizedTest
    @CsvSource({"OFF,5000,0", "PREFERRED,0,5000", "REQUIRED,0,5000"})
    void ofTwoStreamsThePolicyChooses(Policy policy, int clearPort, int securePort) {
        String offer = handmade("RTP/AVP") + "m=audio 4002 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_32 " + KEY + "\r\n";
        assertThat(accepted(offer, terms(policy, Keying.SDES)).sdp().lines().filter(line -> line.startsWith("m=")))
            .containsExactly("m=audio " + clearPort + " RTP/AVP 8", "m=audio " + securePort + " RTP/SAVP 8");
    }

    /// T24: 100 lines, an echoed key, a downgrade.
    @Test
    void aHundredKeysAreNoTrouble() {
        String[] lines = IntStream.range(1, 200).mapToObj(i -> "crypto:" + i + " AES_CM_128_HMAC_SHA1_80 " + KEY).toArray(String[]::new);
        assertThat(accepted(handmade("RTP/SAVP", lines), terms(Policy.REQUIRED, Keying.SDES)).sdp()).contains("a=crypto:1 AES_CM_128");
    }

    @Test
    void ourOwnKeyIsNoAnswer() {
        TransportTerms terms = terms(Policy.REQUIRED, Keying.SDES);
        String offer = offer(terms);
        assertThatThrownBy(() -> OfferAnswer.agreed(offer, offer, terms)).isInstanceOf(SdpException.class).hasMessageContaining("our own key");
    }

    @Test
    void anAnswerInClearIsNoAnswerWhereSrtpIsRequired() throws Exception {
        TransportTerms required = terms(Policy.REQUIRED, Keying.SDES);
        String offer = offer(required);
        assertThatThrownBy(() -> OfferAnswer.agreed(offer, handmade("RTP/AVP"), required)).hasMessageContaining("srtp = required");
        TransportTerms preferred = terms(Policy.PREFERRED, Keying.SDES);
        assertThat(OfferAnswer.agreed(offer(preferred), handmade("RTP/AVP"), preferred).transport().security()).isEqualTo(new Security.None());
    }

    @Test
    void anAnswerWithATagThatWasNeverOfferedIsNone() {
        TransportTerms terms = terms(Policy.REQUIRED, Keying.SDES);
        String offer = offer(terms);
        assertThatThrownBy(() -> OfferAnswer.agreed(offer, handmade("RTP/SAVP", "crypto:9 AES_CM_128_HMAC_SHA1_80 " + KEY), terms))
            .isInstanceOf(SdpException.class);
    }

    @ParameterizedTest
    @CsvSource({"actpass,false,active,true", "actpass,true,passive,false", "active,false,passive,false", "passive,false,active,true", "'',false,passive,false"})
    void theRolesOfTheHandshake(String theirs, boolean nat, String ours, boolean client) {
        TransportTerms terms = terms(Policy.PREFERRED, Keying.SDES);
        if (nat) {
            terms.behindNat();
        }
        Answer.Accepted answer = accepted(handmade("UDP/TLS/RTP/SAVPF", "fingerprint:" + OTHER, "setup:" + theirs, "rtcp-mux"), terms);
        assertThat(answer.sdp()).contains("a=setup:" + ours + "\r\n").contains("a=fingerprint:" + FINGERPRINT).contains("a=rtcp-mux")
            .contains("UDP/TLS/RTP/SAVPF").doesNotContain("crypto");
        assertThat(answer.agreement().transport().security()).isEqualTo(new Security.Dtls(OTHER, client));
        assertThat(answer.agreement().transport().rtcpMux()).isTrue();
    }

    @Test
    void dtlsBetweenTwoOfUs() throws Exception {
        TransportTerms caller = terms(Policy.REQUIRED, Keying.DTLS);
        TransportTerms called = new TransportTerms(Policy.PREFERRED, Keying.SDES, OTHER);
        String offer = offer(caller);
        Answer.Accepted answer = accepted(offer, called);
        assertThat(answer.agreement().transport().security()).isEqualTo(new Security.Dtls(FINGERPRINT, true));
        assertThat(OfferAnswer.agreed(offer, answer.sdp(), caller).transport().security()).isEqualTo(new Security.Dtls(OTHER, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sha-1 AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB
        sha-256 ZZ
        md5 00
        """)
    void aFingerprintThatProvesNothingIsNone(String fingerprint) {
        assertThat(answer(handmade("UDP/TLS/RTP/SAVP", "fingerprint:" + fingerprint, "setup:actpass"), terms(Policy.PREFERRED, Keying.DTLS)))
            .isInstanceOf(Answer.Rejected.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        4444                     | 192.0.2.1 | 4444
        4444 IN IP4 198.51.100.7 | 198.51.100.7 | 4444
        0                        | |
        70000                    | |
        4444 IN IP4 host.example | |
        4444 IN IP4 224.0.0.1    | |
        """)
    void rtcpElsewhere(String value, String host, Integer port) {
        InetSocketAddress expected = host == null ? null : new InetSocketAddress(host, port);
        assertThat(accepted(handmade("RTP/AVP", "rtcp:" + value), terms(Policy.OFF, Keying.SDES)).agreement().transport().rtcp())
            .isEqualTo(expected);
    }

    @Test
    void whoAsksForVoipMetricsGetsThem() {
        Answer.Accepted answer = accepted(handmade("RTP/AVP", "rtcp-xr:rcvr-rtt=all voip-metrics"), terms(Policy.OFF, Keying.SDES));
        assertThat(answer.agreement().transport().extendedReports()).isTrue();
        assertThat(answer.sdp()).contains("a=rtcp-xr:voip-metrics");
    }

    @Test
    void nothingThatPrintsTellsAKey() {
        TransportTerms terms = terms(Policy.PREFERRED, Keying.SDES);
        Answer.Accepted answer = accepted(handmade("RTP/SAVP", "crypto:7 AES_CM_128_HMAC_SHA1_80 " + KEY), terms);
        String ours = answer.sdp().replaceAll("(?s).*inline:(\\S+).*", "$1");
        assertThat(ours).hasSize(40);
        assertThat(answer.agreement().toString()).doesNotContain(KEY.substring(7)).doesNotContain(ours);
    }
}
