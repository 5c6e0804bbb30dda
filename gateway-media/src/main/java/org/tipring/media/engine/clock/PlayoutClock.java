package org.tipring.media.engine.clock;

import org.tipring.media.dsp.FractionalResampler;
import org.tipring.media.pcm.Pcm;

/// From frames at the pace of whoever speaks to frames at the pace of the line that hears. The delay stays where it began; no frame is ever
/// left out or made up because two clocks differ.
///
/// ```
/// Source (jitter buffer, other line) ──frames──► FractionalResampler ──► line
///        └── how long they waited ──► LevelServo ──► step ──┘▲ the clocks of line and source, where they are known
/// ```
/// Frames come and go whole. A frame that is wanted when half of one is left needs the next packet half a frame early; so where clocks
/// differ, and the phases *rotate*, each sample waits for 20 ms and a little. Where they *stand*, they and the samples are left as they are,
/// until they turn out to rotate after all. Owned by the media thread.
public final class PlayoutClock {

    /// Where frames come from.
    public interface Source {

        /// The source has nothing to say, and begins anew when it has.
        long SILENT = -2;
        /// The frame is of no packet that could be measured: made up, or a further part of one.
        long UNKNOWN = -1;

        /// Writes the next frame.
        void next(short[] frame, long nowNanos);

        /// How long the packet that begins in the frame has waited to be the next one, in nanoseconds, or one of the constants.
        long waitedNanos();

        /// What the first packet should wait for besides, because others will come later.
        long reserveNanos();
    }

    /// A frame, and a little so that nothing is wanted at the very moment when it comes.
    private static final double ROTATING_MILLIS = 21.5;
    /// What was waited for in vain is given back so slowly, for each packet: 50 ppm.
    private static final double GIVEN_BACK_MILLIS = 0.001;
    /// So little of a wait is used up by a clock of 8018 Hz before it is found out and the delay is large enough.
    private static final double LEAST_WAIT_MILLIS = 9;
    /// What is left over at least when the next packet is asked for, at first; and so little of either that something must be done.
    private static final double FIRST_LEFT_MILLIS = 2.5;
    private static final double SCARCE_MILLIS = 1.2;
    /// When the phases begin to rotate the delay must grow before it is used up: so much slower for a second or two. A tenth of a semitone.
    private static final double HURRY = 0.006;
    private static final double MILLI = Pcm.RATE / 1000.0;
    private static final double FRAME_MILLIS = Pcm.FRAME / MILLI;
    private static final double SPARE_MILLIS = 0.5;

    private final LineClock line;
    private final LineClock other;
    private final FractionalResampler resampler = new FractionalResampler();
    private final LevelServo servo = new LevelServo();
    private final short[] frame = new short[Pcm.FRAME];
    private boolean speaking;
    private double step = 1;
    private double wantedMillis;
    private boolean rotating;
    private boolean hurrying;
    private final StandingDelay standing = new StandingDelay();

    /// @param line who hears
    /// @param other the clock of who speaks, or null where only the servo can tell
    public PlayoutClock(LineClock line, LineClock other) {
        this.line = line;
        this.other = other;
    }

    /// Writes the frame that the line wants.
    public void next(short[] toLine, Source source, long nowNanos) {
        step = rotating ? rate() * (1 + (hurrying ? -HURRY : servo.correction())) : 1;
        while (!resampler.ready(step)) {
            source.next(frame, nowNanos);
            take(source);
            resampler.write(frame, Pcm.FRAME);
        }
        resampler.read(toLine, step);
    }

    private void take(Source source) {
        long waited = source.waitedNanos();
        if (waited == Source.SILENT) {
            speaking = false;
        } else if (waited >= 0) {
            double wait = waited / 1e6;
            double left = resampler.waiting() / MILLI;
            if (speaking) {
                follow(wait, left);
            } else {
                begin(wait, left, source.reserveNanos() / 1e6);
            }
        }
    }

    /// The first packet after silence: what it has to wait for is added to the silence before it.
    private void begin(double wait, double left, double reserve) {
        speaking = true;
        hurrying = false;
        standing.begins();
        rotating = differs();
        servo.jumped();
        wantedMillis = ROTATING_MILLIS + reserve;
        double lack = (rotating ? wantedMillis : wait < LEAST_WAIT_MILLIS ? FRAME_MILLIS + SPARE_MILLIS : wait + FIRST_LEFT_MILLIS) - wait - left;
        if (lack > 0) {
            resampler.writeSilence((int) (Math.min(lack, 2 * ROTATING_MILLIS) * MILLI));
        }
    }

    private void follow(double wait, double left) {
        if (!rotating) {
            stand(wait, left);
        }
        hurrying &= wait + left < ROTATING_MILLIS;
        if (hurrying) {
            servo.jumped();
        } else if (rotating) {
            wantedMillis -= wantedMillis > ROTATING_MILLIS ? GIVEN_BACK_MILLIS : 0;
            servo.measured(wait + left, wantedMillis);
        }
    }

    private void stand(double wait, double left) {
        boolean drifts = standing.drifts(servo.measured(wait + left, Double.NaN));
        boolean scarce = wait + left < FRAME_MILLIS && (wait < SCARCE_MILLIS || left < SCARCE_MILLIS);
        if (scarce || differs() || drifts) {
            rotating = true;
            wantedMillis = Math.max(ROTATING_MILLIS, wait + left);
            hurrying = true;
        }
    }

    private boolean differs() {
        return other != null || line.differs();
    }

    /// Samples of the source for each of the line's. Clocks that are the same as far as can be told are left alone.
    private double rate() {
        double rate = (other == null ? 1 : other.rate()) / line.rate();
        return Math.abs(rate - 1) < 1e-6 ? 1 : rate;
    }

    /// Another source, or it has thrown away what waited: all begins anew.
    public void restart() {
        resampler.clear();
        speaking = false;
    }
}
