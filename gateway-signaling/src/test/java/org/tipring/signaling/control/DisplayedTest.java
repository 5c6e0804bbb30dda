package org.tipring.signaling.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.routing.Country;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.LineMessage.CallSetup;

class DisplayedTest {

    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 3, 9, 8, 5, 0, 0, ZoneId.of("America/New_York"));

    private static CallSetup shown(CallingParty caller, String area) {
        return Displayed.call(caller, NOW, new Country("US", "1", "1", "011", area, ZoneId.of("America/New_York"), null));
    }

    @Test
    void timeNumberAndNameAreTold() {
        assertThat(shown(new CallingParty("+12125550100", "Zoë Łuk", false), "212")).isEqualTo(new CallSetup(CallerId.of("12125550100", "Zoe ?uk"), "03090805", false));
    }

    @Test
    void whyThereIsNoNumberIsTold() {
        assertThat(shown(new CallingParty("", "", true), "").caller().presence()).isEqualTo(CallerId.Presence.WITHHELD);
        assertThat(shown(new CallingParty("", "Ada", false), "").caller()).isEqualTo(new CallerId(CallerId.Presence.UNAVAILABLE, "", "Ada"));
    }

    @ParameterizedTest
    @CsvSource({"+12125550100, 212, false", "2125550100, 212, false", "+13105550100, 212, true", "3105550100, 212, true", "+442079460100, 212, true",
        "5550100, 212, false", "201, 212, false", "+13105550100, '', false", "+442079460100, '', true"})
    void aCallFromAfarIsMarked(String number, String area, boolean far) {
        assertThat(shown(new CallingParty(number, "", false), area).longDistance()).isEqualTo(far);
        assertThat(shown(new CallingParty(number, "", true), area).longDistance()).as("a withheld number tells nothing").isFalse();
    }
}
