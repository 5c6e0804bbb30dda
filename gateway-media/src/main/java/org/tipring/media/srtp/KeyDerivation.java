package org.tipring.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Session keys from a master key: the AES-CM pseudo-random function of RFC 3711 section 4.3.3 and RFC 6188 section 3.
final class KeyDerivation {

    static final int RTP_ENCRYPTION = 0;
    static final int RTP_AUTHENTICATION = 1;
    static final int RTP_SALT = 2;
    static final int RTCP_ENCRYPTION = 3;
    static final int RTCP_AUTHENTICATION = 4;
    static final int RTCP_SALT = 5;

    private final Cipher aes;
    private final byte[] salt = new byte[14];

    /// @param masterSalt 14 bytes, or 12 for AEAD, which then count as the first ones (RFC 7714 section 11)
    KeyDerivation(byte[] masterKey, byte[] masterSalt) {
        this.aes = aes(masterKey);
        System.arraycopy(masterSalt, 0, salt, 0, masterSalt.length);
    }

    byte[] derive(int label, int length) {
        return derive(label, 0, length);
    }

    /// @param r packet index divided by the key derivation rate; 0 where keys are derived once
    byte[] derive(int label, long r, int length) {
        byte[] blocks = new byte[(length + 15) / 16 * 16];
        for (int block = 0; block < blocks.length / 16; block++) {
            int at = 16 * block;
            System.arraycopy(salt, 0, blocks, at, salt.length);
            blocks[at + 7] ^= (byte) label;
            for (int i = 0; i < 6; i++) {
                blocks[at + 8 + i] ^= (byte) (r >> 40 - 8 * i);
            }
            blocks[at + 14] = (byte) (block >> 8);
            blocks[at + 15] = (byte) block;
        }
        try {
            return java.util.Arrays.copyOf(aes.update(blocks), length);
        } finally {
            java.util.Arrays.fill(blocks, (byte) 0);
        }
    }

    /// The bare block cipher.
    static Cipher aes(byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return cipher;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no AES", missing);
        }
    }
}
