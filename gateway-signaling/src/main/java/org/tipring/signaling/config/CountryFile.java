package org.tipring.signaling.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.TonePlan;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;
import org.tipring.signaling.routing.text.Spelling;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.CountryProfile.CallerIdHabit;
import org.tipring.tdm.line.CountryProfile.Format;
import org.tipring.tdm.line.CountryProfile.How;
import org.tipring.tdm.line.CountryProfile.Keys;
import org.tipring.tdm.line.CountryProfile.Numbering;
import org.tipring.tdm.line.CountryProfile.PolarityHabit;
import org.tipring.tdm.line.CountryProfile.Pulses;
import org.tipring.tdm.line.CountryProfile.Scheme;
import org.tipring.tdm.line.CountryProfile.Source;
import org.tipring.tdm.line.CountryProfile.When;

/// A country pack, `countries/xx.ini`. Every section must be there, and say where its values come from.
final class CountryFile {

    private static final Map<String, CallProgressTone> TONES = Map.of("dial", CallProgressTone.DIAL, "ringback", CallProgressTone.RINGBACK,
            "busy", CallProgressTone.BUSY, "reorder", CallProgressTone.REORDER, "waiting", CallProgressTone.CALL_WAITING);
    private static final List<String> NEEDED = List.of("country", "tone dial", "tone ringback", "tone busy", "tone reorder", "ring", "caller id",
            "polarity", "loop break", "flash", "dtmf", "pulse", "numbering", "emergency");
    private static final int LEAST_LEVEL = -40;
    private static final int MOST_LEVEL = 0;

    private final Mistakes mistakes;
    private final Map<CallProgressTone, TonePlan.Signal> signals = new EnumMap<>(CallProgressTone.class);
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final List<String> emergency = new ArrayList<>();
    private String name = "";
    private Cadence ring = Cadence.STEADY;
    private CallerIdHabit callerId;
    private PolarityHabit polarity;
    private Duration loopBreak;
    private Duration flash;
    private Keys dtmf;
    private Pulses pulses;
    private Numbering numbering;

    private CountryFile(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /// @param file its name, for mistakes; @param iso whose pack it is
    /// @return null when there are mistakes
    static CountryProfile read(String file, String iso, byte[] bytes, Mistakes mistakes) {
        int before = mistakes.errors();
        List<Section> sections = IniReader.read(file, bytes, mistakes);
        if (mistakes.errors() > before) {
            return null;
        }
        CountryFile pack = new CountryFile(mistakes);
        pack.sections(sections);
        for (String needed : NEEDED) {
            if (sections.stream().noneMatch(section -> section.heading().equals(needed))) {
                mistakes.error(new Place(file, 1, 1), "a country pack needs [" + needed + "]", "add it; etc/countries/ has examples");
            }
        }
        return mistakes.errors() > before ? null : pack.profile(iso);
    }

    private CountryProfile profile(String iso) {
        return new CountryProfile(iso, name, new TonePlan(iso, signals), ring, callerId, polarity, loopBreak, flash, dtmf, pulses, numbering,
                emergency, sources);
    }

    private void sections(List<Section> sections) {
        Map<String, Consumer<Fields>> readers = Map.of("country", this::country, "ring", this::ring, "polarity", this::polarity,
                "flash", this::flash, "dtmf", this::dtmf, "pulse", this::pulse, "numbering", this::numbering, "emergency", this::emergency);
        for (Section section : sections) {
            Consumer<Fields> reader = switch (section.heading()) {
                case "caller id" -> this::callerId;
                case "loop break" -> this::loopBreak;
                case String heading when section.kind().equals("tone") && TONES.containsKey(section.name()) -> this::tone;
                case String heading -> readers.get(heading);
            };
            if (reader == null) {
                List<String> known = new ArrayList<>(NEEDED);
                known.add("tone waiting");
                mistakes.error(section.place(), "a country pack has no section [" + section.heading() + "]", Spelling.cure(section.heading(), known));
                continue;
            }
            Fields fields = new Fields(section, mistakes);
            reader.accept(fields);
            if (!section.heading().equals("country")) {
                source(fields);
            }
            fields.finish();
        }
    }

    private void source(Fields fields) {
        Entry text = fields.required("source", "say where the values come from: 'source = ITU-T E.180 Supplement 2', or 'source = measured'");
        boolean confirmed = fields.yes("confirmed", false);
        sources.put(fields.section().heading(), new Source(text == null ? "" : text.value(), confirmed));
    }

    private void country(Fields fields) {
        Entry entry = fields.required("name", "write the country's name");
        name = entry == null ? "" : entry.value();
    }

    private void tone(Fields fields) {
        Entry sound = fields.required("sound", "write the frequencies in Hz: 425, 350 + 440, or 400 * 25 for 400 Hz modulated by 25");
        Cadence cadence = cadence(fields);
        int level = fields.number("level", -10, LEAST_LEVEL, MOST_LEVEL);
        Tone tone = sound == null ? null : sound(sound, level, fields);
        if (tone != null && cadence != null) {
            signals.put(TONES.get(fields.section().name()), new TonePlan.Signal(tone, cadence));
        }
    }

    /// `425`, `350 + 440`, `400 * 25`.
    private static Tone sound(Entry entry, int level, Fields fields) {
        String[] halves = entry.value().split("\\*", -1);
        List<Double> hertz = new ArrayList<>();
        for (String part : halves[0].split("\\+", -1)) {
            hertz.add(hertz(part, 200, 3400));
        }
        double modulation = halves.length == 1 ? 0 : hertz(halves[1], 10, 100);
        if (halves.length > 2 || hertz.contains(Double.NaN) || Double.isNaN(modulation) || hertz.size() > 3 || modulation > 0 && hertz.size() > 1) {
            fields.wrong(entry, "write up to three frequencies of 200 to 3400 Hz: 425, 350 + 440, or one modulated by 10 to 100 Hz: 400 * 25");
            return null;
        }
        return new Tone(hertz, modulation, level);
    }

    private static double hertz(String text, int least, int most) {
        if (!text.strip().matches("\\d{2,4}(\\.\\d{1,2})?")) {
            return Double.NaN;
        }
        double hertz = Double.parseDouble(text.strip());
        return hertz >= least && hertz <= most ? hertz : Double.NaN;
    }

    /// Null when it is none.
    private static Cadence cadence(Fields fields) {
        Entry entry = fields.required("cadence", "write times in milliseconds, on off on off: 480 480, or steady");
        if (entry == null || entry.value().equals("steady")) {
            return entry == null ? null : Cadence.STEADY;
        }
        if (!entry.value().matches("[1-9]\\d{0,4} [1-9]\\d{0,4}( [1-9]\\d{0,4} [1-9]\\d{0,4}){0,7}")) {
            fields.wrong(entry, "write one to eight pairs of milliseconds, on off on off: 480 480, or steady");
            return null;
        }
        return new Cadence(java.util.Arrays.stream(entry.value().split(" ")).map(Integer::valueOf).toList());
    }

    private void ring(Fields fields) {
        Cadence read = cadence(fields);
        ring = read == null ? ring : read;
    }

    private void callerId(Fields fields) {
        callerId = new CallerIdHabit(fields.word("scheme", Scheme.class, Scheme.NONE), fields.word("when", When.class, When.AFTER_THE_FIRST_RING),
                fields.word("format", Format.class, Format.MDMF));
    }

    private void polarity(Fields fields) {
        polarity = new PolarityHabit(fields.word("answer", How.class, How.NEVER), fields.word("hang-up", How.class, How.NEVER));
    }

    private void loopBreak(Fields fields) {
        loopBreak = time(fields, "length", true);
    }

    private void flash(Fields fields) {
        flash = time(fields, "length", false);
    }

    private void dtmf(Fields fields) {
        dtmf = new Keys(time(fields, "on", false), time(fields, "off", false));
    }

    private void pulse(Fields fields) {
        pulses = new Pulses(time(fields, "make", false), time(fields, "break", false));
    }

    private void numbering(Fields fields) {
        numbering = new Numbering(digits(fields, "code", "[1-9]\\d{0,2}", "without +, such as 44"),
                digits(fields, "trunk", "\\d{1,3}|none", "such as 0, or none"), digits(fields, "abroad", "\\d{1,5}", "such as 00"));
    }

    private static String digits(Fields fields, String key, String pattern, String cure) {
        Entry entry = fields.required(key, "write digits, " + cure);
        if (entry == null || entry.value().equals("none")) {
            return "";
        }
        if (!entry.value().matches(pattern)) {
            fields.wrong(entry, "write digits, " + cure);
        }
        return entry.value();
    }

    private void emergency(Fields fields) {
        Entry entry = fields.required("numbers", "write the emergency numbers: 112, 110");
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            if (!part.text().matches("\\d{2,6}")) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no emergency number", "write 2 to 6 digits");
            }
            emergency.add(part.text());
        }
    }

    /// A time of at most 5 s; `none` is zero.
    private static Duration time(Fields fields, String key, boolean orNone) {
        Entry entry = fields.required(key, "write a time such as 100ms" + (orNone ? ", or none" : ""));
        if (entry == null || orNone && entry.value().equals("none")) {
            return Duration.ZERO;
        }
        Duration time = Fields.duration(entry.value());
        if (time == null || time.isZero() || time.compareTo(LONGEST_TIME) > 0) {
            fields.wrong(entry, "write a time from 1ms to 5s" + (orNone ? ", or none" : ""));
            return Duration.ZERO;
        }
        return time;
    }

    private static final Duration LONGEST_TIME = Duration.ofSeconds(5);
}
