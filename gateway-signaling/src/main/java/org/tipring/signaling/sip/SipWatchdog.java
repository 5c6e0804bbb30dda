package org.tipring.signaling.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// Asks our own UDP port with an OPTIONS from outside the stack, and says so when three in a row stay unanswered. JAIN-SIP can lose
/// its workers to an Error and go on looking alive; a restart is the only remedy, and whether to is not the stack's to decide.
final class SipWatchdog {

    static final int PATIENCE = 3;

    private static final long MOST_MILLIS = 3_000;

    private final SipContext context;
    private final Duration interval;
    private final Consumer<String> deaf;
    private volatile boolean closed;
    private long asked;
    private int unanswered;

    SipWatchdog(SipContext context, Duration interval, Consumer<String> deaf) {
        this.context = context;
        this.interval = interval;
        this.deaf = deaf;
    }

    void start() {
        if (!interval.isZero()) {
            next();
        }
    }

    void close() {
        closed = true;
    }

    private void next() {
        context.after(interval, context::spawn, () -> {
            if (!closed) {
                look();
                next();
            }
        });
    }

    private void look() {
        boolean answered = answers();
        unanswered = answered ? 0 : unanswered + 1;
        if (unanswered == PATIENCE && !closed) {
            deaf.accept("the SIP stack did not answer its own OPTIONS " + PATIENCE + " times in " + interval.multipliedBy(PATIENCE).toSeconds()
                + " s");
        }
    }

    private boolean answers() {
        InetAddress bind = InetAddress.ofLiteral(context.settings().bindAddress());
        InetAddress self = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(self, 0))) {
            socket.setSoTimeout((int) Math.min(MOST_MILLIS, interval.toMillis()));
            String callId = "watchdog-" + context.token();
            byte[] question = options(self.getHostAddress(), socket.getLocalPort(), callId).getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(question, question.length, new InetSocketAddress(self, context.stack().udpPort())));
            byte[] buffer = new byte[4_096];
            DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
            socket.receive(answer);
            String text = new String(buffer, 0, answer.getLength(), StandardCharsets.UTF_8);
            return text.startsWith("SIP/2.0 ") && text.contains(callId);
        } catch (IOException silence) {
            return false;
        }
    }

    private String options(String self, int port, String callId) {
        String host = self.indexOf(':') >= 0 ? "[" + self + "]" : self;
        return "OPTIONS sip:watchdog@" + host + " SIP/2.0\r\nVia: SIP/2.0/UDP " + host + ":" + port + ";rport;branch=z9hG4bK" + callId
            + "\r\nMax-Forwards: 1\r\nFrom: <sip:watchdog@" + host + ">;tag=1\r\nTo: <sip:watchdog@" + host + ">\r\nCall-ID: " + callId
            + "\r\nCSeq: " + ++asked + " OPTIONS\r\nContent-Length: 0\r\n\r\n";
    }
}
