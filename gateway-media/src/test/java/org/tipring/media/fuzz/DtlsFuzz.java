package org.tipring.media.fuzz;

import java.time.Instant;
import java.util.Arrays;
import org.tipring.media.dtls.DtlsIdentity;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.SrtpSession;

/// What comes to a handshake that waits, from the right address: it may fail, and say so; it never agrees.
public final class DtlsFuzz {

    private static final DtlsIdentity IDENTITY = new DtlsIdentity(Instant.now());
    private static final String NOBODY = "sha-256 " + "00:".repeat(31) + "00";

    private DtlsFuzz() {
    }

    /// The first byte is the length of the first datagram, and so on.
    public static void fuzzerTestOneInput(byte[] data) throws InterruptedException {
        KeyExchange exchange = IDENTITY.make(data.length > 0 && data[0] < 0, NOBODY);
        String[] broken = {null};
        exchange.start(new KeyExchange.Wire() {
            @Override
            public void send(byte[] datagram) {
                // To nobody.
            }

            @Override
            public void agreed(SrtpSession session) {
                broken[0] = "agreed with nobody";
            }

            @Override
            public void failed(String why) {
                if (why.contains("Exception") || why.contains("Error")) {
                    broken[0] = why;
                }
            }
        });
        for (int at = 1; at < data.length;) {
            int length = Math.min(data.length - at, 1 + (data[at - 1] & 0xff));
            byte[] datagram = Arrays.copyOfRange(data, at, at + length);
            exchange.received(datagram, length);
            at += length + 1;
        }
        Thread.sleep(1);
        exchange.close();
        if (broken[0] != null) {
            throw new AssertionError(broken[0]);
        }
    }
}
