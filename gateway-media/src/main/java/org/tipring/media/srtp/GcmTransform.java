package org.tipring.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM (RFC 7714). The JDK's cipher must be told each packet's nonce by a parameter object and builds its hash anew: that allocates, and
/// nothing but an own GHASH, many times slower, would avoid it.
final class GcmTransform implements SrtpTransform {

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] nonce = new byte[12];
    private final byte[] trailerBytes = new byte[4];
    private final boolean rtcp;
    private byte[] scratch = new byte[0];

    /// @param rtcp whether the trailer is authenticated (the word of SRTCP) or part of the nonce anyway (the roll-over counter)
    GcmTransform(byte[] key, byte[] salt, boolean rtcp) {
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt;
        this.rtcp = rtcp;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no AES-GCM", missing);
        }
    }

    @Override
    public int tagLength() {
        return TAG;
    }

    @Override
    public void protect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer) {
        try {
            start(Cipher.ENCRYPT_MODE, ssrc, index);
            associate(packet, offset, head, trailer);
            room(length - head + TAG);
            int written = cipher.doFinal(packet, offset + head, length - head, scratch, 0);
            System.arraycopy(scratch, 0, packet, offset + head, written);
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    @Override
    public boolean unprotect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer, boolean encrypted) {
        try {
            start(Cipher.DECRYPT_MODE, ssrc, index);
            int clear = encrypted ? head : length;
            associate(packet, offset, clear, trailer);
            room(length - clear + TAG);
            int written = cipher.doFinal(packet, offset + clear, length - clear + TAG, scratch, 0);
            System.arraycopy(scratch, 0, packet, offset + clear, written);
            return true;
        } catch (AEADBadTagException forged) {
            return false;
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /// RFC 7714 sections 8.1 and 9.1: salt xor (two zero bytes, SSRC, 48 bits of index).
    private void start(int mode, int ssrc, long index) throws GeneralSecurityException {
        System.arraycopy(salt, 0, nonce, 0, nonce.length);
        for (int i = 0; i < 4; i++) {
            nonce[2 + i] ^= (byte) (ssrc >> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            nonce[6 + i] ^= (byte) (index >> 40 - 8 * i);
        }
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
    }

    private void associate(byte[] packet, int offset, int length, int trailer) {
        cipher.updateAAD(packet, offset, length);
        if (rtcp) {
            for (int i = 0; i < 4; i++) {
                trailerBytes[i] = (byte) (trailer >> 24 - 8 * i);
            }
            cipher.updateAAD(trailerBytes);
        }
    }

    private void room(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(bytes, 2048)];
        }
    }

    private static final int TAG = 16;
}
