package org.tipring.media.srtp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// A master key and its salt. Says nothing about its bytes to anybody who prints it.
public final class MasterKey {

    private final SrtpSuite suite;
    private final byte[] keyAndSalt;

    /// @param keyAndSalt the key, then the salt; as long as the suite wants
    public MasterKey(SrtpSuite suite, byte[] keyAndSalt) {
        if (keyAndSalt.length != suite.keyAndSaltLength()) {
            throw new IllegalArgumentException(suite + " wants " + suite.keyAndSaltLength() + " bytes of key and salt, not "
                    + keyAndSalt.length);
        }
        this.suite = suite;
        this.keyAndSalt = keyAndSalt.clone();
    }

    public static MasterKey generate(SrtpSuite suite, SecureRandom random) {
        byte[] bytes = new byte[suite.keyAndSaltLength()];
        random.nextBytes(bytes);
        return new MasterKey(suite, bytes);
    }

    public SrtpSuite suite() {
        return suite;
    }

    byte[] key() {
        return Arrays.copyOf(keyAndSalt, suite.keyLength);
    }

    byte[] salt() {
        return Arrays.copyOfRange(keyAndSalt, suite.keyLength, keyAndSalt.length);
    }

    byte[] keyAndSalt() {
        return keyAndSalt.clone();
    }

    /// Whether both are the same key: an answer that repeats the offer's key uses one key stream twice (RFC 4568 section 7.1.4).
    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey that && suite == that.suite && MessageDigest.isEqual(keyAndSalt, that.keyAndSalt);
    }

    @Override
    public int hashCode() {
        return suite.hashCode();
    }

    @Override
    public String toString() {
        return suite + " key (not shown)";
    }
}
