package org.tipring.media.dsp;

import java.util.List;
import org.tipring.media.pcm.Pcm;

/// Hears the call progress tones of one tone plan by frequency and cadence, and voice: line supervision's ear.
///
/// ```
///   frame -> silence?  -> which of the plan's sounds (ToneFit)? -> bursts and pauses -> which tone (CadenceMatcher) -> Listener
///                      -> SIT (SitDetector)?
///                      -> anything else that is loud and lasts: voice
/// ```
///
/// Time is counted in frames. Owned by one thread; allocates nothing per frame; the listener is called from within [#process].
public final class ToneDetector {

    /// What is heard, as it happens.
    public interface Listener {

        /// At most one tone is on at a time: another one's end is told first.
        void toneStarted(CallProgressTone tone);

        /// The tone's cadence has been broken for longer than its longest pause.
        void toneEnded(CallProgressTone tone);

        /// Sound that is no tone of the plan has lasted for about 300 ms. Told once, and again after each tone.
        void voiceHeard();
    }

    /// Below the faintest tone (-35 dBm0) by enough for a frame that is half of it.
    private static final double SILENCE_DBM0 = -42;
    private static final double VOICE_DBM0 = -40;
    /// While a tone is on or may be coming on, noise on the line (20 dB below it) is not voice.
    private static final double VOICE_BELOW_TONE = 0.025;
    private static final double TONE_MEMORY_MILLIS = 1000;
    private static final int VOICE_FRAMES = 15;

    /// The share of a frame that a sound may leave unexplained: 1.5 % of frequency error and noise 20 dB down leave up to 0.11.
    private static final double RESIDUAL = 0.2;
    /// Good enough not to ask whether another sound fits better.
    private static final double CLEAR_RESIDUAL = 0.12;
    /// Frames in a row that make a burst, that end it, and after which we believe that its sound was taken for another.
    private static final int BURST_FRAMES = 3;
    private static final int PAUSE_FRAMES = 2;
    private static final int RIVAL_FRAMES = 4;
    /// What each sine wave beyond the first must explain of a burst's beginning: the three of Thailand's dial tone (400 Hz modulated by 50)
    /// explain its ringback of 420 Hz better than 420 Hz do when that is 1 % off.
    private static final double WAVE_COSTS = 0.08;

    private static final double FRAME_MILLIS = Pcm.FRAME * 1000.0 / Pcm.RATE;
    private static final double END_SLACK_MILLIS = 100;
    private static final int SIT_PAUSE_MILLIS = 1000;
    private static final int NONE = -1;

    private final Listener listener;
    private final double silenceEnergy = LevelMeter.power(SILENCE_DBM0) * Pcm.FRAME;
    private final double voiceEnergy = LevelMeter.power(VOICE_DBM0) * Pcm.FRAME;
    /// One of each for every different sound of the plan.
    private final ToneFit[] fits;
    /// Null where a sound cannot be a plain or a changing one.
    private final ToneFit[] plainFits;
    /// Null where a sound cannot be of one frequency.
    private final ToneFit[] overtones;
    private final CadenceMatcher[] matchers;
    private final double[] residuals;
    private final double[] residualsBefore;
    private final double[] residualSums;
    /// How long the sound may be away while the tone is still on, by the tone's ordinal.
    private final double[] patienceMillis = new double[CallProgressTone.values().length];
    private final SitDetector sit = new SitDetector();
    private final HumFilter hum = new HumFilter();
    private final short[] clean = new short[Pcm.FRAME];

    private double nowMillis;
    /// The sound of the burst in progress or of the last one, and since when it is on or off.
    private int sound;
    private boolean on;
    private double turnedMillis;
    /// The loudest frame of the burst in progress; what a whole frame of it has of the sound, on average, and of how many frames.
    private double burstEnergy;
    private double burstExplained;
    private int burstFrames;
    /// How much of its last frame the burst has filled.
    private double lastShare;
    /// Before a burst: frames that look like one. In a burst: frames that do not, and where the first of these began.
    private int run;
    private double runStartMillis;
    private double firstMillis;
    private double firstResidual;
    private double firstEnergy;
    private double beforeResidual;
    private double beforeEnergy;
    private double energyNow;
    private double energyBefore;
    private int misses;
    private double missStartMillis;
    private int rivalFrames;
    private CallProgressTone told;
    private double toldFitsMillis;
    private double toneEnergy;
    private int voiceFrames;
    private boolean voiceTold;

    public ToneDetector(TonePlan plan, Listener listener) {
        this.listener = listener;
        List<SoundGroup> groups = SoundGroup.of(plan);
        plan.signals().forEach((tone, signal) -> patienceMillis[tone.ordinal()] = patience(signal.cadence()));
        patienceMillis[CallProgressTone.SIT.ordinal()] = patience(Cadence.of(1, SIT_PAUSE_MILLIS));
        fits = groups.stream().map(SoundGroup::fit).toArray(ToneFit[]::new);
        plainFits = groups.stream().map(SoundGroup::plainFit).toArray(ToneFit[]::new);
        overtones = groups.stream().map(group -> single(group.plainFit(), group.fit()).overtones()).toArray(ToneFit[]::new);
        matchers = groups.stream().map(group -> new CadenceMatcher(group.members(), group.mostResidual(), group.lastSegments())).toArray(CadenceMatcher[]::new);
        residuals = new double[fits.length];
        residualsBefore = new double[fits.length];
        residualSums = new double[fits.length];
        reset();
    }

    /// Forgets all that was heard and tells nothing, for the next call.
    public void reset() {
        sound = NONE;
        on = false;
        run = 0;
        told = null;
        toneEnergy = 0;
        voiceFrames = 0;
        voiceTold = false;
        energyNow = 0;
        sit.reset();
        hum.reset();
        java.util.Arrays.fill(residuals, 1);
    }

    /// The tone that is on, or null.
    public CallProgressTone current() {
        return told;
    }

    /// Listens to the next 20 ms.
    ///
    /// @param heard [Pcm#FRAME] samples
    public void process(short[] heard) {
        hum.filter(heard, clean);
        listen(clean);
    }

    private void listen(short[] frame) {
        System.arraycopy(residuals, 0, residualsBefore, 0, residuals.length);
        energyBefore = energyNow;
        double energy = LevelMeter.energy(frame, 0, Pcm.FRAME);
        double mean = 0;
        if (energy >= silenceEnergy) {
            // A converter's offset is no sound.
            mean = mean(frame);
            energy -= mean * mean * Pcm.FRAME;
        }
        energyNow = energy;
        if (energy < silenceEnergy) {
            java.util.Arrays.fill(residuals, 1);
            follow(NONE);
            sit.silence();
            voiceFrames -= voiceFrames > 0 ? 1 : 0;
        } else {
            int heard = classify(frame, mean, energy);
            if (on) {
                burstEnergy = Math.max(energy, burstEnergy);
                // Echo, or a talker who hits the pitch: the burst itself is over.
                if (energy < VOICE_BELOW_TONE * burstEnergy) {
                    residuals[sound] = 1;
                    heard = NONE;
                }
            }
            follow(heard);
            if (heard == sound && on) {
                burstGoesOn(frame, mean, energy);
            }
            if (heard == NONE) {
                hearOther(frame, mean, energy);
            } else {
                sit.silence();
                toneEnergy = Math.max(energy, 0.95 * toneEnergy);
            }
        }
        judge();
        nowMillis += FRAME_MILLIS;
    }

    private void burstGoesOn(short[] frame, double mean, double energy) {
        lastShare = shareOfBurst(residuals[sound], energy);
        if (lastShare == 1) {
            burstFrames++;
            burstExplained += ((1 - residuals[sound]) * energy - burstExplained) / burstFrames;
        }
        CadenceMatcher matcher = matchers[sound];
        matcher.frame(residuals[sound]);
        ToneFit plain = plainFits[sound];
        if (plain != null) {
            matcher.plain(plain.residual(frame, mean, energy), frame);
        }
        ToneFit single = single(plain, fits[sound]);
        if (single.single()) {
            matcher.single(single, Math.round(nowMillis / FRAME_MILLIS), 1 - overtones[sound].residual(frame, mean, energy));
        }
    }

    private static ToneFit single(ToneFit plain, ToneFit any) {
        return plain == null ? any : plain;
    }

    private static double mean(short[] frame) {
        int sum = 0;
        for (int i = 0; i < Pcm.FRAME; i++) {
            sum += frame[i];
        }
        return (double) sum / Pcm.FRAME;
    }

    private int classify(short[] frame, double mean, double energy) {
        if (on) {
            residuals[sound] = fits[sound].residual(frame, mean, energy);
            if (residuals[sound] <= CLEAR_RESIDUAL) {
                rivalFrames = 0;
                return sound;
            }
        }
        int best = NONE;
        for (int s = 0; s < fits.length; s++) {
            residuals[s] = fits[s].residual(frame, mean, energy);
            if (residuals[s] <= RESIDUAL && (best == NONE || residuals[s] < residuals[best])) {
                best = s;
            }
        }
        if (!on || best == sound) {
            rivalFrames = 0;
            return best;
        }
        return residuals[sound] <= RESIDUAL && ++rivalFrames < RIVAL_FRAMES ? sound : best;
    }

    /// Finds the ends of bursts.
    private void follow(int heard) {
        if (on) {
            if (heard == sound) {
                misses = 0;
                return;
            }
            if (misses++ == 0) {
                missStartMillis = nowMillis - FRAME_MILLIS * (1 - lastShare) + FRAME_MILLIS * share(residuals[sound], energyNow);
            }
            if (misses < PAUSE_FRAMES) {
                return;
            }
            matchers[sound].turn(missStartMillis - turnedMillis);
            turnedMillis = missStartMillis;
            on = false;
            run = 0;
        }
        if (heard == NONE) {
            run = 0;
        } else {
            burstMayBegin(heard);
        }
    }

    private void burstMayBegin(int heard) {
        if (run == 0) {
            runStartMillis = nowMillis - FRAME_MILLIS * (1 - residualsBefore[heard]);
            firstMillis = nowMillis;
            firstResidual = residuals[heard];
            firstEnergy = energyNow;
            beforeResidual = residualsBefore[heard];
            beforeEnergy = energyBefore;
            java.util.Arrays.fill(residualSums, 0);
        }
        int best = 0;
        for (int s = 0; s < residuals.length; s++) {
            residualSums[s] += residuals[s] + WAVE_COSTS * (fits[s].waves() - 1);
            best = residualSums[s] < residualSums[best] ? s : best;
        }
        if (++run < BURST_FRAMES) {
            return;
        }
        burstExplained = (1 - residuals[best]) * energyNow;
        burstFrames = 1;
        lastShare = 1;
        runStartMillis = firstMillis + FRAME_MILLIS * (1 - shareOfBurst(firstResidual, firstEnergy) - share(beforeResidual, beforeEnergy));
        if (best == sound) {
            matchers[sound].turn(runStartMillis - turnedMillis);
        } else {
            matchers[best].begin();
        }
        sound = best;
        turnedMillis = runStartMillis;
        burstEnergy = 0;
        on = true;
        misses = 0;
        rivalFrames = 0;
        voiceFrames = 0;
    }

    /// How much of a frame at the edge of a burst the burst fills. In silence the tone leaves as much of the frame's energy unexplained as it
    /// leaves of the frame. What else sounds then may look like the tone for a while: so it must be as loud, too (a part x of a frame is explained
    /// by the tone with x squared of a whole frame's energy).
    private double share(double residual, double energy) {
        return Math.min(1 - residual, Math.sqrt((1 - residual) * energy / burstExplained));
    }

    /// The same of a frame that was taken for one of the burst: all of it, unless it is badly explained and faint.
    private double shareOfBurst(double residual, double energy) {
        return residual <= CLEAR_RESIDUAL ? 1 : Math.min(1, Math.sqrt((1 - residual) * energy / burstExplained));
    }

    private void hearOther(short[] frame, double mean, double energy) {
        if (sit.frame(frame, mean)) {
            if (sit.heard()) {
                tell(CallProgressTone.SIT);
                toldFitsMillis = nowMillis;
            }
            return;
        }
        boolean amongTones = told != null || sound != NONE && nowMillis - turnedMillis < TONE_MEMORY_MILLIS;
        if (energy > voiceEnergy && !(amongTones && energy < VOICE_BELOW_TONE * toneEnergy) && ++voiceFrames >= VOICE_FRAMES && !voiceTold) {
            voiceTold = true;
            listener.voiceHeard();
        }
    }

    private void judge() {
        if (sound != NONE) {
            CadenceMatcher matcher = matchers[sound];
            double lasted = nowMillis + FRAME_MILLIS - turnedMillis;
            if (misses == 0 || !on) {
                // In a pause, what may be the next burst is not yet part of the pause.
                matcher.lasts((!on && run > 0 ? runStartMillis : nowMillis) - turnedMillis);
            }
            CallProgressTone tone = matcher.verdict(lasted);
            // In a pause the verdict is old news if something else (SIT) has been told since the burst.
            if (tone != null && tone != told && (on || toldFitsMillis < turnedMillis)) {
                tell(tone);
                toldFitsMillis = nowMillis;
            }
            if (on && misses == 0 && told != null && matcher.possible(told)) {
                toldFitsMillis = nowMillis;
            }
        }
        if (told != null && nowMillis - toldFitsMillis > patienceMillis[told.ordinal()]) {
            end();
        }
    }

    private void tell(CallProgressTone tone) {
        if (tone == told) {
            return;
        }
        if (told != null) {
            end();
        }
        told = tone;
        voiceTold = false;
        listener.toneStarted(tone);
    }

    private void end() {
        CallProgressTone ended = told;
        told = null;
        listener.toneEnded(ended);
    }

    private static double patience(Cadence cadence) {
        int longest = 0;
        for (int i = 1; i < cadence.millis().size(); i += 2) {
            longest = Math.max(longest, cadence.millis().get(i));
        }
        return END_SLACK_MILLIS + longest + CadenceMatcher.tolerance(longest);
    }
}
