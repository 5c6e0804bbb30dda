package org.tipring.signaling.config;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.tipring.signaling.config.GatewayConfig.CodesSection;
import org.tipring.signaling.config.GatewayConfig.FlashSection;
import org.tipring.signaling.config.GatewayConfig.RingsSection;
import org.tipring.signaling.config.GatewayConfig.TelephoneSection;
import org.tipring.signaling.routing.StarCode;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.tdm.line.CountryProfile.Format;

/// A `[line NAME]` of lines.ini that is an analog telephone: `driver = line-card`, `port = fxs N`.
final class TelephoneFields {

    private static final Pattern CODE = Pattern.compile("[*#][0-9*#]{1,5}");
    private static final Duration SHORTEST_RING = Duration.ofSeconds(5);
    private static final Duration LONGEST_RING = Duration.ofMinutes(2);
    private static final Duration SHORTEST_FLASH = Duration.ofMillis(100);
    private static final Duration LONGEST_FLASH = Duration.ofSeconds(2);

    private enum Display {
        COUNTRY, MDMF, SDMF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private TelephoneFields() {
    }

    static TelephoneSection read(Fields fields, CardPort port, String country, StarCodes codes, FlashSection services,
            RingsSection rings) {
        String name = fields.section().name();
        String shown = digits(fields);
        return new TelephoneSection(name, port.device(), port.number(), country, shown, fields.text("name", name), display(fields), flash(fields), services,
                codes(fields, codes, shown), rings);
    }

    private static CodesSection codes(Fields fields, StarCodes codes, String number) {
        Entry group = fields.take("pick-up group");
        if (group != null && !group.value().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
            fields.wrong(group, "write one name of up to 32 letters, digits, '-' and '_', such as office");
        }
        return new CodesSection(codes, group == null ? "" : group.value(), fields.text("mailbox", number));
    }

    /// `[star-codes]`
    static StarCodes starCodes(Fields fields, Mistakes mistakes) {
        Map<StarCode, String> codes = new EnumMap<>(StarCode.class);
        for (StarCode code : StarCode.values()) {
            Entry entry = fields.take(code.key());
            if (entry != null) {
                check(fields, entry, codes.values(), mistakes);
                codes.put(code, entry.value());
            }
        }
        Duration after = fields.duration("forward after", StarCodes.NONE.forwardAfter());
        if (after.compareTo(SHORTEST_RING) < 0 || after.compareTo(LONGEST_RING) > 0) {
            mistakes.error(fields.section().place(), "'forward after' is " + after.toSeconds() + "s", "write a time from 5s to 2m");
        }
        return new StarCodes(codes, after);
    }

    private static void check(Fields fields, Entry entry, Collection<String> others, Mistakes mistakes) {
        String code = entry.value();
        if (!CODE.matcher(code).matches()) {
            fields.wrong(entry, "write * or #, and up to five more of * # and digits, such as *66 or \"#21#\"");
        } else if (others.stream().anyMatch(other -> other.startsWith(code) || code.startsWith(other))) {
            mistakes.error(entry.valuePlace(), "the code " + code + " begins like another one", "choose another one, so that it is clear when it ends");
        }
    }

    private static String digits(Fields fields) {
        Entry number = fields.take("number");
        if (number != null && !number.value().matches("\\+?[0-9*#]{1,20}")) {
            fields.wrong(number, "write the telephone's number, up to 20 digits");
        }
        return number == null ? "" : number.value();
    }

    private static Format display(Fields fields) {
        return switch (fields.word("display", Display.class, Display.COUNTRY)) {
            case COUNTRY -> null;
            case MDMF -> Format.MDMF;
            case SDMF -> Format.SDMF;
        };
    }

    private static Duration flash(Fields fields) {
        Entry entry = fields.take("hook flash");
        if (entry == null || entry.value().equals("none")) {
            return Duration.ZERO;
        }
        if (entry.value().equals("learned")) {
            return TelephoneSection.LEARNED;
        }
        Duration flash = Fields.duration(entry.value());
        if (flash == null || flash.compareTo(SHORTEST_FLASH) < 0 || flash.compareTo(LONGEST_FLASH) > 0) {
            fields.wrong(entry, "write none, learned, or the longest flash, from 100ms to 2s, such as 600ms");
            return Duration.ZERO;
        }
        return flash;
    }
}
