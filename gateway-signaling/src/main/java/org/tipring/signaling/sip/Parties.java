package org.tipring.signaling.sip;

import gov.nist.javax.sip.header.ims.PAssertedIdentityHeader;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipSettings.Verdicts;

/// Who calls, read from a request (RFC 3261, RFC 3323, RFC 3325).
final class Parties {

    private static final Pattern VERSTAT = Pattern.compile(";verstat=(TN-Validation-Passed|TN-Validation-Failed|No-TN-Validation)", Pattern.CASE_INSENSITIVE);

    private Parties() { }

    /// A telephone of ours is whom it authenticated as, whatever its headers assert; only a name and the wish to be withheld count.
    static CallingParty extension(Request request, String user) {
        boolean withheld = withheld(request);
        return new CallingParty(withheld ? "" : user, withheld ? "" : displayName(from(request)), withheld, Diversions.read(request));
    }

    /// A provider is trusted with P-Asserted-Identity, and with what it says about the number.
    static CallingParty trunk(Request request, Verdicts verdicts) {
        boolean withheld = withheld(request);
        Address asserted = request.getHeader(PAssertedIdentityHeader.NAME) instanceof PAssertedIdentityHeader identity
            ? identity.getAddress() : null;
        Address who = asserted != null ? asserted : from(request);
        // What stands behind the number in a SIP URI are parameters of a telephone number (RFC 3261 section 19.1.6).
        String user = Uris.user(who.getURI());
        String number = user == null ? null : user.split(";", 2)[0];
        boolean known = !withheld && number != null && !number.equalsIgnoreCase("anonymous") && !number.equalsIgnoreCase("unknown");
        String name = withheld ? "" : (verdict(verstat(who, from(request)), verdicts) + displayName(who)).strip();
        return new CallingParty(known ? number : "", name, withheld, Diversions.read(request));
    }

    private static String verdict(String verstat, Verdicts verdicts) {
        String mark = switch (verstat) {
            case "TN-VALIDATION-PASSED" -> verdicts.passed();
            case "TN-VALIDATION-FAILED" -> verdicts.failed();
            case "NO-TN-VALIDATION" -> verdicts.unsigned();
            default -> "";
        };
        return mark.isEmpty() ? "" : mark + " ";
    }

    /// Of the first that has one, in capitals; with `-PASSED-A` and the like, as some write it (ATIS-1000074), cut off.
    private static String verstat(Address... addresses) {
        for (Address address : addresses) {
            Matcher said = VERSTAT.matcher(address.getURI().toString());
            if (said.find()) {
                return said.group(1).toUpperCase(Locale.ROOT);
            }
        }
        return "";
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
