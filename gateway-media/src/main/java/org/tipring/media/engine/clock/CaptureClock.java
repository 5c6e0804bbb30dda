package org.tipring.media.engine.clock;

import org.tipring.media.dsp.FractionalResampler;
import org.tipring.media.pcm.Pcm;

/// From frames at the pace of a line's clock to frames at the pace of ours, which is that of the RTP timestamps we send (RFC 3550 section
/// 5.1): a far end that plays 8000 samples a second gets 8000, and need not throw any away. Owned by the media thread.
public final class CaptureClock {

    private static final double MILLI = Pcm.RATE / 1000.0;

    private final LineClock line;
    private final FractionalResampler resampler = new FractionalResampler();
    private final LevelServo servo = new LevelServo();
    private final StandingDelay standing = new StandingDelay();
    private boolean running;
    private long originNanos;
    /// Samples at our pace that were given on since the origin.
    private long given;
    private double step = 1;
    /// NaN: not measured yet.
    private double wantedMillis;
    /// The clocks have turned out to differ; until then samples are only passed on.
    private boolean engaged;

    public CaptureClock(LineClock line) {
        this.line = line;
    }

    /// Takes a frame of the line. Then [#next] as long as there is one.
    public void put(short[] fromLine, long nowNanos) {
        if (!running) {
            running = true;
            originNanos = nowNanos;
            given = 0;
            servo.jumped();
            standing.begins();
            wantedMillis = Double.NaN;
        }
        step = engaged ? rate() * (1 - servo.correction()) : 1;
        resampler.write(fromLine, Pcm.FRAME);
        double ahead = (given + resampler.waiting() / step - Pcm.FRAME) / MILLI - (nowNanos - originNanos) / 1e6;
        // A frame that comes late looks as if less had come: the largest is true, and the servo looks for the smallest.
        double level = servo.measured(-ahead, engaged ? wantedMillis : Double.NaN);
        if (Double.isNaN(wantedMillis) || !engaged && !Double.isNaN(level)) {
            // The first frame may have come late itself.
            wantedMillis = level;
        }
        engaged |= line.differs() || standing.drifts(level);
    }

    /// Writes the next frame at our pace.
    ///
    /// @return false when there is none yet
    public boolean next(short[] frame) {
        if (!resampler.ready(step)) {
            return false;
        }
        resampler.read(frame, step);
        given += Pcm.FRAME;
        return true;
    }

    /// Frames were left out, or the line was away.
    public void interrupted() {
        running = false;
    }

    private double rate() {
        double rate = line.rate();
        return Math.abs(rate - 1) < 1e-6 ? 1 : rate;
    }
}
