package org.tipring.media.dsp;

import java.util.Arrays;
import java.util.List;

/// Which of the tones that sound alike is heard, told by the measured lengths of bursts and pauses.
///
/// Each tone keeps the set of places in its cadence where it could be now. A length that does not fit removes a place; a tone
/// without a place is out. The first burst may be the rest of one that began before we listened, so it may only be too long.
///
/// ```
///   GB   busy     375  375                 heard: 400  350  225
///        reorder  400  350  225  525       busy:   ok   ok  out      reorder: ok  ok  ok
/// ```
final class CadenceMatcher {

    /// Exchanges keep within some per cent, and the ends of a burst are found to some milliseconds.
    private static final double TOLERANCE = 0.05;
    private static final double TOLERANCE_MILLIS = 30;

    private static final double STEADY_MILLIS = 400;
    private static final double RINGBACK_MILLIS = 300;

    private final CallProgressTone[] tones;
    private final Boolean[] changing;
    /// Lengths in milliseconds; empty for a steady tone.
    private final int[][] parts;
    /// Bit p: the segment in progress can be part p of the cadence. A steady tone has only bit 0.
    private final int[] places;
    /// Segments that were heard whole and fitted.
    private final int[] fitted;
    private final int longestBurst;
    private final double mostResidual;
    private final int lastSegments;
    /// Of a plain sound of one frequency; 0: there is none.
    private double hertz;
    /// Of the present or last burst.
    private final Burst burst = new Burst();
    private boolean on;
    private boolean first;

    /// @param mostResidual what a burst of a tone that ends calls may leave unexplained
    /// @param lastSegments how many whole lengths in a row prove such a tone
    CadenceMatcher(List<SoundGroup.Member> alike, double mostResidual, int lastSegments) {
        this.mostResidual = mostResidual;
        this.lastSegments = lastSegments;
        tones = alike.stream().map(SoundGroup.Member::name).toArray(CallProgressTone[]::new);
        changing = alike.stream().map(SoundGroup.Member::changing).toArray(Boolean[]::new);
        parts = alike.stream().map(e -> e.cadence().millis().stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
        longestBurst = Arrays.stream(parts).mapToInt(CadenceMatcher::longestBurst).max().orElse(0);
        places = new int[tones.length];
        fitted = new int[tones.length];
    }

    /// A burst begins after something else, or after a rhythm that was none.
    void begin() {
        burst.begin();
        on = true;
        first = true;
        for (int t = 0; t < tones.length; t++) {
            places[t] = parts[t].length == 0 ? 1 : (1 << parts[t].length) - 1 & EVEN;
            fitted[t] = 0;
        }
    }

    /// The segment in progress has ended and the opposite begins.
    void turn(double millis) {
        for (int t = 0; t < tones.length; t++) {
            int next = 0;
            boolean whole = false;
            for (int p = 0; p < parts[t].length; p++) {
                double late = millis - parts[t][p];
                boolean fits = Math.abs(late) <= tolerance(parts[t][p]) && !(on && endsCall(tones[t]) && isOtherThan(t));
                if ((places[t] & 1 << p) != 0 && (fits || first && late < 0)) {
                    next |= 1 << (p + 1) % parts[t].length;
                    whole |= fits;
                }
            }
            places[t] = next;
            // One segment is enough for ringback, so it must be a burst: in talk there is a pause of any length.
            fitted[t] += whole && (on || tones[t] != CallProgressTone.RINGBACK) ? 1 : 0;
        }
        on = !on;
        first = false;
        if (on) {
            burst.begin();
        }
        if (on && !anyPossible()) {
            begin();
        }
    }

    /// The segment in progress has gone on for so long.
    void lasts(double millis) {
        for (int t = 0; t < tones.length; t++) {
            for (int p = 0; p < parts[t].length; p++) {
                if (millis > parts[t][p] + tolerance(parts[t][p])) {
                    places[t] &= ~(1 << p);
                }
            }
        }
        if (on && !anyPossible()) {
            // Longer than any burst: two have run into each other, or a steady tone has followed without a pause.
            for (int t = 0; t < tones.length; t++) {
                places[t] = parts[t].length == 0 && millis > 2 * longestBurst ? 1 : 0;
            }
        }
    }

    /// A frame of the burst in progress.
    ///
    /// @param residual what of it the sound does not explain
    void frame(double residual) {
        burst.frame(residual);
    }

    /// The same frame, where the sound may be a plain or a changing one.
    ///
    /// @param residual what of it the plain sound does not explain
    void plain(double residual, short[] frame) {
        burst.plain(residual, frame);
    }

    /// The same frame, where the sound may be one of a single frequency.
    ///
    /// @param overtones share of the frame's energy at twice and three times that frequency
    void single(ToneFit fit, long frameNumber, double overtones) {
        hertz = fit.hertz();
        burst.pitch().frame(fit, frameNumber);
        burst.overtones(overtones);
    }

    /// @param millis how long the segment in progress has lasted
    /// @return the one tone that it must be, or null while it can be several or none, or might be chance
    CallProgressTone verdict(double millis) {
        return verdict(millis, burst.notPlain(), burst.notChanging());
    }

    private CallProgressTone verdict(double millis, boolean notPlain, boolean notChanging) {
        int best = -1;
        int possible = 0;
        for (int t = 0; t < tones.length; t++) {
            if (places[t] != 0 && !(changing[t] ? notChanging : notPlain)) {
                if (possible++ > 0 && !(endsCall(tones[t]) && endsCall(tones[best]))) {
                    return null;
                }
                best = best < 0 || fitted[t] > fitted[best] ? t : best;
            }
        }
        // Busy and reorder can begin alike for long (Brazil); either way the call is over, and that is not to wait.
        return best >= 0 && proven(best, millis) ? tones[best] : null;
    }

    /// The burst that has ended was another sound. What explains the changing sounds of a group explains notes between and beside their
    /// frequencies, too, so each burst of a plain one is asked for itself.
    private boolean isOtherThan(int t) {
        return burst.residual() > mostResidual || (changing[t] ? burst.notChanging() : burst.notPlain() || burst.note() || hertz > 0 && burst.pitch().off(hertz));
    }

    private static boolean endsCall(CallProgressTone tone) {
        return tone == CallProgressTone.BUSY || tone == CallProgressTone.REORDER;
    }

    boolean possible(CallProgressTone tone) {
        for (int t = 0; t < tones.length; t++) {
            if (tones[t] == tone) {
                return places[t] != 0;
            }
        }
        return false;
    }

    private boolean proven(int t, double millis) {
        if (parts[t].length == 0) {
            return millis >= STEADY_MILLIS && burst.residual() <= mostResidual;
        }
        if (tones[t] == CallProgressTone.RINGBACK) {
            return fitted[t] >= 1 || tones.length == 1 && on && millis >= RINGBACK_MILLIS;
        }
        return fitted[t] >= (endsCall(tones[t]) ? lastSegments : 2);
    }

    private boolean anyPossible() {
        int any = 0;
        for (int set : places) {
            any |= set;
        }
        return any != 0;
    }

    private static int longestBurst(int[] parts) {
        int longest = 0;
        for (int p = 0; p < parts.length; p += 2) {
            longest = Math.max(longest, parts[p]);
        }
        return longest;
    }

    static double tolerance(int millis) {
        return TOLERANCE_MILLIS + TOLERANCE * millis;
    }

    private static final int EVEN = 0x55555555;
}
