package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.config.GatewayConfig.CodecName;
import org.tipring.signaling.config.GatewayConfig.ExchangeLine;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.signaling.config.GatewayConfig.PhoneSection;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.tdm.line.CountryProfile;

class ConfigLoaderTest {

    private static final Path ETC = Path.of(System.getProperty("tipring.home"), "etc");

    @TempDir
    Path dir;

    private void write(String name, String text) throws IOException {
        Files.writeString(dir.resolve(name), text);
    }

    private void copyDefault() throws IOException {
        for (String name : ConfigFiles.NAMES) {
            Files.copy(ETC.resolve(name), dir.resolve(name));
        }
    }

    private String mistakes() {
        return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(dir)).getMessage().replace(dir + "/", "");
    }

    @Test
    void theEmbeddedDefaultIsWhatEtcSays() throws ConfigException, IOException {
        GatewayConfig embedded = ConfigLoader.load(null);
        GatewayConfig etc = ConfigLoader.load(ETC);
        assertThat(embedded.warnings()).isEmpty();
        assertThat(etc.warnings()).isEmpty();
        assertThat(embedded.sip()).isEqualTo(etc.sip());
        assertThat(embedded.lines()).isEqualTo(etc.lines());
        assertThat(embedded.phones()).isEqualTo(etc.phones());
        for (String name : ConfigFiles.NAMES) {
            try (var in = ConfigLoader.class.getResourceAsStream("/org/tipring/etc/" + name)) {
                assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(ETC.resolve(name)));
            }
        }
    }

    /// Keys that go through SIP in clear, and sound for whoever sends first: allowed, and said aloud.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        srtp          = off     | srtp          = preferred | whoever can read it can hear the calls
        srtp          = off     | srtp          = required  | whoever can read it can hear the calls
        symmetric rtp = auto    | symmetric rtp = any       | whoever sends to the port of a call first
        """)
    void whatIsNotSafeInTheTransportOfSoundIsAWarning(String from, String to, String warning) throws Exception {
        copyDefault();
        String phones = Files.readString(ETC.resolve("phones.ini"));
        assertThat(phones).contains(from);
        write("phones.ini", phones.replace(from, to));
        assertThat(ConfigLoader.load(dir).warnings()).singleElement().asString().contains("phones.ini").contains(warning);
        write("phones.ini", phones.replace(from, to).replace("srtp keys     = sdes", "srtp keys     = dtls").replace("= any", "= always"));
        assertThat(ConfigLoader.load(dir).warnings()).isEmpty();
    }

    @Test
    void howSoundTravelsIsSaidForTelephonesAndForEachTrunk() throws Exception {
        copyDefault();
        write("trunks.ini", "[trunk carrier]\nproxy = sip.example.net\nsrtp = required\nsrtp keys = dtls\nsymmetric rtp = never\ntransfer = refer\n");
        GatewayConfig config = ConfigLoader.load(dir);
        assertThat(config.phoneTransport()).isEqualTo(TransportSection.TELEPHONES);
        assertThat(config.trunks()).extracting(GatewayConfig.TrunkSection::transport).containsExactly(new TransportSection(
                TransportSection.Srtp.REQUIRED, TransportSection.SrtpKeys.DTLS, TransportSection.SymmetricRtp.NEVER, false, true));
        write("trunks.ini", "[trunk carrier]\nproxy = sip.example.net\nsrtp = on\n");
        assertThat(mistakes()).contains("trunks.ini:3").contains("'on' is no value of 'srtp'");
    }

    @Test
    void theDefaultHasOneEmulatedLineAndTwoTelephones() throws ConfigException {
        GatewayConfig config = ConfigLoader.load(null);
        assertThat(config.lines()).extracting(LineSection::name, LineSection::emulated, LineSection::country).containsExactly(
                org.assertj.core.groups.Tuple.tuple("fxo1", true, "US"));
        assertThat(config.exchange().lines()).containsExactly(new ExchangeLine("fxo1", "5550100"));
        assertThat(config.phones()).extracting(PhoneSection::name, PhoneSection::password).containsExactly(
                org.assertj.core.groups.Tuple.tuple("201", ""), org.assertj.core.groups.Tuple.tuple("202", ""));
        assertThat(config.trunks()).isEmpty();
        assertThat(config.media().silenceTimeout()).isEqualTo(Duration.ofSeconds(30));
        RouteDecision decision = config.dialPlan().route(new RouteRequest(new CallSource("phones", "201"), "95550101", "201", Instant.EPOCH));
        assertThat(decision).isInstanceOfSatisfying(RouteDecision.Attempts.class, attempts -> assertThat(attempts.attempts())
                .singleElement().satisfies(one -> {
                    assertThat(one.interfaceName()).isEqualTo("landlines");
                    assertThat(one.number()).isEqualTo("5550101");
                }));
    }

    @Test
    void anOldExchangeIsDialledWithPulses() throws ConfigException, IOException {
        copyDefault();
        write("lines.ini", """
                [line fxo1]
                device = emulated
                dialling = pulse
                pause = 3s
                hook flash = 90ms
                [exchange]
                fxo1 = 5550100
                """);
        assertThat(ConfigLoader.load(dir).lines().getFirst().habits().dialling())
                .isEqualTo(new GatewayConfig.LineDialling(GatewayConfig.DiallingBy.PULSE, Duration.ofSeconds(3), Duration.ofMillis(90)));
        assertThat(ConfigLoader.load(ETC).lines().getFirst().habits()).as("what etc/lines.ini says is the default").isEqualTo(GatewayConfig.LineHabits.DEFAULT);
    }

    @Test
    void aDisplayReadsWhatTheCountrysExchangesSendOrWhatItsTelephoneSays() throws ConfigException, IOException {
        copyDefault();
        String telephone = "\n[line %s]\ndevice = /dev/ttyACM9\ndriver = line-card\nport = fxs %d\n%s\n";
        write("lines.ini", Files.readString(ETC.resolve("lines.ini")) + telephone.formatted("fxs1", 0, "") + telephone.formatted("fxs2", 1, "display = sdmf")
                + telephone.formatted("fxs3", 2, "display = mdmf"));
        assertThat(ConfigLoader.load(dir).telephones()).extracting(GatewayConfig.TelephoneSection::display)
                .containsExactly(null, CountryProfile.Format.SDMF, CountryProfile.Format.MDMF);
    }

    @Test
    void codecsAreReadInTheirOrderForEachInterface() throws ConfigException, IOException {
        copyDefault();
        write("phones.ini", "[phone 201]\ncodecs = OPUS, l16/16000, pcma\nsilence suppression = on\n[phone 202]\n");
        GatewayConfig config = ConfigLoader.load(dir);
        assertThat(config.media().sound().codecs()).containsExactly(CodecName.OPUS, CodecName.G722, CodecName.PCMU, CodecName.PCMA);
        assertThat(config.phones().getFirst().sound().codecs()).containsExactly(CodecName.OPUS, CodecName.L16_WIDE, CodecName.PCMA);
        assertThat(config.phones().getFirst().sound().silenceSuppression()).isEqualTo(GatewayConfig.OnOff.ON);
        assertThat(config.phones().getLast().sound()).isEqualTo(GatewayConfig.SoundSection.USUAL);
    }

    /// Every key that etc/gateway.ini names is the default that the code has when the file is empty.
    @Test
    void anEmptyGatewayFileMeansTheSame() throws ConfigException, IOException {
        copyDefault();
        Files.writeString(dir.resolve("gateway.ini"), "");
        GatewayConfig empty = ConfigLoader.load(dir);
        GatewayConfig written = ConfigLoader.load(ETC);
        assertThat(List.of(empty.sip(), empty.media(), empty.records(), empty.status(), empty.guard()))
                .isEqualTo(List.of(written.sip(), written.media(), written.records(), written.status(), written.guard()));
    }

    @Test
    void aDirectoryWithoutFilesGivesTheDefaultAndSaysSo() throws ConfigException {
        GatewayConfig config = ConfigLoader.load(dir);
        assertThat(config.lines()).hasSize(1);
        assertThat(config.warnings()).singleElement().asString().contains("embedded default");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
            "gateway.ini ! [sip]~udp prot = 1 ! gateway.ini:2:1: [sip] knows no key 'udp prot': did you mean 'udp port'?",
            "gateway.ini ! [spi] ! gateway.ini:1:2: this file has no section [spi]: did you mean 'sip'?",
            "gateway.ini ! [sip]~udp port = 99999 ! gateway.ini:2:12: 'udp port' cannot be '99999': write a port from 0 to 65535, or none",
            "gateway.ini ! [guard]~ban after = 0 ! gateway.ini:2:13: 'ban after' cannot be '0': write how many wrong passwords are too many, from 1 to 9999, or never",
            "gateway.ini ! [guard]~within = soon ! gateway.ini:2:10: 'within' cannot be 'soon': write a time such as 10m or 24h",
            "gateway.ini ! [guard]~ban for = 2h~longest ban = 1h ! gateway.ini:1:2: the longest ban is shorter than the first: make 'longest ban' at least as long as 'ban for'",
            "gateway.ini ! [guard]~never ban = 10.0.0.0/8, office ! gateway.ini:2:25: 'never ban' cannot be 'office': write addresses or networks, such as 192.0.2.7, 10.0.0.0/8, or nobody",
            "gateway.ini ! [sip]~bind = localhost ! gateway.ini:2:8: 'bind' cannot be 'localhost': write an IP address, such as 0.0.0.0 or 127.0.0.1",
            "gateway.ini ! [media]~ports = 16385-16584 ! gateway.ini:2:9: 'ports' cannot be '16385-16584': write 'ports = 16384-16583', first even, last odd, within 1024-65535",
            "gateway.ini ! [media]~hold sound = musik ! gateway.ini:2:14: 'hold sound' cannot be 'musik': write music FILE.wav, tone or silence",
            "gateway.ini ! [recordings]~largest file = 5 GB ! gateway.ini:2:16: 'largest file' cannot be '5 GB': write a size such as 500 MB, up to 4000 MB",
            "gateway.ini ! [recordings]~pcap = alway ! gateway.ini:2:8: 'alway' is no value of 'pcap': did you mean 'always'?",
            "gateway.ini ! [sip]~realm = a~realm = b ! gateway.ini:3:1: 'realm' stands here a second time: keep one of them; the other is in line 2",
            "gateway.ini ! [sip]~digest = md6 ! gateway.ini:2:10: 'md6' is no value of 'digest': did you mean 'md5'?",
            "gateway.ini ! [sip]~[media]~[sip] ! gateway.ini:3:1: [sip] stands here a second time: rename it, or move its lines to line 1",
            "gateway.ini ! [media]~codecs = PCMA, g723 ! gateway.ini:2:16: 'g723' is no codec that Tipring speaks: did you mean 'G722'?",
            "gateway.ini ! [media]~codecs = PCMA, ,opus ! gateway.ini:2:16: nothing stands between two ',': remove one of them",
            "gateway.ini ! [media]~silence suppression = yes ! gateway.ini:2:23: 'yes' is no value of 'silence suppression': use one of: on, off",
            "gateway.ini ! [media]~keys in sound = detekt ! gateway.ini:2:17: 'detekt' is no value of 'keys in sound': did you mean 'detect'?",
            "phones.ini ! [phone 201]~codecs = G722, PCMA, g722 ! phones.ini:2:22: 'codecs' names G722 twice: remove one of them",
            "trunks.ini ! [trunk a]~proxy = a~codec = PCMA ! trunks.ini:3:1: [trunk] knows no key 'codec': did you mean 'codecs'?",
            "lines.ini ! [line fxo1]~devise = emulated ! lines.ini:1:2: [line fxo1] has no 'device': write 'device = /dev/serial/by-path/...' or 'device = emulated'",
            "lines.ini ! [line fxo1]~device = emulated ! lines.ini:1:2: the emulated line fxo1 has no number: write 'fxo1 = 5550100' into [exchange]",
            "lines.ini ! [line fxo1]~device = /dev/ttyACM0~answer when = likley ! lines.ini:3:15: 'likley' is no value of 'answer when': did you mean 'likely'?",
            "lines.ini ! [line fxo1]~device = /dev/ttyACM0~dialling = puls ! lines.ini:3:12: 'puls' is no value of 'dialling': did you mean 'pulse'?",
            "lines.ini ! [line fxo1]~device = /dev/ttyACM0~pause = 20s ! lines.ini:3:9: 'pause' cannot be '20s': write a time from 500ms to 10000ms",
            "lines.ini ! [line fxo1]~device = /dev/ttyACM0~hook flash = long ! lines.ini:3:14: 'hook flash' cannot be 'long': write a time from 50ms to 1500ms, or country",
            "lines.ini ! [line fxs1]~device = /dev/ttyACM9~driver = line-card~port = fxs 0~display = sdmv ! lines.ini:5:11: 'sdmv' is no value of 'display': did you mean 'sdmf'?",
            "lines.ini ! [line fxo1]~device = /dev/ttyACM0~[exchange]~fxo1 = 555 ! lines.ini:4:1: [exchange] knows no key 'fxo1': use one of: caller holds, country, echo delay, echo loss",
            "lines.ini ! [line fxo2]~device = /dev/ttyACM0 ! dialplan.ini:35:2: [interface landlines] has the member fxo1, and lines.ini has no [line fxo1]: did you mean 'fxo2'?",
            "phones.ini ! [phone 201]~password = 2012012012 ! phones.ini:2:12: the password of 201 is easily guessed: use at least 8 characters, "
                    + "not all alike and without the extension; or remove the line, and one is generated",
            "trunks.ini ! [trunk a]~proxy = a b ! trunks.ini:2:9: 'proxy' cannot be 'a b': write host, host:port or a sip: URI",
            "trunks.ini ! [trunk a]~proxy = a~ask every = 1s ! trunks.ini:3:13: 'ask every' cannot be '1s': write a time from 5s to 1h, or never",
            "trunks.ini ! [trunk a]~proxy = a~mailboxes = 1, sip:2@x ! trunks.ini:3:16: 'sip:2@x' is no mailbox: write the account as the provider names it, "
                    + "without sip: and host, such as 442079460100",
            "phone.ini ! [phone 201] ! phone.ini:1:1: nothing reads a file of this name: did you mean 'phones.ini'?"})
    void aMistakeIsNamedWithFileLineColumnReasonAndCure(String file, String text, String message) throws IOException {
        copyDefault();
        write(file, text.replace('~', '\n'));
        assertThat(mistakes().lines()).contains(message);
    }

    @Test
    void aTelephoneOfTheWrongKindIsToldWhereItBelongs() throws IOException {
        copyDefault();
        write("lines.ini", Files.readString(ETC.resolve("lines.ini")) + "\n[line fxs1]\ndevice = /dev/ttyACM9\ndriver = line-card\nport = fxs 0\n");
        write("dialplan.ini", Files.readString(ETC.resolve("dialplan.ini")).replace("= 201, 202", "= 201, 202, fxs1"));
        assertThat(mistakes()).contains("dialplan.ini:30:2: [interface phones] has the member fxs1, which is on a line of lines.ini: "
                + "put it into an interface of its own kind, without 'sip'");
    }

    @Test
    void allFilesAreReadBeforeAnythingIsReported() throws IOException {
        copyDefault();
        write("gateway.ini", "[sip]\nx = 1\n");
        write("phones.ini", "[phone 201]\ny = 1\n[phone 202]\n");
        write("dialplan.ini", "[country]\nname = UK!\n");
        assertThat(mistakes().lines().map(line -> line.substring(0, line.indexOf(':'))).distinct())
                .containsExactly("dialplan.ini", "gateway.ini", "phones.ini");
    }

    @Test
    void passwordsAreInNoMessage() throws IOException {
        copyDefault();
        write("phones.ini", "[phone 201]\npassword = \"hunter2hunter2\" x\n[phone 202]\npassword hunter2\npasword = hunter2\n");
        write("trunks.ini", "[trunk a]\npassword = hunter2\n");
        assertThat(mistakes()).contains("phones.ini").contains("trunks.ini").doesNotContain("hunter2");
    }

    @Test
    void aMissingDirectoryIsNamed() {
        ConfigException missing = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(dir.resolve("none")));
        assertThat(missing).hasMessageContaining("none: there is no such directory: name the one");
    }

    @Test
    void damagedFilesNeverGiveAnythingButLocatedMistakes() throws IOException {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("ConfigLoaderTest seed " + seed + " (-Dtipring.seed=...)");
        Random random = new Random(seed);
        copyDefault();
        for (int i = 0; i < 1_000; i++) {
            String name = ConfigFiles.NAMES.get(random.nextInt(ConfigFiles.NAMES.size()));
            String text = Files.readString(ETC.resolve(name));
            byte[] bytes = Damage.damaged(text, random);
            Files.write(dir.resolve(name), bytes);
            try {
                ConfigLoader.load(dir);
            } catch (ConfigException mistake) {
                mistake.getMessage().lines().forEach(line -> assertThat(line).as(() -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .matches("(.*\\.ini:\\d+:\\d+: .+: .+|\\.\\.\\. and \\d+ more)"));
            }
            Files.writeString(dir.resolve(name), text);
        }
    }
}
