package org.tipring.media.srtp;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/// AES in counter mode with HMAC-SHA1 (RFC 3711 sections 4.1.1 and 4.2.1).
///
/// Allocates nothing per packet, which the JDK's own `AES/CTR` (a parameter object for each packet) and `Mac` (a result for each) would:
/// counter blocks go through the bare block cipher, and HMAC is its two hashes.
final class CounterModeTransform implements SrtpTransform {

    private final Cipher aes;
    private final MessageDigest sha1;
    private final byte[] salt;
    private final byte[] inner = new byte[HASH_BLOCK];
    private final byte[] outer = new byte[HASH_BLOCK];
    private final byte[] hash = new byte[HASH];
    private final byte[] trailerBytes = new byte[4];
    private final byte[] counters = new byte[16 * BLOCKS];
    private final byte[] keyStream = new byte[16 * BLOCKS];
    private final int tagLength;

    CounterModeTransform(byte[] key, byte[] salt, byte[] authenticationKey, int tagLength) {
        this.aes = KeyDerivation.aes(key);
        this.salt = salt;
        this.tagLength = tagLength;
        try {
            this.sha1 = MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no SHA-1", missing);
        }
        for (int i = 0; i < HASH_BLOCK; i++) {
            byte k = i < authenticationKey.length ? authenticationKey[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
    }

    @Override
    public int tagLength() {
        return tagLength;
    }

    @Override
    public void protect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer) {
        crypt(packet, offset + head, length - head, ssrc, index);
        authenticate(packet, offset, length, trailer);
        System.arraycopy(hash, 0, packet, offset + length, tagLength);
    }

    @Override
    public boolean unprotect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer, boolean encrypted) {
        authenticate(packet, offset, length, trailer);
        int difference = 0;
        for (int i = 0; i < tagLength; i++) {
            difference |= hash[i] ^ packet[offset + length + i];
        }
        if (difference != 0) {
            return false;
        }
        if (encrypted) {
            crypt(packet, offset + head, length - head, ssrc, index);
        }
        return true;
    }

    /// IV = salt * 2^16 xor SSRC * 2^64 xor index * 2^16, plus the number of the block.
    private void crypt(byte[] packet, int at, int length, int ssrc, long index) {
        try {
            for (int done = 0; done < length; done += counters.length) {
                int count = Math.min(length - done, counters.length);
                int blocks = (count + 15) / 16;
                for (int block = 0; block < blocks; block++) {
                    counterBlock(16 * block, done / 16 + block, ssrc, index);
                }
                aes.update(counters, 0, 16 * blocks, keyStream, 0);
                for (int i = 0; i < count; i++) {
                    packet[at + done + i] ^= keyStream[i];
                }
            }
        } catch (ShortBufferException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private void counterBlock(int at, int block, int ssrc, long index) {
        System.arraycopy(salt, 0, counters, at, 14);
        for (int i = 0; i < 4; i++) {
            counters[at + 4 + i] ^= (byte) (ssrc >> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            counters[at + 8 + i] ^= (byte) (index >> 40 - 8 * i);
        }
        counters[at + 14] = (byte) (block >> 8);
        counters[at + 15] = (byte) block;
    }

    private void authenticate(byte[] packet, int offset, int length, int trailer) {
        for (int i = 0; i < 4; i++) {
            trailerBytes[i] = (byte) (trailer >> 24 - 8 * i);
        }
        try {
            sha1.update(inner);
            sha1.update(packet, offset, length);
            sha1.update(trailerBytes);
            sha1.digest(hash, 0, HASH);
            sha1.update(outer);
            sha1.update(hash);
            sha1.digest(hash, 0, HASH);
        } catch (DigestException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static final int HASH = 20;
    private static final int HASH_BLOCK = 64;
    private static final int BLOCKS = 16;
}
