package org.tipring.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.tipring.media.srtp.KeyExchange;

/// One handshake, on a virtual thread of its own: its elliptic curves cost milliseconds, which the media thread has not got.
///
/// ```
/// media thread ── received ──► queue, in order ──► handshake ──► Wire.send ──► media thread
///                                                     └──► Wire.agreed or Wire.failed, once
/// ```
/// Afterwards the thread waits for the peer's last flight, should it come again, until [#close].
final class DtlsExchange implements KeyExchange {

    /// More than the flights of a whole handshake; a flood fills it, and is dropped.
    private static final int QUEUE = 64;
    /// Fits into what every path carries (RFC 6347 section 4.1.1).
    private static final int MOST_BYTES = 1200;
    private static final int LONGEST = 2048;
    private static final int IDLE_MILLIS = 60_000;

    private final DtlsIdentity identity;
    private final boolean client;
    private final String peerFingerprint;
    private final BlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean closed;
    private Thread thread;

    DtlsExchange(DtlsIdentity identity, boolean client, String peerFingerprint) {
        this.identity = identity;
        this.client = client;
        this.peerFingerprint = peerFingerprint;
    }

    @Override
    public void start(Wire wire) {
        if (thread == null && !closed) {
            thread = Thread.ofVirtual().name("dtls").start(() -> run(wire));
        }
    }

    @Override
    public void received(byte[] data, int length) {
        incoming.offer(Arrays.copyOf(data, Math.min(length, data.length)));
    }

    @Override
    public void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run(Wire wire) {
        SrtpAgreement agreement = new SrtpAgreement(identity, peerFingerprint);
        Datagrams datagrams = new Datagrams(wire);
        try {
            DTLSTransport transport = client ? new DTLSClientProtocol().connect(new DtlsClient(identity, agreement), datagrams)
                    : new DTLSServerProtocol().accept(new DtlsServer(identity, agreement), datagrams);
            wire.agreed(agreement.session());
            linger(transport);
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                wire.failed(sentence(e));
            }
        }
    }

    /// Our last flight may be lost; the peer then repeats its own, and the transport ours.
    private void linger(DTLSTransport transport) {
        byte[] nothing = new byte[LONGEST];
        try {
            while (!closed) {
                transport.receive(nothing, 0, nothing.length, IDLE_MILLIS);
            }
            transport.close();
        } catch (IOException _) {
            // The peer has said goodbye. The keys stay good until the call ends (RFC 5764 section 3).
        }
    }

    private static String sentence(Exception e) {
        return switch (e) {
            case TlsFatalAlert ours when ours.getMessage() != null && ours.getMessage().contains(SrtpAgreement.FOREIGN_CERTIFICATE) ->
                    SrtpAgreement.FOREIGN_CERTIFICATE;
            case TlsFatalAlert ours when ours.getMessage() != null && ours.getMessage().contains(SrtpAgreement.NO_SRTP) -> SrtpAgreement.NO_SRTP;
            case TlsFatalAlert ours -> "DTLS failed: " + AlertDescription.getName(ours.getAlertDescription());
            case TlsFatalAlertReceived theirs -> "the other side ended the DTLS handshake: " + AlertDescription.getName(theirs.getAlertDescription());
            case TlsTimeoutException _ -> "no DTLS handshake within " + SrtpAgreement.PATIENCE_MILLIS / 1000 + " s";
            default -> "DTLS failed: " + e.getClass().getSimpleName();
        };
    }

    /// The port as Bouncy Castle wants to see it.
    private final class Datagrams implements DatagramTransport {

        private final Wire wire;

        private Datagrams(Wire wire) {
            this.wire = wire;
        }

        @Override
        public int getReceiveLimit() {
            return LONGEST;
        }

        @Override
        public int getSendLimit() {
            return MOST_BYTES;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            try {
                byte[] datagram = closed ? null : incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (closed) {
                    throw new IOException("closed");
                }
                if (datagram == null) {
                    return -1;
                }
                int count = Math.min(length, datagram.length);
                System.arraycopy(datagram, 0, buffer, offset, count);
                return count;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("closed", e);
            }
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            wire.send(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void close() {
            // The port is the call's. Bouncy Castle closes after an alert, too, and that is to be told.
        }
    }
}
