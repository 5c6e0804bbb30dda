package org.tipring.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asterisk, where it is installed: its bridge of two SIP calls (chan_pjsip), with a configuration of its own that touches no other.
final class Asterisk extends Rival {

    static final String PROGRAM = "asterisk";
    private static final Pattern FILE = Pattern.compile("(?m)^<([a-z.]+)>$");

    private final ConfigFolder folder = ConfigFolder.temporary();
    private final SipPeer peer;

    /// @param second payload type of every other stream; the first of a pair speaks A-law
    /// @param hearKeys with an adaptive jitter buffer and its detector of keys on both legs
    Asterisk(int streams, IntUnaryOperator loadPort, int second, boolean hearKeys) throws IOException, InterruptedException {
        super(streams, second);
        int port = ConfigFolder.freePort();
        peer = new SipPeer(RelaySubject.local(port));
        write(folder.path(), Map.of("folder", folder.path().toString(), "first", Integer.toString(FIRST_PORT), "last", Integer.toString(LAST_PORT),
                "port", Integer.toString(port), "peer", Integer.toString(peer.port()), "codec", second == A_LAW ? "alaw" : "ulaw",
                "dtmf", hearKeys ? "inband" : "rfc4733"));
        Process process = start(new ProcessBuilder(PROGRAM, "-f", "-C", folder.path().resolve("asterisk.conf").toString())
                .redirectOutput(folder.path().resolve("output.txt").toFile()));
        try {
            peer.awaitOptions(process);
            for (int i = 0; i < streams; i += 2) {
                SipPeer.Bridged bridged = peer.call(hearKeys ? "buffered" : "plain", loadPort.applyAsInt(i), A_LAW, loadPort.applyAsInt(i + 1), second);
                ports.add(RelaySubject.local(bridged.caller()));
                ports.add(RelaySubject.local(bridged.called()));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        Tools.prefer(process.pid(), true);
    }

    private static void write(Path folder, Map<String, String> words) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(Asterisk.class.getResourceAsStream("asterisk.conf"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("{" + word.getKey() + "}", word.getValue());
        }
        Matcher file = FILE.matcher(text);
        boolean found = file.find();
        while (found) {
            Path path = folder.resolve(file.group(1));
            int begin = file.end();
            found = file.find();
            Files.writeString(path, text.substring(begin, found ? file.start() : text.length()));
        }
    }

    @Override
    public void close() throws IOException {
        peer.close();
        super.close();
        folder.delete();
    }
}
