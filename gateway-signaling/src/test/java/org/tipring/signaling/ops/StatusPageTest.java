package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.call.CallStatus;

@Timeout(30)
class StatusPageTest {

    private static final String TOKEN = "correct horse battery";
    private static final String NASTY = "<script>alert('x')</script>\"&\u202e";

    private volatile GatewayStatus status = GatewayStatus.starting(Instant.now());
    private final CallHistory history = new CallHistory();
    private StatusPage page;

    @BeforeEach
    void open() throws IOException {
        page = listen("");
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void showsLinesCallsTelephonesAndLastCallsWithEverythingEscaped() throws Exception {
        status = nasty();
        history.add(CallRecords.from("c1", NASTY));
        String answer = get("/");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Taking calls", "fxo1", "in use", "1234", "201", "carrier", "somebody hung up")
            .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\ufffd").doesNotContain("<script", "\u202e")
            .contains("Content-Security-Policy: default-src 'none'", "cache-control: no-store", "X-Content-Type-Options: nosniff");
    }

    @Test
    void theSameForPrograms() throws Exception {
        status = nasty();
        history.add(CallRecords.busy("c1"));
        String answer = get("/status.json");

        JsonSyntax.check(body(answer));
        assertThat(body(answer)).contains("\"healthy\":true", "\"name\":\"fxo1\",\"state\":\"IN_USE\"", "\"cause\":\"BUSY\"",
            "\"extension\":\"201\"", "\"name\":\"carrier\",\"up\":false");
    }

    @Test
    void healthSaysWhyNot() throws Exception {
        assertThat(get("/health")).startsWith("HTTP/1.1 503 ").endsWith("the gateway is starting\n");
        status = nasty();
        assertThat(get("/health")).startsWith("HTTP/1.1 200 ").endsWith("ok\n");
    }

    @Test
    void passesTheMetricsOn() throws Exception {
        assertThat(get("/metrics")).contains("content-type: text/plain; version=0.0.4").endsWith("figures 1\n");
    }

    @Test
    void headIsGetWithoutABody() throws Exception {
        assertThat(ask("HEAD /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).contains("content-length: ").endsWith("\r\n\r\n");
    }

    @Test
    void oneConnectionCarriesSeveralRequests() throws Exception {
        String twice = ask("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(twice).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
    void canOnlyBeRead(String method) throws Exception {
        assertThat(ask(method + " / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
            .startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource({"localhost,200", "localhost:8080,200", "127.0.0.1:1,200", "[::1]:80,200", "evil.example,421", "127.0.0.1.evil.example,421", "'',421"})
    void aNameThatWasBentToPointHereIsRefused(String host, int expected) throws Exception {
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 " + expected + " ");
    }

    @Test
    void whatIsTooLongOrNoHttpIsRefusedAndTheNextRequestIsServed() throws Exception {
        String long9000 = "x".repeat(9000);
        assertThat(ask("GET /" + long9000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 414 ");
        assertThat(ask("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + long9000 + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
        assertThat(ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        assertThat(ask("INVITE sip:9@x SIP/2.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/metrics")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAndRoomComesBack() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), page.address().getPort()));
            }
            assertThat(idle.getLast().getInputStream().read()).as("the last one is closed at once").isEqualTo(-1);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        String answer = "";
        while (!answer.startsWith("HTTP/1.1 200 ")) {
            answer = get("/metrics");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void outsideLoopbackItNeedsAToken(String address) {
        InetSocketAddress outside = new InetSocketAddress(address, 0);
        assertThatThrownBy(() -> new StatusPage.Settings(outside, "")).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("token").hasMessageContaining("127.0.0.1");
        assertThatThrownBy(() -> new StatusPage.Settings(outside, "short")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new StatusPage.Settings(outside, TOKEN).token()).isEqualTo(TOKEN);
    }

    @Test
    void withATokenOnlyWhoKnowsItMayRead() throws Exception {
        page.close();
        page = listen(TOKEN);
        String basic = Base64.getEncoder().encodeToString(("anybody:" + TOKEN).getBytes(StandardCharsets.UTF_8));

        assertThat(get("/")).startsWith("HTTP/1.1 401 ").contains("www-authenticate: Basic");
        assertThat(get("/", "Authorization: Bearer " + TOKEN + "x")).startsWith("HTTP/1.1 401 ");
        assertThat(get("/", "Authorization: Basic %%%")).startsWith("HTTP/1.1 401 ");
        assertThat(get("/", "Authorization: Bearer " + TOKEN)).startsWith("HTTP/1.1 200 ");
        assertThat(get("/", "Authorization: Basic " + basic)).startsWith("HTTP/1.1 200 ");
        assertThat(get("/health")).as("a watchdog needs none").startsWith("HTTP/1.1 503 ");
    }

    @Test
    void keepsTheLastFiftyCalls() {
        for (int i = 0; i < 120; i++) {
            history.add(CallRecords.busy("c" + i));
        }
        assertThat(history.newestFirst()).hasSize(50).first().extracting("id").isEqualTo("c119");
    }

    @Test
    void anAddressInUseIsSaid() {
        assertThatThrownBy(() -> new StatusPage(new StatusPage.Settings(page.address(), ""), sources()))
            .isInstanceOf(IOException.class).hasMessageContaining("cannot listen on");
    }

    private StatusPage listen(String token) throws IOException {
        return new StatusPage(new StatusPage.Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), token), sources());
    }

    private StatusPage.Sources sources() {
        return new StatusPage.Sources(() -> status, history::newestFirst, () -> "figures 1\n");
    }

    private static GatewayStatus nasty() {
        Instant now = Instant.now();
        return new GatewayStatus(now, "", List.of(new GatewayStatus.Line("fxo1", GatewayStatus.LineState.IN_USE, now, NASTY)),
            List.of(new CallStatus("id", "phones/201", NASTY, "1234", "landlines/fxo1", "ringing", now, null)),
            List.of(new GatewayStatus.Registration("201", "sip:201@127.0.0.1:5062;x=" + NASTY, now.plusSeconds(3600))),
            List.of(new GatewayStatus.Trunk("carrier", false, NASTY)), List.of(new GatewayStatus.Ban("203.0.113.9", NASTY, 2, now.plusSeconds(60))));
    }

    private String get(String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return ask(request.append("\r\n").toString());
    }

    /// Raw, because the JDK's client would not send half of this.
    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException reset) {
            return "reset";
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
