package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.TonePlan;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.modem.CountryOfInstallation;
import org.tipring.tdm.modem.VoiceModem;
import org.tipring.tdm.modem.VoiceModemSettings;

class CountryPacksTest {

    private static final Path ETC = Path.of(System.getProperty("tipring.home"), "etc", "countries");

    /// The countries of the collection that operators know from Asterisk's indications.conf, but for its historical "us-old".
    private static final List<String> EXPECTED = List.of("AT", "AU", "BE", "BG", "BR", "CH", "CL", "CN", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
            "GR", "HU", "ID", "IL", "IN", "IT", "JP", "LT", "MX", "MY", "NL", "NO", "NZ", "PH", "PL", "PT", "RU", "SE", "SG", "TH", "TW", "US", "VE", "ZA");

    @TempDir
    Path dir;

    @Test
    void everyPackOfEtcIsReadWithoutAMistakeAndIsEmbedded() throws IOException, ConfigException {
        List<String> files;
        try (Stream<Path> all = Files.list(ETC)) {
            files = all.map(file -> file.getFileName().toString().replace(".ini", "").toUpperCase(Locale.ROOT)).sorted().toList();
        }
        assertThat(files).containsAll(EXPECTED).hasSizeGreaterThan(41);
        assertThat(CountryPacks.embedded()).containsExactlyInAnyOrderElementsOf(files);
        for (String iso : files) {
            CountryProfile pack = CountryPacks.load(iso, null);
            assertThat(pack.iso()).isEqualTo(iso);
            assertThat(Locale.of("", iso).getDisplayCountry(Locale.ENGLISH)).startsWith(pack.name());
            assertThat(pack.tones().signals().keySet()).contains(CallProgressTone.DIAL, CallProgressTone.RINGBACK, CallProgressTone.BUSY,
                    CallProgressTone.REORDER);
            sane(pack);
            assertThat(pack.sources()).hasSizeGreaterThanOrEqualTo(13).allSatisfy((_, source) -> assertThat(source.text()).isNotBlank());
        }
    }

    /// What no exchange of the world does is a slip of somebody's pen.
    private static void sane(CountryProfile pack) {
        String iso = pack.iso();
        assertThat(pack.emergency()).as(iso).isNotEmpty().doesNotHaveDuplicates();
        // EN 300 001 and EIA/TIA-464: a flash is 50 ms to 1.5 s, a dial opens the loop for 50 to 75 ms of some 100 ms.
        assertThat(pack.flash()).as(iso).isBetween(Duration.ofMillis(50), Duration.ofMillis(1_500));
        assertThat(pack.pulses().broken()).as(iso).isBetween(Duration.ofMillis(30), Duration.ofMillis(75));
        assertThat(pack.pulses().made().plus(pack.pulses().broken())).as(iso).isBetween(Duration.ofMillis(45), Duration.ofMillis(125));
        // ITU-T Q.24: 40 ms is the least that every exchange hears.
        assertThat(pack.dtmf().on()).as(iso).isBetween(Duration.ofMillis(40), Duration.ofMillis(200));
        assertThat(pack.dtmf().off()).as(iso).isBetween(Duration.ofMillis(40), Duration.ofMillis(200));
        assertThat(pack.loopBreak()).as(iso).isLessThanOrEqualTo(Duration.ofMillis(1_000));
        // ITU-T E.180: what goes on and on is dial tone, and busy tone is not; a ring's round is 3 to 9 s.
        assertThat(pack.tones().signal(CallProgressTone.BUSY).cadence()).as(iso).isNotEqualTo(Cadence.STEADY);
        assertThat(pack.tones().signal(CallProgressTone.BUSY)).as(iso).isNotEqualTo(pack.tones().signal(CallProgressTone.RINGBACK));
        assertThat(pack.ring().millis().stream().mapToInt(Integer::intValue).sum()).as(iso).isBetween(3_000, 9_000);
        // Every country's modem can be set up, with the country's code or without.
        VoiceModemSettings modem = new VoiceModemSettings(iso, 160, VoiceModemSettings.LoopSignal.LOOP_BREAK, VoiceModemSettings.Dialling.PULSE,
                Duration.ofSeconds(2), pack.flash());
        assertThat(new VoiceModem(modem).nextDeadline()).isPositive();
    }

    @Test
    void onlyCountriesThatT35DoesNotListHaveNoCodeForModems() {
        assertThat(CountryPacks.embedded().stream().filter(iso -> CountryOfInstallation.code(iso) == null)).containsExactly("LT");
    }

    @Test
    void aPackSaysWhatItsFileSays() throws ConfigException {
        CountryProfile india = CountryPacks.load("in", null);
        assertThat(india.name()).isEqualTo("India");
        assertThat(india.tones().signal(CallProgressTone.DIAL)).isEqualTo(new TonePlan.Signal(new Tone(List.of(400.0), 25, -10), Cadence.STEADY));
        assertThat(india.tones().signal(CallProgressTone.RINGBACK).cadence()).isEqualTo(Cadence.of(400, 200, 400, 2000));
        assertThat(india.callerId().scheme()).isEqualTo(CountryProfile.Scheme.DTMF);
        assertThat(india.numbering()).isEqualTo(new CountryProfile.Numbering("91", "0", "00"));
        CountryProfile us = CountryPacks.load("US", null);
        assertThat(us.flash()).isEqualTo(Duration.ofMillis(600));
        assertThat(us.emergency()).contains("911");
        assertThat(us.tones()).isEqualTo(new TonePlan("US", us.tones().signals()));
        for (TonePlan example : List.of(TonePlan.US, TonePlan.GB, TonePlan.DE)) {
            TonePlan pack = CountryPacks.load(example.name(), null).tones();
            example.signals().forEach((tone, signal) -> {
                assertThat(pack.signal(tone).tone().hertz()).isEqualTo(signal.tone().hertz());
                assertThat(pack.signal(tone).cadence()).isEqualTo(signal.cadence());
            });
        }
    }

    @Test
    void anOperatorsOwnPackGoesBeforeTheEmbeddedOne() throws IOException, ConfigException {
        Files.createDirectory(dir.resolve("countries"));
        Files.writeString(dir.resolve("countries/gb.ini"), Files.readString(ETC.resolve("gb.ini")).replace("cadence   = 375 375", "cadence   = 360 360"));
        assertThat(CountryPacks.load("GB", dir).tones().signal(CallProgressTone.BUSY).cadence()).isEqualTo(Cadence.of(360, 360));
        assertThat(CountryPacks.load("GB", null).tones().signal(CallProgressTone.BUSY).cadence()).isEqualTo(Cadence.of(375, 375));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
            "sound     = 350 + 440 ! sound     = 400 + x ! gb.ini:8:13: 'sound' cannot be '400 + x': write up to three frequencies",
            "cadence   = 375 375 ! cadence   = 375 ! 'cadence' cannot be '375': write one to eight pairs",
            "[flash] ! [flush] ! gb.ini:64:2: a country pack has no section [flush]: did you mean 'flash'?",
            "confirmed = no ! confirmed = maybe ! 'confirmed' cannot be 'maybe': write yes or no",
            "length    = 90ms ! length    = 9s ! 'length' cannot be '9s': write a time from 1ms to 5s",
            "abroad    = 00 ! abroad    = +00 ! 'abroad' cannot be '+00': write digits, such as 00",
            "numbers   = 112, 999 ! numbers   = 112, 9x ! '9x' is no emergency number",
            "[tone busy] ! [tone bussy] ! a country pack has no section [tone bussy]: did you mean 'tone busy'?",
            "scheme    = v.23 fsk ! scheme    = v23 ! is no value of 'scheme'"})
    void aMistakeInAPackIsLocated(String old, String replacement, String message) throws IOException {
        Files.createDirectory(dir.resolve("countries"));
        String text = Files.readString(ETC.resolve("gb.ini"));
        assertThat(text).contains(old.strip());
        Files.writeString(dir.resolve("countries/gb.ini"), text.replaceFirst(java.util.regex.Pattern.quote(old.strip()), replacement.strip()));
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> CountryPacks.load("GB", dir));
        assertThat(wrong.getMessage()).contains("countries/gb.ini:").contains(message);
    }

    @Test
    void aCountryWithoutAPackIsAMistakeWhereItIsNamed() throws IOException {
        for (String name : ConfigFiles.NAMES) {
            Files.copy(ETC.getParent().resolve(name), dir.resolve(name));
        }
        Files.writeString(dir.resolve("lines.ini"), "[line fxo1]\ndevice = /dev/ttyACM0\ncountry = XQ\n");
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(dir));
        assertThat(wrong.getMessage()).contains("lines.ini:3:11: there is no country pack for XQ: write countries/xq.ini beside the configuration");
    }
}
