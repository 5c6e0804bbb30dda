package org.tipring.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpContextTest {

    private static final int SSRC = 0xCAFEBABE;

    @ParameterizedTest
    @EnumSource
    void whatIsSecuredOpensAgain(SrtpSuite suite) {
        SrtpContext sender = new SrtpContext(key(suite, 1));
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        Random random = new Random(7);
        for (int sequence = 65_000; sequence < 67_000; sequence++) {
            byte[] clear = rtp(sequence, random.nextInt(300), random);
            byte[] packet = Arrays.copyOf(clear, 600);
            int secured = sender.protect(packet, 0, clear.length);
            assertThat(secured).isEqualTo(clear.length + suite.rtpOverhead());
            if (clear.length > 40) {
                assertThat(Arrays.copyOf(packet, clear.length)).isNotEqualTo(clear);
            }
            assertThat(receiver.unprotect(packet, 0, secured)).as("sequence %d", sequence).isEqualTo(clear.length);
            assertThat(Arrays.copyOf(packet, clear.length)).isEqualTo(clear);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsOpenAgainToo(SrtpSuite suite) {
        SrtpContext sender = new SrtpContext(key(suite, 1));
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        for (int i = 0; i < 100; i++) {
            byte[] clear = rtcp();
            byte[] packet = new byte[100];
            System.arraycopy(clear, 0, packet, 10, clear.length);
            int secured = sender.protectRtcp(packet, 10, clear.length);
            assertThat(secured).isEqualTo(clear.length + suite.rtcpOverhead());
            byte[] again = packet.clone();
            assertThat(receiver.unprotectRtcp(packet, 10, secured)).isEqualTo(clear.length);
            assertThat(Arrays.copyOfRange(packet, 10, 10 + clear.length)).isEqualTo(clear);
            assertThat(receiver.unprotectRtcp(again, 10, secured)).isEqualTo(SrtpContext.REPLAYED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangedBitIsNoticedAndThePacketLeftAlone(SrtpSuite suite) {
        SrtpContext sender = new SrtpContext(key(suite, 1));
        byte[] packet = Arrays.copyOf(rtp(1, 160, new Random(1)), 300);
        int secured = sender.protect(packet, 0, 172);
        byte[] report = Arrays.copyOf(rtcp(), 100);
        int securedReport = sender.protectRtcp(report, 0, rtcp().length);
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        for (int bit = 0; bit < 8 * secured; bit++) {
            byte[] forged = packet.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            byte[] before = forged.clone();
            assertThat(receiver.unprotect(forged, 0, secured)).as("bit %d", bit).isNegative();
            assertThat(forged).isEqualTo(before);
        }
        for (int bit = 0; bit < 8 * securedReport; bit++) {
            byte[] forged = report.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            byte[] before = forged.clone();
            assertThat(receiver.unprotectRtcp(forged, 0, securedReport)).as("bit %d", bit).isNegative();
            assertThat(forged).isEqualTo(before);
        }
        assertThat(receiver.unprotect(packet, 0, secured)).as("and nothing was remembered of them").isEqualTo(172);
        assertThat(receiver.unprotectRtcp(report, 0, securedReport)).isEqualTo(rtcp().length);
    }

    @Test
    void anotherKeyOpensNothing() {
        byte[] packet = Arrays.copyOf(rtp(1, 160, new Random(1)), 300);
        int secured = new SrtpContext(key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 1)).protect(packet, 0, 172);
        assertThat(new SrtpContext(key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 2)).unprotect(packet, 0, secured))
                .isEqualTo(SrtpContext.NOT_AUTHENTIC);
    }

    @Test
    void replayedAndVeryLatePacketsAreRefusedReorderedOnesAreNot() {
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        SrtpContext sender = new SrtpContext(key(suite, 1));
        byte[][] packets = new byte[200][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = Arrays.copyOf(rtp(65_450 + i, 20, new Random(i)), 60);
            sender.protect(packets[i], 0, 32);
        }
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        assertThat(open(receiver, packets[60])).isEqualTo(32);
        assertThat(open(receiver, packets[0])).as("60 late").isEqualTo(32);
        assertThat(open(receiver, packets[0])).isEqualTo(SrtpContext.REPLAYED);
        assertThat(open(receiver, packets[100])).as("after the wrap").isEqualTo(32);
        assertThat(open(receiver, packets[80])).as("before the wrap, late").isEqualTo(32);
        assertThat(open(receiver, packets[30])).as("70 late").isEqualTo(SrtpContext.REPLAYED);
        assertThat(open(receiver, packets[199])).isEqualTo(32);
        assertThat(open(receiver, packets[100])).isEqualTo(SrtpContext.REPLAYED);
    }

    @Test
    void theRollOverCounterCountsThroughManyWraps() {
        SrtpSuite suite = SrtpSuite.AEAD_AES_128_GCM;
        SrtpContext sender = new SrtpContext(key(suite, 1));
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        for (int sequence = 0; sequence < 400_000; sequence += 997) {
            byte[] packet = Arrays.copyOf(rtp(sequence, 20, new Random(1)), 60);
            assertThat(receiver.unprotect(packet, 0, sender.protect(packet, 0, 32))).as("%d", sequence).isEqualTo(32);
        }
    }

    @Test
    void aSequenceNumberIsNeverSecuredTwice() {
        SrtpContext sender = new SrtpContext(key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 1));
        assertThat(sender.protect(Arrays.copyOf(rtp(7, 20, new Random(1)), 60), 0, 32)).isPositive();
        assertThat(sender.protect(Arrays.copyOf(rtp(7, 20, new Random(2)), 60), 0, 32)).isEqualTo(SrtpContext.REPLAYED);
    }

    @Test
    void sourcesThatCannotBeAuthenticatedDisplaceNone() {
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        SrtpContext sender = new SrtpContext(key(suite, 1));
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        for (int sequence = 60_000; sequence < 70_000; sequence += 500) {
            byte[] packet = Arrays.copyOf(rtp(sequence, 20, new Random(1)), 60);
            int secured = sender.protect(packet, 0, 32);
            for (int stranger = 0; stranger < 20; stranger++) {
                byte[] foreign = packet.clone();
                foreign[9] ^= (byte) (stranger + 1);
                assertThat(receiver.unprotect(foreign, 0, secured)).isEqualTo(SrtpContext.NOT_AUTHENTIC);
            }
            assertThat(receiver.unprotect(packet, 0, secured)).isEqualTo(32);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rubbishIsRefused(SrtpSuite suite) {
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        Random random = new Random(99);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
            }
            assertThat(receiver.unprotect(bytes, 0, bytes.length)).isNegative();
            assertThat(receiver.unprotectRtcp(bytes, 0, bytes.length)).isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void nothingIsAllocatedForAPacket(SrtpSuite suite) {
        assertThat(allocatedPerPacket(suite)).isZero();
    }

    private static long allocatedPerPacket(SrtpSuite suite) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        SrtpContext sender = new SrtpContext(key(suite, 1));
        SrtpContext receiver = new SrtpContext(key(suite, 1));
        byte[] packet = Arrays.copyOf(rtp(0, 160, new Random(1)), 300);
        long before = 0;
        int count = 20_000;
        for (int i = 0; i < 2 * count; i++) {
            if (i == count) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            packet[2] = (byte) (i >> 8);
            packet[3] = (byte) i;
            if (receiver.unprotect(packet, 0, sender.protect(packet, 0, 172)) != 172) {
                throw new AssertionError("packet " + i);
            }
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / count;
    }

    private static int open(SrtpContext receiver, byte[] packet) {
        return receiver.unprotect(packet.clone(), 0, 42);
    }

    private static MasterKey key(SrtpSuite suite, int seed) {
        byte[] bytes = new byte[suite.keyAndSaltLength()];
        new Random(seed).nextBytes(bytes);
        return new MasterKey(suite, bytes);
    }

    private static byte[] rtp(int sequence, int payload, Random random) {
        boolean extended = payload % 3 == 1;
        int head = 12 + (extended ? 8 : 0);
        byte[] packet = new byte[head + payload];
        random.nextBytes(packet);
        packet[0] = (byte) (extended ? 0x90 : 0x80);
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        for (int i = 0; i < 4; i++) {
            packet[8 + i] = (byte) (SSRC >> 24 - 8 * i);
        }
        if (extended) {
            packet[14] = 0;
            packet[15] = 1;
        }
        return packet;
    }

    private static byte[] rtcp() {
        byte[] packet = new byte[32];
        new Random(3).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 200;
        return packet;
    }
}
