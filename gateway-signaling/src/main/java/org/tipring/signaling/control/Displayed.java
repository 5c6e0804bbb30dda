package org.tipring.signaling.control;

import java.text.Normalizer;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.tipring.signaling.routing.Country;
import org.tipring.signaling.routing.NumberForm;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.LineMessage;

/// What the display of an analog telephone is told of a caller. It knows digits and ASCII; accents are left off, not garbled.
final class Displayed {

    private static final DateTimeFormatter MONTH_DAY_TIME = DateTimeFormatter.ofPattern("MMddHHmm");
    private static final int MOST_DIGITS = 20;

    private Displayed() {
    }

    /// @param country whose area tells a long-distance call (the call qualifier, GR-30-CORE parameter 6)
    static LineMessage.CallSetup call(SipEvent.CallingParty caller, ZonedDateTime now, Country country) {
        String digits = caller.number().replaceAll("[^0-9*#]", "");
        String number = digits.substring(0, Math.min(MOST_DIGITS, digits.length()));
        String name = Normalizer.normalize(caller.displayName(), Normalizer.Form.NFD).replaceAll("\\p{M}", "").replaceAll("[^ -~]", "?");
        CallerId shown = caller.withheld() ? new CallerId(CallerId.Presence.WITHHELD, "", "")
                : number.isEmpty() ? new CallerId(CallerId.Presence.UNAVAILABLE, "", name) : CallerId.of(number, name);
        return new LineMessage.CallSetup(shown, MONTH_DAY_TIME.format(now), !caller.withheld() && fromAfar(caller.number(), country));
    }

    /// From another country, or where numbers have an area of fixed length, from another area. What cannot be told is near.
    private static boolean fromAfar(String number, Country country) {
        String full = country.incoming(number, NumberForm.NATIONAL);
        String here = "+" + country.code();
        return full.startsWith("+") && (!full.startsWith(here)
                || country.code().equals("1") && !country.area().isEmpty() && !full.startsWith(here + country.area()));
    }
}
