package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.registrar.Credentials;
import org.tipring.signaling.registrar.DigestClient;

/// A peer that sends bytes of the test's choice from a UDP socket and reads what comes back: for everything that a well-behaved
/// stack would not do.
final class Wire implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final DatagramSocket socket;
    private InetSocketAddress gateway;

    Wire(int gatewayPort) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        gateway(gatewayPort);
    }

    void gateway(int port) {
        gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(String message) throws IOException {
        send(message.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, gateway));
    }

    /// The next message, or null when none comes in time.
    String receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] buffer = new byte[65_535];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.receive(packet);
            return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException silence) {
            return null;
        }
    }

    /// The next message that begins so; others (100, repetitions) are passed over.
    String await(String beginning) throws IOException {
        List<String> others = new ArrayList<>();
        long deadline = System.nanoTime() + Station.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            String message = receive(1_000);
            if (message != null && message.startsWith(beginning)) {
                return message;
            }
            if (message != null) {
                others.add(message.lines().findFirst().orElse(""));
            }
        }
        return fail("no '" + beginning + "' within " + Station.PATIENCE.toSeconds() + " s, but " + others);
    }

    /// The next final response.
    String finalResponse() throws IOException {
        String response = await("SIP/2.0");
        while (response.startsWith("SIP/2.0 1")) {
            response = await("SIP/2.0");
        }
        return response;
    }

    static int status(String response) {
        Matcher matcher = Pattern.compile("SIP/2.0 (\\d{3}) ").matcher(response);
        return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : fail("no response: " + response);
    }

    static String header(String message, String name) {
        Matcher matcher = Pattern.compile("(?im)^" + name + ":[ \t]*(.*?)\r?$").matcher(message);
        return matcher.find() ? matcher.group(1) : "";
    }

    static List<String> headers(String message, String name) {
        Matcher matcher = Pattern.compile("(?im)^" + name + ":[ \t]*(.*?)\r?$").matcher(message);
        List<String> values = new ArrayList<>();
        while (matcher.find()) {
            values.add(matcher.group(1));
        }
        return values;
    }

    static String tag(String toOrFrom) {
        Matcher matcher = Pattern.compile(";tag=([^;>\\s]+)").matcher(toOrFrom);
        return matcher.find() ? matcher.group(1) : "";
    }

    /// Answers a request that came: its Via, From, To, Call-ID and CSeq come back.
    String response(String status, String request, String toTag, String more) {
        StringBuilder out = new StringBuilder("SIP/2.0 " + status + "\r\n");
        headers(request, "Via").forEach(via -> out.append("Via: ").append(via).append("\r\n"));
        headers(request, "Record-Route").forEach(route -> out.append("Record-Route: ").append(route).append("\r\n"));
        String to = header(request, "To");
        out.append("From: ").append(header(request, "From")).append("\r\n")
            .append("To: ").append(to).append(tag(to).isEmpty() && !toTag.isEmpty() ? ";tag=" + toTag : "").append("\r\n")
            .append("Call-ID: ").append(header(request, "Call-ID")).append("\r\n")
            .append("CSeq: ").append(header(request, "CSeq")).append("\r\n");
        return out + body(more);
    }

    /// `more` is headers, each with its CRLF, and after an empty line a body.
    private static String body(String more) {
        int end = more.indexOf("\r\n\r\n");
        String headers = end < 0 ? more : more.substring(0, end + 2);
        String body = end < 0 ? "" : more.substring(end + 4);
        return headers + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /// A dialog as this peer sees it, or one that is to be.
    final class Talk {
        final String user;
        final String callId = "wire-" + NUMBERS.incrementAndGet() + "@test";
        final String ownTag = "w" + NUMBERS.incrementAndGet();
        String target;
        String theirTag = "";
        String branch;
        int cseq;

        Talk(String user, String target) {
            this.user = user;
            this.target = target;
        }

        String request(String method, int number, String more) {
            branch = "z9hG4bK" + NUMBERS.incrementAndGet();
            return requestOnBranch(method, number, more);
        }

        String requestOnBranch(String method, int number, String more) {
            return method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + port() + ";rport;branch=" + branch
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + user + "@tipring.test>;tag=" + ownTag + "\r\nTo: <sip:called@tipring.test>"
                + (theirTag.isEmpty() ? "" : ";tag=" + theirTag) + "\r\nCall-ID: " + callId + "\r\nCSeq: " + number + " "
                + method + "\r\n" + body(more);
        }

        String contact() {
            return "Contact: <sip:" + user + "@127.0.0.1:" + port() + ">\r\n";
        }

        static String sdp(String sdp) {
            return "Content-Type: application/sdp\r\n\r\n" + sdp;
        }

        /// Sends the INVITE, answers the challenge, and returns with the call on its way; `100` has not been read yet.
        void inviteAuthenticated(String password, String more) throws IOException {
            send(request("INVITE", ++cseq, more));
            String challenge = finalResponse();
            ack(challenge);
            send(request("INVITE", ++cseq, "Authorization: " + authorization("INVITE", challenge, password) + "\r\n" + more));
        }

        String authorization(String method, String challenge, String password) {
            return new DigestClient(Credentials.ofPassword(user, Station.REALM, password), () -> "c" + NUMBERS.incrementAndGet())
                .answer(method, target, headers(challenge, "WWW-Authenticate"), 0).orElseThrow();
        }

        /// For a failure: same branch as the INVITE.
        void ack(String response) throws IOException {
            String before = theirTag;
            theirTag = tag(header(response, "To"));
            send(requestOnBranch("ACK", cseq, ""));
            theirTag = before;
        }

        /// Takes over the dialog of a 2xx and acknowledges it.
        void establish(String ok, String more) throws IOException {
            learn(ok);
            send(request("ACK", cseq, more));
        }

        void learn(String response) {
            theirTag = tag(header(response, "To"));
            String contact = header(response, "Contact");
            if (contact.contains("<")) {
                target = contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
