package org.tipring.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Free loopback ports. Below the range from which systems take ports for clients, and none twice in one run.
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 30_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() { }

    /// Free for UDP and TCP.
    public static int free() {
        return freeRun(1);
    }

    /// An even port and the one after it, as RTP and RTCP want them.
    public static int freePair() {
        return freeRun(2);
    }

    /// `count` ports in a row, the first of them even.
    public static synchronized int freeRun(int count) {
        for (int tries = 0; tries < 1000; tries++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST / 2, LAST / 2) * 2;
            if (allFree(first, count)) {
                for (int i = 0; i < count; i++) {
                    GIVEN.add(first + i);
                }
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports between " + FIRST + " and " + LAST);
    }

    private static boolean allFree(int first, int count) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int port = first; port < first + count; port++) {
            if (GIVEN.contains(port)) {
                return false;
            }
            try (DatagramSocket _ = new DatagramSocket(new InetSocketAddress(loopback, port));
                 ServerSocket _ = new ServerSocket(port, 1, loopback)) {
                continue;
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
