package org.tipring.tdm.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AtCommandTest {

    @Test
    void onlyDigitsEverReachTheDevice() {
        VoiceModem modem = new VoiceModem(VoiceModemSettings.DEFAULT);
        for (int c = 0; c < 256; c++) {
            String digits = "1" + (char) c + "2";
            if ("0123456789*#ABCD".indexOf(c) >= 0) {
                assertThat(AtCommand.tones(digits).text()).isEqualTo("AT+VTS=1," + (char) c + ",2");
            } else {
                assertThatThrownBy(() -> AtCommand.tones(digits)).isInstanceOf(IllegalArgumentException.class);
                if (c != ',') {
                    assertThatThrownBy(() -> modem.sendDigits(digits, 0)).isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @Test
    void noCommandLineHoldsAControlCharacterOrIsTooLong() {
        assertThatThrownBy(() -> AtCommand.of("AT+VTS=1\rATD112")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AtCommand.of("AT" + "x".repeat(51))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AtCommand.of("+++")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavingCodesAreShielded() {
        assertThat(AtCommand.leaveStream('^').bytes()).containsExactly(0x10, '^');
        assertThat(AtCommand.leaveStream((char) Dle.ETX, '!').bytes()).containsExactly(0x10, 0x03, 0x10, '!');
    }
}
