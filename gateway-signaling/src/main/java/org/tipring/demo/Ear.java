package org.tipring.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DominantFrequency;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.TimeAlignment;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.net.WavWriter;
import org.tipring.media.pcm.Pcm;

/// Listens to what was recorded and says what it hears: level, frequency, likeness to what was sent.
final class Ear {

    /// What a clean G.711 path easily reaches and a doubled, stretched or wrong sound never.
    private static final double ALIKE = 0.98;
    /// One packet, and as much again: on a line of which nothing is known yet the echo suppressor takes 15 ms of the softer voice.
    private static final int MOST_LOST_MILLIS = 40;
    private static final int MOST_MOVES = 2;
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

    /// The same sound at both ends. A jitter buffer may move the delay once or twice and leave a packet out: that is its trade, and nobody hears
    /// it. All of it is said, and no more is borne.
    void same(String claim, String file, short[] sent, short[] heard) throws IOException {
        save(file, heard);
        TimeAlignment alignment = TimeAlignment.of(sent, heard);
        double hertz = DominantFrequency.of(heard, 0, heard.length).hertz();
        verdict.check(String.format(Locale.ROOT, "%s: likeness %.3f, %s, level %+.1f dB, strongest at %.0f Hz, %s", claim, alignment.likeness(),
                        lost(alignment), alignment.levelDb(), hertz, moves(alignment)),
                alignment.likeness() > ALIKE && alignment.lostMillis() <= MOST_LOST_MILLIS && alignment.moves().size() <= MOST_MOVES
                        && Math.abs(alignment.levelDb()) < LEVEL_TOLERANCE_DB);
    }

    private static String lost(TimeAlignment alignment) {
        return alignment.lostMillis() == 0 ? "nothing lost"
                : String.format(Locale.ROOT, "%d ms lost from %.2f s on", alignment.lostMillis(), alignment.firstLostMillis() / 1000.0);
    }

    private static String moves(TimeAlignment alignment) {
        if (alignment.moves().isEmpty()) {
            return String.format(Locale.ROOT, "delay moved by %.0f ms", alignment.slidMillis());
        }
        StringBuilder text = new StringBuilder("delay moved");
        for (TimeAlignment.Move move : alignment.moves()) {
            text.append(String.format(Locale.ROOT, " by %+d ms at %.2f s", move.byMillis(), move.atMillis() / 1000.0));
        }
        return text.toString();
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
