package org.tipring.signaling.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.config.GatewayConfig.Digest;
import org.tipring.signaling.config.GatewayConfig.Hold;
import org.tipring.signaling.config.GatewayConfig.KeysInSound;
import org.tipring.signaling.config.GatewayConfig.MediaSection;
import org.tipring.signaling.config.GatewayConfig.RecordingsSection;
import org.tipring.signaling.config.GatewayConfig.RecordsSection;
import org.tipring.signaling.config.GatewayConfig.SipSection;
import org.tipring.signaling.config.GatewayConfig.SoundSection;
import org.tipring.signaling.config.GatewayConfig.StatusSection;
import org.tipring.signaling.guard.BanRules;
import org.tipring.signaling.guard.Net;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Section;

/// gateway.ini
final class GatewayFile {

    private static final int SIP_PORT = 5060;
    private static final int STATUS_PORT = 8080;
    private static final int LOWEST_MEDIA_PORT = 1024;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})\\s*-\\s*(\\d{1,5})");
    private static final Duration LONGEST_TIME = Duration.ofDays(3_650);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Pattern MUSIC = Pattern.compile("music\\s+(\\S.*)");
    private static final Pattern MEGABYTES = Pattern.compile("([1-9]\\d{0,2}|[1-3]\\d{3}|4000)\\s*MB");
    private static final long MEGABYTE = 1_000_000;
    private static final String STATE = "~/.local/state/tipring";

    private final Mistakes mistakes;
    private final Path here;
    private String folder = "recordings";
    private long largest = 500 * MEGABYTE;
    private boolean recordAll;
    private boolean captureAll;

    SipSection sip = new SipSection("0.0.0.0", SIP_PORT, SIP_PORT, "tipring", Digest.BEST);
    MediaSection media = new MediaSection("0.0.0.0", 16_384, 16_583, SILENCE, Hold.TONE, null);
    RecordsSection records = records(STATE, "calls.jsonl");
    RecordingsSection recordings;
    StatusSection status = new StatusSection("127.0.0.1", STATUS_PORT);
    BanRules guard = BanRules.DEFAULT;

    /// @param here the folder that it is in; null when it is embedded
    GatewayFile(List<Section> sections, Path here, Mistakes mistakes) {
        this.here = here;
        this.mistakes = mistakes;
        SectionKinds.read(sections, Map.of("sip", this::sip, "media", this::media, "records", this::records,
                "recordings", this::recordings, "status", this::status, "guard", this::guard), Map.of(), mistakes);
        // Its folder may be named before the directory that it is relative to.
        recordings = new RecordingsSection(records.state().resolve(path(folder)).normalize(), largest, recordAll, captureAll);
    }

    private void sip(Fields fields) {
        String bind = address(fields, "bind", sip.bind());
        int udp = port(fields, "udp port", SIP_PORT);
        int tcp = port(fields, "tcp port", SIP_PORT);
        Entry realm = fields.take("realm");
        if (realm != null && !realm.value().matches("[A-Za-z0-9._-]{1,64}")) {
            fields.wrong(realm, "use letters, digits, '.', '-' and '_'");
        }
        if (udp < 0 && tcp < 0) {
            mistakes.error(fields.section().place(), "neither UDP nor TCP is on", "give one of them a port");
        }
        Digest digest = fields.word("digest", Digest.class, sip.digest());
        sip = new SipSection(bind, udp, tcp, realm == null ? sip.realm() : realm.value(), digest);
    }

    private void media(Fields fields) {
        String bind = address(fields, "bind", media.bind());
        Entry ports = fields.take("ports");
        int first = media.firstPort();
        int last = media.lastPort();
        if (ports != null) {
            Matcher range = RANGE.matcher(ports.value());
            boolean ok = range.matches();
            first = ok ? Integer.parseInt(range.group(1)) : first;
            last = ok ? Integer.parseInt(range.group(2)) : last;
            if (!ok || first < LOWEST_MEDIA_PORT || last > HIGHEST_PORT || first >= last || first % 2 != 0 || last % 2 != 1) {
                fields.wrong(ports, "write 'ports = 16384-16583', first even, last odd, within %d-%d".formatted(LOWEST_MEDIA_PORT, HIGHEST_PORT));
            }
        }
        Entry silence = fields.take("silence timeout");
        Duration timeout = silence == null ? SILENCE : silence.value().equals("never") ? null : Fields.duration(silence.value());
        if (silence != null && !silence.value().equals("never") && (timeout == null || timeout.isZero())) {
            fields.wrong(silence, "write a time such as 30s, or never");
        }
        media = new MediaSection(bind, first, last, timeout, Hold.TONE, null);
        Entry hold = fields.take("hold sound");
        if (hold != null) {
            hold(fields, hold, bind, first, last, timeout);
        }
        SoundSection said = SoundFields.read(fields, mistakes);
        SoundSection usual = media.sound();
        SoundSection sound = new SoundSection(said.codecs().isEmpty() ? usual.codecs() : said.codecs(),
                said.silenceSuppression() == null ? usual.silenceSuppression() : said.silenceSuppression());
        media = media.with(sound, fields.word("keys in sound", KeysInSound.class, media.keysInSound()));
    }

    private void hold(Fields fields, Entry hold, String bind, int first, int last, Duration timeout) {
        Matcher music = MUSIC.matcher(hold.value());
        switch (hold.value()) {
            case "tone" -> { }
            case "silence" -> media = new MediaSection(bind, first, last, timeout, Hold.SILENCE, null);
            case String _ when music.matches() -> {
                Path file = (here == null ? Path.of("") : here).resolve(path(music.group(1)));
                if (!Files.isReadable(file) || Files.isDirectory(file)) {
                    fields.wrong(hold, "there is no file " + file + " that can be read; write its path, absolute or from the folder of this file");
                }
                media = new MediaSection(bind, first, last, timeout, Hold.MUSIC, file);
            }
            default -> fields.wrong(hold, "write music FILE.wav, tone or silence");
        }
    }

    private void records(Fields fields) {
        records = records(fields.text("state", STATE), fields.text("file", "calls.jsonl"));
    }

    private void recordings(Fields fields) {
        folder = fields.text("folder", folder);
        Entry size = fields.take("largest file");
        if (size != null) {
            Matcher mega = MEGABYTES.matcher(size.value());
            if (mega.matches()) {
                largest = Long.parseLong(mega.group(1)) * MEGABYTE;
            } else {
                fields.wrong(size, "write a size such as 500 MB, up to 4000 MB");
            }
        }
        recordAll = fields.word("record", Which.class, Which.ASKED) == Which.ALWAYS;
        captureAll = fields.word("pcap", Which.class, Which.ASKED) == Which.ALWAYS;
    }

    /// Which calls.
    private enum Which {
        ASKED, ALWAYS;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static RecordsSection records(String state, String file) {
        Path directory = path(state).toAbsolutePath().normalize();
        return new RecordsSection(directory.resolve(path(file)).normalize(), directory);
    }

    private static Path path(String text) {
        return text.startsWith("~/") ? Path.of(System.getProperty("user.home"), text.substring(2)) : Path.of(text);
    }

    private void status(Fields fields) {
        status = new StatusSection(address(fields, "address", status.address()), port(fields, "port", STATUS_PORT));
    }

    private void guard(Fields fields) {
        Entry tries = fields.take("ban after");
        int after = guard.after();
        if (tries != null && tries.value().equals("never")) {
            after = 0;
        } else if (tries != null && tries.value().matches("[1-9]\\d{0,3}")) {
            after = Integer.parseInt(tries.value());
        } else if (tries != null) {
            fields.wrong(tries, "write how many wrong passwords are too many, from 1 to 9999, or never");
        }
        Duration within = time(fields, "within", guard.within());
        Duration first = time(fields, "ban for", guard.first());
        Duration longest = time(fields, "longest ban", guard.longest());
        if (longest.compareTo(first) < 0) {
            mistakes.error(fields.section().place(), "the longest ban is shorter than the first", "make 'longest ban' at least as long as 'ban for'");
            longest = first;
        }
        Entry never = fields.take("never ban");
        guard = new BanRules(after, within, first, longest, never == null ? guard.never() : nets(fields, never));
    }

    private static Duration time(Fields fields, String key, Duration otherwise) {
        Entry entry = fields.take(key);
        Duration value = entry == null ? otherwise : Fields.duration(entry.value());
        if (value == null || value.isZero() || value.compareTo(LONGEST_TIME) > 0) {
            fields.wrong(entry, "write a time such as 10m or 24h");
            return otherwise;
        }
        return value;
    }

    private List<Net> nets(Fields fields, Entry never) {
        List<Net> nets = new ArrayList<>();
        if (!never.value().equals("nobody")) {
            for (Fields.Part part : fields.parts(never)) {
                try {
                    nets.add(Net.of(part.text()));
                } catch (IllegalArgumentException notANet) {
                    mistakes.error(part.place(), "'never ban' cannot be " + Mistakes.quote(part.text()),
                            "write addresses or networks, such as 192.0.2.7, 10.0.0.0/8, or nobody");
                }
            }
        }
        return nets;
    }

    /// A literal address: a name may change its meaning while the gateway runs.
    private static String address(Fields fields, String key, String otherwise) {
        Entry entry = fields.take(key);
        if (entry != null && !Addresses.isLiteral(entry.value())) {
            fields.wrong(entry, "write an IP address, such as 0.0.0.0 or 127.0.0.1");
        }
        return entry == null ? otherwise : entry.value();
    }

    /// -1 for none.
    private static int port(Fields fields, String key, int otherwise) {
        Entry entry = fields.take(key);
        if (entry == null) {
            return otherwise;
        }
        if (entry.value().equals("none")) {
            return -1;
        }
        if (!entry.value().matches("\\d{1,5}") || Integer.parseInt(entry.value()) > HIGHEST_PORT) {
            fields.wrong(entry, "write a port from 0 to " + HIGHEST_PORT + ", or none");
            return otherwise;
        }
        return Integer.parseInt(entry.value());
    }
}
