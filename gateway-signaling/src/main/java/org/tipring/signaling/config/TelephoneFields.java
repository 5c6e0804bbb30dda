package org.tipring.signaling.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.config.GatewayConfig.FlashSection;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.signaling.config.GatewayConfig.StarCodesSection;
import org.tipring.signaling.config.GatewayConfig.TelephoneSection;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;

/// A `[line NAME]` of lines.ini that is an analog telephone: `driver = line-card`, `port = fxs N`.
final class TelephoneFields {

    private static final Pattern PORT = Pattern.compile("fxs (\\d|[12]\\d|3[01])");
    private static final Pattern CODE = Pattern.compile("\\*[0-9]{1,4}");
    private static final Duration SHORTEST_FLASH = Duration.ofMillis(100);
    private static final Duration LONGEST_FLASH = Duration.ofSeconds(2);

    private TelephoneFields() {
    }

    /// @param before those read so far, whose ports are taken
    static TelephoneSection read(Fields fields, String device, String country, List<TelephoneSection> before, StarCodesSection codes,
            FlashSection services, Mistakes mistakes) {
        if (device.equals(LineSection.EMULATED)) {
            mistakes.error(fields.section().place(), "there is no emulated line card in the gateway itself",
                    "start one with 'scripts/gateway emulate line-card --link /tmp/card' and write 'device = /tmp/card'");
        }
        String name = fields.section().name();
        Entry port = fields.required("port", "write 'port = fxs 0': which port of the card, counted from 0");
        int number = port == null ? 0 : port(fields, port);
        TelephoneSection there = before.stream().filter(one -> one.device().equals(device) && one.port() == number).findFirst().orElse(null);
        if (there != null && port != null) {
            mistakes.error(port.valuePlace(), "port fxs " + number + " of " + device + " is " + there.name() + "'s already",
                    "give each telephone a port of its own");
        }
        return new TelephoneSection(name, device, number, country, digits(fields), fields.text("name", name), flash(fields), codes, services);
    }

    /// `[star-codes]`
    static StarCodesSection starCodes(Fields fields, Mistakes mistakes) {
        List<String> all = new ArrayList<>();
        return new StarCodesSection(code(fields, "redial", all, mistakes), code(fields, "call return", all, mistakes),
                code(fields, "withhold number", all, mistakes), code(fields, "do not disturb", all, mistakes),
                code(fields, "disturb", all, mistakes));
    }

    private static String code(Fields fields, String key, List<String> others, Mistakes mistakes) {
        Entry entry = fields.take(key);
        if (entry == null) {
            return "";
        }
        String code = entry.value();
        if (!CODE.matcher(code).matches()) {
            fields.wrong(entry, "write * and one to four digits, such as *66");
        } else if (others.stream().anyMatch(other -> other.startsWith(code) || code.startsWith(other))) {
            mistakes.error(entry.valuePlace(), "the code " + code + " begins like another one", "choose another one, so that it is clear when it ends");
        }
        others.add(code);
        return code;
    }

    private static int port(Fields fields, Entry port) {
        Matcher which = PORT.matcher(port.value());
        if (which.matches()) {
            return Integer.parseInt(which.group(1));
        }
        fields.wrong(port, "write 'fxs 0' to 'fxs 31': a telephone's port of the card, counted from 0");
        return 0;
    }

    private static String digits(Fields fields) {
        Entry number = fields.take("number");
        if (number != null && !number.value().matches("\\+?[0-9*#]{1,20}")) {
            fields.wrong(number, "write the telephone's number, up to 20 digits");
        }
        return number == null ? "" : number.value();
    }

    private static Duration flash(Fields fields) {
        Entry entry = fields.take("hook flash");
        if (entry == null || entry.value().equals("none")) {
            return Duration.ZERO;
        }
        Duration flash = Fields.duration(entry.value());
        if (flash == null || flash.compareTo(SHORTEST_FLASH) < 0 || flash.compareTo(LONGEST_FLASH) > 0) {
            fields.wrong(entry, "write none, or the longest flash, from 100ms to 2s, such as 600ms");
            return Duration.ZERO;
        }
        return flash;
    }
}
