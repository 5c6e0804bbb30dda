package org.tipring.tdm.port;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.pcm.DeviceAudio;
import org.tipring.media.pcm.Pcm;

/// The media thread of a test: a frame for a frame, says 1000 Hz, and keeps what it hears.
final class MouthAndEar {

    private static final double HERTZ = 1_000;
    private static final double AMPLITUDE = 8_000;
    private static final int SECOND = 8_000;

    final List<Short> heard = new ArrayList<>();
    /// False: nothing is kept.
    boolean listening = true;
    private final short[] frame = new short[Pcm.FRAME];
    private long written;

    void serve(DeviceAudio audio) {
        while (audio.read(frame)) {
            if (listening) {
                for (short sample : frame) {
                    heard.add(sample);
                }
            }
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (short) (AMPLITUDE * Math.sin(2 * Math.PI * HERTZ * written++ / Pcm.RATE));
            }
            audio.write(frame);
        }
    }

    private List<Short> lastSecond() {
        return heard.subList(Math.max(0, heard.size() - SECOND), heard.size());
    }

    /// How loud the last second was, 0..32767.
    double loudness() {
        return Math.sqrt(lastSecond().stream().mapToDouble(s -> (double) s * s).average().orElse(0));
    }

    /// How much of the power of the last second is at that frequency.
    double share(double hertz) {
        List<Short> last = lastSecond();
        double re = 0;
        double im = 0;
        double power = 0;
        for (int i = 0; i < last.size(); i++) {
            double sample = last.get(i);
            re += sample * Math.cos(2 * Math.PI * hertz * i / Pcm.RATE);
            im += sample * Math.sin(2 * Math.PI * hertz * i / Pcm.RATE);
            power += sample * sample;
        }
        return 2 * (re * re + im * im) / last.size() / Math.max(1, power);
    }
}
