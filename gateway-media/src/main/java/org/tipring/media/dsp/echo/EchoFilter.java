package org.tipring.media.dsp.echo;

import org.tipring.media.pcm.Pcm;

/// The adaptive filter of an [EchoCanceller]: what it knows of the echo path, and how it learns more.
///
/// | state | each active frame |
/// |---|---|
/// | learning, nothing known | the locator looks for the echo; found → a trial starts there, and learns from the last frames too |
/// | learning, trial running | the solver improves the trial; better on frames it has not seen → it becomes the path |
/// | resting | subtracts; error grown against the echo → learning |
///
/// An echo path that makes it worse is forgotten at once. Owned by one thread; never allocates.
final class EchoFilter {

    /// After so many frames of silence nothing is left here of what was sent before.
    static final int MEMORY_FRAMES = 40;

    private final SentSignal sent = new SentSignal(DEPTH * BLOCK + 2 * EchoWindow.TAPS + EchoPast.FRAMES * FRAME, FRAME);
    private final EchoSearch search = new EchoSearch(sent, BLOCK, DEPTH);
    private final EchoSolver solver = new EchoSolver();
    private final EchoPath path = new EchoPath();
    private final EchoWindow trial = new EchoWindow();
    /// The path of the call before, while it is on trial.
    private final EchoWindow recalled = new EchoWindow();
    private final EchoPast past = new EchoPast();
    private final float[] others = new float[FRAME];
    private final float[] trialError = new float[FRAME];

    private boolean learning = true;
    /// Since the start or a new path, the filter has not rested yet.
    private boolean fresh = true;
    private boolean trying;
    /// The trial would replace all windows and not one.
    private boolean afresh;
    private int slot;
    private int catchUp;
    private int activeFrames;
    private int framesWithoutGain;
    private int trialFrames;
    private int framesBetter;
    private final EchoWatch watch = new EchoWatch();
    private float linePower;
    private float errorPower;
    private float trialPower;
    private float lineMean;
    private float errorMean;

    /// Takes the next frame of what was sent. Either [#process] or [#pass] follows.
    ///
    /// @return its mean square
    float sent(short[] reference) {
        return sent.add(reference);
    }

    /// Forgets all but the strongest part of the path, which goes on trial.
    void newCall() {
        if (path.known()) {
            recalled.copyFrom(path.window(path.strongest()));
        }
        clear();
        sent.clear();
        search.begin();
        search.sleep();
        past.clear();
        learning = true;
        fresh = true;
        errorPower = linePower = trialPower = 0;
        lineMean = errorMean = 0;
        activeFrames = 0;
        framesBetter = 0;
        watch.begin();
        start(0);
        trial.copyFrom(recalled);
        trying = recalled.used;
    }

    /// Nothing is to be done with what came in.
    void pass() {
        look(null);
    }

    /// Takes the echo out of the frame that came in while the newest one was sent.
    ///
    /// @param active whether enough was sent to learn from
    void process(short[] fromLine, float lineNow, boolean active, float[] error) {
        subtract(fromLine, error);
        if (!active) {
            look(null);
            return;
        }
        float errorNow = power(error);
        float trialNow = trying ? power(trialError) : errorNow;
        follow(lineNow, errorNow, trialNow);
        framesBetter = trying && trialNow < worth() * errorNow ? framesBetter + 1 : 0;
        if (trying && trialNow < errorNow && trialPower < worth() * errorPower && framesBetter >= proof() && trial.energy() < LOUDEST
                && mayBeEcho(lineNow)) {
            adopt(error);
            errorNow = trialNow;
        }
        look(learning ? early() ? others : error : null);
        if (learning) {
            learn(errorNow, lineNow);
        } else if (watch.wakes(activeFrames, errorNow, echoPower(fromLine, error))) {
            wake();
        }
    }

    boolean known() {
        return path.known();
    }

    /// Whose most of what comes in is, of a line whose echo has not been found.
    EchoLocator.Origin origin() {
        return search.origin();
    }

    boolean resting() {
        return !learning;
    }

    /// How old the oldest echo is, in samples.
    int end() {
        return path.end();
    }

    /// When the echo is at its strongest, in samples.
    int delay() {
        return path.known() ? path.window(path.strongest()).peak() : 0;
    }

    /// @param residue in which to look for echo, or null for not looking
    private void look(float[] residue) {
        if (residue == null && !learning) {
            search.sleep();
        } else {
            search.look(residue, promising(), activeFrames);
        }
    }

    private boolean promising() {
        return known() || trying;
    }

    private void subtract(short[] fromLine, float[] error) {
        int at = sent.at(0);
        for (int i = 0; i < FRAME; i++) {
            others[i] = fromLine[i];
        }
        path.subtractAllBut(slot, sent.plain, at, others);
        System.arraycopy(others, 0, error, 0, FRAME);
        if (path.window(slot).used) {
            path.window(slot).subtract(sent.plain, at, error);
        }
        if (afresh) {
            for (int i = 0; i < FRAME; i++) {
                others[i] = fromLine[i];
            }
        }
        if (trying) {
            System.arraycopy(others, 0, trialError, 0, FRAME);
            trial.subtract(sent.plain, at, trialError);
        }
        if (learning) {
            past.add(others);
        }
    }

    private void follow(float lineNow, float errorNow, float trialNow) {
        activeFrames++;
        // A filter that is good already changes only on longer evidence: in double talk chance looks like progress for some frames.
        float rate = fresh && activeFrames < FRESH_FRAMES ? QUICK : CAREFUL;
        linePower += rate * (lineNow - linePower);
        errorPower += rate * (errorNow - errorPower);
        trialPower += rate * (trialNow - trialPower);
        lineMean += SLOW * (lineNow - lineMean);
        errorMean += SLOW * (errorNow - errorMean);
    }

    /// Whether no more came in than an echo of what was sent then can be. A peer that repeats what it hears, a conference telephone for one, sends
    /// us the exchange's tones a moment later; a few taps turn such a copy into the tone itself, and would take it away from who must hear it.
    private boolean mayBeEcho(float lineNow) {
        int first = sent.at(0) - trial.delay - EchoWindow.TAPS + 1;
        return lineNow < LOUDEST_NOW * sent.power(first, FRAME + EchoWindow.TAPS - 1);
    }

    /// The trial has earned its place. Fades over so that no step is heard.
    private void adopt(float[] error) {
        if (afresh) {
            clear();
            afresh = false;
        }
        path.window(slot).copyFrom(trial);
        for (int i = 0; i < FRAME; i++) {
            float fade = Math.min(1f, (i + 1f) / FADE);
            error[i] += fade * (trialError[i] - error[i]);
        }
        if (trialPower < GAIN * errorPower) {
            framesWithoutGain = 0;
        }
        errorPower = trialPower;
    }

    /// For how many frames on end.
    private int proof() {
        return path.window(slot).used && !afresh ? 0 : known() ? LONG_PROOF_FRAMES : PROOF_FRAMES;
    }

    /// How much better a trial must be: the first window and a further one must do more than fit a voice of the near end by chance.
    private float worth() {
        return path.window(slot).used ? WORTH_A_CHANGE : known() ? WORTH_A_WINDOW : WORTH_A_START;
    }

    private void learn(float errorNow, float lineNow) {
        if (known() && errorPower > HARMFUL * linePower) {
            forget();
        }
        trialFrames++;
        if (trying && !known() && trialFrames > VAIN_FRAMES) {
            trying = false;
            search.vain(activeFrames);
        } else if (early()) {
            place(search.found(promising(), activeFrames));
        } else if (isTimeToRecentre() && !trial.holds(trial.peak())) {
            boolean kept = afresh;
            start(trial.peak());
            afresh = kept;
            catchUp = path.alone(slot) ? Math.min(EchoPast.FRAMES - 1, activeFrames - 1) : 0;
        } else if (trialFrames > TRIAL_FRAMES && framesWithoutGain > PATIENCE_FRAMES && errorPower > WANTING * linePower) {
            placeAnother(search.found(true, activeFrames));
        }
        if (trying) {
            for (int i = 0; i < CATCH_UP && catchUp > 0; i++, catchUp--) {
                past.teach(solver, sent, catchUp, 0, trial.delay);
            }
            // The next frame makes each of them one older.
            catchUp += catchUp > 0 ? 1 : 0;
            past.teach(solver, sent, 0, Math.max(Math.min(errorNow, trialPower), DEEPEST * lineNow), trial.delay);
            solver.improve(trial.taps, prior());
        }
        framesWithoutGain++;
        if (known() && framesWithoutGain > (errorMean < GOOD * lineMean ? REST_FRAMES : LONG_LEARNING_FRAMES)) {
            rest();
        }
    }

    /// Nothing good has been found yet: the place of the first window is still open.
    private boolean early() {
        return !known() || path.alone(slot) && activeFrames < EARLY_FRAMES && errorPower > EARLY_SHARE * linePower;
    }

    private float[] prior() {
        if (recalled.used && trial.delay == recalled.delay && !known()) {
            return recalled.taps;
        }
        return !afresh && path.window(slot).used && path.window(slot).delay == trial.delay ? path.window(slot).taps : NOTHING_KNOWN;
    }

    private boolean isTimeToRecentre() {
        return trialFrames >= RECENTRE_FRAMES && (trialFrames & trialFrames - 1) == 0;
    }

    /// The first window, or a better place for it: the first syllable often leaves a doubt of a pitch period or two.
    private void place(int delay) {
        if (delay != EchoLocator.NOWHERE && !(trying && trial.holds(delay))) {
            slot = 0;
            start(delay);
            catchUp = Math.min(EchoPast.FRAMES - 1, activeFrames - 1);
        }
    }

    /// Nothing has got better for a while, and what is left is mostly echo: it comes from where no window is, or the windows are those of
    /// another path.
    private void placeAnother(int delay) {
        if (delay == EchoLocator.NOWHERE) {
            return;
        }
        int free = path.free();
        boolean held = path.holds(delay);
        if ((held || free == EchoPath.NONE) && errorPower > POOR * linePower) {
            slot = 0;
            start(delay);
            afresh = true;
            search.restart();
        } else if (!held) {
            slot = free == EchoPath.NONE ? path.weakest() : free;
            start(delay);
            search.restart();
        }
    }

    private void start(int delay) {
        trial.clear();
        trial.used = true;
        trial.delay = Math.clamp(delay - LEAD, 0, DEPTH * BLOCK);
        trying = true;
        trialPower = linePower;
        framesWithoutGain = 0;
        trialFrames = 0;
        afresh = false;
        solver.clear();
        catchUp = 0;
    }

    private void rest() {
        learning = false;
        fresh = false;
        afresh = false;
        trying = false;
        activeFrames = 0;
        watch.rest(errorMean < GOOD * lineMean);
    }

    private void wake() {
        learning = true;
        framesWithoutGain = 0;
        activeFrames = 0;
        errorPower = linePower = trialPower = 0;
        search.restart();
        past.clear();
        catchUp = 0;
        trialFrames = 0;
        afresh = false;
        slot = path.strongest();
        trial.copyFrom(path.window(slot));
        trying = true;
        solver.clear();
    }

    private void clear() {
        path.clear();
        afresh = false;
    }

    /// Another path: what we have makes it worse.
    private void forget() {
        clear();
        fresh = true;
        trying = false;
        activeFrames = 0;
        search.begin();
        errorPower = linePower;
    }

    static float echoPower(short[] fromLine, float[] error) {
        float sum = 0;
        for (int i = 0; i < FRAME; i++) {
            float echo = fromLine[i] - error[i];
            sum += echo * echo;
        }
        return sum / FRAME;
    }

    static float power(float[] samples) {
        float sum = 0;
        for (int i = 0; i < FRAME; i++) {
            sum += samples[i] * samples[i];
        }
        return sum / FRAME;
    }

    private static final int FRAME = Pcm.FRAME;
    private static final int BLOCK = FRAME / 2;
    private static final int DEPTH = EchoCanceller.REACH_MILLIS * Pcm.RATE / 1000 / BLOCK;
    /// Of all that was sent: -3 dB. A hybrid loses 6 dB or more (G.168 section 6).
    private static final float LOUDEST = 0.5f;
    /// The same of a frame, whose echo may be of half of the stretch that is looked at: -6 dB and twice that, and a little.
    private static final float LOUDEST_NOW = 0.9f;
    /// The window starts this much before the peak of the response: D.6 and D.7 of G.168 rise for 50 samples.
    private static final int LEAD = 56;
    private static final int VAIN_FRAMES = 100;
    private static final int CATCH_UP = 4;
    private static final int FADE = 40;
    private static final float QUICK = 0.4f;
    private static final float CAREFUL = 0.12f;
    private static final float SLOW = 0.03f;
    /// Frames do not count more than one 15 dB better than unfiltered.
    private static final float DEEPEST = 0.03f;
    private static final float WORTH_A_CHANGE = 0.9f;
    /// A voice that happens to resemble the other's does so for a frame or two.
    private static final int PROOF_FRAMES = 3;
    private static final int LONG_PROOF_FRAMES = 8;
    private static final float WORTH_A_START = 0.5f;
    private static final float WORTH_A_WINDOW = 0.7f;
    /// More than 1 dB better: worth to go on learning.
    private static final float GAIN = 0.8f;
    private static final float HARMFUL = 1.3f;
    private static final int PATIENCE_FRAMES = 12;
    private static final int FRESH_FRAMES = 100;
    private static final int EARLY_FRAMES = 50;
    private static final float EARLY_SHARE = 0.05f;
    private static final int RECENTRE_FRAMES = 8;
    private static final int TRIAL_FRAMES = 60;
    /// Less than 20 dB: there may be a second echo.
    private static final float WANTING = 0.01f;
    /// Less than 10 dB.
    private static final float POOR = 0.1f;
    private static final int REST_FRAMES = 25;
    private static final int LONG_LEARNING_FRAMES = 100;
    /// 35 dB: nobody hears a better filter.
    private static final float GOOD = 3e-4f;
    private static final float[] NOTHING_KNOWN = new float[EchoWindow.TAPS];
}
