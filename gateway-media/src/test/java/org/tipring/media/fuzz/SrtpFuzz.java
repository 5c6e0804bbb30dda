package org.tipring.media.fuzz;

import java.util.Arrays;
import org.tipring.media.srtp.CryptoAttribute;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.media.srtp.SrtpSuite;

/// SRTP and SRTCP from somebody who has not got the key, and `a=crypto` lines.
public final class SrtpFuzz {

    private static final byte[] OURS = new byte[60];
    private static final byte[] THEIRS = new byte[60];

    static {
        Arrays.fill(OURS, (byte) 7);
        Arrays.fill(THEIRS, (byte) 9);
    }

    private SrtpFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        for (SrtpSuite suite : new SrtpSuite[] {SrtpSuite.AES_CM_128_HMAC_SHA1_80, SrtpSuite.AEAD_AES_128_GCM}) {
            SrtpSession session = new SrtpSession(new MasterKey(suite, Arrays.copyOf(OURS, suite.keyAndSaltLength())),
                    new MasterKey(suite, Arrays.copyOf(THEIRS, suite.keyAndSaltLength())));
            byte[] copy = data.clone();
            if (session.unprotect(copy, copy.length) >= 0 || session.unprotectRtcp(copy, copy.length) >= 0) {
                throw new AssertionError("believed without the key");
            }
            if (!Arrays.equals(copy, data)) {
                throw new AssertionError("a packet that is not believed must stay as it was");
            }
        }
        CryptoAttribute.parse(new String(data, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
