package org.tipring.media.dsp.echo;

import org.tipring.media.dsp.DisablingTone;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.pcm.Pcm;

/// Takes the echo of what we send out of what a two-wire line gives back, in the spirit of ITU-T G.168. Nothing to configure.
///
/// ```
/// sent ──┬──────────────────────────────► line
///        │ windows (24 ms each, up to 3)     │
///        ▼                                   ▼
///   echo estimate ───────────────►  − ◄── from line
///        ▲                          │
///   locator, solver ◄── error ──────┴──► suppressor ──► out
/// ```
///
/// *Locator* finds where in the last 376 ms the echo is (a modem's buffers delay it by 60 to 100 ms, the hybrid adds a few); a *solver*
/// finds the taps of a 24-ms window there. Its result is a *trial*: only when it predicts frames it has not seen better than the path in
/// use does it replace it. That, and not a double-talk detector, is what keeps the filter from harm. When nothing gets better any more the
/// canceller *rests*: it only subtracts, and watches whether the error grows.
///
/// Hears 2100 Hz with phase reversals (modems; ITU-T G.165, G.168 section 7) and steps aside until the line falls silent. Of 2100 Hz without
/// them (fax; G.164) only the suppressor does: the halves of a fax call follow each other, and echo of the one would spoil the other.
///
/// A line to which nothing is sent costs next to nothing: once everything that an echo could come from is silence, the canceller *idles*.
/// What comes back hardly weaker than it was sent is no hybrid's echo but somebody who repeats it (an echo test), and is left alone.
///
/// Owned by one thread; allocates nothing but in [#figures].
public final class EchoCanceller {

    /// How far back an echo is looked for.
    public static final int REACH_MILLIS = 376;

    private final EchoFilter filter = new EchoFilter();
    private final ResidualSuppressor suppressor;
    private final DisablingTone sentTone = new DisablingTone();
    private final DisablingTone heardTone = new DisablingTone();
    private final float[] error = new float[FRAME];
    private float subtracted = 1;
    private boolean aside;
    /// The suppressor alone has stepped aside.
    private boolean bare;
    /// Nothing has been sent for longer than an echo takes.
    private boolean idle = true;
    private int silentFrames = EchoFilter.MEMORY_FRAMES;
    /// The last frame went through the suppressor.
    private boolean suppressed;
    private float echoNow;
    private float sentNow;
    private int quietFrames;
    private float sentMean;
    private float lineMean;
    private float errorMean;

    public EchoCanceller() {
        this(true);
    }

    /// @param suppress whether what the filter leaves over is replaced by comfort noise while only the far end speaks
    public EchoCanceller(boolean suppress) {
        this.suppressor = suppress ? new ResidualSuppressor() : null;
    }

    /// One frame: [Pcm#FRAME] samples of each, of the same 20 ms. [#cancel], and [#suppress] if there is a suppressor.
    ///
    /// @param reference what we send to the line
    /// @param fromLine what comes from it; in place: echo removed
    public void process(short[] reference, short[] fromLine) {
        cancel(reference, fromLine);
        suppress(fromLine);
    }

    /// Takes the echo out and leaves everything else as it is: what detectors want to hear.
    public void cancel(short[] reference, short[] fromLine) {
        boolean wasDoubleTalk = doubleTalk();
        suppressed = false;
        sentNow = power(reference);
        float lineNow = power(fromLine);
        silentFrames = sentNow < SILENT_POWER ? Math.min(silentFrames + 1, EchoFilter.MEMORY_FRAMES) : 0;
        idle = silentFrames == EchoFilter.MEMORY_FRAMES;
        if (stepsAside(reference, fromLine, lineNow)) {
            if (!idle) {
                filter.sent(reference);
                filter.pass();
            }
            return;
        }
        if (idle) {
            if (suppressor != null) {
                suppressor.listen(lineNow);
            }
            return;
        }
        filter.sent(reference);
        boolean active = sentNow > ACTIVE_POWER;
        filter.process(fromLine, lineNow, active, error);
        float errorNow = EchoFilter.power(error);
        echoNow = EchoFilter.echoPower(fromLine, error);
        harmless(fromLine, errorNow > LOUDER * lineNow);
        write(error, fromLine);
        if (active && !wasDoubleTalk) {
            measure(sentNow, lineNow, errorNow);
        }
    }

    /// Replaces what [#cancel] has left of the echo by comfort noise while only the far end speaks: what people want to hear. Follows
    /// [#cancel] with the same frame; whoever needs the near end untouched leaves it out.
    public void suppress(short[] fromLine) {
        if (suppressor == null || idle || aside || bare) {
            return;
        }
        suppressed = true;
        suppressor.process(error, echoNow, sentNow, filter.known(), filter.origin(), fromLine);
    }

    /// The same line, another call: the echo path will be the same unless the device begins with another delay. So what was learnt is not
    /// believed at once, but the first to be tried.
    public void newCall() {
        filter.newCall();
        silentFrames = EchoFilter.MEMORY_FRAMES;
        aside = false;
        bare = false;
        subtracted = 1;
        sentMean = lineMean = errorMean = 0;
    }

    /// A record, allocated: for a poll now and then.
    public EchoFigures figures() {
        boolean heard = sentMean > 0 && lineMean > 0;
        double erl = heard ? 10 * Math.log10(sentMean / lineMean) : Double.NaN;
        double erle = heard ? 10 * Math.log10(lineMean / Math.max(errorMean, 1e-3)) : Double.NaN;
        int tail = Math.ceilDiv(filter.end() * 1000, Pcm.RATE);
        int delay = filter.delay() * 1000 / Pcm.RATE;
        return new EchoFigures(erl, erle, delay, tail, filter.known() && filter.resting(), doubleTalk());
    }

    /// Whether a modem or fax asked for no echo cancelling on this call.
    public boolean disabled() {
        return aside;
    }

    /// Whether it asked for no suppressing.
    public boolean suppressorDisabled() {
        return aside || bare;
    }

    private boolean doubleTalk() {
        return suppressed && suppressor.doubleTalk();
    }

    private void measure(float sent, float line, float left) {
        sentMean += SLOW * (sent - sentMean);
        lineMean += SLOW * (line - lineMean);
        errorMean += SLOW * (left - errorMean);
    }

    /// Whatever is wrong, a canceller never makes it louder: fades to what came from the line.
    private void harmless(short[] fromLine, boolean harm) {
        if (!harm && subtracted == 1) {
            return;
        }
        for (int i = 0; i < FRAME; i++) {
            subtracted = Math.clamp(subtracted + (harm ? -1f : 1f) / FADE, 0f, 1f);
            error[i] = fromLine[i] + subtracted * (error[i] - fromLine[i]);
        }
    }

    private boolean stepsAside(short[] reference, short[] fromLine, float lineNow) {
        boolean reversal = sentTone.hear(reference, sentNow) | heardTone.hear(fromLine, lineNow);
        boolean tone = sentTone.steady() || heardTone.steady();
        quietFrames = !reversal && !tone && sentNow < RELEASE_POWER && lineNow < RELEASE_POWER ? Math.min(quietFrames + 1, RELEASE_FRAMES) : 0;
        boolean released = quietFrames >= RELEASE_FRAMES;
        aside = reversal || aside && !released;
        bare = tone || bare && !released;
        return aside;
    }

    private static float power(short[] samples) {
        return (float) LevelMeter.energy(samples, 0, FRAME) / FRAME;
    }

    private static void write(float[] from, short[] into) {
        for (int i = 0; i < FRAME; i++) {
            into[i] = (short) Math.clamp(Math.round(from[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    private static final int FRAME = Pcm.FRAME;
    /// The far end speaks: -45 dBm0.
    private static final float ACTIVE_POWER = (float) LevelMeter.power(-45);
    /// ITU-T G.168 section 7: the disabler releases below -36 dBm0 for 250 +- 150 ms.
    private static final float RELEASE_POWER = (float) LevelMeter.power(-36);
    private static final int RELEASE_FRAMES = 13;
    /// Not even the noise of an A-law coder: -64 dBm0.
    private static final float SILENT_POWER = (float) LevelMeter.power(-64);
    private static final float LOUDER = 1.2f;
    private static final int FADE = 40;
    private static final float SLOW = 0.05f;
}
