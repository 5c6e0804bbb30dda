package org.tipring.media.srtp;

import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/// AES-GCM (RFC 7714), from the bare block cipher and [Ghash]. The JDK's own must be told each packet's nonce by a parameter object and builds
/// its hash anew, which is a kilobyte of garbage for each packet; this allocates nothing.
final class GcmTransform implements SrtpTransform {

    private final Cipher aes;
    private final Ghash hash;
    private final byte[] salt;
    private final byte[] nonce = new byte[BLOCK];
    private final byte[] counters = new byte[BLOCK * BLOCKS];
    private final byte[] keyStream = new byte[BLOCK * BLOCKS];
    private final byte[] tag = new byte[TAG];
    private final byte[] trailerBytes = new byte[4];
    private final boolean rtcp;

    /// @param rtcp whether the trailer is authenticated (the word of SRTCP) or part of the nonce anyway (the roll-over counter)
    GcmTransform(byte[] key, byte[] salt, boolean rtcp) {
        this.aes = KeyDerivation.aes(key);
        this.salt = salt;
        this.rtcp = rtcp;
        byte[] hashKey = new byte[BLOCK];
        encipher(new byte[BLOCK], hashKey, BLOCK);
        this.hash = new Ghash(hashKey);
    }

    @Override
    public int tagLength() {
        return TAG;
    }

    @Override
    public void protect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer) {
        start(ssrc, index);
        crypt(packet, offset + head, length - head);
        authenticate(packet, offset, head, length, trailer);
        System.arraycopy(tag, 0, packet, offset + length, TAG);
    }

    @Override
    public boolean unprotect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer, boolean encrypted) {
        start(ssrc, index);
        authenticate(packet, offset, encrypted ? head : length, length, trailer);
        int difference = 0;
        for (int i = 0; i < TAG; i++) {
            difference |= tag[i] ^ packet[offset + length + i];
        }
        if (difference != 0) {
            return false;
        }
        if (encrypted) {
            crypt(packet, offset + head, length - head);
        }
        return true;
    }

    /// RFC 7714 sections 8.1 and 9.1: salt xor (two zero bytes, SSRC, 48 bits of index).
    private void start(int ssrc, long index) {
        System.arraycopy(salt, 0, nonce, 0, NONCE);
        for (int i = 0; i < 4; i++) {
            nonce[2 + i] ^= (byte) (ssrc >> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            nonce[6 + i] ^= (byte) (index >> 40 - 8 * i);
        }
    }

    /// The first counter is the tag's.
    private void crypt(byte[] packet, int at, int length) {
        for (int done = 0; done < length; done += counters.length) {
            int count = Math.min(length - done, counters.length);
            int blocks = (count + BLOCK - 1) / BLOCK;
            for (int block = 0; block < blocks; block++) {
                counter(BLOCK * block, done / BLOCK + block + 2);
            }
            encipher(counters, keyStream, BLOCK * blocks);
            for (int i = 0; i < count; i++) {
                packet[at + done + i] ^= keyStream[i];
            }
        }
    }

    private void counter(int at, int number) {
        System.arraycopy(nonce, 0, counters, at, NONCE);
        counters[at + 12] = 0;
        counters[at + 13] = (byte) (number >> 16);
        counters[at + 14] = (byte) (number >> 8);
        counters[at + 15] = (byte) number;
    }

    /// @param clear how many bytes are not encrypted
    private void authenticate(byte[] packet, int offset, int clear, int length, int trailer) {
        hash.reset();
        hash.update(packet, offset, clear);
        if (rtcp) {
            for (int i = 0; i < 4; i++) {
                trailerBytes[i] = (byte) (trailer >> 24 - 8 * i);
            }
            hash.update(trailerBytes, 0, 4);
        }
        hash.pad();
        hash.update(packet, offset + clear, length - clear);
        hash.pad();
        hash.finish(rtcp ? clear + 4 : clear, length - clear, tag);
        counter(0, 1);
        encipher(counters, keyStream, BLOCK);
        for (int i = 0; i < TAG; i++) {
            tag[i] ^= keyStream[i];
        }
    }

    private void encipher(byte[] from, byte[] into, int length) {
        try {
            aes.update(from, 0, length, into, 0);
        } catch (ShortBufferException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static final int TAG = 16;
    private static final int BLOCK = 16;
    private static final int BLOCKS = 16;
    private static final int NONCE = 12;
}
