package org.tipring.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Another program that passes RTP on, and speaks A-law with the first of each pair of streams.
abstract class Rival implements RelaySubject {

    private static final int STOP_SECONDS = 3;
    static final int A_LAW = 8;

    final List<InetSocketAddress> ports = new ArrayList<>();
    private final byte[] payloadTypes;
    private Process process;

    /// @param second payload type of the second of each pair
    Rival(int streams, int second) {
        payloadTypes = new byte[streams];
        Arrays.fill(payloadTypes, (byte) second);
        for (int i = 0; i < streams; i += 2) {
            payloadTypes[i] = A_LAW;
        }
    }

    Process start(ProcessBuilder builder) throws IOException {
        process = builder.redirectErrorStream(true).start();
        return process;
    }

    /// The least that an offer and its answer say: RFC 4566, on the loopback interface.
    static String sdp(int rtpPort, int payloadType) {
        return """
                v=0\r
                o=- 1 1 IN IP4 127.0.0.1\r
                s=-\r
                c=IN IP4 127.0.0.1\r
                t=0 0\r
                m=audio %d RTP/AVP %d\r
                a=rtpmap:%d %s/8000\r
                a=ptime:20\r
                """.formatted(rtpPort, payloadType, payloadType, payloadType == A_LAW ? "PCMA" : "PCMU");
    }

    @Override
    public List<InetSocketAddress> ports() {
        return ports;
    }

    @Override
    public byte[] payloadTypes() {
        return payloadTypes;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Tools.end(process, STOP_SECONDS);
    }
}
