package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.Goertzel;

/// The modem's manners (ITU-T V.250, V.253, Conexant 102752C) beyond the transcripts.
class VoiceModemEmulatorTest {

    // Command lines

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "AT|OK", "at|OK", "At e0 v1|OK", "ATE0V1X4&D2S0=0|OK", "AT+GMI;+GMM|CONEXANT,V90,OK", "ATE0S7?S0?|090,000,OK",
        "AT+FCLASS=8;+VSD=0,0;+VIT=0;+VGT=160;+VTD=10;+VSM=131,8000|OK",
        "AT+GMI;+NONSENSE;+GMM|CONEXANT,ERROR", "ATI|56000,OK", "ATI8|ERROR", "ATS7=60;S7?|060,OK", "AT+GCI?|B5,OK",
        "AT+GCI=ZZ|ERROR", "AT+VCID?|0,OK", "AT+VCID=3|ERROR", "AT+IFC=?|(0-3),(0-2),OK", "AT*|ERROR", "AT+FCLASS=9|ERROR",
        "AT+GCAP|+FCLASS\\,+MS\\,+ES\\,+DS,OK", "AT-STE=7|OK", "AT-STE=8|ERROR", "AT-TRV|48.0,OK"})
    void aLineOfCommandsHasOneResult(String line, String answer) {
        Bench bench = new Bench();
        bench.ask("ATE0");
        StringBuilder expected = new StringBuilder();
        for (String part : answer.split("(?<!\\\\),(?!\\()")) {
            expected.append("\r\n").append(part.replace("\\", "")).append("\r\n");
        }
        assertThat(bench.ask(line)).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @CsvSource({"AT+VSM=131", "AT+VLS=1", "AT+VTR", "AT+VTS=1", "AT+VGT=128", "AT+VSM=?"})
    void voiceCommandsAreErrorsOutsideClass8(String command) {
        Bench bench = new Bench();
        bench.ask("ATE0");
        assertThat(bench.ask(command)).isEqualTo("\r\nERROR\r\n");
    }

    @ParameterizedTest
    @CsvSource({"AT+VTR", "AT+VTX", "AT+VRX", "AT+VLS=99", "'AT+VSM=200,8000'", "'AT+VSM=131,11025'", "'AT+VTS=x'"})
    void voiceCommandsThatMakeNoSenseAreErrors(String command) {
        Bench bench = new Bench();
        bench.ask("ATE0");
        bench.expectOk("AT+FCLASS=8");
        assertThat(bench.ask(command)).isEqualTo("\r\nERROR\r\n");
    }

    @Test
    void numericResultsAndQuiet() {
        Bench bench = new Bench();
        assertThat(bench.ask("ATE0V0")).isEqualTo("ATE0V0\r0\r");
        assertThat(bench.ask("ATI3")).isEqualTo("CX93001-EIS_V0.2013-V92\r\n0\r");
        assertThat(bench.ask("AT+NO")).isEqualTo("4\r");
        assertThat(bench.ask("ATQ1")).isEqualTo("");
        assertThat(bench.ask("AT")).isEqualTo("");
        assertThat(bench.ask("ATQ0V1")).isEqualTo("\r\nOK\r\n");
    }

    @Test
    void strayLineFeedsAreIgnoredAndASlashRepeats() {
        Bench bench = new Bench();
        bench.ask("ATE0");
        bench.send("ATI\r\n");
        bench.pass(100);
        assertThat(bench.heard()).isEqualTo("\r\n56000\r\n\r\nOK\r\n");
        bench.send("A/");
        bench.pass(100);
        assertThat(bench.heard()).isEqualTo("\r\n56000\r\n\r\nOK\r\n");
        bench.send("xyzAT\nI\b\bE1\r");
        bench.pass(100);
        assertThat(bench.heard()).isEqualTo("\r\nOK\r\n");
        assertThat(bench.ask("AT")).startsWith("AT\r");
    }

    @Test
    void classAndEchoSurviveTheClosingOfThePortAndAtzEndsBoth() {
        Bench bench = new Bench();
        bench.initialise();
        bench.expectOk("AT+FCLASS=8");
        bench.modem.port(false, bench.clock.now());
        bench.pass(1_000);
        bench.modem.port(true, bench.clock.now());
        assertThat(bench.ask("AT+FCLASS?")).isEqualTo("\r\n8\r\n\r\nOK\r\n");
        bench.expectOk("AT+VLS=1");
        bench.expectOk("ATZ");
        assertThat(bench.modem.isOffHook()).isFalse();
        assertThat(bench.ask("AT+FCLASS?+VCID?")).endsWith("ERROR\r\n");
        assertThat(bench.ask("AT+FCLASS?;+VCID?")).isEqualTo("AT+FCLASS?;+VCID?\r\r\n0\r\n\r\n0\r\n\r\nOK\r\n");
    }

    @Test
    void ringingAndCallerIdWaitForTheEndOfACommand() {
        Bench bench = new Bench();
        bench.initialise();
        bench.call("5551234", "", 0);
        bench.pass(2_150);
        bench.send("AT+GM");
        bench.pass(1_200);
        assertThat(bench.heard()).isEqualTo("\r\nRING\r\n");
        bench.send("M\r");
        bench.pass(100);
        assertThat(bench.heard()).startsWith("\r\nV90\r\n\r\nOK\r\n\r\nDATE = 1015\r\n");
        assertThat(bench.ask("AT+VRID=0")).startsWith("\r\nDATE = 1015\r\n").endsWith("\r\nOK\r\n");
    }

    @Test
    void commandsThatComeTooSoonAreCounted() {
        Bench bench = new Bench();
        bench.ask("ATE0");
        bench.send("AT\r");
        bench.pass(50);
        bench.send("AT\r");
        bench.pass(50);
        assertThat(bench.modem.hastyCommands()).isEqualTo(1);
    }

    // Dialling

    @Test
    void vtsTakesItsTimeAndKnowsItsGrammar() {
        Bench bench = new Bench();
        bench.initialise();
        bench.seize();
        bench.pass(800);
        bench.heard();
        bench.send("AT+VTS=1,{2,20},[,,50],[933,0,12],{#},*\r");
        bench.pass(6_000);
        assertThat(bench.heard()).isEqualTo("\r\nOK\r\n");
        assertThat(bench.dialled()).isEqualTo("12#*");
        var digits = bench.events(ExchangeEvent.DigitHeard.class);
        assertThat(digits.get(1).atNanos() - digits.get(0).atNanos()).as("a second, the initial +VTD, and a gap").isEqualTo(1_100_000_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ATDT300|BUSY", "ATDT100;|OK", "ATDT100|NO CARRIER", "ATDT400|NO CARRIER"})
    void atdInClass0EndsAsTheManualSays(String command, String result) {
        Bench bench = new Bench();
        bench.ask("ATE0S7=20");
        bench.send(command + "\r");
        bench.pass(25_000);
        assertThat(bench.heard()).isEqualTo("\r\n" + result + "\r\n");
        assertThat(bench.modem.isOffHook()).isEqualTo(result.equals("OK"));
    }

    @Test
    void atdInClass8GuessesTheAnswerFromTheEndOfRingback() {
        Bench bench = new Bench();
        bench.ask("ATE0");
        bench.expectOk("AT+FCLASS=8;+VRA=20");
        bench.send("ATDT100\r");
        bench.pass(9_000);
        assertThat(bench.heard()).endsWith("\r\nOK\r\n");
        assertThat(bench.modem.isOffHook()).isTrue();
        bench.openStream();
        assertThat(bench.events(ExchangeEvent.FarEndAnswered.class)).hasSize(1);
    }

    @Test
    void anyCharacterAbortsDialling() {
        Bench bench = new Bench();
        bench.ask("ATE0");
        bench.send("ATDT100\r");
        bench.pass(1_500);
        bench.send(" ");
        bench.pass(100);
        assertThat(bench.heard()).isEqualTo("\r\nNO CARRIER\r\n");
        assertThat(bench.modem.isOffHook()).isFalse();
    }

    @Test
    void atdSoonAfterARingRefusesAndAtdWithoutDialToneOrCableSaysSo() {
        Bench bench = new Bench();
        bench.ask("ATE0");
        bench.call("5551234", "", 3_000);
        bench.pass(8_000);
        bench.heard();
        assertThat(bench.ask("ATDT100")).isEqualTo("\r\nNO CARRIER\r\n");
        bench.pass(8_000);
        bench.loop.dialTone(false);
        bench.send("ATDT100\r");
        bench.pass(6_000);
        assertThat(bench.heard()).isEqualTo("\r\nNO DIAL TONE\r\n");
        bench.loop.cable(false, bench.clock.now());
        bench.expectOk("AT-STE=7");
        assertThat(bench.ask("ATDT100")).isEqualTo("\r\nNO LINE\r\n");
        assertThat(bench.ask("AT-TRV")).isEqualTo("\r\n1.4\r\n\r\nOK\r\n");
    }

    @Test
    void busyIsReportedAgainAndAgain() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("300");
        assertThat(bench.listen(11_500).codes.toString()).isEqualTo("bbb");
    }

    // The stream

    @Test
    void aSecondOfSoundIsAThousandMillisecondsAndSurvivesTheWayThere() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        bench.listen(3_000);
        short[] said = Sounds.sine(800, 8_000, 9_000);
        short[] heard = bench.talk(said).samples();
        assertThat(heard.length).isBetween(7_936, 8_064);
        assertThat(Goertzel.dBm0(heard, 2_400, 4_800, 800) - Goertzel.dBm0(said, 800)).isBetween(-0.3, 0.3);
    }

    @Test
    void everyByteValuePassesTheShield() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        bench.listen(3_000);
        short[] said = new short[2_400];
        for (int i = 0; i < said.length; i++) {
            said[i] = org.tipring.media.codec.ULaw.decode((byte) (i * 7));
        }
        Bench.Stream stream = bench.talk(java.util.Arrays.copyOf(said, 6_400));
        short[] heard = stream.samples();
        int start = 0;
        while (heard[start] == 0 || heard[start] != said[1]) {
            start++;
        }
        assertThat(java.util.Arrays.copyOfRange(heard, start, start + 2_399))
                .isEqualTo(java.util.Arrays.copyOfRange(said, 1, 2_400));
        assertThat(stream.codes.toString().replace("u", "")).isEmpty();
    }

    @Test
    void anEmptyTransmitBufferIsReportedOnceForEachGap() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        bench.talk(new short[8_000]);
        long before = bench.modem.underruns();
        bench.pass(3_000);
        assertThat(bench.modem.underruns() - before).isLessThanOrEqualTo(1);
        assertThat(bench.modem.underruns()).isPositive();
    }

    @Test
    void silenceIsReportedUnlessSwitchedOff() {
        Bench bench = new Bench();
        bench.initialise();
        bench.expectOk("AT+FCLASS=8;+VSD=0,20");
        bench.dial("123");
        assertThat(bench.listen(4_000).codes.toString()).as("pips").doesNotContain("q", "s");
        bench.leaveStream();
        bench.expectOk("AT+VLS=0");
        bench.pass(1_000);
        bench.dial("100");
        bench.listen(3_000);
        assertThat(bench.listen(3_900).codes.toString().replace("u", "")).startsWith("q");
        bench.leaveStream();
        bench.expectOk("AT+VSD=0,0");
        bench.openStream();
        assertThat(bench.listen(5_000).codes.toString()).doesNotContain("q", "s");
    }

    @Test
    void aWaitingByteIsDueAtOnce() {
        Bench bench = new Bench();
        bench.send("A");
        assertThat(bench.modem.nextDeadline()).isLessThanOrEqualTo(bench.clock.now());
        bench.heard();
        assertThat(bench.modem.nextDeadline()).isGreaterThan(bench.clock.now());
    }

    @Test
    void whatIsBufferedPlaysBeforeTheStreamEnds() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        byte[] second = new byte[8_000];
        java.util.Arrays.fill(second, (byte) 0xFF);
        assertThat(bench.modem.fromHost(second, 0, 8_000, bench.clock.now())).isEqualTo(8_000);
        bench.send("⟨10⟩^");
        bench.pass(950);
        Bench.Stream stream = new Bench.Stream();
        stream.take(bench.heardBytes());
        assertThat(stream.after).isEmpty();
        bench.pass(60);
        stream.take(bench.heardBytes());
        assertThat(stream.after).hasToString("\r\nOK\r\n");
    }

    @Test
    void aFullTransmitBufferHoldsTheHostBack() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        byte[] bytes = new byte[20_000];
        java.util.Arrays.fill(bytes, (byte) 0xFF);
        assertThat(bench.modem.fromHost(bytes, 0, 20_000, bench.clock.now())).isEqualTo(8_192);
        bench.pass(100);
        assertThat(bench.modem.fromHost(bytes, 0, 20_000, bench.clock.now())).isBetween(700, 900);
    }

    @Test
    void aHostThatDoesNotReadLosesSamplesAndIsTold() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        long end = bench.clock.now() + 2_000_000_000L;
        bench.heardBytes();
        while (bench.clock.now() < end) {
            bench.clock.advanceMillis(10);
            bench.modem.advance(bench.clock.now());
        }
        Bench.Stream stream = new Bench.Stream();
        stream.take(bench.heardBytes());
        assertThat(stream.codes.toString()).containsOnlyOnce("o");
        assertThat(stream.samples().length).isLessThan(4_300);
    }

    @Test
    void packetsAreSmallAndSometimesEndBetweenADleAndItsPartner() {
        Bench bench = new Bench();
        bench.exchange.subscribe("810", new Subscriber.Answers(0, () -> new Voices.Recording(new short[] {-15_996}, true), 0));
        bench.initialise();
        bench.dial("810");
        bench.listen(1_000);
        byte[] packet = new byte[512];
        int largest = 0;
        int split = 0;
        int packets = 0;
        for (int i = 0; i < 100; i++) {
            bench.clock.advanceMillis(10);
            int length;
            while ((length = bench.modem.toHost(packet, 0, 512, bench.clock.now())) > 0) {
                largest = Math.max(largest, length);
                split += length % 2;
                packets++;
            }
        }
        assertThat(largest).isBetween(2, 64);
        assertThat(split).isGreaterThan(20);
        assertThat(16_000 / packets).as("bytes in a packet of nothing but DLEs").isLessThan(12);
    }

    @Test
    void whatWasUnderWayWhenDtrDroppedNeverHappens() {
        Bench bench = new Bench();
        bench.initialise();
        bench.seize();
        bench.send("AT+VTR\r");
        bench.modem.dtr(false, bench.clock.now());
        bench.pass(60);
        bench.modem.dtr(true, bench.clock.now());
        bench.pass(1_000);
        assertThat(bench.heard()).doesNotContain("CONNECT");
        bench.expectOk("AT");
    }

    @Test
    void powerLossForgetsEverything() {
        Bench bench = new Bench();
        bench.initialise();
        bench.dial("100");
        bench.modem.unplug(bench.clock.now());
        bench.pass(2_000);
        assertThat(bench.heard()).isEqualTo("");
        assertThat(bench.events(ExchangeEvent.OnHook.class)).hasSize(1);
        bench.modem.replug(bench.clock.now());
        assertThat(bench.ask("AT+FCLASS?")).isEqualTo("AT+FCLASS?\r\r\n0\r\n\r\nOK\r\n");
    }

    @Test
    void typingWhileAToneIsPlayedIsReadAfterwards() {
        Bench bench = new Bench();
        bench.initialise();
        bench.seize();
        bench.pass(800);
        bench.heard();
        bench.send("AT+VTS=1\r");
        bench.pass(100);
        bench.send("AT+VTD?\r");
        bench.pass(1_500);
        assertThat(bench.heard()).isEqualTo("\r\nOK\r\n\r\n100\r\n\r\nOK\r\n");
    }

    @Test
    void garbageOfAnyKindDoesNoHarm() {
        long seed = 20261125;
        java.util.Random random = new java.util.Random(seed);
        for (int round = 0; round < 300; round++) {
            Bench bench = new Bench();
            String pool = "ATatDSEVQZHI+-&=?;,\"{}[]!0123456789\r\r\n VLSTRXMFCAK/\b\u0010\u0003^" + (char) (128 + random.nextInt(128));
            StringBuilder garbage = new StringBuilder(round % 2 == 0 ? "AT+FCLASS=8\r" : "");
            for (int i = 0; i < 400; i++) {
                garbage.append(pool.charAt(random.nextInt(pool.length())));
            }
            byte[] bytes = garbage.toString().getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < bytes.length; i += 20) {
                bench.modem.fromHost(bytes, i, Math.min(20, bytes.length - i), bench.clock.now());
                bench.clock.advanceMillis(30);
                bench.pump();
            }
            bench.modem.port(false, bench.clock.now());
            bench.pass(100);
            bench.modem.port(true, bench.clock.now());
            assertThat(bench.modem.isOffHook()).as("seed " + seed + " round " + round).isFalse();
            bench.ask("ATZ");
            assertThat(bench.ask("ATE0Q0V1")).as("seed " + seed + " round " + round).contains("OK");
        }
    }
}
