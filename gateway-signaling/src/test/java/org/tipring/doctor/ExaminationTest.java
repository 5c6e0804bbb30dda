package org.tipring.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.doctor.Finding.Confidence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.VirtualClock;
import org.tipring.signaling.config.CountryPacks;
import org.tipring.tdm.emulator.DirectLink;
import org.tipring.tdm.emulator.Exchange;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.VoiceModemEmulator;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.port.VoiceModemPort;

/// The examination of emulated lines, in virtual time: what their exchange was told to be is what has to be found.
class ExaminationTest {

    private final VirtualClock clock = new VirtualClock();
    private final List<DirectLink> wires = new ArrayList<>();
    private Exchange exchange;
    private Practice practice;

    @ParameterizedTest
    @ValueSource(strings = {"US", "GB", "DE", "FR", "JP"})
    void findsTheCountryOfTheExchange(String iso) throws Exception {
        List<CountryProfile> all = all();
        CountryProfile country = CountryPacks.load(iso, null);
        ExchangeSettings settings = ExchangeSettings.of(country.tones(), country.ring(), ExchangeSettings.CallerIdOrder.AFTER_FIRST_RING)
            .withHangUp(new ExchangeSettings.HangUp(0, CallProgressTone.BUSY, 30_000, true));
        Examination examination = examined(settings, all, true);
        Proposal proposal = examination.proposals(iso.equals("US") ? "GB" : "US", "sure", "ignore").getFirst();
        assertThat(proposal.why()).as("%s", examination.findings()).contains(iso);
        assertThat(proposal.changes()).isTrue();
        assertThat(examination.proposals(iso, "likely", "wait")).noneMatch(Proposal::changes);
        assertThat(examination.proposals(iso, "sure", "ignore").stream().filter(Proposal::changes).map(Proposal::key)).containsExactly("answer when", "dial tone");
        assertThat(examination.hangUpIsSilent()).isFalse();
        assertThat(examination.recordings()).containsOnlyKeys("dial-tone", "quiet", "echo", "ringback", "hang-up");
    }

    @Test
    void seesPolarityAtTheAnswer() throws Exception {
        CountryProfile country = CountryPacks.load("DE", null);
        ExchangeSettings settings = ExchangeSettings.of(country.tones(), country.ring(), ExchangeSettings.CallerIdOrder.NOT_SENT).withReversalOnAnswer();
        Examination examination = examined(settings, all(), true);
        assertThat(found(examination).get("answer")).contains("reversed");
        assertThat(examination.proposals("DE", "likely", "wait")).filteredOn(Proposal::changes)
            .extracting(Proposal::key, Proposal::proposed, Proposal::sure).containsExactly(org.assertj.core.groups.Tuple.tuple("answer when", "sure", Confidence.SURE));
    }

    @Test
    void saysWhenAHangUpCannotBeTold() throws Exception {
        CountryProfile country = CountryPacks.load("DE", null);
        ExchangeSettings settings = ExchangeSettings.of(country.tones(), country.ring(), ExchangeSettings.CallerIdOrder.NOT_SENT)
            .withHangUp(new ExchangeSettings.HangUp(0, null, 0, false));
        Examination examination = examined(settings, all(), true);
        assertThat(examination.hangUpIsSilent()).as("%s", examination.findings()).isTrue();
        assertThat(found(examination).get("hang-up")).contains("the line would stay taken");
    }

    @Test
    void measuresEchoNoiseAndClock() throws Exception {
        CountryProfile country = CountryPacks.load("US", null);
        ExchangeSettings settings = ExchangeSettings.of(country.tones(), country.ring(), ExchangeSettings.CallerIdOrder.NOT_SENT);
        Examination examination = examined(settings, all(), false);
        Map<String, String> found = found(examination);
        assertThat(found).containsKeys("device", "dial tone", "noise", "echo", "clock");
        assertThat(found.get("dial tone")).contains("350 + 440 Hz").contains("steady");
        assertThat(Double.parseDouble(found.get("clock").split(" ")[0])).as("ppm").isBetween(-3000.0, 3000.0);
    }

    @Test
    void fitsAClockThroughJitterAndTellsAGap() {
        java.util.Random random = new java.util.Random(1);
        ClockFit fit = new ClockFit();
        for (int i = 1; i <= 700; i++) {
            fit.add(160L * i, Math.round(i * 160 / 8018.0 * 1e9) + random.nextInt(15_000_000));
        }
        assertThat(fit.ppm()).isCloseTo(2250, org.assertj.core.api.Assertions.within(100.0));
        assertThat(fit.spreadMillis()).isLessThan(10);
        fit.restart();
        for (int i = 1; i <= 700; i++) {
            fit.add(160L * i, Math.round((i + (i > 350 ? 50 : 0)) * 160 / 8018.0 * 1e9));
        }
        assertThat(fit.spreadMillis()).isGreaterThan(100);
    }

    @Test
    void changesOnlyTheKeysOfTheLine(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("lines.ini");
        Files.writeString(file, """
            ; lines
            [line fxo1]
            device  = /dev/x
            country = US        ; where it is
            [line fxo2]
            country = US
            """);
        LineSection.write(file, "fxo1", List.of(new Proposal("country", "US", "DE", Confidence.SURE, ""), new Proposal("answer", "detect", "polarity", Confidence.SURE, "")));
        assertThat(Files.readString(file)).isEqualTo("""
            ; lines
            [line fxo1]
            answer = polarity
            device  = /dev/x
            country = DE        ; where it is
            [line fxo2]
            country = US
            """);
    }

    private Examination examined(ExchangeSettings settings, List<CountryProfile> countries, boolean withCall) {
        exchange = new Exchange(settings, _ -> { });
        practice = new Practice(clock::now, this::step);
        Patient line = patient("fxo1", "5550100");
        Examination examination = new Examination(practice, countries, "5");
        assertThat(examination.alone(line)).as("%s", examination.findings()).isTrue();
        if (withCall) {
            examination.call(line, "5550101", patient("fxo2", "5550101"));
        }
        practice.close();
        return examination;
    }

    private Patient patient(String name, String number) {
        DirectLink wire = new DirectLink(name, new VoiceModemEmulator(exchange.connect(number), ModemSettings.CX93001, 1), clock::now);
        wires.add(wire);
        return practice.admit(events -> new VoiceModemPort(new LineId(name), () -> wire, practice.control(), events::accept, VoiceModemSettings.DEFAULT, clock::now));
    }

    private void step() {
        clock.advanceTo(clock.now() + 4_000_000);
        exchange.advance(clock.now());
        wires.forEach(DirectLink::pump);
    }

    private static Map<String, String> found(Examination examination) {
        return examination.findings().stream().collect(Collectors.toMap(Finding::what, Finding::found, (a, _) -> a));
    }

    private static List<CountryProfile> all() throws Exception {
        List<CountryProfile> all = new ArrayList<>();
        for (String iso : CountryPacks.embedded()) {
            all.add(CountryPacks.load(iso, null));
        }
        return all;
    }
}
