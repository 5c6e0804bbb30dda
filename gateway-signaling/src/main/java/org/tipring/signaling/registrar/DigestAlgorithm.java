package org.tipring.signaling.registrar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The hash functions of digest authentication that we speak, the stronger first: a client takes the first it knows (RFC 8760).
public enum DigestAlgorithm {
    SHA_256("SHA-256"), MD5("MD5");

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /// As in `algorithm=`; the JDK uses the same names.
    public String token() {
        return token;
    }

    /// @return null when it is none of ours (`-sess`, `SHA-512-256`)
    static DigestAlgorithm of(String token) {
        // Absent means MD5 (RFC 7616 section 3.3).
        if (token.isEmpty()) {
            return MD5;
        }
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return algorithm;
            }
        }
        return null;
    }

    String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(token).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasBoth) {
            throw new IllegalStateException(everyJdkHasBoth);
        }
    }

    /// RFC 7616 section 3.4.1 with qop=auth; with an empty `qop` the form of RFC 2069.
    String response(String ha1, String method, String uri, String nonce, String nc, String cnonce, String qop) {
        String ha2 = hash(method + ":" + uri);
        return qop.isEmpty() ? hash(ha1 + ":" + nonce + ":" + ha2)
            : hash(ha1 + ":" + nonce + ":" + nc + ":" + cnonce + ":" + qop + ":" + ha2);
    }
}
