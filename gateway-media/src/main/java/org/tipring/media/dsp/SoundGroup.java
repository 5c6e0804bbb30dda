package org.tipring.media.dsp;

import java.util.ArrayList;
import java.util.List;

/// Tones of a plan that 20 ms cannot tell apart by frequency, only by their rhythm: the same sound, or one whose loudness goes up and down
/// (India's dial tone is 400 Hz modulated by 25, its busy tone plain 400 Hz). Part of [ToneDetector].
final class SoundGroup {

    /// Closer frequencies are a change of loudness to a frame, and such as are twice as close to the one between them look like it at times.
    private static final double CLOSE_HERTZ = 30;
    private static final double AROUND_HERTZ = 60;
    private static final double SAME_CENTRE_HERTZ = 15;
    private static final double ONE_TONE_RESIDUAL = 0.13;
    private static final double TWO_TONES_RESIDUAL = 0.2;
    /// Closer ones explain nothing more.
    private static final double TABLE_STEP_HERTZ = 8;

    /// @param changing its loudness goes up and down
    record Member(CallProgressTone name, Cadence cadence, boolean changing) { }

    private final List<Tone> sounds = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Tone> soundsOfMembers = new ArrayList<>();

    private SoundGroup() {
    }

    static List<SoundGroup> of(TonePlan plan) {
        List<SoundGroup> groups = new ArrayList<>();
        for (CallProgressTone name : CallProgressTone.values()) {
            TonePlan.Signal signal = plan.signals().get(name);
            if (signal != null) {
                SoundGroup group = groups.stream().filter(one -> one.takes(signal.tone())).findFirst().orElse(null);
                if (group == null) {
                    group = new SoundGroup();
                    groups.add(group);
                }
                group.add(name, signal);
            }
        }
        return groups;
    }

    private void add(CallProgressTone name, TonePlan.Signal signal) {
        Member member = new Member(name, signal.cadence(), changing(signal.tone()));
        sounds.add(signal.tone());
        // Where congestion sounds exactly as busy does (Japan), busy it is.
        if (members.stream().noneMatch(other -> other.cadence.equals(member.cadence) && other.changing == member.changing)) {
            members.add(member);
            soundsOfMembers.add(signal.tone());
        }
    }

    private boolean takes(Tone tone) {
        return sounds.stream().anyMatch(other -> other.waves().equals(tone.waves())
                || (within(AROUND_HERTZ, other) || within(AROUND_HERTZ, tone)) && Math.abs(centre(other) - centre(tone)) <= SAME_CENTRE_HERTZ);
    }

    /// Among sounds around the same centre one of several frequencies swings, however far apart these are: Ireland rings with 400 and 450 Hz
    /// and is busy with 425.
    List<Member> members() {
        boolean several = several();
        List<Member> all = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            all.add(new Member(member.name, member.cadence, member.changing || several && soundsOfMembers.get(i).waves().size() > 1));
        }
        return all;
    }

    /// Explains every sound of the group.
    ToneFit fit() {
        List<Double> hertz = new ArrayList<>();
        for (Tone sound : sounds) {
            for (double wave : sound.waves()) {
                if (hertz.stream().allMatch(known -> Math.abs(known - wave) >= TABLE_STEP_HERTZ)) {
                    hertz.add(wave);
                }
            }
        }
        return new ToneFit(hertz, !several() && sounds.stream().noneMatch(SoundGroup::changing));
    }

    /// What a burst of it may leave unexplained, on average. One frequency is what instruments and voices come near to, with harmonics; two
    /// at once are not met by chance.
    double mostResidual() {
        return twoTones() ? TWO_TONES_RESIDUAL : ONE_TONE_RESIDUAL;
    }

    /// How many whole lengths in a row prove a tone that ends calls. Three are within two rounds, wherever in its rhythm the tone began; and
    /// speech does not hold a rhythm for so long.
    int lastSegments() {
        return twoTones() ? 2 : 3;
    }

    private boolean twoTones() {
        return sounds.stream().allMatch(sound -> sound.hertz().size() == 2 && !changing(sound));
    }

    /// Explains the plain sound among changing ones; null where there is nothing to tell.
    ToneFit plainFit() {
        List<Member> all = members();
        boolean mixed = all.stream().anyMatch(Member::changing) && all.stream().anyMatch(member -> !member.changing);
        return mixed ? sounds.stream().filter(sound -> sound.waves().size() == 1).findFirst().map(sound -> new ToneFit(sound.hertz(), false)).orElseThrow() : null;
    }

    private boolean several() {
        return sounds.stream().map(Tone::waves).distinct().count() > 1;
    }

    private static boolean changing(Tone tone) {
        return within(CLOSE_HERTZ, tone);
    }

    /// Two of its frequencies are so close, or it is modulated.
    private static boolean within(double closeHertz, Tone tone) {
        List<Double> hertz = tone.hertz();
        boolean close = false;
        for (int i = 0; i < hertz.size(); i++) {
            for (int j = 0; j < i; j++) {
                close |= Math.abs(hertz.get(i) - hertz.get(j)) <= closeHertz;
            }
        }
        return close || tone.modulation() > 0;
    }

    private static double centre(Tone tone) {
        return tone.hertz().stream().mapToDouble(hertz -> hertz).average().orElseThrow();
    }
}
