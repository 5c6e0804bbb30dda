package org.tipring.media.engine;

import org.tipring.media.dsp.echo.EchoCanceller;
import org.tipring.media.dsp.SoundLevels;
import org.tipring.media.engine.clock.LineClock;

/// What is known of a line beyond one call: its echo path, its clock, how loud it is. Owned by the media thread; [#figures] is for any.
///
/// Figures are made when somebody has asked, at the next frame of the line, so that nothing is allocated for nobody.
final class KnownLine {

    final String name;
    final LineClock clock = new LineClock();
    final SoundLevels heard = new SoundLevels();
    final SoundLevels sent = new SoundLevels();
    private final EchoCanceller echo = new EchoCanceller();
    private boolean cancels;
    private long frames;
    private volatile boolean asked;
    private volatile LineFigures figures;

    KnownLine(String name) {
        this.name = name;
    }

    /// A call begins.
    ///
    /// @return null when the echo is wanted
    EchoCanceller newCall(boolean cancelsEcho) {
        cancels = cancelsEcho;
        clock.interrupted();
        heard.reset();
        sent.reset();
        if (!cancelsEcho) {
            return null;
        }
        echo.newCall();
        return echo;
    }

    /// A frame of the line has been dealt with.
    void frame() {
        frames++;
        if (asked) {
            asked = false;
            figures = new LineFigures(name, cancels ? echo.figures() : null, clock.known() ? clock.ppm() : Double.NaN, heard.speechDbm0(),
                    heard.noiseDbm0(), sent.speechDbm0(), frames);
        }
    }

    /// Those of the last time that somebody asked; null before. Any thread.
    LineFigures figures() {
        asked = true;
        return figures;
    }
}
