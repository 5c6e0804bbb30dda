package org.tipring.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The JDK's own AES-GCM says what is right.
class GcmTransformTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);

    @ParameterizedTest
    @CsvSource({"16,false", "16,true", "32,false"})
    void doesAsTheJdkDoes(int keyLength, boolean rtcp) throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            byte[] key = bytes(random, keyLength);
            byte[] salt = bytes(random, 12);
            int head = random.nextInt(90);
            int length = head + random.nextInt(600);
            int ssrc = random.nextInt();
            long index = random.nextLong() & 0xffff_ffff_ffffL;
            int trailer = random.nextInt();
            int offset = random.nextInt(20);
            byte[] packet = Arrays.copyOf(bytes(random, offset + length), offset + length + 16);
            byte[] before = packet.clone();

            GcmTransform transform = new GcmTransform(key, salt, rtcp);
            transform.protect(packet, offset, length, head, ssrc, index, trailer);
            assertThat(Arrays.copyOfRange(packet, offset + head, offset + length + 16)).as("seed %d, round %d", SEED, round)
                    .isEqualTo(jdk(key, salt, rtcp, before, offset, length, head, ssrc, index, trailer));
            assertThat(Arrays.copyOf(packet, offset + head)).isEqualTo(Arrays.copyOf(before, offset + head));

            int bit = random.nextInt(8 * (length + 16));
            packet[offset + bit / 8] ^= (byte) (1 << bit % 8);
            byte[] forged = packet.clone();
            assertThat(transform.unprotect(packet, offset, length, head, ssrc, index, trailer, true)).as("a bit turned").isFalse();
            assertThat(packet).as("and nothing decrypted").isEqualTo(forged);
            packet[offset + bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(transform.unprotect(packet, offset, length, head, ssrc, index, trailer, true)).isTrue();
            assertThat(Arrays.copyOf(packet, offset + length)).isEqualTo(Arrays.copyOf(before, offset + length));
        }
    }

    private static byte[] jdk(byte[] key, byte[] salt, boolean rtcp, byte[] packet, int offset, int length, int head, int ssrc, long index,
                              int trailer) throws Exception {
        byte[] nonce = salt.clone();
        for (int i = 0; i < 4; i++) {
            nonce[2 + i] ^= (byte) (ssrc >> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            nonce[6 + i] ^= (byte) (index >> 40 - 8 * i);
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(packet, offset, head);
        if (rtcp) {
            cipher.updateAAD(new byte[] {(byte) (trailer >> 24), (byte) (trailer >> 16), (byte) (trailer >> 8), (byte) trailer});
        }
        return cipher.doFinal(packet, offset + head, length - head);
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
