package org.tipring.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.HoldSound;
import org.tipring.media.engine.MediaSettings;
import org.tipring.media.engine.Termination;
import org.tipring.media.net.WavFile;
import org.tipring.media.pcm.Pcm;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.TransportSection;
import org.tipring.signaling.control.CallFiles;
import org.tipring.signaling.control.CodecPolicy;
import org.tipring.signaling.control.LegMedia;
import org.tipring.signaling.control.MediaPolicy;
import org.tipring.signaling.control.line.LineSetup;
import org.tipring.signaling.registrar.Credentials;
import org.tipring.signaling.sdp.TransportTerms;
import org.tipring.signaling.sip.SipSettings;
import org.tipring.tdm.line.AnswerSupervision;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.FxoLine;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.LineTimings;
import org.tipring.tdm.line.ReleaseRules;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.port.ExchangeLinePort;
import org.tipring.tdm.port.ModemReportCounts;
import org.tipring.tdm.port.VoiceModemPort;
import org.tipring.tdm.serial.JSerialLink;
import org.tipring.tdm.serial.SerialLink;

/// What the configuration says, in the words of each package.
public final class Settings {

    private static final Duration TRUNK_REGISTRATION = Duration.ofMinutes(10);
    private static final int TRANSMIT_GAIN = 160;
    /// Forty digits of ten pulses; a modem that has stopped answering is found out earlier.
    private static final Duration PULSES_WAIT = Duration.ofMinutes(2);

    private Settings() {
    }

    /// @throws IOException for music that cannot be played, with the reason
    static MediaSettings media(GatewayConfig config) throws IOException {
        MediaSettings defaults = MediaSettings.DEFAULTS;
        Duration silence = config.media().silenceTimeout();
        return new MediaSettings(silence == null ? Duration.ofDays(365) : silence, defaults.minPlayoutDelay(), defaults.maxPlayoutDelay(),
                defaults.cname(), config.countries().get(config.country().name()).tones(), defaults.commandQueue())
                .withHoldSound(holdSound(config.media())).withHearKeys(config.media().keysInSound() == GatewayConfig.KeysInSound.DETECT);
    }

    private static HoldSound holdSound(GatewayConfig.MediaSection media) throws IOException {
        return switch (media.holdSound()) {
            case TONE -> HoldSound.TONE;
            case SILENCE -> HoldSound.SILENCE;
            case MUSIC -> music(media.holdMusic());
        };
    }

    private static HoldSound music(Path file) throws IOException {
        WavFile sound = WavFile.read(file);
        if (sound.rate() != Pcm.RATE) {
            throw new IOException("hold sound: " + file + " has " + sound.rate() + " samples a second, and telephones have " + Pcm.RATE
                    + ": convert it, for example with 'sox " + file.getFileName() + " -r 8000 -c 1 music.wav'");
        }
        try {
            return new HoldSound.Music(sound.samples());
        } catch (IllegalArgumentException wrong) {
            throw new IOException("hold sound: " + file + ": " + wrong.getMessage(), wrong);
        }
    }

    /// By trunk, and that of the telephones under their name.
    static Map<String, MediaPolicy> mediaPolicies(GatewayConfig config) {
        Map<String, MediaPolicy> policies = new LinkedHashMap<>();
        policies.put(LegMedia.TELEPHONES, policy(config.phoneTransport()));
        config.trunks().forEach(trunk -> policies.put(trunk.name(), policy(trunk.transport())));
        return policies;
    }

    /// Whether any sound can be secured: only then is a certificate made.
    static boolean secures(GatewayConfig config) {
        return mediaPolicies(config).values().stream().anyMatch(policy -> policy.srtp() != TransportTerms.Policy.OFF);
    }

    private static MediaPolicy policy(TransportSection transport) {
        return new MediaPolicy(TransportTerms.Policy.valueOf(transport.srtp().name()), TransportTerms.Keying.valueOf(transport.keys().name()),
                MediaPolicy.Symmetric.valueOf(transport.symmetric().name()), transport.tellsHold(), transport.refers());
    }

    static CallFiles.Settings files(GatewayConfig config) {
        return new CallFiles.Settings(config.recordings().folder(), config.recordings().recordAll(), config.recordings().captureAll());
    }

    static CodecPolicy.Book codecs(GatewayConfig config) {
        GatewayConfig.SoundSection usual = config.media().sound();
        Map<String, CodecPolicy> phones = new LinkedHashMap<>();
        config.phones().forEach(phone -> phones.put(phone.name(), policy(phone.sound(), usual)));
        Map<String, CodecPolicy> trunks = new LinkedHashMap<>();
        config.trunks().forEach(trunk -> trunks.put(trunk.name(), policy(trunk.sound(), usual)));
        return new CodecPolicy.Book(policy(usual, usual), phones, trunks);
    }

    private static CodecPolicy policy(GatewayConfig.SoundSection sound, GatewayConfig.SoundSection usual) {
        List<GatewayConfig.CodecName> codecs = sound.codecs().isEmpty() ? usual.codecs() : sound.codecs();
        GatewayConfig.OnOff suppression = sound.silenceSuppression() == null ? usual.silenceSuppression() : sound.silenceSuppression();
        return new CodecPolicy(codecs.stream().map(Settings::format).toList(), suppression == GatewayConfig.OnOff.ON);
    }

    private static AudioFormat format(GatewayConfig.CodecName codec) {
        return switch (codec) {
            case PCMU -> AudioFormat.PCMU;
            case PCMA -> AudioFormat.PCMA;
            case G722 -> AudioFormat.G722;
            case L16 -> AudioFormat.L16;
            case L16_WIDE -> AudioFormat.L16_WIDE;
            case OPUS -> AudioFormat.OPUS;
        };
    }

    static SipSettings sip(GatewayConfig config, Map<String, String> passwords) {
        GatewayConfig.SipSection sip = config.sip();
        Map<String, Credentials> telephones = new LinkedHashMap<>();
        config.phones().forEach(phone -> {
            Credentials credentials = Credentials.ofPassword(phone.name(), sip.realm(), passwords.get(phone.name()));
            telephones.put(phone.name(), sip.digest() == GatewayConfig.Digest.MD5 ? credentials.md5Only() : credentials);
        });
        List<SipSettings.Trunk> trunks = config.trunks().stream().map(Settings::trunk).toList();
        return new SipSettings(sip.bind(), sip.udpPort(), sip.tcpPort(), sip.realm(), "", "Tipring", telephones, trunks,
                SipSettings.Limits.DEFAULT);
    }

    private static SipSettings.Trunk trunk(GatewayConfig.TrunkSection trunk) {
        SipAddress proxy = SipAddress.of(trunk.proxy());
        Credentials credentials = trunk.user().isEmpty() ? null
                : Credentials.ofPassword(trunk.user(), trunk.realm(), trunk.password());
        return new SipSettings.Trunk(trunk.name(), proxy.host(), proxy.port(), proxy.transport(), "", credentials, trunk.register(),
                TRUNK_REGISTRATION, trunk.addresses(), trunk.user(),
                new SipSettings.Verdicts(trunk.verdicts().passed(), trunk.verdicts().failed(), trunk.verdicts().unsigned()), trunk.silentAfter(),
                new SipSettings.Asking(trunk.asking().every(), trunk.asking().mustAnswer()), trunk.mailboxes());
    }

    ///
    /// @param reports counts what the modem says of the line
    public static LineSetup line(GatewayConfig.LineSection line, GatewayConfig config, Path device, Executor control, Runnable mediaWakeup,
            ModemReportCounts reports) {
        LineId id = new LineId(line.name());
        TonePlan plan = config.countries().get(line.country()).tones();
        VoiceModemSettings modem = modem(line, config.countries().get(line.country()));
        Supplier<SerialLink> links = () -> new JSerialLink(device.toString(), line.name());
        return new LineSetup(new FxoLine(id, timings(line)), plan, EmulatedLines.number(config, line), line.cancelsEcho(),
                keys(config.countries().get(line.country()).dtmf()), line.habits().gainIn(), line.habits().gainOut(),
                line.habits().asksWhoWaits(), events -> {
            VoiceModemPort port = new VoiceModemPort(id, links, control, events::accept, modem, openings(line.name()), System::nanoTime).countInto(reports);
            port.audio().onReady(mediaWakeup);
            return port;
        });
    }

    private static VoiceModemSettings modem(GatewayConfig.LineSection line, CountryProfile country) {
        GatewayConfig.LineDialling dialling = line.habits().dialling();
        return new VoiceModemSettings(line.country(), TRANSMIT_GAIN,
                line.answer() == GatewayConfig.AnswerPolicy.SURE ? VoiceModemSettings.LoopSignal.POLARITY : VoiceModemSettings.LoopSignal.LOOP_BREAK,
                VoiceModemSettings.Dialling.valueOf(dialling.by().name()), dialling.pause(),
                dialling.flash().isZero() ? country.flash() : dialling.flash());
    }

    /// An exchange's line on a port of a line card.
    static LineSetup cardLine(GatewayConfig.LineSection line, GatewayConfig config, LineCards cards) {
        CountryProfile country = config.countries().get(line.country());
        GatewayConfig.LineDialling dialling = line.habits().dialling();
        Duration flash = dialling.flash().isZero() ? country.flash() : dialling.flash();
        Termination.KeyTimes keys = keys(country.dtmf());
        return cards.setup(line, timings(line), country.tones(), keys, new ExchangeLinePort.Habits(keys.onMillis(), keys.offMillis(),
                (int) dialling.pause().toMillis(), (int) flash.toMillis(), dialling.by() == GatewayConfig.DiallingBy.PULSE
                ? new ExchangeLinePort.Pulses((int) country.pulses().broken().toMillis(), (int) country.pulses().made().toMillis()) : null));
    }

    /// A driver may hang in opening a device: each attempt has a thread of its own, and nobody else waits for it. No virtual thread, which
    /// would take its carrier into the native call.
    static Executor openings(String line) {
        return task -> Thread.ofPlatform().name("open-" + line).daemon(true).start(task);
    }

    /// What the country's exchanges are used to, but never less than 40 ms of each (ITU-T Q.24).
    private static Termination.KeyTimes keys(CountryProfile.Keys keys) {
        return new Termination.KeyTimes((int) Math.max(40, keys.on().toMillis()), (int) Math.max(40, keys.off().toMillis()));
    }

    private static LineTimings timings(GatewayConfig.LineSection line) {
        GatewayConfig.LineHabits habits = line.habits();
        LineTimings timings = LineTimings.DEFAULT.withGuard(habits.guard()).withMetAfter(habits.metAfter()).withDigitsWait(
                habits.dialling().by() == GatewayConfig.DiallingBy.PULSE ? PULSES_WAIT : LineTimings.DEFAULT.digitsWait())
                .withRelease(ReleaseRules.DEFAULT.withSilence(habits.silence()).withLongestCall(habits.longestCall()));
        if (line.dialTone() == GatewayConfig.DialTone.IGNORE) {
            timings = timings.withBlindDialAfter(habits.blindAfter());
        }
        return timings.withAnswer(switch (line.answer()) {
            case LIKELY -> AnswerSupervision.TONES;
            case SURE -> AnswerSupervision.POLARITY;
            case DIALLED -> AnswerSupervision.DIALLED;
        });
    }
}
