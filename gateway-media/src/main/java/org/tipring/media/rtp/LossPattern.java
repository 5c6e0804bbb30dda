package org.tipring.media.rtp;

/// Whether packets are lost alone or in bursts: the counts of RFC 3611 appendix A.2, and the burst ratio of ITU-T G.107. Owned by the
/// media thread.
public final class LossPattern {

    /// So many packets in a row that came end a burst: what RFC 3611 section 4.7.2 recommends.
    public static final int GAP_MINIMUM = 16;

    private long sinceLoss;
    private int lossesInBurst;
    private long lost;
    private long runs;

    // c with the two states it counts a step between (1 received in a gap, 2 received in a burst, 3 lost in a burst, 4 lost in a gap).
    private long c11;
    private long c13;
    private long c14;
    private long c22;
    private long c23;
    private long c33;

    void received() {
        sinceLoss++;
    }

    /// So many packets in a row did not come.
    void lost(int packets) {
        runs++;
        for (int i = 0; i < Math.min(packets, 1000); i++) {
            lost();
        }
    }

    private void lost() {
        lost++;
        if (sinceLoss >= GAP_MINIMUM) {
            // What went before is over now: a loss alone, or a burst. RFC 3611's program takes the first loss of all for a burst's end.
            if (lossesInBurst == 1) {
                c14++;
            } else if (lossesInBurst > 1) {
                c13++;
            }
            lossesInBurst = 1;
            c11 += sinceLoss;
        } else {
            lossesInBurst++;
            if (sinceLoss == 0) {
                c33++;
            } else {
                c23++;
                c22 += sinceLoss - 1;
            }
        }
        sinceLoss = 0;
    }

    /// How much longer the runs of losses are than they would be if packets were lost at random; 1 and more (G.107 clause 7.4).
    ///
    /// @param lossShare 0 to 1
    public double burstRatio(double lossShare) {
        return runs == 0 ? 1 : Math.max(1, (double) lost / runs * (1 - Math.clamp(lossShare, 0, 1)));
    }

    /// Losses within bursts, in 1/256.
    public int burstDensity() {
        if (bursts() == 0) {
            return 0;
        }
        double p32 = (double) c23 / Math.max(1, bursts() + c23 + c33);
        double p23 = c22 + c23 < 1 ? 1 : 1 - (double) c22 / (c22 + c23);
        return Math.clamp(Math.round(256 * p23 / (p23 + p32)), 0, 255);
    }

    /// Losses between bursts, in 1/256.
    public int gapDensity() {
        long gap = c11 + gapSinceLoss();
        return gap + c14 == 0 ? 0 : (int) Math.min(255, 256 * c14 / (gap + c14));
    }

    private long gapSinceLoss() {
        return sinceLoss >= GAP_MINIMUM || lost == 0 ? sinceLoss : 0;
    }

    private long bursts() {
        return c13 + (lossesInBurst > 1 ? 1 : 0);
    }

    /// Mean length of a burst, in packets.
    public double burstPackets() {
        return bursts() == 0 ? 0 : (double) (bursts() + c33 + 2 * c23 + c22) / bursts();
    }

    /// Mean length of what is between bursts, in packets.
    public double gapPackets() {
        long gaps = bursts() + (gapSinceLoss() > 0 ? 1 : 0);
        return (double) (c11 + gapSinceLoss() + c14) / Math.max(1, gaps);
    }
}
