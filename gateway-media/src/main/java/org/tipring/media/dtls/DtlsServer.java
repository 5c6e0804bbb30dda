package org.tipring.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;

/// The side that waits: `a=setup:passive`.
final class DtlsServer extends DefaultTlsServer {

    private final SrtpAgreement agreement;

    DtlsServer(DtlsIdentity identity, SrtpAgreement agreement) {
        super(identity.crypto());
        this.agreement = agreement;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return SrtpAgreement.SERVER_SUITES.clone();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return SrtpAgreement.PATIENCE_MILLIS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return SrtpAgreement.RESEND_MILLIS;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return agreement.credentials(context);
    }

    /// Both sides must show a certificate (RFC 5763 section 5).
    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, SrtpAgreement.signatures(), null);
    }

    @Override
    public void notifyClientCertificate(Certificate theirs) throws IOException {
        agreement.check(theirs);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, agreement.choose(clientExtensions));
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.complete(context);
    }
}
