package org.tipring.tdm.cellular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.cellular.Urc.CallState;

class UrcTest {

    /// Lines as modules were seen to say them: chan_dongle, chan_quectel, callpilot, SIMCom's manual; the last column is ours.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            RING                                                        | Ringing[]
            +CRING: VOICE                                               | Ringing[]
            +CLCC: 1,1,4,0,0,"+79139131234",145                         | Call[state=INCOMING, number=+79139131234, listed=true]
            +CLCC: 1,0,0,0,0,"10086",129                                | Call[state=ACTIVE, number=10086, listed=true]
            +CLCC: 1,0,6,0,0,"10086",129                                | Call[state=RELEASED, number=10086, listed=true]
            +CLCC: 1,0,0,1,0,"data",129                                 | Noise[]
            +QIND: "ccinfo",2,0,3,0,0,"XXXXXXXXX",129                   | Call[state=ALERTING, number=XXXXXXXXX, listed=false]
            +QIND: "ccinfo",2,0,-1,0,0,"XXXXXXXXX",129                  | Call[state=RELEASED, number=XXXXXXXXX, listed=false]
            +QIND: "csq",22,99                                          | Noise[]
            ^DSCI: 2,1,4,0,+48501501501,145                             | Call[state=INCOMING, number=+48501501501, listed=false]
            ^DSCI: 2,1,6,0,+48501501501,145                             | Call[state=RELEASED, number=+48501501501, listed=false]
            ^DSCI: 2,0,7,0,1,129                                        | Call[state=ALERTING, number=1, listed=false]
            ^ORIG:1,0                                                   | Call[state=DIALLING, number=, listed=false]
            ^CONF:1                                                     | Call[state=ALERTING, number=, listed=false]
            ^CONN:1,0                                                   | Call[state=ACTIVE, number=, listed=false]
            ^CEND:1,8,29,16                                             | Released[cause=16]
            ^CEND: 1,0,104,17                                           | Released[cause=17]
            ^CEND:1,8,29                                                | Released[cause=0]
            VOICE CALL: BEGIN                                           | Call[state=ACTIVE, number=, listed=false]
            VOICE CALL: END: 000017                                     | Released[cause=0]
            VOICE CALL:END: 000017                                      | Released[cause=0]
            MISSED_CALL: 02:50AM 02152063113                            | Released[cause=0]
            NO CARRIER                                                  | Released[cause=0]
            BUSY                                                        | Released[cause=17]
            NO ANSWER                                                   | Released[cause=19]
            +CREG: 2,1,"00D5","8E3F"                                    | Registration[state=1]
            +CREG: 1,"00D5","8E3F"                                      | Registration[state=1]
            +CREG: 0,5                                                  | Registration[state=5]
            +CREG: 2                                                    | Registration[state=2]
            +CREG: 1,"1D0F","09E20D",7                                  | Registration[state=1]
            +CSQ: 22,99                                                 | Signal[quality=22]
            ^RSSI:18                                                    | Signal[quality=18]
            +COPS: 0,0,"TELE2",0                                        | Operator[name=TELE2]
            +CPIN: READY                                                | Sim[state=READY]
            +CPIN: SIM PIN                                              | Sim[state=SIM PIN]
            +QPCMV: 0,0                                                 | AudioFlow[go=false]
            +QPCMV: 1,0                                                 | AudioFlow[go=true]
            ^BOOT:20952548,0,0,0,75                                     | Noise[]
            +CMTI: "SM",-1                                              | Text[]
            +CMTI: "SM",5                                               | Text[]
            ^SMMEMFULL                                                  | Text[]
            """)
    void reportsOfAllMakersMeanTheSame(String line, String meaning) {
        assertThat(String.valueOf(Urc.of(line))).isEqualTo(meaning);
    }

    @Test
    void callersThatWithholdTheirNumberAreNotThoseWithoutOne() {
        assertThat(Urc.of("+CLIP: \"+4930123\",145,,,\"\",0")).isEqualTo(new Urc.Caller(CallerId.of("+4930123", "")));
        assertThat(Urc.of("+CLIP: \"13600000000\",129")).isEqualTo(new Urc.Caller(CallerId.of("13600000000", "")));
        assertThat(Urc.of("+CLIP: \"\",128,,,\"\",1")).isEqualTo(new Urc.Caller(new CallerId(CallerId.Presence.WITHHELD, "", "")));
        assertThat(Urc.of("+CLIP: \"\",128,,,\"\",2")).isEqualTo(new Urc.Caller(new CallerId(CallerId.Presence.UNAVAILABLE, "", "")));
        assertThat(Urc.of("+CLIP: \"\",128")).as("restricted").isEqualTo(new Urc.Caller(new CallerId(CallerId.Presence.WITHHELD, "", "")));
    }

    @ParameterizedTest
    @CsvSource({"OK", "ERROR", "EC25", "861234567890123", "SIMCOM_SIM7600E-H", "''", "ERROR+CNUM:"})
    void whatIsNoReportAnswersSomething(String line) {
        assertThat(Urc.of(line)).isNull();
    }

    @Test
    void noLineWhateverIsInItDoesHarm() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("UrcTest seed " + seed);
        Random random = new Random(seed);
        String[] heads = {"+CLCC:", "+QIND: \"ccinfo\",", "^DSCI:", "^CEND:", "+CLIP:", "+CREG:", "+CSQ:", "+COPS:", "+QPCMV:", "^CONN:", ""};
        String pool = "0123456789,,,\"\"-+: \u00ffA";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder line = new StringBuilder(heads[random.nextInt(heads.length)]);
            for (int j = random.nextInt(20); j > 0; j--) {
                line.append(pool.charAt(random.nextInt(pool.length())));
            }
            assertThatCode(() -> Urc.of(line.toString())).as("%s", line).doesNotThrowAnyException();
        }
        assertThat(Urc.of("+CLCC: 1,0,99999999999,0,0")).isEqualTo(new Urc.Noise());
        assertThat(CallState.values()).hasSize(7);
    }
}
