package org.tipring.signaling.registrar;

/// One place where a telephone can be reached: the contact it gave, and the address that its REGISTER really came from, which is
/// where requests go, because the contact is often a private address behind a NAT, and because nobody shall name a third host.
///
/// @param user the address of record's user part
/// @param contact URI as given
/// @param port the one that the REGISTER came from, unless the telephone listens at another one there
/// @param transport `udp` or `tcp`
/// @param callId and `cseq` of the REGISTER that made it (RFC 3261 section 10.3 step 7)
public record Binding(String user, String contact, String address, int port, String transport, String callId, long cseq,
                      long expiresAtNanos) {

    public long secondsLeft(long nowNanos) {
        return Math.max(0, (expiresAtNanos - nowNanos + 999_999_999) / 1_000_000_000);
    }
}
