package org.tipring.signaling.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipEvent.Diversion;

/// Who has sent a call on, in a request: `Diversion` (RFC 5806), which the telephone world speaks, and for who prefers it `History-Info`
/// (RFC 7044). Only the first is read.
final class Diversions {

    /// More is somebody's game; who counts so far has counted enough.
    private static final int MOST = 20;
    private static final Pattern ADDRESS = Pattern.compile("<(?:sips?|tel):([^@;>]*)[^>]*>");
    private static final Pattern REASON = Pattern.compile(";\\s*reason\\s*=\\s*\"?([A-Za-z0-9-]{1,32})");
    private static final Pattern COUNTER = Pattern.compile(";\\s*counter\\s*=\\s*(\\d{1,3})");
    private static final Pattern PRIVATE = Pattern.compile(";\\s*privacy\\s*=\\s*\"?(full|uri|name)");

    private Diversions() { }

    static List<Diversion> read(Request request) {
        List<Diversion> all = new ArrayList<>();
        ListIterator<?> headers = request.getHeaders("Diversion");
        while (headers.hasNext() && all.size() < MOST) {
            String text = Uris.value((Header) headers.next());
            Matcher address = ADDRESS.matcher(text);
            int from = -1;
            String number = "";
            while (address.find() && all.size() < MOST) {
                if (from >= 0) {
                    all.add(diversion(number, text.substring(from, address.start())));
                }
                number = address.group(1);
                from = address.end();
            }
            if (from >= 0) {
                all.add(diversion(number, text.substring(from)));
            }
        }
        return all;
    }

    private static Diversion diversion(String number, String parameters) {
        Matcher reason = REASON.matcher(parameters);
        Matcher counter = COUNTER.matcher(parameters);
        int times = counter.find() ? Math.max(1, Integer.parseInt(counter.group(1))) : 1;
        return new Diversion(number.replaceAll("[^0-9A-Za-z+*#_.-]", ""), reason.find() ? reason.group(1).toLowerCase(Locale.ROOT) : "unknown",
            PRIVATE.matcher(parameters).find(), times);
    }

    /// @param number where the call goes now
    static void write(Request invite, CallingParty caller, String number, String domain, Messages messages) throws Exception {
        List<Diversion> all = caller.diversions();
        if (all.isEmpty()) {
            return;
        }
        for (Diversion one : all) {
            invite.addHeader(messages.header("Diversion", "<" + messages.sipUri(one.number(), domain, 0) + ">;reason=" + one.reason()
                + ";privacy=" + (one.withheld() ? "full" : "off") + ";counter=" + one.times()));
        }
        // The first one to send it on is index 1; what each sent it to is one level deeper.
        String index = "1";
        for (Diversion one : all.reversed()) {
            invite.addHeader(messages.header("History-Info", "<" + messages.sipUri(one.number(), domain, 0) + (one.withheld() ? "?Privacy=history" : "") + ">;index=" + index));
            index += ".1";
        }
        invite.addHeader(messages.header("History-Info", "<" + messages.sipUri(number, domain, 0) + ";cause=" + cause(all.getFirst().reason()) + ">;index=" + index
            + ";mp=" + index.substring(0, index.length() - 2)));
    }

    /// RFC 4458 section 3.1.2.
    private static int cause(String reason) {
        return switch (reason) {
            case "unconditional" -> 302;
            case "user-busy" -> 486;
            case "no-answer" -> 408;
            default -> 404;
        };
    }
}
