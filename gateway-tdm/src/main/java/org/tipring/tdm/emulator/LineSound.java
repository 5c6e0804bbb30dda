package org.tipring.tdm.emulator;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DtmfDetector;

/// What sounds on one loop: the exchange's tone or the far end, and what the wires add.
final class LineSound {

    private static final int NOISE_LENGTH = 8192;
    private static final short[] NOISE = noise();

    private final Tones tones;
    private final boolean noise;
    private final short[] echo;
    /// As a fraction of 1024.
    private final int echoGain;
    private final Tones.Loop toneLoop = new Tones.Loop();
    private final DtmfDetector digitReceiver = new DtmfDetector();
    private CallProgressTone tone;
    private Voice voice;
    private int echoAt;
    private int noiseAt;

    LineSound(Tones tones, ExchangeSettings.HybridEcho hybridEcho, boolean noise) {
        this.tones = tones;
        this.noise = noise;
        this.echo = hybridEcho == null ? null : new short[hybridEcho.delayMillis() * 8 + 1];
        this.echoGain = hybridEcho == null ? 0 : (int) Math.round(1024 * Math.pow(10, -hybridEcho.lossDb() / 20.0));
    }

    CallProgressTone tone() {
        return tone;
    }

    void play(CallProgressTone next) {
        tone = next;
        voice = null;
        tones.play(next, toneLoop);
    }

    void play(Voice next) {
        tone = null;
        voice = next;
    }

    void silence() {
        tone = null;
        voice = null;
    }

    /// Both directions at once.
    ///
    /// @return the DTMF key that the set pressed, 0 for none: once for each key, when it begins
    char transfer(short[] fromSet, short[] toSet, int samples) {
        if (tone != null) {
            toneLoop.speak(toSet, 0, samples);
        } else if (voice != null) {
            voice.speak(toSet, 0, samples);
            voice.hear(fromSet, 0, samples);
        } else {
            Arrays.fill(toSet, 0, samples, (short) 0);
        }
        if (echo != null) {
            addEcho(fromSet, toSet, samples);
        }
        if (noise) {
            addNoise(toSet, samples);
        }
        return digitReceiver.process(fromSet, samples);
    }

    private void addEcho(short[] fromSet, short[] toSet, int samples) {
        for (int i = 0; i < samples; i++) {
            echo[echoAt] = fromSet[i];
            echoAt = (echoAt + 1) % echo.length;
            toSet[i] = clip(toSet[i] + (echo[echoAt] * echoGain >> 10));
        }
    }

    private void addNoise(short[] toSet, int samples) {
        for (int i = 0; i < samples; i++) {
            toSet[i] = clip(toSet[i] + NOISE[noiseAt++ & NOISE_LENGTH - 1]);
        }
    }

    private static short clip(int sample) {
        return (short) Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /// White noise of -65 dBm0, the same in every run.
    private static short[] noise() {
        SplittableRandom random = new SplittableRandom(65);
        double rms = Sounds.peak(-65) / Math.sqrt(2);
        short[] samples = new short[NOISE_LENGTH];
        for (int i = 0; i < NOISE_LENGTH; i++) {
            samples[i] = (short) Math.round(random.nextGaussian() * rms);
        }
        return samples;
    }
}
