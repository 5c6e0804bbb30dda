package org.tipring.tdm.line;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.TonePlan;

/// What a telephone line meets in one country: what a country pack (`etc/countries/xx.ini`) says.
///
/// @param iso ISO 3166 letters, capital: "GB"
/// @param name for people
/// @param tones what its exchanges sound like
/// @param ring the rhythm of the ringing current
/// @param polarity when exchanges turn tip and ring round
/// @param loopBreak for how long the exchange opens the loop when the far end has hung up; zero: it does not, as a rule
/// @param flash how long a hook flash is
/// @param emergency numbers that lead to help, without any prefix
/// @param sources by the heading of the pack's section ("tone busy"): where its values come from
public record CountryProfile(String iso, String name, TonePlan tones, Cadence ring, CallerIdHabit callerId, PolarityHabit polarity,
        Duration loopBreak, Duration flash, Keys dtmf, Pulses pulses, Numbering numbering, List<String> emergency, Map<String, Source> sources) {

    public CountryProfile {
        emergency = List.copyOf(emergency);
        sources = Map.copyOf(sources);
    }

    /// Where a value comes from.
    ///
    /// @param confirmed somebody has found it so on a real line
    public record Source(String text, boolean confirmed) { }

    /// How the caller's number comes. What is received is told by itself, whatever stands here; this is for what we send.
    ///
    /// @param format of FSK data
    public record CallerIdHabit(Scheme scheme, When when, Format format) {

        public CallerIdHabit(Scheme scheme, When when) {
            this(scheme, when, Format.MDMF);
        }

        public CallerIdHabit withFormat(Format other) {
            return new CallerIdHabit(scheme, when, other);
        }
    }

    public enum Format {
        /// Multiple data message format: number, name, time, call qualifier, each optional (GR-30-CORE section 2.2.2, EN 300 659-3).
        MDMF,
        /// Single data message format: time and number. Displays of the first years know nothing else.
        SDMF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Scheme {
        /// Telcordia GR-30: 1200 and 2200 Hz.
        BELL_202_FSK,
        /// ETSI EN 300 659-1: 1300 and 2100 Hz.
        V_23_FSK,
        DTMF,
        NONE;

        @Override
        public String toString() {
            return this == V_23_FSK ? "v.23 fsk" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public enum When {
        BEFORE_THE_FIRST_RING, AFTER_THE_FIRST_RING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// @param answer reversal when the called party answers; @param hangUp when it hangs up (often: back again)
    public record PolarityHabit(How answer, How hangUp) { }

    public enum How {
        NEVER, SOME_LINES, ALWAYS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// How long a DTMF key sounds, and the pause after it.
    public record Keys(Duration on, Duration off) { }

    /// One pulse of a dial: the loop open (`broken`), then closed (`made`).
    public record Pulses(Duration made, Duration broken) { }

    /// How numbers are dialled.
    ///
    /// @param code of the country, without `+`; @param trunk national prefix, empty where there is none; @param abroad international prefix
    public record Numbering(String code, String trunk, String abroad) { }
}
