package org.tipring.signaling.sip;

import java.util.ListIterator;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ReferToHeader;
import javax.sip.message.Request;

/// Whom a REFER names (`Refer-To`, RFC 3515 section 2.1). The host does not count: the number goes through the dial plan, as that of an INVITE does.
///
/// @param called the number; empty where a call is named by `replaces` alone
/// @param replaces the call to connect with, or null
record ReferTarget(String called, Replaces replaces) {

    /// Empty when it cannot be followed: not exactly one, no SIP or telephone address, another method than INVITE, a Replaces that names nothing.
    static Optional<ReferTarget> of(Request refer) {
        ListIterator<?> all = refer.getHeaders(ReferToHeader.NAME);
        if (!all.hasNext() || !(all.next() instanceof ReferToHeader to) || all.hasNext()) {
            return Optional.empty();
        }
        URI uri = to.getAddress().getURI();
        String called = Uris.user(uri);
        if (called == null) {
            return Optional.empty();
        }
        String replaced = "";
        if (uri instanceof SipURI sip) {
            String method = sip.getMethodParam();
            if (method != null && !method.equalsIgnoreCase("INVITE")) {
                return Optional.empty();
            }
            replaced = sip.getHeader("Replaces");
        }
        if (replaced == null || replaced.isEmpty()) {
            return called.isEmpty() ? Optional.empty() : Optional.of(new ReferTarget(called, null));
        }
        String plain = Uris.unescape(replaced);
        return plain == null ? Optional.empty() : Replaces.parse(plain).map(replaces -> new ReferTarget(called, replaces));
    }
}
