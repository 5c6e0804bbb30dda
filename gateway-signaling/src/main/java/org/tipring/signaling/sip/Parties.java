package org.tipring.signaling.sip;

import gov.nist.javax.sip.header.ims.PAssertedIdentityHeader;
import java.util.Locale;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.tipring.signaling.sip.SipEvent.CallingParty;

/// Who calls, read from a request (RFC 3261, RFC 3323, RFC 3325).
final class Parties {

    private Parties() { }

    /// A telephone of ours is whom it authenticated as, whatever its headers assert; only a name and the wish to be withheld count.
    static CallingParty extension(Request request, String user) {
        boolean withheld = withheld(request);
        return new CallingParty(withheld ? "" : user, withheld ? "" : displayName(from(request)), withheld, Diversions.read(request));
    }

    /// A provider is trusted with P-Asserted-Identity.
    static CallingParty trunk(Request request) {
        boolean withheld = withheld(request);
        Address asserted = request.getHeader(PAssertedIdentityHeader.NAME) instanceof PAssertedIdentityHeader identity
            ? identity.getAddress() : null;
        Address who = asserted != null ? asserted : from(request);
        String number = Uris.user(who.getURI());
        boolean known = !withheld && number != null && !number.equalsIgnoreCase("anonymous") && !number.equalsIgnoreCase("unknown");
        return new CallingParty(known ? number : "", withheld ? "" : displayName(who), withheld, Diversions.read(request));
    }

    private static boolean withheld(Request request) {
        if (from(request).getURI() instanceof SipURI uri && uri.getHost().equalsIgnoreCase("anonymous.invalid")) {
            return true;
        }
        Header privacy = request.getHeader("Privacy");
        if (privacy == null) {
            return false;
        }
        String wish = Uris.value(privacy).toLowerCase(Locale.ROOT);
        return wish.matches(".*\\b(id|user|header)\\b.*");
    }

    private static Address from(Request request) {
        return ((FromHeader) request.getHeader(FromHeader.NAME)).getAddress();
    }

    private static String displayName(Address address) {
        String name = address.getDisplayName();
        if (name == null) {
            return "";
        }
        String clean = name.replaceAll("[\"\\p{Cntrl}]", "").strip();
        return clean.substring(0, Math.min(clean.length(), 64));
    }
}
