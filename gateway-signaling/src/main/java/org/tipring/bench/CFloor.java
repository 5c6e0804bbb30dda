package org.tipring.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/// `floor.c`: a reflector that does nothing else.
final class CFloor implements RelaySubject {

    private static final int STOP_SECONDS = 3;

    private final List<InetSocketAddress> ports;
    private final Process process;

    CFloor(CProgram program, int streams) throws IOException, InterruptedException {
        ports = IntStream.range(0, streams).mapToObj(i -> RelaySubject.local(FIRST_PORT + 2 * i)).toList();
        process = program.start(FIRST_PORT, streams);
        if (!"ready".equals(process.inputReader().readLine())) {
            close();
            throw new IOException("floor.c cannot bind its ports from " + FIRST_PORT + " on");
        }
        Tools.prefer(process.pid(), true);
    }

    @Override
    public List<InetSocketAddress> ports() {
        return ports;
    }

    @Override
    public byte[] payloadTypes() {
        byte[] types = new byte[ports.size()];
        java.util.Arrays.fill(types, (byte) 8);
        return types;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        Tools.end(process, STOP_SECONDS);
    }
}
