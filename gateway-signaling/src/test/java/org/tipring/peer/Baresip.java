package org.tipring.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A baresip: somebody else's IP telephone, with a WAV file as its microphone and another as its earpiece.
///
/// What it needs to be told on Debian 12 (baresip 1.0.0): its `aufile` module can only be a microphone, so the earpiece is the `nil`
/// bridge and the `sndfile` filter writes down what was decoded and encoded; `net_interface` wants the loopback address itself,
/// because it does not accept `lo`; the port after the SIP port is taken by SIP over TLS; a microphone file that ends, ends
/// the call, so [#microphone] makes it long; it must have 8000 Hz, one channel, 16 bit.
public final class Baresip implements AutoCloseable {

    /// The telephone and its account.
    ///
    /// @param gateway where it registers; null when it does not
    /// @param codec `PCMU`, `PCMA`, `G722` or `opus`: the only one it offers and accepts
    /// @param microphone made by [Baresip#microphone]
    /// @param answers by itself, at once
    /// @param encryption `srtp` (RTP/AVP with keys), `srtp-mand` (RTP/SAVP), `dtls_srtp`, or empty
    public record Telephone(InetSocketAddress gateway, String user, String password, String codec, Path microphone, boolean answers,
                            boolean tcp, String encryption) {

        public Telephone(InetSocketAddress gateway, String user, String password, String codec, Path microphone, boolean answers, boolean tcp) {
            this(gateway, user, password, codec, microphone, answers, tcp, "");
        }
    }

    private final Telephone telephone;
    private final Path directory;
    private final int port = Ports.freePair();
    private final int rtpPort = Ports.freeRun(20);
    private final Program program;
    private final BaresipControl control;

    private Baresip(Telephone telephone) throws IOException {
        this.telephone = telephone;
        directory = Files.createTempDirectory("tipring-baresip");
        int controlPort = Ports.free();
        Files.writeString(directory.resolve("config"), config(controlPort));
        Files.writeString(directory.resolve("accounts"), "");
        Files.writeString(directory.resolve("contacts"), "");
        program = new Program(List.of(Program.find("baresip"), "-f", directory.toString()), directory, directory.resolve("log.txt"));
        try {
            control = new BaresipControl(controlPort, program::runs);
            // Not in the accounts file: what it says of a registration must not come before somebody listens.
            control.command("uanew", account());
        } catch (IOException e) {
            close();
            throw new IOException("baresip did not start:\n" + Program.tail(directory.resolve("log.txt"), 30), e);
        }
    }

    public static void assumeInstalled() {
        assumeTrue(Program.find("baresip") != null, "baresip is not installed (Debian package baresip-core): skipped");
    }

    public static Baresip start(Telephone telephone) throws IOException {
        return new Baresip(telephone);
    }

    /// Writes a microphone file: these samples, then silence for as long as a test may last.
    public static Path microphone(short[] samples, Path file) throws IOException {
        Files.write(file, Wav.of(samples, samples.length + 120 * Wav.RATE));
        return file;
    }

    public void awaitRegistered(Duration deadline) {
        await("REGISTER_OK", deadline);
    }

    /// Calls a number through the gateway, or a whole `sip:` address.
    public void dial(String number) {
        control.command("dial", number.startsWith("sip:") ? number : "sip:" + number + "@" + hostAndPort(telephone.gateway()));
    }

    /// The caller's address, as this telephone shows it.
    public String awaitIncoming(Duration deadline) {
        return await("CALL_INCOMING", deadline).parameter();
    }

    public void answer() {
        control.command("accept", "");
    }

    public void awaitEstablished(Duration deadline) {
        await("CALL_ESTABLISHED", deadline);
    }

    public void press(char key) {
        control.command("sndcode", String.valueOf(key));
    }

    /// Its transfer key.
    public void transfer(String number) {
        control.command("transfer", "sip:" + number + "@" + hostAndPort(telephone.gateway()));
    }

    public void hangUp() {
        control.command("hangup", "");
    }

    /// Why the call ended, in baresip's words.
    public String awaitClosed(Duration deadline) {
        return await("CALL_CLOSED", deadline).parameter();
    }

    /// Waits for an event of baresip's, such as `CALL_RINGING` or `CALL_DTMF_START`; those before it are passed over.
    public BaresipControl.Event await(String type, Duration deadline) {
        BaresipControl.Event event = control.await(type, deadline);
        if (event == null) {
            throw new AssertionError("baresip did not say " + type + " within " + deadline + "; it said " + control.said() + "\n"
                + Program.tail(directory.resolve("log.txt"), 30));
        }
        return event;
    }

    /// What the last call that is over sounded like at this telephone, as decoded and without any concealment.
    public short[] heard() throws IOException {
        return Wav.samples(newest("-dec.wav"));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    @Override
    public void close() {
        if (control != null) {
            control.close();
        }
        program.close();
    }

    private Path newest(String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).max(Comparator.naturalOrder())
                .orElseThrow(() -> new AssertionError("baresip recorded nothing; there was no sound\n"
                    + Program.tail(directory.resolve("log.txt"), 30)));
        }
    }

    private String account() {
        String transport = telephone.tcp() ? ";transport=tcp" : "";
        String secure = telephone.encryption().isEmpty() ? "" : ";mediaenc=" + telephone.encryption();
        String options = secure + ";audio_codecs=" + codec() + ";answermode=" + (telephone.answers() ? "auto" : "manual");
        return telephone.gateway() == null ? "<sip:%s@127.0.0.1:%d%s>;regint=0%s".formatted(telephone.user(), port, transport, options)
            : "<sip:%s@%s%s>;auth_user=%s;auth_pass=%s;regint=300%s".formatted(telephone.user(), hostAndPort(telephone.gateway()),
                transport, telephone.user(), telephone.password(), options);
    }

    /// With the rate of its sound, as baresip wants it, not that of its RTP clock.
    private String codec() {
        return switch (telephone.codec()) {
            case "G722" -> "G722/16000/1";
            case "opus" -> "opus/48000/2";
            default -> telephone.codec() + "/8000/1";
        };
    }

    private String config(int controlPort) {
        return """
            poll_method epoll
            sip_listen 127.0.0.1:%d
            net_interface 127.0.0.1
            audio_player aubridge,nil
            audio_alert aubridge,nil
            audio_source aufile,%s
            ausrc_srate 8000
            auplay_srate 8000
            ausrc_channels 1
            auplay_channels 1
            rtp_ports %d-%d
            module_path %s
            module g711.so
            module g722.so
            module opus.so
            module aufile.so
            module aubridge.so
            module sndfile.so
            module srtp.so
            module dtls_srtp.so
            rtcp_mux %s
            module_app account.so
            module_app menu.so
            module_app ctrl_tcp.so
            snd_path %s
            ctrl_tcp_listen 127.0.0.1:%d
            """.formatted(port, telephone.microphone().toAbsolutePath(), rtpPort, rtpPort + 19, modules(),
            telephone.encryption().equals("dtls_srtp") ? "yes" : "no", directory, controlPort);
    }

    /// A file of its modules; it may not be there.
    public static Path module(String name) {
        return modules().resolve(name);
    }

    private static Path modules() {
        return Stream.of("/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules", "/usr/local/lib/baresip/modules")
            .map(Path::of).filter(Files::isDirectory).findFirst().orElse(Path.of("/usr/lib/baresip/modules"));
    }

    private static String hostAndPort(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
