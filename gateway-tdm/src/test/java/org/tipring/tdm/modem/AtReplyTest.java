package org.tipring.tdm.modem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtReplyTest {

    /// V.250 table 1, V.253; what Conexant, USR and cellular modules write in their own way, and two stammers of Huawei sticks.
    @ParameterizedTest
    @CsvSource({"OK,OK", "CONNECT,CONNECT", "VCON,CONNECT", "ERROR,ERROR", "NO CARRIER,NO_CARRIER", "NO DIAL TONE,NO_DIAL_TONE", "NO DIALTONE,NO_DIAL_TONE",
        "BUSY,BUSY", "NO ANSWER,NO_ANSWER", "DELAYED,REFUSED", "BLACKLISTED,REFUSED", "LINE IN USE,REFUSED", "NO LINE,REFUSED", "OFF-HOOK INTRUSION,REFUSED",
        "OFF HOOK INTRUSION,REFUSED", "LINE REVERSAL DETECTED,REFUSED", "DIGITAL LINE DETECTED,REFUSED", "+CME ERROR: 30,ERROR", "+CMS ERROR: 331,ERROR",
        "+CME ERROR: SIM not inserted,ERROR", "COMMAND NOT SUPPORT,ERROR", "ERROR+CNUM:,ERROR"})
    void finalResultsEndAnAnswer(String line, AtReply.Result result) {
        assertThat(AtReply.Result.of(line)).isEqualTo(result);
        assertThat(AtReply.isResult(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "OKAY", "RING", "CONNECTED", "BUSY 1", "+CNUM: \"\",145", "B5", "+CMGL: 1,0,,24", "0011000B91", ">"})
    void everythingElseIsInformation(String line) {
        assertThat(AtReply.Result.of(line)).isNull();
    }
}
