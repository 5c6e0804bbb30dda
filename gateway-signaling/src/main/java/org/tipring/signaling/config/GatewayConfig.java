package org.tipring.signaling.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tipring.media.dsp.Cadence;
import org.tipring.signaling.guard.BanRules;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.tdm.line.CountryProfile;

/// Everything that the files in etc/ say, as plain records; the composition root maps them onto each package's own settings.
///
/// @param guard `[guard]`: who is banned, and for how long
/// @param phoneTransport `[phones]` of phones.ini
/// @param countries the packs of all countries that are named here, by their ISO 3166 letters
/// @param exchange the emulated exchange; null when no line is emulated
/// @param warnings one line each, as in [ConfigException]; the configuration is usable all the same
public record GatewayConfig(SipSection sip, MediaSection media, RecordsSection records, RecordingsSection recordings, StatusSection status, BanRules guard,
                            CountrySection country, Map<String, CountryProfile> countries, List<LineSection> lines, List<TelephoneSection> telephones,
                            List<PhoneSection> phones,
                            TransportSection phoneTransport, List<TrunkSection> trunks, ExchangeSection exchange, DialPlan dialPlan, List<String> warnings) {

    public GatewayConfig {
        countries = Map.copyOf(countries);
        lines = List.copyOf(lines);
        telephones = List.copyOf(telephones);
        phones = List.copyOf(phones);
        trunks = List.copyOf(trunks);
        warnings = List.copyOf(warnings);
    }

    /// `[sip]`
    ///
    /// @param udpPort 0: any free one; -1: no UDP
    /// @param tcpPort as `udpPort`
    public record SipSection(String bind, int udpPort, int tcpPort, String realm, Digest digest) { }

    /// How telephones prove their passwords.
    public enum Digest {
        /// SHA-256, and MD5 for those without it (RFC 8760).
        BEST,
        /// For old ones that give up when the first offer is one they do not know.
        MD5;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `[media]`
    ///
    /// @param firstPort even; @param lastPort odd: both belong to the range
    /// @param silenceTimeout no RTP for that long ends a call; null: never
    /// @param holdSound what is heard on hold; @param holdMusic the WAV file of music, else null
    /// @param sound for everybody who has no word of their own
    /// @param keysInSound what to do about keys of SIP peers without telephone-event
    public record MediaSection(String bind, int firstPort, int lastPort, Duration silenceTimeout, Hold holdSound, Path holdMusic,
                               SoundSection sound, KeysInSound keysInSound) {

        static final SoundSection SOUND =
                new SoundSection(List.of(CodecName.OPUS, CodecName.G722, CodecName.PCMU, CodecName.PCMA), OnOff.OFF);

        MediaSection(String bind, int firstPort, int lastPort, Duration silenceTimeout, Hold holdSound, Path holdMusic) {
            this(bind, firstPort, lastPort, silenceTimeout, holdSound, holdMusic, SOUND, KeysInSound.PASS);
        }

        MediaSection with(SoundSection newSound, KeysInSound keys) {
            return new MediaSection(bind, firstPort, lastPort, silenceTimeout, holdSound, holdMusic, newSound, keys);
        }
    }

    /// What one side of a call hears while the other holds it.
    public enum Hold {
        MUSIC, TONE, SILENCE
    }

    public enum KeysInSound {
        /// They stay sound.
        PASS,
        /// They are found, reported, and turned into events for a peer that takes those.
        DETECT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is spoken with somebody.
    ///
    /// @param codecs in order of preference; empty: as gateway.ini says
    /// @param silenceSuppression null: as gateway.ini says
    public record SoundSection(List<CodecName> codecs, OnOff silenceSuppression) {

        public static final SoundSection USUAL = new SoundSection(List.of(), null);

        public SoundSection {
            codecs = List.copyOf(codecs);
        }
    }

    public enum CodecName {
        PCMU("PCMU"), PCMA("PCMA"), G722("G722"), L16("L16"), L16_WIDE("L16/16000"), OPUS("opus");

        private final String text;

        CodecName(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public enum OnOff {
        ON, OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `[records]`
    ///
    /// @param state where the gateway keeps what must outlive it (generated passwords)
    public record RecordsSection(Path file, Path state) { }

    /// `[recordings]`
    ///
    /// @param largestBytes that one file may have
    /// @param recordAll whether calls are recorded without being asked; @param captureAll likewise their packets
    public record RecordingsSection(Path folder, long largestBytes, boolean recordAll, boolean captureAll) { }

    /// `[status]`
    ///
    /// @param port 0: any free one; -1: no status page
    public record StatusSection(String address, int port) { }

    /// `[country]` of the dial plan, said once for numbers, tones and ring cadences.
    ///
    /// @param name ISO 3166 letters: picks tones, ring cadence, caller ID standard
    public record CountrySection(String name) { }

    /// `[line NAME]` of lines.ini
    ///
    /// @param device path, or `emulated`
    /// @param driver `voice-modem`, [LineSection#LINE_CARD], or one of [LineSection#CELLULAR]
    /// @param dialTone what to do when none is heard
    /// @param answer when the caller is told that the called party answered
    /// @param habits its times
    /// @param cancelsEcho no only to hear what the line itself gives back
    /// @param sound path of a cellular module's port for sound; empty: the one that belongs to its kind, found on the USB
    /// @param port of a line card, -1 for other drivers
    /// @param texts whether text messages of a cellular module are read, and sent
    public record LineSection(String name, String device, String driver, String country, DialTone dialTone, AnswerPolicy answer,
            LineHabits habits, boolean cancelsEcho, String sound, int port, boolean texts) {

        public static final List<String> CELLULAR = List.of("huawei", "quectel", "simcom");

        public static final String LINE_CARD = "line-card";

        public static final String EMULATED = "emulated";

        public boolean emulated() {
            return device.equals(EMULATED);
        }

        /// The same line, whose text messages stay where they are.
        public LineSection leavingTexts() {
            return new LineSection(name, device, driver, country, dialTone, answer, habits, cancelsEcho, sound, port, false);
        }

        /// An exchange's line on a port of a line card.
        public boolean onCard() {
            return driver.equals(LINE_CARD);
        }

        /// A line of a mobile network.
        public boolean cellular() {
            return CELLULAR.contains(driver);
        }
    }

    /// Times of a line that an operator may set.
    ///
    /// @param blindAfter with [DialTone#IGNORE]: dial so long after off-hook without dial tone
    /// @param guard from on-hook to the next seizure
    /// @param silence nothing heard either way for so long ends the call; zero: never
    /// @param longestCall zero: no limit
    /// @param gainIn dB that what the line says becomes louder; @param gainOut what is said to it
    /// @param metAfter no dial tone for so long after off-hook: somebody called at the same moment; zero: never
    /// @param asksWhoWaits the exchange is asked, by a key, who it is that waits during a call. The default is yes: only exchanges send the signal that it
    ///        answers, and only on lines whose owner pays for the number; where none comes, nothing is pressed and nobody is muted
    public record LineHabits(Duration blindAfter, Duration guard, Duration silence, Duration longestCall, int gainIn, int gainOut,
                             LineDialling dialling, Duration metAfter, boolean asksWhoWaits) {

        public static final LineHabits DEFAULT = new LineHabits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, 0, 0,
                LineDialling.DEFAULT, Duration.ofSeconds(2), true);
    }

    /// How a line's exchange is spoken to.
    ///
    /// @param pause what a comma in a number stands for
    /// @param flash how long the loop is open for a hook flash; zero: as the country's exchanges want it
    public record LineDialling(DiallingBy by, Duration pause, Duration flash) {

        public static final LineDialling DEFAULT = new LineDialling(DiallingBy.TONE, Duration.ofSeconds(2), Duration.ZERO);
    }

    public enum DiallingBy {
        TONE, PULSE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `[line NAME]` of lines.ini with `driver = line-card` and `port = fxs N`: an analog telephone
    ///
    /// @param device path of the card
    /// @param port of the card
    /// @param number shown to whom it calls; may be empty; @param displayName likewise
    /// @param display what data its display reads; null: what the country's exchanges send
    /// @param flash the longest break of the loop that is a hook flash; zero: there are none; or [#LEARNED]
    /// @param services what a flash means, the same for all; @param codes what it may dial for
    public record TelephoneSection(String name, String device, int port, String country, String number, String displayName,
                                   CountryProfile.Format display, Duration flash, FlashSection services, CodesSection codes, RingsSection rings) {

        /// For `flash`: each telephone's own, learned from its flashes.
        public static final Duration LEARNED = Duration.ofMillis(-1);
    }

    /// `[flash]` of lines.ini
    ///
    /// @param alone what a flash does by itself, by where it finds the telephone
    /// @param keys what it does with a key after it
    /// @param keyWithin how long that key is waited for
    /// @param hangUp `transfer` or `ring back`; @param ringBackFor how long that rings
    /// @param announceCallers whether there is call waiting at all
    /// @param refuseWaiting code before a number for a call without it; empty: there is none
    public record FlashSection(Map<String, String> alone, Map<Character, String> keys, Duration keyWithin, String hangUp, Duration ringBackFor,
                               boolean announceCallers, String refuseWaiting) {

        public static final FlashSection DEFAULT = new FlashSection(
                Map.of("in a call", "second call", "call waiting", "swap", "two calls", "conference", "after call waiting", "swap", "conference", "release"),
                Map.of('0', "release", '1', "end", '2', "swap", '3', "conference", '4', "transfer"),
                Duration.ofSeconds(5), "transfer", Duration.ofSeconds(30), true, "");

        public FlashSection {
            alone = Map.copyOf(alone);
            keys = Map.copyOf(keys);
        }
    }

    /// The services that an analog telephone dials for.
    ///
    /// @param codes the same for all; @param group telephones that may take each other's calls; empty: none
    /// @param mailbox whose messages it is told of, as a provider names it
    public record CodesSection(StarCodes codes, String group, String mailbox) { }

    /// The sections `[ring N]` of lines.ini.
    ///
    /// @param cadences by number, where they are not the usual ones; @param words of Alert-Info that ask for it, likewise
    public record RingsSection(Map<Integer, Cadence> cadences, Map<Integer, List<String>> words) { }

    public enum DialTone {
        /// Without dial tone the call fails.
        WAIT,
        IGNORE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum AnswerPolicy {
        /// At the first likely sign: ringback that ended, a voice; or a sure one.
        LIKELY,
        /// Only when it is sure: polarity reversal.
        SURE,
        /// When the digits are out.
        DIALLED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `[phone NAME]` of phones.ini
    ///
    /// @param password empty: [PhoneSecrets] makes one
    public record PhoneSection(String name, String password, String displayName, SoundSection sound) {

        public PhoneSection(String name, String password, String displayName) {
            this(name, password, displayName, SoundSection.USUAL);
        }

        @Override
        public String toString() {
            return "PhoneSection[" + name + ", password " + (password.isEmpty() ? "not set" : "set") + "]";
        }
    }

    /// `[trunk NAME]` of trunks.ini
    ///
    /// @param proxy `host`, `host:port`, or a sip: URI
    /// @param realm empty: any that the provider asks for
    /// @param addresses literal addresses or host names that calls of this trunk come from
    public record TrunkSection(String name, String proxy, String user, String password, boolean register, String realm,
                               List<String> addresses, TransportSection transport, SoundSection sound, VerdictNames verdicts, Duration silentAfter, AskingSection asking,
                               List<String> mailboxes) {

        public static final Duration SILENT_AFTER = Duration.ofSeconds(5);

        public TrunkSection(String name, String proxy, String user, String password, boolean register, String realm, List<String> addresses,
                            TransportSection transport) {
            this(name, proxy, user, password, register, realm, addresses, transport, SoundSection.USUAL, new VerdictNames("", "", ""), SILENT_AFTER, AskingSection.USUAL, List.of());
        }

        public TrunkSection {
            addresses = List.copyOf(addresses);
            mailboxes = List.copyOf(mailboxes);
        }

        @Override
        public String toString() {
            return "TrunkSection[" + name + ", " + proxy + ", user " + user + "]";
        }
    }

    /// Whether a provider is asked if it is there.
    ///
    /// @param every zero: never; @param mustAnswer one that has never answered counts as away
    public record AskingSection(Duration every, boolean mustAnswer) {

        public static final AskingSection USUAL = new AskingSection(Duration.ofSeconds(30), false);
    }

    /// What is put before the names of callers, by what the provider says of their number; empty: nothing.
    public record VerdictNames(String passed, String failed, String unsigned) { }

    /// `[exchange]` of lines.ini: the emulated telephone network.
    ///
    /// @param lines which emulated line has which number
    /// @param echoLossDb how much weaker a line hears what it says itself; 0: not at all
    /// @param echoDelayMillis how much later
    /// @param callerHolds how long who called a line keeps it after the line has hung up; zero: for ever
    public record ExchangeSection(String country, List<ExchangeLine> lines, int echoLossDb, int echoDelayMillis, Duration callerHolds) {

        /// The longest hook flash: a line that is on-hook for longer is free.
        public static final Duration NOBODY_HOLDS = Duration.ofMillis(700);

        public ExchangeSection {
            lines = List.copyOf(lines);
        }
    }

    public record ExchangeLine(String line, String number) { }
}
