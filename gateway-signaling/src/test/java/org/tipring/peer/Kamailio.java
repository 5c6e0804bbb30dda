package org.tipring.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A provider: a Kamailio that registers its customers by digest and passes calls on to where they registered.
///
/// Whoever calls must be a customer and prove it. A customer who is called by name gets the call as he registered his contact; a
/// number of his arrives there with that number in the Request-URI, as providers do it; anything else gets 404.
public final class Kamailio implements AutoCloseable {

    public static final String REALM = "carrier.example";

    private final InetSocketAddress address;
    private final Path directory;
    private Program program;

    private Kamailio(String host, Map<String, String> passwords, Map<String, String> numbers, Duration registration) throws IOException {
        address = new InetSocketAddress(host, Ports.free());
        directory = Files.createTempDirectory("tipring-kamailio");
        Files.writeString(directory.resolve("kamailio.cfg"), config(address, passwords, numbers, registration));
        run();
    }

    private void run() throws IOException {
        Path config = directory.resolve("kamailio.cfg");
        // -DD keeps the main process in the foreground, -E logs to standard error; memory as small as it works.
        program = new Program(List.of(Program.find("kamailio"), "-DD", "-E", "-f", config.toString(), "-Y", directory.toString(),
            "-w", directory.toString(), "-m", "32", "-M", "8"), directory, directory.resolve("log.txt"));
        try {
            awaitAnswer();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public static void assumeInstalled() {
        assumeTrue(Program.find("kamailio") != null, "kamailio is not installed (Debian package kamailio): skipped");
    }

    /// @param passwords of the customers, by user name
    /// @param numbers telephone numbers and the customers they belong to; or, for a customer who does not register, where he is: a `sip:` address
    ///     without user
    public static Kamailio start(Map<String, String> passwords, Map<String, String> numbers) throws IOException {
        return new Kamailio("127.0.0.1", passwords, numbers, Duration.ofHours(1));
    }

    /// @param registration how long one lasts at most
    public static Kamailio start(Map<String, String> passwords, Map<String, String> numbers, Duration registration) throws IOException {
        return new Kamailio("127.0.0.1", passwords, numbers, registration);
    }

    /// With an address of the loopback interface that is not everybody's.
    public static Kamailio startAt(String host, Map<String, String> passwords, Map<String, String> numbers) throws IOException {
        return new Kamailio(host, passwords, numbers, Duration.ofHours(1));
    }

    /// Ends it, as a crash does: nobody is told, registrations are forgotten.
    public void stop() {
        program.close();
    }

    /// Starts it again after a [#stop], at the same address.
    public void startAgain() throws IOException {
        run();
    }

    public InetSocketAddress address() {
        return address;
    }

    public String log() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }

    /// It is up when it answers an OPTIONS.
    private void awaitAnswer() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
            socket.setSoTimeout(200);
            for (int tries = 0; tries < 75 && program.runs(); tries++) {
                byte[] options = """
                    OPTIONS sip:%s:%d SIP/2.0\r
                    Via: SIP/2.0/UDP %s:%d;branch=z9hG4bK%d;rport\r
                    Max-Forwards: 1\r
                    From: <sip:test@tipring.invalid>;tag=1\r
                    To: <sip:tipring.invalid>\r
                    Call-ID: start-%d\r
                    CSeq: 1 OPTIONS\r
                    Content-Length: 0\r
                    \r
                    """.formatted(address.getHostString(), address.getPort(), address.getHostString(), socket.getLocalPort(), tries, tries).getBytes(StandardCharsets.US_ASCII);
                socket.send(new DatagramPacket(options, options.length, address));
                try {
                    socket.receive(new DatagramPacket(new byte[2048], 2048));
                    return;
                } catch (SocketTimeoutException | java.net.PortUnreachableException e) {
                    // Not yet.
                }
            }
        }
        throw new IOException("kamailio did not start:\n" + Program.tail(directory.resolve("log.txt"), 30));
    }

    private static String config(InetSocketAddress address, Map<String, String> passwords, Map<String, String> numbers, Duration registration) {
        String passwordOf = passwords.entrySet().stream()
            .map(user -> "    if ($au == \"%s\") $var(password) = \"%s\";%n".formatted(user.getKey(), user.getValue()))
            .collect(Collectors.joining());
        String customerOf = numbers.entrySet().stream()
            .map(number -> number.getValue().startsWith("sip:")
                ? "    if ($rU == \"%s\") { $ru = \"%s\"; record_route(); t_relay(); exit; }%n".formatted(number.getKey(),
                    number.getValue().replace("sip:", "sip:" + number.getKey() + "@"))
                : "    if ($rU == \"%s\") $var(customer) = \"%s\";%n".formatted(number.getKey(), number.getValue()))
            .collect(Collectors.joining());
        return CONFIG.replace("PORT", "" + address.getPort()).replace("HOST", address.getHostString()).replace("REALM", REALM).replace("SECONDS", "" + registration.toSeconds())
            .replace("PASSWORDS\n", passwordOf).replace("NUMBERS\n", customerOf);
    }

    private static final String CONFIG = """
        #!KAMAILIO
        debug=1
        log_stderror=yes
        children=2
        tcp_children=1
        auto_aliases=no
        listen=udp:HOST:PORT
        listen=tcp:HOST:PORT
        alias="HOST:PORT"
        loadmodule "kex.so"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "maxfwd.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "auth.so"
        modparam("usrloc", "db_mode", 0)
        modparam("registrar", "max_expires", SECONDS)
        modparam("registrar", "min_expires", 1)

        route[AUTHENTICATE] {
            $var(password) = "";
        PASSWORDS
            if ($var(password) == "" || !pv_auth_check("REALM", "$var(password)", "0", "0")) {
                if (is_method("REGISTER")) {
                    www_challenge("REALM", "0");
                } else {
                    proxy_challenge("REALM", "0");
                }
                exit;
            }
            consume_credentials();
        }

        request_route {
            if (!mf_process_maxfwd_header("10")) {
                sl_send_reply("483", "Too Many Hops");
                exit;
            }
            if (is_method("OPTIONS") && $rU == $null) {
                sl_send_reply("200", "OK");
                exit;
            }
            if (is_method("CANCEL")) {
                if (t_check_trans()) t_relay();
                exit;
            }
            if (has_totag()) {
                if (!loose_route() && is_method("ACK") && !t_check_trans()) exit;
                t_relay();
                exit;
            }
            if (is_method("REGISTER")) {
                route(AUTHENTICATE);
                save("location");
                exit;
            }
            if (!is_method("INVITE")) {
                sl_send_reply("405", "Method Not Allowed");
                exit;
            }
            route(AUTHENTICATE);
            $var(called) = $rU;
            $var(customer) = $rU;
        NUMBERS
            $rU = $var(customer);
            $rd = "HOST";
            if (!lookup("location")) {
                sl_send_reply("404", "Not Found");
                exit;
            }
            if ($var(called) != $var(customer)) $rU = $var(called);
            record_route();
            t_relay();
        }
        """;
}
