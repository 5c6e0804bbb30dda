package org.tipring.media.dsp;

/// The E-model of ITU-T G.107 (06/2015): how good a call sounds, on a scale of 0 to 100 (R) and as a mean opinion score. All of its formulas,
/// with the defaults of its table 3 for what a gateway cannot know: rooms, telephones.
///
/// @param oneWayMillis mean one-way delay, mouth to ear; here also the delay of the echo paths (T = Ta = Tr / 2)
/// @param lossPercent packets lost or too late, 0 to 100
/// @param burstRatio how bursty the loss is: 1 is random, more is burstier (G.107 clause 7.4)
/// @param codec what the codec costs and how it bears loss
/// @param talkerEchoLossDb TELR; 65 where echo is cancelled
public record EModel(double oneWayMillis, double lossPercent, double burstRatio, Codec codec, double talkerEchoLossDb) {

    /// Impairment of a codec, from ITU-T G.113 Appendix I.
    ///
    /// @param impairment Ie, without loss
    /// @param robustness Bpl, against random loss
    public record Codec(double impairment, double robustness) {

        public static final Codec G711 = new Codec(0, 4.3);
        /// With concealment as good as that of G.711 Appendix I.
        public static final Codec G711_CONCEALED = new Codec(0, 25.1);
        public static final Codec G729A = new Codec(11, 19);
    }

    public static EModel of(double oneWayMillis, double lossPercent, double burstRatio, Codec codec) {
        return new EModel(oneWayMillis, lossPercent, burstRatio, codec, 65);
    }

    /// The transmission rating factor R.
    public double rating() {
        double ro = 15 - 1.5 * (SLR + noise());
        return ro - simultaneous(ro) - delayed(ro) - equipment();
    }

    /// The estimated mean opinion score, 1 to 4.5.
    public double mos() {
        return mos(rating());
    }

    /// G.107 Annex B.
    public static double mos(double rating) {
        if (rating <= 0) {
            return 1;
        }
        if (rating >= 100) {
            return 4.5;
        }
        // Below R = 6.5 the polynomial falls under 1, which no opinion does.
        return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }

    /// Ie-eff, clause 7.4.
    double equipment() {
        double ie = codec.impairment();
        double loss = Math.clamp(lossPercent, 0, 100);
        return ie + (95 - ie) * loss / (loss / Math.max(1, burstRatio) + codec.robustness());
    }

    /// Idd, clause 7.3: what pure delay costs.
    double pureDelay() {
        if (oneWayMillis <= 100) {
            return 0;
        }
        double x = Math.log(oneWayMillis / 100) / Math.log(2);
        return 25 * (root(1 + Math.pow(x, 6), 6) - 3 * root(1 + Math.pow(x / 3, 6), 6) + 2);
    }

    /// No, clause 7.1: all noise, in dBm0p.
    private static double noise() {
        double nos = PS - SLR - DS - 100 + 0.004 * square(PS - OLR - DS - 14);
        double pre = PR + 10 * Math.log10(1 + Math.pow(10, (10 - (STMR + DR)) / 10));
        double nor = RLR - 121 + pre + 0.008 * square(pre - 35);
        double nfo = NFOR + RLR;
        return 10 * Math.log10(linear(NC) + linear(nos) + linear(nor) + linear(nfo));
    }

    /// Is, clause 7.2: loudness, sidetone, quantizing.
    private double simultaneous(double ro) {
        double xolr = OLR + 0.2 * (64 + noise() - RLR);
        double loudness = 20 * (root(1 + Math.pow(xolr / 8, 8), 8) - xolr / 8);
        double q = 37 - 15 * Math.log10(QDU);
        double g = 1.07 + 0.258 * q + 0.0602 * q * q;
        double y = (ro - 100) / 15 + 46 / 8.4 - g / 9;
        double z = 46.0 / 30 - g / 40;
        double quantizing = 15 * Math.log10(1 + Math.pow(10, y) + Math.pow(10, z));
        return loudness + sidetone() + quantizing;
    }

    private double sidetone() {
        double stmro = -10 * Math.log10(linear(-STMR) + Math.exp(-oneWayMillis / 4) * linear(-talkerEchoLossDb));
        return 12 * root(1 + Math.pow((stmro - 13) / 6, 8), 8) - 28 * root(1 + Math.pow((stmro + 1) / 19.4, 35), 35)
                - 13 * root(1 + Math.pow((stmro - 3) / 33, 13), 13) + 29;
    }

    /// Id, clause 7.3: talker echo, listener echo, pure delay.
    private double delayed(double ro) {
        double t = oneWayMillis;
        double terv = talkerEchoLossDb - 40 * Math.log10((1 + t / 10) / (1 + t / 150)) + 6 * Math.exp(-0.3 * t * t);
        double re = 80 + 2.5 * (terv - 14);
        double roe = -1.5 * (noise() - RLR);
        double talker = ((roe - re) / 2 + Math.sqrt(square(roe - re) / 4 + 100) - 1) * (1 - Math.exp(-t));
        double rle = 10.5 * (WEPL + 7) * Math.pow(2 * t + 1, -0.25);
        double listener = (ro - rle) / 2 + Math.sqrt(square(ro - rle) / 4 + 169);
        return talker + listener + pureDelay();
    }

    private static double square(double x) {
        return x * x;
    }

    private static double root(double x, double n) {
        return Math.pow(x, 1 / n);
    }

    private static double linear(double decibels) {
        return Math.pow(10, decibels / 10);
    }

    // G.107 table 3.
    private static final double SLR = 8;
    private static final double RLR = 2;
    private static final double OLR = SLR + RLR;
    private static final double STMR = 15;
    private static final double DS = 3;
    private static final double DR = 3;
    private static final double WEPL = 110;
    private static final double QDU = 1;
    private static final double NC = -70;
    private static final double NFOR = -64;
    private static final double PS = 35;
    private static final double PR = 35;
}
