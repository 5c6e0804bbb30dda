package org.tipring.media.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The fingerprint of a certificate as SDP writes it: `sha-256 AB:CD:...` (RFC 8122 section 5).
final class Fingerprint {

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    private Fingerprint() {
    }

    /// @param hash `sha-256`, `sha-384` or `sha-512`
    static String of(String hash, byte[] certificate) {
        try {
            return hash + " " + HEX.formatHex(MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT)).digest(certificate));
        } catch (NoSuchAlgorithmException unknown) {
            throw new IllegalArgumentException("no such hash: " + hash, unknown);
        }
    }

    /// Whether this is the certificate that SDP has named.
    static boolean matches(String fingerprint, byte[] certificate) {
        String[] words = fingerprint.toLowerCase(Locale.ROOT).split(" +");
        return words.length == 2 && words[0].matches("sha-(256|384|512)")
                && of(words[0], certificate).equalsIgnoreCase(words[0] + " " + words[1]);
    }
}
