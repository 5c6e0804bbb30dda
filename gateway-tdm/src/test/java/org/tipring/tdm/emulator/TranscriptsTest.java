package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.Goertzel;
import org.tipring.tdm.callerid.CallerId;

/// What real CX93001 and CX93010 modems said, byte for byte: put together from logs of the projects pstnxsip, callattendant, MODEC and a
/// published test rig (their transcripts T1 to T6).
class TranscriptsTest {

    @Test
    void t1ColdStartFromAnUnknownState() {
        Bench bench = new Bench();
        bench.modem.dtr(false, bench.clock.now());
        bench.pass(600);
        bench.modem.dtr(true, bench.clock.now());
        bench.pass(200);
        bench.heard();
        assertThat(bench.ask("AT")).isEqualTo("AT\r\r\nOK\r\n");
        assertThat(bench.ask("ATZ")).isEqualTo("ATZ\r\r\nOK\r\n");
        assertThat(bench.ask("ATE0")).isEqualTo("ATE0\r\r\nOK\r\n");
        bench.expectOk("ATV1X4S0=0");
        assertThat(bench.ask("AT+GMM")).isEqualTo("\r\nV90\r\n\r\nOK\r\n");
        assertThat(bench.ask("ATI3")).isEqualTo("\r\nCX93001-EIS_V0.2013-V92\r\n\r\nOK\r\n");
        assertThat(bench.ask("AT+FCLASS=?")).isEqualTo("\r\n0,1,1.0,2,8\r\n\r\nOK\r\n");
        bench.expectOk("AT+GCI=42");
        bench.expectOk("AT+FCLASS=8");
        assertThat(bench.ask("AT+VSM=?")).isEqualTo("\r\n0,\"SIGNED PCM\",8,0,8000,0,0\r\n1,\"UNSIGNED PCM\",8,0,8000,0,0\r\n"
                + "129,\"IMA ADPCM\",4,0,8000,0,0\r\n130,\"UNSIGNED PCM\",8,0,8000,0,0\r\n131,\"Mu-Law\",8,0,8000,0,0\r\n"
                + "132,\"A-Law\",8,0,8000,0,0\r\n133,\"14 bit PCM\",14,0,8000,0,0\r\n\r\nOK\r\n");
        bench.expectOk("AT+VSM=131,8000");
        assertThat(bench.ask("AT+VTR=?")).isEqualTo("\r\nERROR\r\n");
        for (String command : new String[] {"AT+VSD=0,0", "AT+VGT=160", "AT+VTD=10", "AT+VRN=0", "AT-STE=7", "AT+FCLASS=0", "AT+VCID=1"}) {
            bench.expectOk(command);
        }
    }

    @Test
    void t2AnIncomingAmericanCallIsAnsweredInFullDuplex() {
        Bench bench = new Bench();
        bench.initialise();
        bench.exchange.call(Bench.LINE, CallerId.of("0405551234", "SMITH J"), 0, new Voices.Silence(), 0, bench.clock.now());
        bench.pass(2_200);
        assertThat(bench.heard()).isEqualTo("\r\nRING\r\n");
        bench.pass(1_000);
        assertThat(bench.heard())
                .isEqualTo("\r\nDATE = 1015\r\n\r\nTIME = 1310\r\n\r\nNMBR = 0405551234\r\n\r\nNAME = SMITH J\r\n");
        bench.pass(4_000);
        assertThat(bench.heard()).isEqualTo("");
        bench.pass(1_000);
        assertThat(bench.heard()).isEqualTo("\r\nRING\r\n");
        bench.seize();
        assertThat(bench.events(ExchangeEvent.LineAnswered.class)).hasSize(1);
        bench.send("AT+VTR\r");
        bench.pass(140);
        assertThat(bench.heard()).startsWith("\r\nCONNECT\r\nÿÿ");
        assertThat(bench.listen(600).samples().length).isBetween(4736, 4864);
    }

    @Test
    void t3AnOutgoingCallAndTheFarEndHangsUp() {
        Bench bench = new Bench();
        bench.initialise();
        bench.seize();
        bench.pass(1_000);
        assertThat(bench.heard()).isEqualTo("⟨10⟩d");
        bench.expectOk("AT+VTD=10");
        bench.send("AT+VTS=5,0,0\r");
        bench.pass(500);
        assertThat(bench.heard()).isEqualTo("");
        bench.pass(111);
        assertThat(bench.heard()).isEqualTo("\r\nOK\r\n");
        assertThat(bench.dialled()).isEqualTo("500");
        bench.openStream();
        Bench.Stream ringback = bench.listen(1_500);
        assertThat(Goertzel.dBm0(ringback.samples(), 4_000, 4_000, 440)).isBetween(-21.0, -17.0);
        Bench.Stream call = bench.listen(5_000);
        assertThat(call.codes.toString()).isEqualTo("l");
        bench.send("⟨10⟩^");
        bench.pass(100);
        assertThat(bench.heard()).endsWith("⟨10⟩⟨03⟩\r\nOK\r\n");
        bench.expectOk("AT+VLS=0");
        bench.expectOk("ATH");
        bench.expectOk("AT+FCLASS=0");
        bench.expectOk("AT+VCID=1");
        assertThat(bench.events.getLast()).isInstanceOf(ExchangeEvent.OnHook.class);
    }

    @Test
    void t4CommandsInAStreamAreSoundAndOnlyDtrHelps() {
        Bench bench = new Bench(ModemSettings.CX93001.with(Misbehaviour.STUCK_STREAM));
        bench.initialise();
        bench.seize();
        bench.openStream();
        for (String useless : new String[] {"⟨10⟩⟨18⟩", "AT+VLS=0\r", "ATZ\r", "⟨10⟩^", "⟨10⟩⟨03⟩", "⟨10⟩!"}) {
            bench.send(useless);
            bench.pass(300);
            assertThat(bench.heardBytes().length).as(useless).isGreaterThan(2_000);
        }
        bench.modem.dtr(false, bench.clock.now());
        bench.pass(600);
        bench.modem.dtr(true, bench.clock.now());
        bench.heardBytes();
        bench.pass(200);
        assertThat(bench.heard()).isEqualTo("");
        assertThat(bench.modem.isOffHook()).isFalse();
        bench.expectOk("ATH0");
        bench.expectOk("AT+FCLASS=0");
    }

    @Test
    void t5AKeyFromTheLineIsReportedInItsShieldAndHeard() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("200");
        bench.listen(5_000);
        bench.exchange.farEndPresses(Bench.LINE, '5', 200, bench.clock.now());
        Bench.Stream stream = bench.listen(400);
        assertThat(stream.codes.toString()).isEqualTo("/555~");
        assertThat(Goertzel.dBm0(stream.samples(), 320, 1_000, 770)).isGreaterThan(-12);
        assertThat(Goertzel.dBm0(stream.samples(), 320, 1_000, 1336)).isGreaterThan(-12);
    }

    @Test
    void t5KeysToTheLineAsSoundOrByVts() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("200");
        bench.listen(5_000);
        bench.events.clear();
        bench.talk(java.util.Arrays.copyOf(Tones.dtmf('A'), 800));
        bench.listen(100);
        bench.send("⟨10⟩^");
        bench.pass(200);
        assertThat(bench.heard()).endsWith("⟨10⟩⟨03⟩\r\nOK\r\n");
        bench.expectOk("AT+VTS=5,{#,12}");
        bench.openStream();
        assertThat(bench.dialled()).isEqualTo("A5#");
    }

    @Test
    void t5AHookFlashDoesNotEndTheCall() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        bench.listen(3_000);
        bench.send("⟨10⟩^");
        bench.pass(200);
        bench.heard();
        bench.send("AT+VTS={!,50}\r");
        bench.pass(1_000);
        assertThat(bench.heard()).isEqualTo("\r\nOK\r\n");
        assertThat(bench.events(ExchangeEvent.OnHook.class)).hasSize(1);
        assertThat(bench.events(ExchangeEvent.LineReleased.class)).isEmpty();
    }

    @Test
    void t6ABritishCallerIsNamedBeforeTheFirstRing() {
        Bench bench = new Bench(ExchangeSettings.of("GB"), ModemSettings.CX93001);
        bench.initialise();
        bench.call("02079460000", "", 0);
        bench.pass(1_250);
        assertThat(bench.heard()).isEqualTo("\r\nDATE = 1015\r\n\r\nTIME = 1310\r\n\r\nNMBR = 02079460000\r\n");
        bench.pass(1_500);
        assertThat(bench.heard()).isEqualTo("\r\nRING\r\n");
        bench.pass(3_000);
        assertThat(bench.heard()).isEqualTo("\r\nRING\r\n");
    }

    @Test
    void t6WithheldAndUnavailableNumbers() {
        Bench bench = new Bench();
        bench.initialise();
        bench.exchange.call(Bench.LINE, new CallerId(CallerId.Presence.WITHHELD, "", ""), 4_000, new Voices.Silence(), 0, 0);
        bench.pass(15_000);
        assertThat(bench.heard()).contains("\r\nNMBR = P\r\n");
        bench.exchange.call(Bench.LINE, CallerId.NONE, 4_000, new Voices.Silence(), 0, bench.clock.now());
        bench.pass(15_000);
        assertThat(bench.heard()).contains("\r\nNMBR = O\r\n");
    }

    @Test
    void t6InClass8RingsAndCallersAreShielded() {
        Bench bench = new Bench();
        bench.initialise();
        bench.expectOk("AT+FCLASS=8");
        bench.call("5551234", "JONES", 0);
        bench.pass(4_000);
        assertThat(bench.heard()).isEqualTo("⟨10⟩R⟨10⟩XDATE = 1015\r\nTIME = 1310\r\nNMBR = 5551234\r\nNAME = JONES\r\n⟨10⟩.");
    }

    /// A published minicom session (callattendant issue 94): a lone DLE DLE DLE ETX is a sample and the end.
    @Test
    void t6bAnEmptyTransmitBufferIsReportedAndThreeDlesAreOneSampleAndAnEnd() {
        Bench bench = new Bench();
        bench.ask("ATE0");
        bench.expectOk("AT+FCLASS=8");
        bench.expectOk("AT+VLS=1");
        bench.pass(1_000);
        assertThat(bench.heard()).isEqualTo("⟨10⟩d");
        bench.send("AT+VTX\r");
        bench.pass(400);
        assertThat(bench.heard()).isEqualTo("\r\nCONNECT\r\n⟨10⟩u");
        bench.send("⟨10⟩⟨10⟩⟨03⟩");
        bench.pass(500);
        assertThat(bench.heard()).doesNotContain("OK");
        bench.send("⟨10⟩⟨10⟩⟨10⟩⟨03⟩");
        bench.pass(400);
        assertThat(bench.heard()).endsWith("\r\nOK\r\n");
    }
}
