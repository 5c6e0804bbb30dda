package org.tipring.signaling.sdp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tipring.media.srtp.CryptoAttribute;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSuite;
import org.tipring.signaling.sdp.AgreedTransport.Security;

/// What we are ready to do about the security of one leg's packets, and the keys that it has so far. One for each leg, for all its life:
/// a re-INVITE that changes nothing finds the same keys. Owned by the control thread.
///
/// | | we offer | an offer with SRTP | without |
/// |---|---|---|---|
/// | **OFF** | RTP/AVP | 488 if SRTP only, else without | taken |
/// | **PREFERRED** | RTP/AVP with keys (RFC 8643) | taken | taken |
/// | **REQUIRED** | RTP/SAVP or UDP/TLS/RTP/SAVP | taken | 488 |
public final class TransportTerms {

    public enum Policy { OFF, PREFERRED, REQUIRED }

    /// How keys are agreed on where we offer; where they offer, both are taken.
    public enum Keying { SDES, DTLS }

    private static final List<SrtpSuite> OFFERED =
        List.of(SrtpSuite.AEAD_AES_128_GCM, SrtpSuite.AES_CM_128_HMAC_SHA1_80, SrtpSuite.AES_CM_128_HMAC_SHA1_32);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Policy policy;
    private final Keying keying;
    private final String fingerprint;
    /// The key that goes with each suite, as we have named it in an offer or an answer.
    private final Map<SrtpSuite, MasterKey> ours = new EnumMap<>(SrtpSuite.class);
    private MasterKey theirs;
    private Security.Dtls dtls;
    private boolean behindNat;

    /// @param fingerprint of our certificate; empty: there is no DTLS
    public TransportTerms(Policy policy, Keying keying, String fingerprint) {
        this.policy = policy;
        this.keying = keying;
        this.fingerprint = fingerprint;
    }

    /// In clear, and never otherwise.
    public static TransportTerms plain() {
        return new TransportTerms(Policy.OFF, Keying.SDES, "");
    }

    /// The peer cannot be reached before it has sent something: we let it begin the handshake.
    public void behindNat() {
        behindNat = true;
    }

    /// How much one of several streams of an offer is to our taste; less is better.
    int rank(AudioTransport transport) {
        if (policy == Policy.OFF) {
            return transport.secureOnly() ? 1 : 0;
        }
        return transport.secureOnly() ? 0 : transport.canBeSecure() ? 1 : 2;
    }

    // ---- we offer

    AudioTransport offer() {
        boolean byDtls = keying == Keying.DTLS && !fingerprint.isEmpty();
        if (policy == Policy.OFF) {
            return new AudioTransport(AudioTransport.AVP, List.of(), "", "", false, null, true);
        }
        if (byDtls) {
            return new AudioTransport(policy == Policy.REQUIRED ? "UDP/TLS/RTP/SAVP" : AudioTransport.AVP, List.of(), fingerprint, "actpass",
                true, null, true);
        }
        List<CryptoAttribute> lines = new ArrayList<>();
        for (SrtpSuite suite : OFFERED) {
            lines.add(new CryptoAttribute(lines.size() + 1, ours.computeIfAbsent(suite, made -> MasterKey.generate(made, RANDOM))));
        }
        return new AudioTransport(policy == Policy.REQUIRED ? "RTP/SAVP" : AudioTransport.AVP, lines, "", "", false, null, true);
    }

    /// What their answer to [#offer] comes to.
    ///
    /// @param offered what we said
    AgreedTransport agreed(AudioTransport offered, AudioTransport answer) throws SdpException {
        return new AgreedTransport(answer.rtcp(), offered.rtcpMux() && answer.rtcpMux(), answer.extendedReports(), security(offered, answer));
    }

    private Security security(AudioTransport offered, AudioTransport answer) throws SdpException {
        if (!offered.fingerprint().isEmpty() && !answer.fingerprint().isEmpty()) {
            boolean client = answer.setup().equals("passive");
            return dtls(answer.fingerprint(), client);
        }
        for (CryptoAttribute line : offered.crypto()) {
            for (CryptoAttribute taken : answer.crypto()) {
                if (taken.tag() == line.tag() && taken.suite() == line.suite()) {
                    return sdes(line.key(), taken.key());
                }
            }
        }
        if (policy == Policy.REQUIRED || offered.secureOnly()) {
            throw new SdpException(0, 0, "SRTP is required here (srtp = required), and the answer has no key that goes with our offer");
        }
        return new Security.None();
    }

    private Security sdes(MasterKey mine, MasterKey their) throws SdpException {
        if (mine.equals(their)) {
            throw new SdpException(0, 0, "the other side uses our own key: one key for both directions secures neither (RFC 3711 section 9.1)");
        }
        ours.put(mine.suite(), mine);
        theirs = their;
        return new Security.Sdes(mine, their);
    }

    private Security dtls(String theirFingerprint, boolean client) {
        // The same certificate again: the association and its roles go on (RFC 8842 section 5.5).
        if (dtls == null || !dtls.fingerprint().equals(theirFingerprint)) {
            dtls = new Security.Dtls(theirFingerprint, client);
        }
        return dtls;
    }

    // ---- they offer

    /// What we say to an offer.
    record Reply(AudioTransport ours, AgreedTransport agreed) { }

    /// @throws SdpException when its security and ours do not go together
    Reply answer(AudioTransport offer) throws SdpException {
        Security security = chosen(offer);
        boolean none = security instanceof Security.None;
        if (none && offer.secureOnly()) {
            throw new SdpException(0, 0, policy == Policy.OFF ? "the offer wants SRTP, which is off here (srtp = off)"
                : "the offer wants SRTP and has no key that we can use");
        }
        if (none && policy == Policy.REQUIRED) {
            throw new SdpException(0, 0, "SRTP is required here (srtp = required), and the offer has none");
        }
        AgreedTransport agreed = new AgreedTransport(offer.rtcp(), offer.rtcpMux(), offer.extendedReports(), security);
        return new Reply(reply(offer, security), agreed);
    }

    private Security chosen(AudioTransport offer) throws SdpException {
        if (policy == Policy.OFF) {
            return new Security.None();
        }
        if (!offer.fingerprint().isEmpty() && !fingerprint.isEmpty()) {
            boolean client = offer.setup().equals("passive") || offer.setup().equals("actpass") && !behindNat;
            return dtls(offer.fingerprint(), client);
        }
        if (offer.crypto().isEmpty()) {
            return new Security.None();
        }
        // Theirs are in the order of their preference (RFC 4568 section 5.1.2).
        MasterKey their = offer.crypto().getFirst().key();
        if (ours.containsValue(their)) {
            throw new SdpException(0, 0, "the other side uses our own key: one key for both directions secures neither (RFC 3711 section 9.1)");
        }
        // A new key of theirs gets a new one of ours: nobody then has to guess how roll-overs are counted.
        if (!their.equals(theirs) || !ours.containsKey(their.suite())) {
            ours.put(their.suite(), MasterKey.generate(their.suite(), RANDOM));
        }
        theirs = their;
        return new Security.Sdes(ours.get(their.suite()), their);
    }

    private AudioTransport reply(AudioTransport offer, Security security) {
        List<CryptoAttribute> line = security instanceof Security.Sdes(MasterKey mine, MasterKey _)
            ? List.of(new CryptoAttribute(offer.crypto().getFirst().tag(), mine)) : List.of();
        String setup = security instanceof Security.Dtls(String _, boolean client) ? client ? "active" : "passive" : "";
        return new AudioTransport(offer.protocol(), line, setup.isEmpty() ? "" : fingerprint, setup, offer.rtcpMux(), null,
            offer.extendedReports());
    }
}
