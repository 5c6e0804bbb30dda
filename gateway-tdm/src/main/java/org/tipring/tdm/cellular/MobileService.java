package org.tipring.tdm.cellular;

import java.util.Locale;

/// What a module says of its SIM card and its network. Owned by [CellularModem].
final class MobileService {

    private String sim = "";
    private int registration = -1;
    private int signal = 99;
    private String operator = "";

    void forget() {
        sim = "";
        registration = -1;
        signal = 99;
        operator = "";
    }

    void noSim() {
        sim = "";
    }

    /// @return whether it may have changed what [#available] says
    boolean told(Urc urc) {
        switch (urc) {
            case Urc.Registration(int state) -> registration = state;
            case Urc.Sim(String state) -> sim = state;
            case Urc.Signal(int quality) -> signal = quality;
            case Urc.Operator(String name) -> operator = name.isEmpty() ? operator : name.replaceAll("[^\\p{L}\\p{N} .&+-].*", "");
            default -> { }
        }
        return urc instanceof Urc.Registration || urc instanceof Urc.Sim;
    }

    boolean available() {
        return sim.equals("READY") && (registration == 1 || registration == 5);
    }

    /// Why calls cannot be made, in words for an operator, with the remedy.
    String trouble() {
        if (!sim.equals("READY")) {
            return switch (sim) {
                case "SIM PIN" -> "the SIM card wants its PIN: switch the PIN off with a telephone, then put the card back";
                case "SIM PUK" -> "the SIM card is blocked and wants its PUK";
                case "" -> "there is no SIM card, or the modem cannot read it";
                default -> "the SIM card is not ready: " + sim;
            };
        }
        return switch (registration) {
            case 2 -> "no network yet: the modem is searching; is the antenna on?";
            case 3 -> "the network refuses this SIM card";
            default -> "no network: the modem is not registered; is the antenna on, and does the network still offer this modem's technique (2G, 3G)?";
        };
    }

    /// 3GPP TS 27.007 8.5: dBm = 2n - 113.
    String describe() {
        String home = registration == 5 ? "roaming" : registration == 1 ? "registered" : "not registered";
        return home + (operator.isEmpty() ? "" : ", " + operator) + (signal > 31 ? "" : String.format(Locale.ROOT, ", %d dBm", 2 * signal - 113));
    }
}
