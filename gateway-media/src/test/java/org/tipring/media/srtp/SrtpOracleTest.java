package org.tipring.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.rtp.RtpPacket;

/// Somebody else's SRTP, jitsi-srtp, byte for byte: what one secures the other does, too, and each opens the other's.
class SrtpOracleTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);
    private static final int SSRC = 0xcafe_babe;

    /// A packet as jitsi wants to see it.
    private static final class Buffer implements ByteArrayBuffer {
        private byte[] bytes;
        private int offset;
        private int length;

        private Buffer(byte[] packet, int length) {
            this.bytes = Arrays.copyOf(packet, length + 64);
            this.length = length;
        }

        private byte[] packet() {
            return Arrays.copyOfRange(bytes, offset, offset + length);
        }

        @Override
        public byte[] getBuffer() {
            return bytes;
        }

        @Override
        public int getOffset() {
            return offset;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int newLength) {
            length = newLength;
        }

        @Override
        public void setOffset(int newOffset) {
            offset = newOffset;
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int from, int count, byte[] to) {
            System.arraycopy(bytes, offset + from, to, 0, count);
        }

        @Override
        public void grow(int more) {
            bytes = Arrays.copyOf(bytes, bytes.length + more);
        }

        @Override
        public void append(byte[] data, int count) {
            System.arraycopy(data, 0, bytes, offset + length, count);
            length += count;
        }

        @Override
        public void shrink(int less) {
            length -= less;
        }
    }

    private static SrtpPolicy policy(SrtpSuite suite, int tag) {
        return new SrtpPolicy(suite.aead ? SrtpPolicy.AESGCM_ENCRYPTION : SrtpPolicy.AESCM_ENCRYPTION, suite.keyLength,
                suite.aead ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION, suite.aead ? 0 : 20, tag, suite.saltLength);
    }

    private static SrtpContextFactory factory(SrtpSuite suite, MasterKey key, boolean sender) {
        return new SrtpContextFactory(sender, key.key(), key.salt(), policy(suite, suite.rtpTag), policy(suite, suite.rtcpTag),
                new LoggerImpl("oracle"));
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void rtpIsTheSameByteForByteAndThroughTheWrap(SrtpSuite suite) throws GeneralSecurityException {
        Random random = new Random(SEED);
        byte[] bytes = new byte[suite.keyAndSaltLength()];
        random.nextBytes(bytes);
        MasterKey key = new MasterKey(suite, bytes);
        SrtpContext ours = new SrtpContext(key);
        SrtpContext oursIn = new SrtpContext(key);
        SrtpCryptoContext theirs = factory(suite, key, true).deriveContext(SSRC, 0);
        SrtpCryptoContext theirsIn = factory(suite, key, false).deriveContext(SSRC, 0);
        for (int i = 0; i < 1500; i++) {
            int clear = RtpPacket.HEADER + random.nextInt(200);
            byte[] packet = new byte[clear + SrtpSession.MOST_OVERHEAD];
            random.nextBytes(packet);
            RtpPacket.writeHeader(packet, i == 0, 8, 65_000 + i & 0xffff, i * 160, SSRC);
            byte[] original = Arrays.copyOf(packet, clear);
            Buffer buffer = new Buffer(packet, clear);
            assertThat(theirs.transformPacket(buffer)).isEqualTo(SrtpErrorStatus.OK);
            int length = ours.protect(packet, 0, clear);
            assertThat(Arrays.copyOf(packet, length)).as("packet " + i).isEqualTo(buffer.packet());

            Buffer back = new Buffer(packet, length);
            assertThat(theirsIn.reverseTransformPacket(back, false)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(back.packet()).isEqualTo(original);
            byte[] fromThem = buffer.packet();
            assertThat(oursIn.unprotect(fromThem, 0, fromThem.length)).isEqualTo(clear);
            assertThat(Arrays.copyOf(fromThem, clear)).isEqualTo(original);
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void rtcpIsOpenedByEitherSide(SrtpSuite suite) throws GeneralSecurityException {
        Random random = new Random(SEED);
        byte[] bytes = new byte[suite.keyAndSaltLength()];
        random.nextBytes(bytes);
        MasterKey key = new MasterKey(suite, bytes);
        SrtpContext ours = new SrtpContext(key);
        SrtpContext oursIn = new SrtpContext(key);
        SrtcpCryptoContext theirs = factory(suite, key, true).deriveControlContext(SSRC);
        SrtcpCryptoContext theirsIn = factory(suite, key, false).deriveControlContext(SSRC);
        for (int i = 0; i < 300; i++) {
            int clear = 8 + 4 * random.nextInt(20);
            byte[] packet = new byte[clear + SrtpSession.MOST_OVERHEAD];
            random.nextBytes(packet);
            packet[0] = (byte) 0x80;
            packet[1] = (byte) 200;
            packet[4] = (byte) (SSRC >> 24);
            packet[5] = (byte) (SSRC >> 16);
            packet[6] = (byte) (SSRC >> 8);
            packet[7] = (byte) SSRC;
            byte[] original = Arrays.copyOf(packet, clear);
            Buffer theirPacket = new Buffer(packet, clear);
            assertThat(theirs.transformPacket(theirPacket)).isEqualTo(SrtpErrorStatus.OK);
            byte[] fromThem = theirPacket.packet();
            assertThat(oursIn.unprotectRtcp(fromThem, 0, fromThem.length)).isEqualTo(clear);
            assertThat(Arrays.copyOf(fromThem, clear)).isEqualTo(original);

            int length = ours.protectRtcp(packet, 0, clear);
            Buffer back = new Buffer(packet, length);
            assertThat(theirsIn.reverseTransformPacket(back)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(back.packet()).isEqualTo(original);
        }
    }
}
