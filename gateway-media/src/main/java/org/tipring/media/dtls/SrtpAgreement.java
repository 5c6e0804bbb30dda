package org.tipring.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.media.srtp.SrtpSuite;

/// What client and server of a handshake have in common: the peer's certificate, the suite, the keys. Owned by the handshake's thread.
final class SrtpAgreement {

    /// How long a handshake may take, and how soon its first flight is repeated; then twice as late each time (RFC 6347 section 4.2.4).
    static final int PATIENCE_MILLIS = 20_000;
    static final int RESEND_MILLIS = 500;

    /// RFC 5763 section 5 wants forward secrecy; the certificates are ECDSA (ours) or whatever the peer has.
    static final int[] CLIENT_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA};
    static final int[] SERVER_SUITES = Arrays.copyOf(CLIENT_SUITES, 4);

    static final String FOREIGN_CERTIFICATE = "the other side's certificate is not the one that its SDP names";
    static final String NO_SRTP = "the other side knows no SRTP suite of ours (use_srtp)";

    private final DtlsIdentity identity;
    private final String peerFingerprint;
    private SrtpSuite suite;
    private boolean peerProved;
    private SrtpSession session;

    SrtpAgreement(DtlsIdentity identity, String peerFingerprint) {
        this.identity = identity;
        this.peerFingerprint = peerFingerprint;
    }

    static UseSRTPData offer() {
        return new UseSRTPData(new int[] {SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80,
            SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32}, TlsUtils.EMPTY_BYTES);
    }

    /// The client offers; we take the first that we know.
    ///
    /// @return what the server says
    UseSRTPData choose(Hashtable<?, ?> clientExtensions) throws IOException {
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        for (int profile : offered == null ? new int[0] : offered.getProtectionProfiles()) {
            suite = suite(profile);
            if (suite != null) {
                return new UseSRTPData(new int[] {profile}, TlsUtils.EMPTY_BYTES);
            }
        }
        throw new TlsFatalAlert(AlertDescription.handshake_failure, NO_SRTP);
    }

    /// The server has taken one of ours, and no key identifier, as we offered none (RFC 5764 section 4.1.3).
    void chosen(Hashtable<?, ?> serverExtensions) throws IOException {
        UseSRTPData taken = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        boolean one = taken != null && taken.getProtectionProfiles().length == 1 && taken.getMki().length == 0;
        suite = one ? suite(taken.getProtectionProfiles()[0]) : null;
        if (suite == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, NO_SRTP);
        }
    }

    private static SrtpSuite suite(int profile) {
        return switch (profile) {
            case SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM -> SrtpSuite.AEAD_AES_128_GCM;
            case SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80 -> SrtpSuite.AES_CM_128_HMAC_SHA1_80;
            case SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32 -> SrtpSuite.AES_CM_128_HMAC_SHA1_32;
            default -> null;
        };
    }

    /// Who the certificate says its owner is does not matter, nor who says so; only whether SDP named it (RFC 5763 section 5).
    void check(Certificate theirs) throws IOException {
        if (theirs == null || theirs.isEmpty() || !Fingerprint.matches(peerFingerprint, theirs.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, FOREIGN_CERTIFICATE);
        }
        peerProved = true;
    }

    static Vector<SignatureAndHashAlgorithm> signatures() {
        Vector<SignatureAndHashAlgorithm> all = new Vector<>();
        for (short hash : new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
            all.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.ecdsa));
            all.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.rsa));
        }
        return all;
    }

    TlsCredentialedSigner credentials(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), identity.crypto(), identity.key(), identity.chain(),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /// RFC 5764 section 4.2: client's key, server's key, client's salt, server's salt.
    void complete(TlsContext context) throws IOException {
        if (!peerProved) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, FOREIGN_CERTIFICATE);
        }
        int salt = suite == SrtpSuite.AEAD_AES_128_GCM ? 12 : 14;
        int key = suite.keyAndSaltLength() - salt;
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        MasterKey client = new MasterKey(suite, together(material, 0, key, 2 * key, salt));
        MasterKey server = new MasterKey(suite, together(material, key, key, 2 * key + salt, salt));
        Arrays.fill(material, (byte) 0);
        session = context.isServer() ? new SrtpSession(server, client) : new SrtpSession(client, server);
    }

    private static byte[] together(byte[] material, int keyAt, int keyLength, int saltAt, int saltLength) {
        byte[] both = Arrays.copyOfRange(material, keyAt, keyAt + keyLength + saltLength);
        System.arraycopy(material, saltAt, both, keyLength, saltLength);
        return both;
    }

    SrtpSession session() {
        return session;
    }
}
