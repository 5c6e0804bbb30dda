package org.tipring.signaling.registrar;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A PIN as it is kept: `pbkdf2-sha256$ITERATIONS$SALT$HASH`, salt and hash in base64 (RFC 8018 section 5.2). A PIN has few digits, so
/// the hash only slows down who has stolen the file; what keeps guessers out is the count of tries.
public final class PinHash {

    private static final String SCHEME = "pbkdf2-sha256";
    private static final int ITERATIONS = 200_000;
    private static final int MOST_ITERATIONS = 5_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private PinHash() {
    }

    /// @param pin 4 to 16 digits
    public static String of(String pin, SecureRandom random) {
        if (!pin.matches("[0-9]{4,16}")) {
            throw new IllegalArgumentException("a PIN has 4 to 16 digits");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME + "$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash(pin, salt, ITERATIONS));
    }

    /// Whether this is the PIN that was kept; false, too, for a line that is none of ours. Takes some ten milliseconds on purpose.
    public static boolean matches(String pin, String kept) {
        String[] parts = kept.split("\\$");
        if (parts.length != 4 || !parts[0].equals(SCHEME) || !parts[1].matches("[1-9][0-9]{0,6}")) {
            return false;
        }
        int iterations = Integer.parseInt(parts[1]);
        try {
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            return salt.length > 0 && iterations <= MOST_ITERATIONS && MessageDigest.isEqual(hash, hash(pin, salt, iterations));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] hash(String pin, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(pin.toCharArray(), salt, iterations, HASH_BITS)).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        }
    }
}
