package org.tipring.gateway;

import java.util.Locale;

/// `host`, `host:port`, or `sip:host:port;transport=tcp`, as the configuration writes a provider's proxy.
///
/// @param transport `udp` or `tcp`
record SipAddress(String host, int port, String transport) {

    private static final int SIP_PORT = 5060;

    static SipAddress of(String text) {
        String rest = text.toLowerCase(Locale.ROOT).startsWith("sip:") ? text.substring(4) : text;
        String[] parts = rest.split(";");
        String transport = "udp";
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].toLowerCase(Locale.ROOT).startsWith("transport=")) {
                transport = parts[i].substring("transport=".length()).toLowerCase(Locale.ROOT);
            }
        }
        String[] address = parts[0].split(":", 2);
        return new SipAddress(address[0], address.length == 1 ? SIP_PORT : Integer.parseInt(address[1]), transport);
    }
}
