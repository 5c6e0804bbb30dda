package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.net.WavWriter;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerIdReceiver;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.callerid.LineMessage.CallSetup;
import org.tipring.tdm.callerid.LineMessage.MessageWaiting;
import org.tipring.tdm.line.CountryProfile.CallerIdHabit;
import org.tipring.tdm.line.CountryProfile.Format;
import org.tipring.tdm.line.CountryProfile.Scheme;
import org.tipring.tdm.line.CountryProfile.When;

/// What a display hears of a call before or after the first ring.
class RingAnnouncementTest {

    private static final int FRAME = 80;

    private static short[] sound(RingAnnouncement announcement) {
        short[] all = new short[16_000 * 2];
        int at = 0;
        while (!announcement.done()) {
            announcement.next(all, at, FRAME);
            at += FRAME;
        }
        return java.util.Arrays.copyOf(all, at);
    }

    private static CallSetup heard(short[] sound) {
        CallerIdReceiver receiver = new CallerIdReceiver();
        CallSetup call = null;
        for (int at = 0; at + FRAME <= sound.length; at += FRAME) {
            var report = receiver.process(sound, at, FRAME);
            call = report.isPresent() ? (CallSetup) report.get().message() : call;
        }
        return call;
    }

    @ParameterizedTest
    @CsvSource({"BELL_202_FSK, AFTER_THE_FIRST_RING", "BELL_202_FSK, BEFORE_THE_FIRST_RING", "V_23_FSK, BEFORE_THE_FIRST_RING",
        "V_23_FSK, AFTER_THE_FIRST_RING", "DTMF, BEFORE_THE_FIRST_RING", "DTMF, AFTER_THE_FIRST_RING"})
    void everyNumberArrives(Scheme scheme, When when) {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            String number = Long.toString(Math.abs(random.nextLong()) % 1_000_000_000_000L + 1000);
            CallSetup call = new CallSetup(CallerId.of(number, "Caller " + i), "11251430", false);
            short[] sound = sound(RingAnnouncement.of(new CallerIdHabit(scheme, when), call));
            CallSetup heard = heard(sound);
            assertThat(heard).as("%s", number).isNotNull();
            assertThat(heard.caller().number()).isEqualTo(number);
            if (scheme != Scheme.DTMF) {
                assertThat(heard).isEqualTo(call);
            }
            assertThat(sound.length).as("fits between two rings: at most 3.4 s").isLessThan(27_200);
        }
    }

    /// Displays that know no other format.
    @ParameterizedTest
    @EnumSource(value = Scheme.class, names = {"BELL_202_FSK", "V_23_FSK"})
    void inTheSingleFormatTimeAndNumberArriveAndNoName(Scheme scheme) {
        CallSetup call = new CallSetup(CallerId.of("5550123", "Ada"), "11251430", false);
        short[] sound = sound(RingAnnouncement.of(new CallerIdHabit(scheme, When.AFTER_THE_FIRST_RING, Format.SDMF), call));
        assertThat(heard(sound)).isEqualTo(new CallSetup(CallerId.of("5550123", ""), "11251430", false));
    }

    @Test
    void whoWithholdsHisNumberIsShownAsSuch() {
        CallSetup call = CallSetup.of(new CallerId(CallerId.Presence.WITHHELD, "", ""));
        assertThat(heard(sound(RingAnnouncement.of(new CallerIdHabit(Scheme.V_23_FSK, When.BEFORE_THE_FIRST_RING), call))).caller().presence())
                .isEqualTo(CallerId.Presence.WITHHELD);
    }

    @Test
    void theAlertSoundsBeforeDataThatComesBeforeTheRing() {
        CallSetup call = CallSetup.of(CallerId.of("5550123", ""));
        short[] sound = sound(RingAnnouncement.of(new CallerIdHabit(Scheme.V_23_FSK, When.BEFORE_THE_FIRST_RING), call));
        assertThat(LevelMeter.dBm0(sound, 0, 800)).isLessThan(-60);
        assertThat(LevelMeter.dBm0(sound, 800, 800)).isBetween(-16.0, -12.0);
        assertThat(LevelMeter.dBm0(sound, 1_600, 480)).isLessThan(-60);
    }

    @Test
    void whereTelephonesHaveNoDisplayNothingIsSaid() {
        assertThat(RingAnnouncement.of(new CallerIdHabit(Scheme.NONE, When.AFTER_THE_FIRST_RING), CallSetup.of(CallerId.NONE))).isNull();
    }

    // ---- the lamp

    @ParameterizedTest
    @CsvSource({"BELL_202_FSK, MDMF, true", "BELL_202_FSK, MDMF, false", "BELL_202_FSK, SDMF, true", "V_23_FSK, MDMF, true", "V_23_FSK, MDMF, false"})
    void aLampIsHeardByOurselvesAndByMinimodem(Scheme scheme, Format format, boolean on, @TempDir Path folder) throws Exception {
        short[] sound = sound(RingAnnouncement.of(new CallerIdHabit(scheme, When.AFTER_THE_FIRST_RING, format), new MessageWaiting(on)));
        CallerIdReceiver receiver = new CallerIdReceiver();
        List<LineMessage> heard = new ArrayList<>();
        for (int at = 0; at + FRAME <= sound.length; at += FRAME) {
            receiver.process(sound, at, FRAME).ifPresent(report -> heard.add(report.message()));
        }
        assertThat(heard).containsExactly(new MessageWaiting(on));
        Path wav = folder.resolve("lamp.wav");
        try (var writer = WavWriter.mono(wav)) {
            writer.write(sound, 0, sound.length);
        }
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, "minimodem"))), "minimodem is not installed: skipped");
        boolean bell = scheme == Scheme.BELL_202_FSK;
        Process judge = new ProcessBuilder("minimodem", "--rx", "1200", "-M", bell ? "1200" : "1300", "-S", bell ? "2200" : "2100", "-q", "-f", wav.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String read = new String(judge.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        // GR-30-CORE: message waiting, three octets: visual indicator, one octet, on or off (single format: three times B); and the sum of all of it
        // is a multiple of 256.
        assertThat(read).contains(format == Format.SDMF ? "\u0006\u0003BBB1" : on ? "\u0082\u0003\u000b\u0001\u00ff\u0070" : "\u0082\u0003\u000b\u0001\u0000\u006f");
    }

    @Test
    void whereNumbersAreKeysThereIsNoLamp() {
        assertThat(RingAnnouncement.of(new CallerIdHabit(Scheme.DTMF, When.AFTER_THE_FIRST_RING), new MessageWaiting(true))).isNull();
    }
}
