package org.tipring.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Free loopback ports. Below the range from which systems take ports for clients, and none soon again.
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 30_000;
    /// Even. Begins anywhere, so that two runs side by side seldom meet.
    private static int next = ThreadLocalRandom.current().nextInt(FIRST / 2, LAST / 2) * 2;

    private Ports() { }

    /// Free for UDP and TCP.
    public static int free() {
        return freeRun(1);
    }

    /// An even port and the one after it, as RTP and RTCP want them.
    public static int freePair() {
        return freeRun(2);
    }

    /// `count` ports in a row, the first of them even: the next free ones upwards, so that the range is not cut into pieces. What was
    /// given before comes again only when the whole range has been gone through, and then only if nobody has it open.
    public static synchronized int freeRun(int count) {
        for (int tries = 0; tries < LAST - FIRST; tries++) {
            if (next + count > LAST) {
                next = FIRST;
            }
            int first = next;
            if (allFree(first, count)) {
                next += count + (count & 1);
                return first;
            }
            next += 2;
        }
        throw new IllegalStateException("no " + count + " free ports between " + FIRST + " and " + LAST);
    }

    private static boolean allFree(int first, int count) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int port = first; port < first + count; port++) {
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
