package org.tipring.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DominantFrequency;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.net.WavWriter;
import org.tipring.media.pcm.Pcm;

/// Listens to what was recorded and says what it hears: level, frequency, likeness to what was sent.
final class Ear {

    /// What a clean G.711 path easily reaches and a cut, doubled or wrong sound never.
    private static final double ALIKE = 0.95;
    private static final double LEVEL_TOLERANCE_DB = 3;

    private final Verdict verdict;
    private final Path folder;

    Ear(Verdict verdict, Path folder) {
        this.verdict = verdict;
        this.folder = folder;
    }

    /// What a tone detector of that country notices in a sound.
    private static final class Noticed implements ToneDetector.Listener {
        private final StringBuilder tones = new StringBuilder();

        @Override
        public void toneStarted(CallProgressTone tone) {
            tones.append('+').append(tone);
        }

        @Override
        public void toneEnded(CallProgressTone tone) {
            tones.append('-').append(tone);
        }

        @Override
        public void voiceHeard() {
        }
    }

    /// Dial tone, its end with the first digit, and then ringback, in this order.
    void callProgress(String file, short[] heard, TonePlan plan) throws IOException {
        save(file, heard);
        Noticed noticed = new Noticed();
        ToneDetector detector = new ToneDetector(plan, noticed);
        for (int at = 0; at + Pcm.FRAME <= heard.length; at += Pcm.FRAME) {
            detector.process(Arrays.copyOfRange(heard, at, at + Pcm.FRAME));
        }
        String tones = noticed.tones.toString();
        verdict.check("heard in order: dial tone, its end, ringback (" + tones + ")", tones.startsWith("+DIAL-DIAL+RINGBACK"));
        int firstSound = firstSound(heard);
        DominantFrequency strongest = DominantFrequency.of(heard, firstSound, Math.min(Pcm.RATE / 2, heard.length - firstSound));
        verdict.check(String.format(Locale.ROOT, "dial tone is %.0f Hz (one of %s) at %.1f dBm0", strongest.hertz(),
                        plan.signal(CallProgressTone.DIAL).tone().hertz(), LevelMeter.dBm0(heard, firstSound, Pcm.RATE / 2)),
                plan.signal(CallProgressTone.DIAL).tone().hertz().stream().anyMatch(hertz -> Math.abs(hertz - strongest.hertz()) < 5));
    }

    /// The same sound at both ends.
    void same(String claim, String file, short[] sent, short[] heard) throws IOException {
        save(file, heard);
        FollowedSimilarity likeness = FollowedSimilarity.between(sent, heard);
        int from = Math.max(0, likeness.leastDelay());
        int length = Math.min(sent.length, heard.length - from);
        double hertz = length > Pcm.FRAME ? DominantFrequency.of(heard, from, length).hertz() : 0;
        verdict.check(String.format(Locale.ROOT, "%s: likeness %.3f, level %+.1f dB to %.1f dBm0, strongest at %.0f Hz, delay moved by %d ms",
                        claim, likeness.correlation(), likeness.levelDb(), length > 0 ? LevelMeter.dBm0(heard, from, length) : -100.0, hertz,
                        (likeness.mostDelay() - likeness.leastDelay()) * 1000 / Pcm.RATE),
                likeness.correlation() > ALIKE && Math.abs(likeness.levelDb()) < LEVEL_TOLERANCE_DB);
    }

    private void save(String file, short[] heard) throws IOException {
        try (WavWriter wav = WavWriter.mono(folder.resolve(file))) {
            wav.write(heard, 0, heard.length);
        }
    }

    private static int firstSound(short[] heard) {
        for (int at = 0; at + Pcm.FRAME <= heard.length; at += Pcm.FRAME) {
            if (LevelMeter.dBm0(heard, at, Pcm.FRAME) > -30) {
                return Math.min(at + Pcm.FRAME, heard.length - Pcm.RATE / 2);
            }
        }
        return 0;
    }
}
