package org.tipring.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;

/// The side that begins: `a=setup:active`.
final class DtlsClient extends DefaultTlsClient {

    private final SrtpAgreement agreement;

    DtlsClient(DtlsIdentity identity, SrtpAgreement agreement) {
        super(identity.crypto());
        this.agreement = agreement;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return SrtpAgreement.CLIENT_SUITES.clone();
    }

    @Override
    protected Vector<?> getSupportedSignatureAlgorithms() {
        return SrtpAgreement.signatures();
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
    @SuppressWarnings("rawtypes")
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, SrtpAgreement.offer());
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        agreement.chosen(extensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate theirs) throws IOException {
                agreement.check(theirs.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return agreement.credentials(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.complete(context);
    }
}
