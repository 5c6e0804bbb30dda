package org.tipring.signaling.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tipring.signaling.config.GatewayConfig.AnswerPolicy;
import org.tipring.signaling.config.GatewayConfig.DialTone;
import org.tipring.signaling.config.GatewayConfig.DiallingBy;
import org.tipring.signaling.config.GatewayConfig.ExchangeLine;
import org.tipring.signaling.config.GatewayConfig.ExchangeSection;
import org.tipring.signaling.config.GatewayConfig.FlashSection;
import org.tipring.signaling.config.GatewayConfig.LineDialling;
import org.tipring.signaling.config.GatewayConfig.LineHabits;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.signaling.config.GatewayConfig.TelephoneSection;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;
import org.tipring.signaling.routing.text.Spelling;

/// lines.ini
final class LinesFile {

    private static final String STAR_CODES = "star-codes";
    private static final String FLASH = "flash";
    private static final String RING = "ring";
    private static final List<String> DRIVERS = Stream.concat(Stream.of("voice-modem", LineSection.LINE_CARD), LineSection.CELLULAR.stream()).toList();

    /// dB; who needs more has another trouble.
    private static final int MOST_GAIN = 20;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_FLASH = Duration.ofMillis(50);
    private static final Duration LONGEST_FLASH = Duration.ofMillis(1500);

    private final String country;
    private final CountryPacks packs;
    private final CardPort.Ports ports;
    private final RingFields rings;
    private final Mistakes mistakes;

    final Map<String, Place> places = new LinkedHashMap<>();
    final List<LineSection> lines = new ArrayList<>();
    final List<TelephoneSection> telephones = new ArrayList<>();
    private StarCodes codes = StarCodes.NONE;
    private FlashSection services = FlashSection.DEFAULT;
    ExchangeSection exchange;

    /// @param country of the dial plan, for lines that name none
    LinesFile(List<Section> sections, String country, CountryPacks packs, Mistakes mistakes) {
        this.country = country;
        this.packs = packs;
        this.ports = new CardPort.Ports(mistakes);
        this.rings = new RingFields(mistakes);
        this.mistakes = mistakes;
        // Before the telephones that they are for.
        SectionKinds.read(sections.stream().filter(LinesFile::forTelephones).toList(),
                Map.of(STAR_CODES, fields -> codes = TelephoneFields.starCodes(fields, mistakes),
                        FLASH, fields -> services = FlashFields.read(fields, mistakes)), Map.of(RING, rings::read), mistakes);
        List<Section> exchanges = sections.stream().filter(section -> section.kind().equals("exchange")).toList();
        SectionKinds.read(sections.stream().filter(section -> !exchanges.contains(section) && !forTelephones(section)).toList(),
                Map.of("exchange", _ -> { }, STAR_CODES, _ -> { }, FLASH, _ -> { }),
                Map.of("line", this::line, RING, _ -> { }), mistakes);
        SectionKinds.read(exchanges, Map.of("exchange", this::exchange), Map.of(), mistakes);
        for (LineSection line : lines) {
            if (line.emulated() && (exchange == null || exchange.lines().stream().noneMatch(on -> on.line().equals(line.name())))) {
                mistakes.error(places.get(line.name()), "the emulated line " + line.name() + " has no number",
                        "write '" + line.name() + " = 5550100' into [exchange]");
            }
        }
    }

    private static boolean forTelephones(Section section) {
        return section.kind().equals(STAR_CODES) || section.kind().equals(FLASH) || section.kind().equals(RING);
    }

    private void line(Fields fields) {
        SectionKinds.isName(fields, mistakes);
        String name = fields.section().name();
        if (!name.matches("[A-Za-z].*")) {
            mistakes.error(fields.section().place(), "the line's name " + Mistakes.quote(name) + " does not begin with a letter",
                    "choose one such as fxo1");
        }
        Entry device = fields.required("device", "write 'device = /dev/serial/by-path/...' or 'device = emulated'");
        if (device != null && !device.value().equals(LineSection.EMULATED) && !device.value().startsWith("/")) {
            fields.wrong(device, "write the whole path, /dev/serial/by-path/..., or emulated");
        }
        Entry driver = fields.take("driver");
        if (driver != null && !DRIVERS.contains(driver.value())) {
            fields.wrong(driver, Spelling.cure(driver.value(), DRIVERS));
        }
        places.put(name, fields.section().place());
        boolean cellular = driver != null && LineSection.CELLULAR.contains(driver.value());
        CardPort port = null;
        if (driver != null && driver.value().equals(LineSection.LINE_CARD)) {
            port = ports.read(fields, device == null ? "" : device.value());
            if (!port.exchange()) {
                telephones.add(TelephoneFields.read(fields, port, country(fields), codes, services, rings.section()));
                return;
            }
        }
        LineHabits habits = habits(fields, cellular);
        lines.add(new LineSection(name, device == null ? "" : device.value(), driver == null ? DRIVERS.getFirst() : driver.value(), country(fields),
                fields.word("dial tone", DialTone.class, DialTone.WAIT), fields.word("answer when", AnswerPolicy.class, AnswerPolicy.LIKELY), habits,
                fields.yes("echo canceller", true), sound(fields), port == null ? -1 : port.number(), fields.yes("text messages", true)));
    }

    private static String sound(Fields fields) {
        Entry sound = fields.take("sound");
        if (sound == null || sound.value().equals("auto")) {
            return "";
        }
        if (!sound.value().startsWith("/")) {
            fields.wrong(sound, "write the whole path of the module's port for sound, or auto");
        }
        return sound.value();
    }

    private LineHabits habits(Fields fields, boolean cellular) {
        LineHabits defaults = LineHabits.DEFAULT;
        return new LineHabits(fields.duration("blind after", defaults.blindAfter()), fields.duration("guard", defaults.guard()),
                orNever(fields, "silence", 10, Duration.ZERO), orNever(fields, "longest call", 10, Duration.ZERO), fields.number("gain in", 0, -MOST_GAIN, MOST_GAIN),
                fields.number("gain out", 0, -MOST_GAIN, MOST_GAIN), dialling(fields, cellular),
                orNever(fields, "met after", 1, defaults.metAfter()), fields.yes("waiting caller id", defaults.asksWhoWaits()));
    }

    private LineDialling dialling(Fields fields, boolean cellular) {
        LineDialling defaults = LineDialling.DEFAULT;
        Place place = fields.section().place();
        LineDialling dialling = new LineDialling(fields.word("dialling", DiallingBy.class, defaults.by()),
                between(fields, "pause", SHORTEST_PAUSE, LONGEST_PAUSE, defaults.pause()),
                between(fields, "hook flash", SHORTEST_FLASH, LONGEST_FLASH, defaults.flash()));
        if (cellular && !dialling.equals(defaults)) {
            mistakes.warning(place, "a mobile network is not dialled with pulses, pauses or hook flashes",
                    "leave 'dialling', 'pause' and 'hook flash' out of a line with a cellular driver");
        }
        return dialling;
    }

    /// @param otherwise zero stands for the word `country`
    private static Duration between(Fields fields, String key, Duration least, Duration most, Duration otherwise) {
        Entry entry = fields.take(key);
        if (entry == null || otherwise.isZero() && entry.value().equals("country")) {
            return otherwise;
        }
        Duration time = Fields.duration(entry.value());
        if (time == null || time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            fields.wrong(entry, "write a time from " + least.toMillis() + "ms to " + most.toMillis() + "ms" + (otherwise.isZero() ? ", or country" : ""));
            return otherwise;
        }
        return time;
    }

    /// Zero for `never`.
    private static Duration orNever(Fields fields, String key, int leastSeconds, Duration usual) {
        Entry entry = fields.take(key);
        if (entry == null) {
            return usual;
        }
        if (entry.value().equals("never")) {
            return Duration.ZERO;
        }
        Duration time = Fields.duration(entry.value());
        if (time == null || time.toSeconds() < leastSeconds) {
            fields.wrong(entry, "write a time of at least " + leastSeconds + "s, such as 90s or 2h, or never");
            return Duration.ZERO;
        }
        return time;
    }

    private String country(Fields fields) {
        Entry entry = fields.take("country");
        if (entry != null && !entry.value().matches("[A-Z]{2}")) {
            fields.wrong(entry, "write two capital letters (ISO 3166), such as GB");
        } else if (entry != null) {
            packs.of(entry.value(), entry.valuePlace());
        }
        return entry == null ? country : entry.value();
    }

    private void exchange(Fields fields) {
        String of = country(fields);
        List<ExchangeLine> on = new ArrayList<>();
        List<String> emulated = lines.stream().filter(LineSection::emulated).map(LineSection::name).toList();
        for (String name : emulated) {
            Entry number = fields.take(name);
            if (number != null && !number.value().replaceAll("[ -]", "").matches("\\d{3,15}")) {
                fields.wrong(number, "write the line's telephone number, 3 to 15 digits");
            } else if (number != null) {
                on.add(new ExchangeLine(name, number.value().replaceAll("[ -]", "")));
            }
        }
        exchange = new ExchangeSection(of, on, fields.number("echo loss", 0, 0, 40), fields.number("echo delay", 4, 0, 200), callerHolds(fields));
    }

    /// Zero for `for ever`.
    private static Duration callerHolds(Fields fields) {
        Entry entry = fields.take("caller holds");
        if (entry == null) {
            return ExchangeSection.NOBODY_HOLDS;
        }
        if (entry.value().equals("for ever")) {
            return Duration.ZERO;
        }
        Duration time = Fields.duration(entry.value());
        if (time == null || time.compareTo(ExchangeSection.NOBODY_HOLDS) < 0 || time.compareTo(Duration.ofMinutes(10)) > 0) {
            fields.wrong(entry, "write a time of 700ms to 10m, such as 12s, or for ever");
            return ExchangeSection.NOBODY_HOLDS;
        }
        return time;
    }
}
