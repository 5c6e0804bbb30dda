package org.tipring.signaling.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.sdp.SessionDescription.MediaLine;

/// Reads session descriptions (RFC 8866), from peers that may be hostile or careless: anything odd in a line that we need is an
/// [SdpException]; lines that we do not need are passed over. Never looks up a name.
///
/// One instance reads one text.
public final class SdpReader {

    private static final int MAX_CHARS = 32_768;
    private static final int MAX_LINES = 1_000;
    private static final int MAX_MEDIA = 64;
    private static final int MAX_FORMATS = 128;
    private static final int MAX_PARAMETERS = 256;
    private static final int DEFAULT_PACKET_MILLIS = 20;
    private static final String NOWHERE = "0.0.0.0";

    /// Payload types with a fixed meaning; they need no rtpmap (RFC 3551 table 4).
    private static final Map<Integer, String> STATIC_TYPES = Map.of(0, "PCMU/8000", 3, "GSM/8000", 4, "G723/8000", 8, "PCMA/8000",
        9, "G722/8000", 13, "CN/8000", 15, "G728/8000", 18, "G729/8000");

    private final String text;
    private final TransportTerms terms;
    private int line;
    private int lineStart;

    private String sessionAddress;
    private final TransportLines sessionTransport = new TransportLines();
    private Direction sessionDirection = Direction.SENDRECV;
    private final List<MediaLine> media = new ArrayList<>();
    private final List<Stream> candidates = new ArrayList<>();
    private Stream current;

    /// What is gathered below one `m=audio` line over RTP.
    private static final class Stream {
        final int index;
        final int port;
        final String protocol;
        final List<Integer> types;
        final Map<Integer, String> maps = new TreeMap<>();
        final Map<Integer, String> parameters = new TreeMap<>();
        String address;
        Direction direction;
        int packetMillis;
        int maxPacketMillis;
        final TransportLines transport = new TransportLines();

        Stream(int index, int port, String protocol, List<Integer> types) {
            this.index = index;
            this.port = port;
            this.protocol = protocol;
            this.types = types;
        }
    }

    private SdpReader(String text, TransportTerms terms) {
        this.terms = terms;
        this.text = text;
    }

    /// The first audio stream over RTP.
    public static AudioDescription read(String text) throws SdpException {
        return session(text).audio();
    }

    /// That, and what an answer has to repeat.
    public static SessionDescription session(String text) throws SdpException {
        return session(text, TransportTerms.plain());
    }

    /// @param terms decide where there is a choice of streams
    static SessionDescription session(String text, TransportTerms terms) throws SdpException {
        return new SdpReader(text, terms).parse();
    }

    /// The address of a description that this class has read: a literal, so nothing is looked up.
    static InetSocketAddress socketAddress(AudioDescription audio) {
        return new InetSocketAddress(InetAddress.ofLiteral(audio.address()), audio.port());
    }

    private SessionDescription parse() throws SdpException {
        if (text.length() > MAX_CHARS) {
            throw new SdpException(0, 0, "longer than " + MAX_CHARS + " characters");
        }
        int position = 0;
        while (position < text.length()) {
            int newline = text.indexOf('\n', position);
            int end = newline < 0 ? text.length() : newline;
            lineStart = position;
            if (++line > MAX_LINES) {
                throw wrong("more than " + MAX_LINES + " lines");
            }
            readLine(text.substring(position, end > position && text.charAt(end - 1) == '\r' ? end - 1 : end));
            position = end + 1;
        }
        if (line == 0) {
            throw new SdpException(0, 0, "empty");
        }
        return result();
    }

    private void readLine(String content) throws SdpException {
        if (content.isEmpty()) {
            return;
        }
        if (content.length() < 2 || content.charAt(1) != '=') {
            throw wrong("not of the form <letter>=<value>");
        }
        String value = content.substring(2);
        char type = content.charAt(0);
        if (line == 1 && type != 'v') {
            throw wrong("does not begin with v=0");
        }
        switch (type) {
            case 'v' -> version(value);
            case 'c' -> connection(value);
            case 'm' -> mediaLine(value);
            case 'a' -> attribute(value);
            default -> { }
        }
    }

    private void version(String value) throws SdpException {
        if (line != 1 || !value.strip().equals("0")) {
            throw wrong("expected v=0 once, at the beginning");
        }
    }

    private void connection(String value) throws SdpException {
        if (!media.isEmpty() && current == null) {
            return;
        }
        String[] words = value.strip().split(" +");
        if (words.length != 3 || !words[0].equals("IN")) {
            throw wrong("c= is not 'IN IP4|IP6 <address>'");
        }
        int slash = words[2].indexOf('/');
        String address = slash < 0 ? words[2] : words[2].substring(0, slash);
        if (!literal(words[1], address)) {
            throw wrong("c= has no literal " + words[1] + " address");
        }
        if (current == null) {
            sessionAddress = address;
        } else {
            current.address = address;
        }
    }

    /// `InetAddress.ofLiteral` also takes `1`, `1.2` and scoped IPv6 addresses; those are not addresses in SDP (RFC 8866 section 9).
    static boolean literal(String type, String address) {
        boolean looksRight = switch (type) {
            case "IP4" -> address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
            case "IP6" -> address.length() <= 45 && address.matches("[0-9A-Fa-f:.]+") && address.indexOf(':') >= 0;
            default -> false;
        };
        if (!looksRight) {
            return false;
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return !parsed.isMulticastAddress() && !address.equals("255.255.255.255");
        } catch (IllegalArgumentException notALiteral) {
            return false;
        }
    }

    private void mediaLine(String value) throws SdpException {
        if (media.size() == MAX_MEDIA) {
            throw wrong("more than " + MAX_MEDIA + " media lines");
        }
        String[] words = value.strip().split(" +", 4);
        if (words.length != 4) {
            throw wrong("m= is not '<media> <port> <proto> <format>...'");
        }
        int slash = words[1].indexOf('/');
        int port = number(slash < 0 ? words[1] : words[1].substring(0, slash), 0, 65_535, "port");
        for (int i = 0; i < 3; i++) {
            if (words[i].length() > 64 || !words[i].chars().allMatch(c -> c > ' ' && c < 127)) {
                throw wrong("odd word in m=");
            }
        }
        current = null;
        if (words[0].equals("audio") && AudioTransport.PROTOCOLS.contains(words[2])) {
            current = new Stream(media.size(), port, words[2], payloadTypes(words[3]));
            candidates.add(current);
        }
        String firstFormat = words[3].split(" +", 2)[0];
        if (!firstFormat.chars().allMatch(c -> c > ' ' && c < 127) || firstFormat.length() > 64) {
            throw wrong("odd format in m=");
        }
        media.add(new MediaLine(words[0], port, words[2], words[3]));
    }

    private List<Integer> payloadTypes(String formats) throws SdpException {
        List<Integer> types = new ArrayList<>();
        for (String word : formats.strip().split(" +")) {
            if (types.size() == MAX_FORMATS) {
                throw wrong("more than " + MAX_FORMATS + " formats");
            }
            int type = number(word, 0, 127, "payload type");
            if (!types.contains(type)) {
                types.add(type);
            }
        }
        return types;
    }

    private void attribute(String value) throws SdpException {
        if (!media.isEmpty() && current == null) {
            return;
        }
        int colon = value.indexOf(':');
        String name = (colon < 0 ? value : value.substring(0, colon)).strip();
        String rest = colon < 0 ? "" : value.substring(colon + 1).strip();
        switch (name) {
            case "sendrecv", "sendonly", "recvonly", "inactive" -> direction(Direction.valueOf(name.toUpperCase(Locale.ROOT)));
            case "rtpmap" -> rtpmap(rest);
            case "fmtp" -> fmtp(rest);
            case "ptime" -> {
                if (current != null) {
                    current.packetMillis = millis(rest);
                }
            }
            case "maxptime" -> {
                if (current != null) {
                    current.maxPacketMillis = millis(rest);
                }
            }
            default -> (current == null ? sessionTransport : current.transport).take(name, rest);
        }
    }

    private void direction(Direction direction) {
        if (current == null) {
            sessionDirection = direction;
        } else {
            current.direction = direction;
        }
    }

    private void rtpmap(String value) throws SdpException {
        if (current == null) {
            return;
        }
        String[] words = value.split(" +");
        if (words.length < 2) {
            throw wrong("a=rtpmap is not '<payload type> <encoding>/<clock rate>'");
        }
        int type = number(words[0], 0, 127, "payload type");
        if (current.types.contains(type)) {
            current.maps.put(type, words[1]);
        }
    }

    /// What is odd here is no ground to refuse a call: a codec gets by without its parameters.
    private void fmtp(String value) {
        int space = value.indexOf(' ');
        if (current != null && space > 0 && space <= 3 && value.length() <= MAX_PARAMETERS
                && value.chars().allMatch(c -> c >= ' ' && c < 127) && value.substring(0, space).matches("\\d{1,3}")) {
            current.parameters.put(Integer.parseInt(value.substring(0, space)), value.substring(space + 1).strip());
        }
    }

    /// Packet lengths that we can send; anything else counts as not said, because the peer's wish is no ground to refuse a call.
    private static int millis(String value) {
        if (!value.matches("\\d{1,3}")) {
            return 0;
        }
        int millis = Integer.parseInt(value);
        return millis >= 10 && millis <= 60 && millis % 10 == 0 ? millis : 0;
    }

    private int number(String word, int least, int most, String what) throws SdpException {
        if (word.isEmpty() || word.length() > 5 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(what + " is not a number from " + least + " to " + most);
        }
        int number = Integer.parseInt(word);
        if (number < least || number > most) {
            throw wrong(what + " is out of " + least + ".." + most);
        }
        return number;
    }

    private SessionDescription result() throws SdpException {
        if (candidates.isEmpty()) {
            throw new SdpException(0, 0, "no audio stream over RTP");
        }
        Stream stream = candidates.stream().filter(candidate -> candidate.port != 0)
            .min(Comparator.comparingInt(candidate -> terms.rank(candidate.transport.of(candidate.protocol, sessionTransport, NOWHERE)))).orElse(candidates.getFirst());
        String address = stream.address != null ? stream.address : sessionAddress;
        if (address == null) {
            throw new SdpException(0, 0, "the audio stream has no c= line");
        }
        List<AudioFormat> formats = new ArrayList<>();
        List<AudioFormat> beside = new ArrayList<>();
        int telephoneEvent = -1;
        for (int type : stream.types) {
            String map = stream.maps.getOrDefault(type, STATIC_TYPES.get(type));
            AudioFormat format = map == null ? null : format(type, map, stream.parameters.getOrDefault(type, ""));
            if (format == null) {
                continue;
            }
            boolean events = format.encoding().equals(AudioDescription.EVENTS);
            if (!events && !format.encoding().equals(AudioDescription.NOISE)) {
                formats.add(format);
            } else if (!events || format.clockRate() != 8000) {
                beside.add(new AudioFormat(format.encoding(), type, format.clockRate()));
            } else if (telephoneEvent < 0) {
                telephoneEvent = type;
            }
        }
        AudioDescription audio = new AudioDescription(address, stream.port, formats, telephoneEvent, packetMillis(stream),
            direction(stream, address), stream.transport.of(stream.protocol, sessionTransport, address), beside);
        return new SessionDescription(audio, stream.index, media);
    }

    private static AudioFormat format(int type, String map, String parameters) {
        String[] parts = map.split("/");
        if (parts.length < 2 || parts[0].isEmpty() || parts[0].length() > 64 || !parts[1].matches("[1-9]\\d{0,5}")) {
            return null;
        }
        String encoding = parts[0].toUpperCase(Locale.ROOT);
        // More than one channel is no telephone sound; Opus always says two and means nothing by it (RFC 7587 section 4.1).
        String channels = parts.length > 2 ? parts[2] : "1";
        if (!channels.equals("1") && !(encoding.equals("OPUS") && channels.equals("2"))) {
            return null;
        }
        return new AudioFormat(encoding, type, Integer.parseInt(parts[1]), parameters);
    }

    private static int packetMillis(Stream stream) {
        int wanted = stream.packetMillis == 0 ? DEFAULT_PACKET_MILLIS : stream.packetMillis;
        return stream.maxPacketMillis == 0 ? wanted : Math.min(wanted, stream.maxPacketMillis);
    }

    /// Address zero is the old way to say "send me nothing" (RFC 3264 section 8.4).
    private Direction direction(Stream stream, String address) {
        Direction said = stream.direction != null ? stream.direction : sessionDirection;
        boolean nowhere = InetAddress.ofLiteral(address).isAnyLocalAddress();
        return nowhere ? Direction.of(said.sends(), false) : said;
    }

    private SdpException wrong(String why) {
        return new SdpException(line, lineStart, why);
    }
}
