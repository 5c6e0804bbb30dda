package org.tipring.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sipwise rtpengine, where it is installed: in user space, told of its calls by its "ng" protocol (bencode over UDP).
final class RtpEngine extends Rival {

    static final String PROGRAM = "rtpengine";
    private static final int PATIENCE_MILLIS = 300;
    private static final int TRIES = 20;
    private static final Pattern PORT = Pattern.compile("m=audio (\\d+) ");

    private final Process process;
    private final int port = ConfigFolder.freePort();
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private int cookie;

    /// @param second payload type of every other stream; the first of a pair speaks A-law
    RtpEngine(int streams, IntUnaryOperator loadPort, int second) throws IOException, InterruptedException {
        super(streams, second);
        socket.setSoTimeout(PATIENCE_MILLIS);
        process = start(new ProcessBuilder(PROGRAM, "--foreground", "--table=-1", "--interface=127.0.0.1", "--listen-ng=127.0.0.1:" + port,
                "--port-min=" + FIRST_PORT, "--port-max=" + LAST_PORT, "--num-threads=2", "--log-level=2", "--log-stderr")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        try {
            for (int i = 0; i < streams; i += 2) {
                InetSocketAddress forB = command("offer", i, loadPort.applyAsInt(i), A_LAW, second != A_LAW);
                InetSocketAddress forA = command("answer", i, loadPort.applyAsInt(i + 1), second, false);
                ports.add(forA);
                ports.add(forB);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        Tools.prefer(process.pid(), true);
    }

    /// @return where rtpengine wants the RTP of the other side
    private InetSocketAddress command(String name, int call, int rtpPort, int payloadType, boolean transcode) throws IOException {
        TreeMap<String, String> fields = new TreeMap<>();
        fields.put("command", text(name));
        fields.put("call-id", text("call" + call));
        fields.put("from-tag", text("a"));
        if (name.equals("answer")) {
            fields.put("to-tag", text("b"));
        }
        if (transcode) {
            fields.put("codec", "d" + text("mask") + "l" + text("PCMA") + "e" + text("transcode") + "l" + text("PCMU") + "ee");
        }
        fields.put("ICE", text("remove"));
        fields.put("sdp", text(sdp(rtpPort, payloadType)));
        StringBuilder message = new StringBuilder(++cookie + " d");
        fields.forEach((key, value) -> message.append(text(key)).append(value));
        String answer = ask(message.append('e').toString());
        Matcher found = PORT.matcher(answer);
        if (!found.find()) {
            throw new IOException("rtpengine refuses a call: " + answer.replaceAll("\\s+", " "));
        }
        return RelaySubject.local(Integer.parseInt(found.group(1)));
    }

    /// Bencode.
    private static String text(String text) {
        return text.length() + ":" + text;
    }

    private String ask(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        DatagramPacket answer = new DatagramPacket(new byte[8192], 8192);
        for (int i = 0; i < TRIES; i++) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
            try {
                socket.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
            } catch (SocketTimeoutException e) {
                // It is still starting.
            }
            if (!process.isAlive()) {
                throw new IOException("rtpengine does not start: exit status " + process.exitValue());
            }
        }
        throw new IOException("rtpengine does not answer within " + TimeUnit.MILLISECONDS.toSeconds((long) TRIES * PATIENCE_MILLIS) + " s");
    }

    @Override
    public void close() throws IOException {
        socket.close();
        super.close();
    }
}
