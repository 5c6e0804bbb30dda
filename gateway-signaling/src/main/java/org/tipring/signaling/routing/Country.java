package org.tipring.signaling.routing;

import java.time.ZoneId;

/// How numbers are written here, and how they become +E.164 and back.
///
/// A number with `*` or `#`, with fewer than six digits, or of `never convert` stays as it is both ways.
///
/// @param name ISO 3166 letters
/// @param code of the country, without `+`
/// @param trunk national prefix, empty where there is none
/// @param abroad international prefix
/// @param area completes local numbers; empty: they stay as they are
/// @param zone wall clock of `[hours]`
/// @param neverConvert null: none
public record Country(String name, String code, String trunk, String abroad, String area, ZoneId zone, NumberPattern neverConvert) {

    private static final int SHORTEST_CONVERTED = 6;
    /// Longer ones without any prefix are no local numbers anywhere.
    private static final int LONGEST_LOCAL = 8;
    private static final String NORTH_AMERICA = "1";
    private static final int NORTH_AMERICAN_NATIONAL = 10;
    private static final int NORTH_AMERICAN_LOCAL = 7;

    /// A number that comes in from an interface, as +E.164 where it can be told.
    public String incoming(String number, NumberForm form) {
        if (form == NumberForm.AS_DIALLED || stays(number)) {
            return number;
        }
        String known = complete(number, form);
        return known != null ? known : form == NumberForm.E164 ? "+" + number : number;
    }

    /// A number on its way out to an interface; pauses stay where they are.
    public String outgoing(String number, NumberForm form) {
        if (form == NumberForm.AS_DIALLED) {
            return number;
        }
        if (Pause.in(number)) {
            return outgoingAroundPauses(number, form);
        }
        if (stays(number)) {
            return number;
        }
        return switch (form) {
            case AS_DIALLED -> number;
            case NATIONAL -> number.startsWith("+") ? national(number) : number;
            case E164 -> e164(number);
            case ABROAD_00 -> {
                String full = e164(number);
                yield full.startsWith("+") ? "00" + full.substring(1) : full;
            }
        };
    }

    /// Only the first part that is long enough to be a telephone number is one; the others are access codes and menu keys.
    private String outgoingAroundPauses(String number, NumberForm form) {
        StringBuilder text = new StringBuilder();
        boolean found = false;
        int from = 0;
        for (int i = 0; i <= number.length(); i++) {
            if (i == number.length() || Pause.is(number.charAt(i))) {
                String part = number.substring(from, i);
                boolean telephone = !found && !stays(part);
                text.append(telephone ? outgoing(part, form) : part);
                found |= telephone;
                if (i < number.length()) {
                    text.append(number.charAt(i));
                }
                from = i + 1;
            }
        }
        return text.toString();
    }

    private boolean stays(String number) {
        int digits = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (Dialable.digit(c)) {
                digits++;
            } else if (c != '+' || i > 0) {
                return true;
            }
        }
        return digits < SHORTEST_CONVERTED || neverConvert != null && neverConvert.matches(number);
    }

    private String e164(String number) {
        String known = complete(number, NumberForm.NATIONAL);
        return known != null ? known : number.length() > LONGEST_LOCAL ? "+" + number : number;
    }

    /// With country code, or null when the number does not tell.
    private String complete(String number, NumberForm form) {
        if (number.startsWith("+")) {
            return number;
        }
        if (form == NumberForm.ABROAD_00 && number.startsWith("00")) {
            return "+" + number.substring(2);
        }
        if (!abroad.isEmpty() && number.startsWith(abroad)) {
            return "+" + number.substring(abroad.length());
        }
        if (code.equals(NORTH_AMERICA)) {
            return northAmerican(number);
        }
        if (!trunk.isEmpty() && number.startsWith(trunk)) {
            return "+" + code + number.substring(trunk.length());
        }
        if (form == NumberForm.E164) {
            return null;
        }
        if (trunk.isEmpty()) {
            // A country without national prefix has one form only: the full national number.
            return "+" + code + number;
        }
        return area.isEmpty() || number.length() > LONGEST_LOCAL ? null : "+" + code + area + number;
    }

    private String northAmerican(String number) {
        if (number.length() == NORTH_AMERICAN_NATIONAL + 1 && number.startsWith(NORTH_AMERICA)) {
            return "+" + number;
        }
        if (number.length() == NORTH_AMERICAN_NATIONAL) {
            return "+1" + number;
        }
        return number.length() == NORTH_AMERICAN_LOCAL && !area.isEmpty() ? "+1" + area + number : null;
    }

    private String national(String number) {
        String full = number.substring(1);
        if (!full.startsWith(code)) {
            return abroad + full;
        }
        String rest = full.substring(code.length());
        return code.equals(NORTH_AMERICA) ? NORTH_AMERICA + rest : trunk + rest;
    }
}
