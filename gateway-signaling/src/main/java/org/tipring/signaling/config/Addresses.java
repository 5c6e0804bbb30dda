package org.tipring.signaling.config;

import java.net.InetAddress;

/// What an address looks like. Asks no name server.
final class Addresses {

    private Addresses() {
    }

    static boolean isLiteral(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static boolean isHost(String text) {
        return isLiteral(text) || text.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
                && !text.matches("[0-9.]+");
    }
}
