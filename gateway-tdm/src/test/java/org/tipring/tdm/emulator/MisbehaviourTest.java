package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each switch does what it says, and a modem without it does not.
class MisbehaviourTest {

    private static Bench with(Misbehaviour misbehaviour) {
        Bench bench = new Bench(ModemSettings.CX93001.with(misbehaviour));
        bench.initialise();
        return bench;
    }

    private static Bench without() {
        Bench bench = new Bench();
        bench.initialise();
        return bench;
    }

    @Test
    void canIgnored() {
        assertThat(roomAfterCan(without())).isEqualTo(8_192);
        assertThat(roomAfterCan(with(Misbehaviour.CAN_IGNORED))).isLessThan(4_000);
    }

    private static int roomAfterCan(Bench bench) {
        bench.seize();
        bench.openStream();
        byte[] bytes = new byte[10_000];
        bench.modem.fromHost(bytes, 0, 5_000, bench.clock.now());
        bench.send("⟨10⟩⟨18⟩");
        return bench.modem.fromHost(bytes, 0, 10_000, bench.clock.now());
    }

    @Test
    void stuckStream() {
        assertThat(leaves(without())).isTrue();
        assertThat(leaves(with(Misbehaviour.STUCK_STREAM))).isFalse();
    }

    private static boolean leaves(Bench bench) {
        bench.seize();
        bench.openStream();
        bench.send("⟨10⟩^");
        bench.pass(200);
        return bench.heard().contains("⟨10⟩⟨03⟩\r\nOK\r\n");
    }

    @Test
    void wedged() {
        Bench bench = new Bench(ModemSettings.CX93001.with(Misbehaviour.WEDGED).withWedgeAfter(2));
        bench.initialise();
        assertThat(leaves(bench)).isTrue();
        bench.expectOk("AT+VLS=0");
        bench.pass(1_000);
        assertThat(leaves(bench)).isFalse();
        bench.modem.dtr(false, bench.clock.now());
        bench.pass(1_000);
        bench.modem.dtr(true, bench.clock.now());
        bench.heard();
        assertThat(bench.ask("AT")).isEqualTo("");
        assertThat(bench.modem.isOffHook()).isTrue();
        bench.modem.unplug(bench.clock.now());
        bench.modem.replug(bench.clock.now());
        assertThat(bench.modem.isOffHook()).isFalse();
        assertThat(bench.ask("AT")).endsWith("OK\r\n");
    }

    @Test
    void vcidForgotten() {
        assertThat(vcidAfterClassChange(without())).isEqualTo("\r\n1\r\n\r\nOK\r\n");
        assertThat(vcidAfterClassChange(with(Misbehaviour.VCID_FORGOTTEN))).isEqualTo("\r\n0\r\n\r\nOK\r\n");
    }

    private static String vcidAfterClassChange(Bench bench) {
        bench.expectOk("AT+FCLASS=8");
        bench.expectOk("AT+FCLASS=0");
        return bench.ask("AT+VCID?");
    }

    @Test
    void prefix() {
        assertThat(without().ask("AT+GCI?")).isEqualTo("\r\nB5\r\n\r\nOK\r\n");
        assertThat(with(Misbehaviour.PREFIX).ask("AT+GCI?")).isEqualTo("\r\n+GCI: B5\r\n\r\nOK\r\n");
    }

    @Test
    void vconInsteadOfConnect() {
        Bench bench = with(Misbehaviour.VCON_INSTEAD_OF_CONNECT);
        bench.seize();
        bench.send("AT+VTR\r");
        bench.pass(115);
        assertThat(bench.heard()).startsWith("\r\nVCON\r\n");
    }

    @Test
    void fastClock() {
        assertThat(samplesOfTenSeconds(without())).isBetween(79_936, 80_064);
        assertThat(samplesOfTenSeconds(with(Misbehaviour.FAST_CLOCK))).isBetween(80_116, 80_244);
    }

    private static int samplesOfTenSeconds(Bench bench) {
        bench.dial("400");
        return bench.listen(10_000).samples().length;
    }

    @Test
    void noShieldAndBareDigits() {
        assertThat(keyCodes(with(Misbehaviour.NO_SHIELD_DTMF))).isEqualTo("555");
        Bench bench = with(Misbehaviour.BARE_DIGITS_IN_SHIELD);
        bench.dial("200");
        bench.listen(5_000);
        bench.leaveStream();
        bench.exchange.farEndPresses(Bench.LINE, '5', 200, bench.clock.now());
        bench.pass(500);
        assertThat(bench.heard()).isEqualTo("⟨10⟩/5⟨10⟩~");
    }

    private static String keyCodes(Bench bench) {
        bench.dial("200");
        bench.listen(5_000);
        bench.exchange.farEndPresses(Bench.LINE, '5', 200, bench.clock.now());
        return bench.listen(400).codes.toString();
    }

    @Test
    void lateOffHook() {
        assertThat(answeredAfterMillis(without())).isLessThan(100);
        assertThat(answeredAfterMillis(with(Misbehaviour.LATE_OFF_HOOK))).isBetween(1_400L, 1_500L);
    }

    private static long answeredAfterMillis(Bench bench) {
        bench.expectOk("AT+FCLASS=8");
        bench.call("5551234", "", 0);
        bench.pass(600);
        long asked = bench.clock.now();
        bench.heard();
        bench.expectOk("AT+VLS=1");
        bench.pass(3_000);
        return (bench.events(ExchangeEvent.LineAnswered.class).getFirst().atNanos() - asked) / 1_000_000;
    }

    @Test
    void callerIdNoiseAndBlanks() {
        assertThat(callerLines(with(Misbehaviour.CID_NOISE))).doesNotContain("TIME").containsPattern("[\u0080-\u00ff]")
                .contains("NMBR = 5551234");
        assertThat(callerLines(with(Misbehaviour.CID_WITHOUT_BLANKS))).contains("\r\nNMBR=5551234\r\n");
    }

    private static String callerLines(Bench bench) {
        bench.call("5551234", "ANN", 0);
        bench.pass(4_000);
        return bench.heard();
    }

    @Test
    void spuriousDialtone() {
        assertThat(codesDuringSpeech(without())).doesNotContain("d", "s");
        assertThat(codesDuringSpeech(with(Misbehaviour.SPURIOUS_DIALTONE))).containsPattern("[ds]");
    }

    private static String codesDuringSpeech(Bench bench) {
        bench.dial("200");
        bench.listen(6_000);
        return bench.listen(20_000).codes.toString();
    }

    @Test
    void vsmVariant() {
        Bench bench = with(Misbehaviour.VSM_VARIANT);
        bench.expectOk("AT+FCLASS=8");
        assertThat(bench.ask("AT+VSM=?")).doesNotContainIgnoringCase("mu-law").contains("140");
        assertThat(bench.ask("AT+VSM=131,8000")).isEqualTo("\r\nERROR\r\n");
    }

    @Test
    void voiceError() {
        Bench bench = with(Misbehaviour.VOICE_ERROR);
        assertThat(bench.ask("AT+FCLASS=8")).isEqualTo("\r\nERROR\r\n");
        assertThat(bench.ask("AT+FCLASS=?")).isEqualTo("\r\n0,1,1.0,2\r\n\r\nOK\r\n");
    }

    @Test
    void noDialToneReport() {
        Bench bench = with(Misbehaviour.NO_DIAL_TONE_REPORT);
        bench.seize();
        bench.pass(5_000);
        assertThat(bench.heard()).isEqualTo("");
    }

    @Test
    void noDialtoneSpelling() {
        Bench bench = with(Misbehaviour.NO_DIALTONE_SPELLING);
        bench.loop.dialTone(false);
        bench.send("ATDT100\r");
        bench.pass(6_000);
        assertThat(bench.heard()).isEqualTo("\r\nNO DIALTONE\r\n");
    }

    @Test
    void dleEtxInSound() {
        Bench bench = with(Misbehaviour.DLE_ETX_IN_SOUND);
        bench.dial("400");
        Bench.Stream stream = bench.listen(3_000);
        assertThat(stream.after).isEmpty();
        assertThat(stream.samples().length).isGreaterThan(23_000);
        assertThat(new String(rawOfTwoSeconds(bench), java.nio.charset.StandardCharsets.ISO_8859_1)).contains("\u0010\u0010\u0003");
    }

    private static byte[] rawOfTwoSeconds(Bench bench) {
        bench.heardBytes();
        bench.pass(2_000);
        return bench.heardBytes();
    }

    @Test
    void reportInStream() {
        Bench bench = with(Misbehaviour.REPORT_IN_STREAM);
        bench.dial("400");
        assertThat(new String(rawOfTwoSeconds(bench), java.nio.charset.StandardCharsets.ISO_8859_1)
                + new String(rawOfTwoSeconds(bench), java.nio.charset.StandardCharsets.ISO_8859_1)).contains("\u0010XDATE").contains("\u0010.");
    }

    @Test
    void modemManager() {
        Bench bench = with(Misbehaviour.MODEM_MANAGER);
        bench.modem.port(true, bench.clock.now());
        bench.pass(2_000);
        assertThat(bench.heard()).as("answers to questions of somebody else").isNotEmpty();
        assertThat(bench.ask("AT")).as("afterwards").endsWith("OK\r\n");
    }

    /// Profiles are no misbehaviour, but differ likewise.
    @ParameterizedTest
    @EnumSource(ModemProfile.class)
    void aProfileSaysWhoItIsAndWhetherItHasVoice(ModemProfile profile) {
        Bench bench = new Bench(ModemSettings.CX93001.with(profile));
        bench.initialise();
        assertThat(bench.ask("AT+GMI")).contains(profile == ModemProfile.USR5637 ? "U.S. Robotics" : "CONEXANT");
        assertThat(bench.ask("AT+FCLASS=8")).contains(profile == ModemProfile.DATA_ONLY ? "ERROR" : "OK");
        assertThat(bench.ask("AT-STE=7")).contains(profile == ModemProfile.USR5637 ? "ERROR" : "OK");
        if (profile == ModemProfile.USR5637) {
            assertThat(bench.ask("AT+VSM=?")).contains("131,\"G.711U\"");
            bench.seize();
            bench.openStream();
            bench.send("⟨10⟩^");
            bench.pass(200);
            assertThat(bench.heard()).doesNotContain("OK");
            bench.send("⟨10⟩⟨03⟩");
            bench.pass(200);
            assertThat(bench.heard()).endsWith("⟨10⟩⟨03⟩\r\nOK\r\n");
        }
    }
}
