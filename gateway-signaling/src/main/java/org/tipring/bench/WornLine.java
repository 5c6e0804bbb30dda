package org.tipring.bench;

import java.util.List;
import java.util.SplittableRandom;
import org.tipring.media.codec.ULaw;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;

/// What a bad line makes of an exchange's tone.
///
/// @param dBm0 of each frequency at this end; @param twistDb how much weaker the higher of two frequencies is
/// @param hertz factor of all frequencies; @param rhythm factor of all lengths
/// @param noiseDb how far below the tone the hiss is; @param hum 50 Hz, 6 dB below the tone, with its third harmonic, or none
/// @param echo of the tone itself, 8 ms later and 14 dB down, and of a talker on our side, 20 dB below the tone
/// @param fastClock the device takes 8018 samples a second
record WornLine(double dBm0, double twistDb, double hertz, double rhythm, double noiseDb, boolean hum, boolean echo, boolean fastClock) {

    private static final int RATE = 8000;
    private static final double FAST = 8018.0 / RATE;
    private static final int ECHO_SAMPLES = 8 * RATE / 1000;
    private static final double ECHO_GAIN = 0.2;
    private static final double TALKER_BELOW_TONE_DB = 20;
    private static final double HUM_BELOW_TONE_DB = 6;

    /// One at random, within what the figures of the project are promised for.
    static WornLine random(SplittableRandom random) {
        return new WornLine(-5 - 30 * random.nextDouble(), 4 * random.nextDouble(), 0.99 + 0.02 * random.nextDouble(),
                0.975 + 0.05 * random.nextDouble(), 20 + 20 * random.nextDouble(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }

    WornLine withoutEcho() {
        return new WornLine(dBm0, twistDb, hertz, rhythm, noiseDb, hum, false, fastClock);
    }

    /// Stretched lengths of a cadence, in milliseconds of the device's clock.
    double millis(double nominal) {
        return nominal * rhythm * (fastClock ? FAST : 1);
    }

    /// @param skipMillis how much of the cadence is over when the sound begins
    short[] hear(TonePlan.Signal signal, int millis, int skipMillis, SplittableRandom random) {
        short[] sound = new short[millis * RATE / 1000];
        int waves = signal.tone().hertz().size();
        for (int i = 0; i < waves; i++) {
            double level = dBm0 - (i == waves - 1 && waves > 1 ? twistDb : 0);
            double frequency = signal.tone().hertz().get(i) * hertz / (fastClock ? FAST : 1);
            Integer[] lengths = signal.cadence().millis().stream().map(part -> (int) Math.round(millis(part))).toArray(Integer[]::new);
            ToneGenerator generator = new ToneGenerator(new Tone(List.of(frequency), signal.tone().modulation(), level), Cadence.of(lengths));
            int skip = skipMillis * RATE / 1000;
            generator.next(new short[skip], 0, skip);
            short[] wave = new short[sound.length];
            generator.next(wave, 0, wave.length);
            add(sound, wave, 1, 0);
        }
        spoil(sound, random);
        return sound;
    }

    private void spoil(short[] sound, SplittableRandom random) {
        short[] clean = sound.clone();
        if (echo) {
            add(sound, clean, ECHO_GAIN, ECHO_SAMPLES);
            add(sound, new SpeechLike(random.nextLong(), 130, dBm0 - TALKER_BELOW_TONE_DB).take(1000 * sound.length / RATE), 1, 0);
        }
        double deviation = LevelMeter.amplitude(dBm0 - noiseDb) / Math.sqrt(2);
        double humAmplitude = hum ? LevelMeter.amplitude(dBm0 - HUM_BELOW_TONE_DB) : 0;
        for (int i = 0; i < sound.length; i++) {
            double t = 2 * Math.PI * 50 * i / RATE;
            double more = deviation * random.nextGaussian() + humAmplitude * (Math.sin(t) + 0.3 * Math.sin(3 * t + 1));
            sound[i] = ULaw.decode(ULaw.encode((short) Math.clamp(Math.round(sound[i] + more), Short.MIN_VALUE, Short.MAX_VALUE)));
        }
    }

    private static void add(short[] to, short[] what, double gain, int later) {
        for (int i = later; i < to.length && i - later < what.length; i++) {
            to[i] = (short) Math.clamp(Math.round(to[i] + gain * what[i - later]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }
}
