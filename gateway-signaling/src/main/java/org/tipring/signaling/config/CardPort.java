package org.tipring.signaling.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;

/// `port` of a line with `driver = line-card`.
///
/// @param exchange an exchange's line hangs on it (FXO), else a telephone (FXS)
record CardPort(String device, boolean exchange, int number) {

    private static final Pattern PORT = Pattern.compile("fx([so]) (\\d|[12]\\d|3[01])");

    /// All that were read, because each carries one line.
    static final class Ports {

        private final Mistakes mistakes;
        /// Whose each is, by device and number.
        private final Map<String, String> taken = new HashMap<>();

        Ports(Mistakes mistakes) {
            this.mistakes = mistakes;
        }

        CardPort read(Fields fields, String device) {
            if (device.equals(LineSection.EMULATED)) {
                mistakes.error(fields.section().place(), "there is no emulated line card in the gateway itself",
                        "start one with 'scripts/gateway emulate line-card --link /tmp/card' and write 'device = /tmp/card'");
            }
            Entry port = fields.required("port", "write 'port = fxs 0' for a telephone or 'port = fxo 0' for an exchange's line: which port of the "
                    + "card, counted from 0");
            if (port == null) {
                return new CardPort(device, false, 0);
            }
            Matcher which = PORT.matcher(port.value());
            if (!which.matches()) {
                fields.wrong(port, "write 'fxs 0' to 'fxs 31' for a telephone, 'fxo 0' to 'fxo 31' for an exchange's line: the port of the card, "
                        + "counted from 0");
                return new CardPort(device, false, 0);
            }
            int number = Integer.parseInt(which.group(2));
            String owner = taken.putIfAbsent(device + " " + number, fields.section().name());
            if (owner != null) {
                mistakes.error(port.valuePlace(), "port " + port.value() + " of " + device + " is " + owner + "'s already",
                        "give each line a port of its own");
            }
            return new CardPort(device, which.group(1).equals("o"), number);
        }
    }
}
