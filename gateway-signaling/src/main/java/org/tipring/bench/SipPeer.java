package org.tipring.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Both ends of the calls of a SIP server that is measured: the one who calls, and the one who is called, at one UDP port. It makes one call
/// after the other, and never hangs up: its server ends before its calls do. Just so much of RFC 3261 as that takes.
final class SipPeer implements AutoCloseable {

    /// The RTP ports of the server, towards the caller and towards the called one.
    record Bridged(int caller, int called) { }

    private static final int AGAIN_MILLIS = 500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Pattern AUDIO = Pattern.compile("m=audio (\\d+) ");
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 (\\d{3}) .*");

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final DatagramPacket packet = new DatagramPacket(new byte[16384], 16384);
    private final InetSocketAddress server;
    private int calls;
    private int calledPort;
    private int calledPayloadType;
    private int bridgedCalled;

    SipPeer(InetSocketAddress server) throws IOException {
        this.server = server;
        socket.setSoTimeout(AGAIN_MILLIS);
    }

    int port() {
        return socket.getLocalPort();
    }

    /// Waits until the server answers at all.
    void awaitOptions(Process process) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            send(request("OPTIONS", "plain", "up", 1, "", ""));
            String answer = receive();
            if (answer != null && answer.startsWith("SIP/2.0")) {
                return;
            }
            if (!process.isAlive()) {
                throw new IOException("Asterisk does not start: exit status " + process.exitValue());
            }
        }
        throw new IOException("Asterisk does not answer OPTIONS within " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s");
    }

    /// Calls, and answers where the server calls.
    Bridged call(String extension, int callerPort, int callerPayloadType, int newCalledPort, int newCalledPayloadType) throws IOException {
        calledPort = newCalledPort;
        calledPayloadType = newCalledPayloadType;
        bridgedCalled = 0;
        String callId = "call" + ++calls;
        String invite = request("INVITE", extension, callId, 1, "", Rival.sdp(callerPort, callerPayloadType));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean heard = false;
        while (System.nanoTime() < deadline) {
            if (!heard) {
                send(invite);
            }
            String message = receive();
            if (message == null) {
                continue;
            }
            Matcher status = STATUS.matcher(message.lines().findFirst().orElse(""));
            if (!status.matches()) {
                answer(message);
            } else if (header(message, "Call-ID").equals(callId) && header(message, "CSeq").endsWith("INVITE")) {
                heard = true;
                int code = Integer.parseInt(status.group(1));
                if (code >= 300) {
                    throw new IOException("Asterisk refuses a call: " + status.group());
                }
                if (code >= 200) {
                    send(request("ACK", extension, callId, 1, header(message, "To"), ""));
                    return new Bridged(audio(message), bridgedCalled);
                }
            }
        }
        throw new IOException("Asterisk does not connect call " + calls + " within " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s");
    }

    private void answer(String request) throws IOException {
        if (request.startsWith("ACK ")) {
            return;
        }
        String body = "";
        if (request.startsWith("INVITE ")) {
            bridgedCalled = audio(request);
            body = Rival.sdp(calledPort, calledPayloadType);
        }
        StringBuilder response = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.lines().filter(line -> line.regionMatches(true, 0, "Via:", 0, 4)).forEach(via -> response.append(via).append("\r\n"));
        String to = header(request, "To");
        response.append("From: ").append(header(request, "From")).append("\r\nTo: ").append(to).append(to.contains("tag=") ? "" : ";tag=called")
                .append("\r\nCall-ID: ").append(header(request, "Call-ID")).append("\r\nCSeq: ").append(header(request, "CSeq"));
        send(finish(response, body));
    }

    private String request(String method, String extension, String callId, int sequence, String to, String body) {
        String uri = "sip:" + extension + "@127.0.0.1:" + server.getPort();
        StringBuilder request = new StringBuilder("%s %s SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s%s\r\nMax-Forwards: 70\r\n".formatted(
                method, uri, port(), callId, method));
        request.append("From: <sip:load@127.0.0.1>;tag=caller\r\nTo: ").append(to.isEmpty() ? "<" + uri + ">" : to)
                .append("\r\nCall-ID: ").append(callId).append("\r\nCSeq: ").append(sequence).append(' ').append(method);
        return finish(request, body);
    }

    private String finish(StringBuilder head, String body) {
        head.append("\r\nContact: <sip:load@127.0.0.1:").append(port()).append('>');
        if (!body.isEmpty()) {
            head.append("\r\nContent-Type: application/sdp");
        }
        return head.append("\r\nContent-Length: ").append(body.length()).append("\r\n\r\n").append(body).toString();
    }

    private static int audio(String message) throws IOException {
        Matcher audio = AUDIO.matcher(message);
        if (!audio.find()) {
            throw new IOException("Asterisk offers no sound: " + message);
        }
        return Integer.parseInt(audio.group(1));
    }

    private static String header(String message, String name) {
        return message.lines().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    /// @return null when nothing comes
    private String receive() throws IOException {
        try {
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
