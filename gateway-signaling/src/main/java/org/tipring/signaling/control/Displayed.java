package org.tipring.signaling.control;

import java.text.Normalizer;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.LineMessage;

/// What the display of an analog telephone is told of a caller. It knows digits and ASCII; accents are left off, not garbled.
final class Displayed {

    private static final DateTimeFormatter MONTH_DAY_TIME = DateTimeFormatter.ofPattern("MMddHHmm");
    private static final int MOST_DIGITS = 20;

    private Displayed() {
    }

    static LineMessage.CallSetup call(SipEvent.CallingParty caller, ZonedDateTime now) {
        String digits = caller.number().replaceAll("[^0-9*#]", "");
        String number = digits.substring(0, Math.min(MOST_DIGITS, digits.length()));
        String name = Normalizer.normalize(caller.displayName(), Normalizer.Form.NFD).replaceAll("\\p{M}", "").replaceAll("[^ -~]", "?");
        CallerId shown = caller.withheld() ? new CallerId(CallerId.Presence.WITHHELD, "", "")
                : number.isEmpty() ? new CallerId(CallerId.Presence.UNAVAILABLE, "", name) : CallerId.of(number, name);
        return new LineMessage.CallSetup(shown, MONTH_DAY_TIME.format(now), false);
    }
}
