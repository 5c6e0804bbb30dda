package org.tipring.media.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.tipring.media.srtp.KeyExchange;

/// Our certificate: made at the start, signed by itself, known by its fingerprint in SDP and nowhere else (RFC 5763 section 3). Any thread.
public final class DtlsIdentity implements KeyExchange.Maker {

    private static final Duration VALID = Duration.ofDays(3650);
    /// The clock of a telephone may be behind ours.
    private static final Duration BACKDATED = Duration.ofDays(2);

    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final AsymmetricKeyParameter key;
    private final Certificate chain;
    private final String fingerprint;

    /// @param now when its time of validity begins, about
    public DtlsIdentity(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = selfSigned(pair, now);
            key = PrivateKeyFactory.createKey(pair.getPrivate().getEncoded());
            chain = new Certificate(new TlsCertificate[] {new BcTlsCertificate(crypto, encoded)});
            fingerprint = Fingerprint.of("sha-256", encoded);
        } catch (GeneralSecurityException | IOException bug) {
            throw new IllegalStateException("this Java cannot make a certificate", bug);
        }
    }

    private static byte[] selfSigned(KeyPair pair, Instant now) throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        X500Name name = new X500Name("CN=Tipring");
        V3TBSCertificateGenerator form = new V3TBSCertificateGenerator();
        form.setSerialNumber(new ASN1Integer(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)));
        form.setSignature(algorithm);
        form.setIssuer(name);
        form.setSubject(name);
        form.setStartDate(new Time(Date.from(now.minus(BACKDATED))));
        form.setEndDate(new Time(Date.from(now.plus(VALID))));
        form.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        TBSCertificate body = form.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body.getEncoded("DER"));
        return new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {body, algorithm, new DERBitString(signature.sign())}).getEncoded("DER");
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public KeyExchange make(boolean client, String peerFingerprint) {
        return new DtlsExchange(this, client, peerFingerprint);
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    AsymmetricKeyParameter key() {
        return key;
    }

    Certificate chain() {
        return chain;
    }
}
