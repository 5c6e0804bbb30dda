package org.tipring.media.dsp;

/// The discrete Fourier transform of a real signal and back, for any even length whose half is made of factors 2 and 5. The frame
/// of telephony, 160, is not a power of two.
///
/// One half-length complex transform (Stockham, so no bit reversal) does the work. Never allocates after construction. Owned by one
/// thread, for its scratch space.
public final class RealFft {

    private final int length;
    private final int half;
    private final int[] factors;
    private final float[] cos;
    private final float[] sin;
    private final float[] splitCos;
    private final float[] splitSin;
    private float[] re;
    private float[] im;
    private float[] otherRe;
    private float[] otherIm;

    public RealFft(int length) {
        if (length < 4 || length % 2 != 0) {
            throw new IllegalArgumentException("an even length of at least 4: " + length);
        }
        this.length = length;
        this.half = length / 2;
        this.factors = factors(half);
        this.cos = new float[half];
        this.sin = new float[half];
        this.splitCos = new float[half + 1];
        this.splitSin = new float[half + 1];
        for (int i = 0; i < half; i++) {
            cos[i] = (float) Math.cos(2 * Math.PI * i / half);
            sin[i] = (float) -Math.sin(2 * Math.PI * i / half);
        }
        for (int i = 0; i <= half; i++) {
            splitCos[i] = (float) Math.cos(2 * Math.PI * i / length);
            splitSin[i] = (float) -Math.sin(2 * Math.PI * i / length);
        }
        this.re = new float[half];
        this.im = new float[half];
        this.otherRe = new float[half];
        this.otherIm = new float[half];
    }

    /// @return how many bins the spectrum has: zero frequency to half the sampling rate
    public int bins() {
        return half + 1;
    }

    /// Writes `bins()` complex values; not scaled.
    public void forward(float[] time, float[] spectrumRe, float[] spectrumIm) {
        for (int i = 0; i < half; i++) {
            re[i] = time[2 * i];
            im[i] = time[2 * i + 1];
        }
        transform();
        for (int k = 0; k <= half; k++) {
            int a = k == half ? 0 : k;
            int b = k == 0 ? 0 : half - k;
            float evenRe = 0.5f * (re[a] + re[b]);
            float evenIm = 0.5f * (im[a] - im[b]);
            float oddRe = 0.5f * (im[a] + im[b]);
            float oddIm = 0.5f * (re[b] - re[a]);
            spectrumRe[k] = evenRe + oddRe * splitCos[k] - oddIm * splitSin[k];
            spectrumIm[k] = evenIm + oddRe * splitSin[k] + oddIm * splitCos[k];
        }
    }

    /// The signal of a spectrum, scaled so that it undoes [#forward].
    public void inverse(float[] spectrumRe, float[] spectrumIm, float[] time) {
        float scale = 1f / length;
        for (int k = 0; k < half; k++) {
            float aRe = spectrumRe[k];
            float aIm = spectrumIm[k];
            float bRe = spectrumRe[half - k];
            float bIm = -spectrumIm[half - k];
            float evenRe = aRe + bRe;
            float evenIm = aIm + bIm;
            float diffRe = aRe - bRe;
            float diffIm = aIm - bIm;
            float oddRe = diffRe * splitCos[k] + diffIm * splitSin[k];
            float oddIm = diffIm * splitCos[k] - diffRe * splitSin[k];
            // The inverse is the forward transform of the conjugate, conjugated.
            re[k] = evenRe - oddIm;
            im[k] = -(evenIm + oddRe);
        }
        transform();
        for (int i = 0; i < half; i++) {
            time[2 * i] = scale * re[i];
            time[2 * i + 1] = -scale * im[i];
        }
    }

    private void transform() {
        int n = half;
        int stride = 1;
        for (int factor : factors) {
            int m = n / factor;
            for (int p = 0; p < m; p++) {
                switch (factor) {
                    case 2 -> pass2(p, m, stride);
                    case 4 -> pass4(p, m, stride);
                    default -> pass5(p, m, stride);
                }
            }
            float[] swap = re;
            re = otherRe;
            otherRe = swap;
            swap = im;
            im = otherIm;
            otherIm = swap;
            n = m;
            stride *= factor;
        }
    }

    private void pass2(int p, int m, int stride) {
        float wr = cos[p * stride];
        float wi = sin[p * stride];
        int in0 = stride * p;
        int in1 = stride * (p + m);
        int out = 2 * stride * p;
        for (int q = 0; q < stride; q++) {
            float ar = re[in0 + q];
            float ai = im[in0 + q];
            float br = re[in1 + q];
            float bi = im[in1 + q];
            otherRe[out + q] = ar + br;
            otherIm[out + q] = ai + bi;
            float dr = ar - br;
            float di = ai - bi;
            otherRe[out + stride + q] = dr * wr - di * wi;
            otherIm[out + stride + q] = dr * wi + di * wr;
        }
    }

    private void pass4(int p, int m, int stride) {
        float w1r = cos[p * stride];
        float w1i = sin[p * stride];
        float w2r = cos[2 * p * stride];
        float w2i = sin[2 * p * stride];
        float w3r = cos[3 * p * stride];
        float w3i = sin[3 * p * stride];
        int in0 = stride * p;
        int in1 = stride * (p + m);
        int in2 = stride * (p + 2 * m);
        int in3 = stride * (p + 3 * m);
        int out = 4 * stride * p;
        for (int q = 0; q < stride; q++) {
            float s02r = re[in0 + q] + re[in2 + q];
            float s02i = im[in0 + q] + im[in2 + q];
            float d02r = re[in0 + q] - re[in2 + q];
            float d02i = im[in0 + q] - im[in2 + q];
            float s13r = re[in1 + q] + re[in3 + q];
            float s13i = im[in1 + q] + im[in3 + q];
            float d13r = re[in1 + q] - re[in3 + q];
            float d13i = im[in1 + q] - im[in3 + q];
            otherRe[out + q] = s02r + s13r;
            otherIm[out + q] = s02i + s13i;
            float br = d02r + d13i;
            float bi = d02i - d13r;
            float cr = s02r - s13r;
            float ci = s02i - s13i;
            float dr = d02r - d13i;
            float di = d02i + d13r;
            otherRe[out + stride + q] = br * w1r - bi * w1i;
            otherIm[out + stride + q] = br * w1i + bi * w1r;
            otherRe[out + 2 * stride + q] = cr * w2r - ci * w2i;
            otherIm[out + 2 * stride + q] = cr * w2i + ci * w2r;
            otherRe[out + 3 * stride + q] = dr * w3r - di * w3i;
            otherIm[out + 3 * stride + q] = dr * w3i + di * w3r;
        }
    }

    private void pass5(int p, int m, int stride) {
        int in = stride * p;
        int step = stride * m;
        int out = 5 * stride * p;
        float w1r = cos[p * stride];
        float w1i = sin[p * stride];
        float w2r = cos[2 * p * stride];
        float w2i = sin[2 * p * stride];
        float w3r = cos[3 * p * stride];
        float w3i = sin[3 * p * stride];
        float w4r = cos[4 * p * stride];
        float w4i = sin[4 * p * stride];
        for (int q = in; q < in + stride; q++) {
            int o = out + q - in;
            float s14r = re[q + step] + re[q + 4 * step];
            float s14i = im[q + step] + im[q + 4 * step];
            float d14r = re[q + step] - re[q + 4 * step];
            float d14i = im[q + step] - im[q + 4 * step];
            float s23r = re[q + 2 * step] + re[q + 3 * step];
            float s23i = im[q + 2 * step] + im[q + 3 * step];
            float d23r = re[q + 2 * step] - re[q + 3 * step];
            float d23i = im[q + 2 * step] - im[q + 3 * step];
            otherRe[o] = re[q] + s14r + s23r;
            otherIm[o] = im[q] + s14i + s23i;
            float a1r = re[q] + COS_1 * s14r + COS_2 * s23r;
            float a1i = im[q] + COS_1 * s14i + COS_2 * s23i;
            float a2r = re[q] + COS_2 * s14r + COS_1 * s23r;
            float a2i = im[q] + COS_2 * s14i + COS_1 * s23i;
            float b1r = SIN_1 * d14r + SIN_2 * d23r;
            float b1i = SIN_1 * d14i + SIN_2 * d23i;
            float b2r = SIN_2 * d14r - SIN_1 * d23r;
            float b2i = SIN_2 * d14i - SIN_1 * d23i;
            put(o + stride, a1r + b1i, a1i - b1r, w1r, w1i);
            put(o + 2 * stride, a2r + b2i, a2i - b2r, w2r, w2i);
            put(o + 3 * stride, a2r - b2i, a2i + b2r, w3r, w3i);
            put(o + 4 * stride, a1r - b1i, a1i + b1r, w4r, w4i);
        }
    }

    private void put(int at, float r, float i, float wr, float wi) {
        otherRe[at] = r * wr - i * wi;
        otherIm[at] = r * wi + i * wr;
    }

    private static int[] factors(int n) {
        int[] found = new int[32];
        int count = 0;
        for (int factor : new int[] {5, 4, 2}) {
            while (n % factor == 0) {
                found[count++] = factor;
                n /= factor;
            }
        }
        if (n != 1) {
            throw new IllegalArgumentException("a factor other than 2 and 5: " + n);
        }
        return java.util.Arrays.copyOf(found, count);
    }

    private static final float COS_1 = (float) Math.cos(2 * Math.PI / 5);
    private static final float COS_2 = (float) Math.cos(4 * Math.PI / 5);
    private static final float SIN_1 = (float) Math.sin(2 * Math.PI / 5);
    private static final float SIN_2 = (float) Math.sin(4 * Math.PI / 5);
}
