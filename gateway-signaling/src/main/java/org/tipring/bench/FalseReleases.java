package org.tipring.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tipring.media.dsp.CallWaitingAlert;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.LineReplay;
import org.tipring.tdm.line.LineTimings;

/// Conversations that go on, in every country at once: how many of them a line ends all the same.
final class FalseReleases {

    private static final int TOLD = 6;
    private static final String[] KINDS = {"speech", "music", "keys", "modems"};

    /// @param lineHours heard in all; @param releases what was cut, with what it was taken for
    /// @param alerts how often the same sound was taken for the signal that a caller waits (CAS), which is answered with a key
    record Figures(double soundHours, double lineHours, List<String> releases, int alerts) {

        Figures and(Figures other) {
            List<String> all = new ArrayList<>(releases);
            all.addAll(other.releases);
            return new Figures(soundHours + other.soundHours, lineHours + other.lineHours, List.copyOf(all), alerts + other.alerts);
        }
    }

    private FalseReleases() {
    }

    static Figures of(List<CountryProfile> countries, int minutes, long seed) {
        return between(countries, 0, minutes, seed);
    }

    /// Some minutes of a day: each hour is a world of its own, so that what was cut in one can be heard again without those before it.
    ///
    /// @param from a full hour
    static Figures between(List<CountryProfile> countries, int from, int to, long seed) {
        // Countries with the same tones hear the same.
        Map<Object, TonePlan> plans = new LinkedHashMap<>();
        countries.forEach(country -> plans.putIfAbsent(sounds(country.tones()), country.tones()));
        HostileSound sound = new HostileSound(seed);
        List<String> releases = new ArrayList<>();
        List<LineReplay> lines = new ArrayList<>();
        plans.values().forEach(plan -> lines.add(begin(plan)));
        List<TonePlan> all = List.copyOf(plans.values());
        CallWaitingAlert alert = new CallWaitingAlert();
        int alerts = 0;
        for (int minute = from; minute < to; minute++) {
            short[] heard = sound.minute(minute);
            for (int at = 0; at < heard.length; at += Pcm.FRAME) {
                alerts += alert.process(heard, at, Pcm.FRAME) ? 1 : 0;
            }
            for (int i = 0; i < all.size(); i++) {
                LineReplay line = lines.get(i);
                line.hear(heard, 0, heard.length);
                if (line.released() != null) {
                    releases.add(all.get(i).name() + " minute " + minute + " (" + KINDS[minute % KINDS.length] + "): " + line.released() + " at " + line.releasedMillis()
                            + " ms, " + last(line.timeline()));
                }
                if (line.released() != null || minute % 60 == 59) {
                    lines.set(i, begin(all.get(i)));
                }
            }
        }
        return new Figures((to - from) / 60.0, (to - from) / 60.0 * countries.size(), List.copyOf(releases), alerts);
    }

    /// What it heard before it let go, with times from the begin of the hour or of the call after the last one that was cut.
    private static List<LineReplay.Entry> last(List<LineReplay.Entry> timeline) {
        return timeline.subList(Math.max(0, timeline.size() - TOLD), timeline.size());
    }

    private static LineReplay begin(TonePlan plan) {
        return new LineReplay(plan, LineTimings.DEFAULT, LineReplay.Begin.TALKING, false);
    }

    private static Object sounds(TonePlan plan) {
        Map<Object, Object> sounds = new LinkedHashMap<>();
        plan.signals().forEach((tone, signal) -> sounds.put(tone, List.of(signal.tone().hertz(), signal.tone().modulation(), signal.cadence())));
        return sounds;
    }
}
