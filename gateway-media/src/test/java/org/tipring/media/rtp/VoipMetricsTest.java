package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 3611 section 4.7.
class VoipMetricsTest {

    private static final VoipMetrics METRICS = new VoipMetrics(0x11223344, 5, 2, 90, 1, 360, 5000, 80, 45, -18, -62, 55, 16, 88,
            VoipMetrics.UNKNOWN, 42, 41, 0xE5, 40, 60, 200);

    @Test
    void liesInThePacketAsTheRfcDraws() {
        byte[] packet = new byte[50];
        assertThat(METRICS.write(0xAABBCCDD, packet, 3)).isEqualTo(VoipMetrics.PACKET_LENGTH);
        assertThat(HexFormat.of().formatHex(packet, 3, 47)).isEqualTo("80cf000a" + "aabbccdd" + "07000008" + "11223344" + "05025a01"
                + "01681388" + "0050002d" + "eec23710" + "587f2a29" + "e5000028" + "003c00c8");
        assertThat(VoipMetrics.parse(packet, 3, 44)).contains(METRICS);
    }

    @Test
    void otherBlocksBeforeItArePassedOver() {
        byte[] packet = new byte[60];
        METRICS.write(1, packet, 0);
        System.arraycopy(packet, 8, packet, 20, 36);
        Arrays.fill(packet, 8, 20, (byte) 0);
        packet[8] = 4;
        packet[11] = 2;
        packet[3] = 13;
        assertThat(VoipMetrics.parse(packet, 0, 56)).contains(METRICS);
    }

    @Test
    void valuesOutOfRangeAreBounded() {
        VoipMetrics wild = new VoipMetrics(1, 900, -3, 0, 0, 100_000, -1, 0, 0, -300, 300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        byte[] packet = new byte[44];
        wild.write(1, packet, 0);
        VoipMetrics read = VoipMetrics.parse(packet, 0, 44).orElseThrow();
        assertThat(read.lossRate()).isEqualTo(255);
        assertThat(read.discardRate()).isZero();
        assertThat(read.burstMillis()).isEqualTo(65_535);
        assertThat(read.signalDbm0()).isEqualTo(-128);
    }

    @Test
    void rubbishIsNoReport() {
        Random random = new Random(2);
        byte[] good = new byte[44];
        METRICS.write(1, good, 0);
        for (int i = 0; i < 50_000; i++) {
            byte[] packet = Arrays.copyOf(good, random.nextInt(45));
            for (int k = 0; k < 3 && packet.length > 0; k++) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            VoipMetrics.parse(packet, 0, packet.length);
        }
    }
}
