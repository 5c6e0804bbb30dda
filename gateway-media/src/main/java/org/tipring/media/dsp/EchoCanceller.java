package org.tipring.media.dsp;

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
/// Hears 2100 Hz with phase reversals (modems, fax; ITU-T G.165, G.168 section 7) and steps aside until the line falls silent.
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

    /// One frame: [Pcm#FRAME] samples of each, of the same 20 ms.
    ///
    /// @param reference what we send to the line
    /// @param fromLine what comes from it; in place: echo removed
    public void process(short[] reference, short[] fromLine) {
        float sentNow = filter.sent(reference);
        float lineNow = power(fromLine);
        if (stepsAside(reference, fromLine, sentNow, lineNow)) {
            filter.pass();
            return;
        }
        boolean active = sentNow > ACTIVE_POWER;
        filter.process(fromLine, lineNow, active, error);
        float errorNow = EchoFilter.power(error);
        float echoNow = EchoFilter.echoPower(fromLine, error);
        harmless(fromLine, errorNow > LOUDER * lineNow);
        if (suppressor == null) {
            write(error, fromLine);
        } else {
            suppressor.process(error, echoNow, sentNow, filter.known(), fromLine);
        }
        if (active && !doubleTalk()) {
            measure(sentNow, lineNow, errorNow);
        }
    }

    /// A record, allocated: for a poll now and then.
    public EchoFigures figures() {
        boolean heard = sentMean > 0 && lineMean > 0;
        double erl = heard ? 10 * Math.log10(sentMean / lineMean) : Double.NaN;
        double erle = heard ? 10 * Math.log10(lineMean / Math.max(errorMean, 1e-3)) : Double.NaN;
        int tail = Math.ceilDiv(filter.end() * 1000, Pcm.RATE);
        return new EchoFigures(erl, erle, tail, filter.known() && filter.resting(), doubleTalk());
    }

    /// Whether a modem or fax asked for no echo cancelling on this call.
    public boolean disabled() {
        return aside;
    }

    private boolean doubleTalk() {
        return suppressor != null && suppressor.doubleTalk();
    }

    private void measure(float sentNow, float lineNow, float errorNow) {
        sentMean += SLOW * (sentNow - sentMean);
        lineMean += SLOW * (lineNow - lineMean);
        errorMean += SLOW * (errorNow - errorMean);
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

    private boolean stepsAside(short[] reference, short[] fromLine, float sentNow, float lineNow) {
        boolean tone = sentTone.hear(reference) | heardTone.hear(fromLine);
        if (tone) {
            aside = true;
            quietFrames = 0;
        } else if (aside) {
            quietFrames = sentNow < RELEASE_POWER && lineNow < RELEASE_POWER ? quietFrames + 1 : 0;
            aside = quietFrames < RELEASE_FRAMES;
        }
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
    private static final float LOUDER = 1.2f;
    private static final int FADE = 40;
    private static final float SLOW = 0.05f;
}
