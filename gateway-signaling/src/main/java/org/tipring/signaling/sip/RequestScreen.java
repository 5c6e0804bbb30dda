package org.tipring.signaling.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.AcceptHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;

/// What can be said against a request by looking at it, before anything is kept of it (RFC 3261 section 8.2). Pure.
final class RequestScreen {

    private static final Set<String> KNOWN_METHODS = Set.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "INFO", "UPDATE",
        "PRACK", "SUBSCRIBE", "NOTIFY", "PUBLISH", "MESSAGE", "REFER");
    private static final Set<String> SERVED_METHODS = Set.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "INFO", "UPDATE", "NOTIFY", "REFER");
    /// What a request may require of us, by method (RFC 3891).
    private static final Map<String, Set<String>> UNDERSTOOD = Map.of("INVITE", Set.of("replaces"));

    private RequestScreen() { }

    /// @param status 0 when there is nothing against it
    /// @param header and `value`: one more header for the response, or empty
    record Finding(int status, String why, String header, String value) {

        static final Finding NONE = new Finding(0, "", "", "");

        static Finding of(int status, String why) {
            return new Finding(status, why, "", "");
        }
    }

    static Finding check(Request request) {
        String method = request.getMethod();
        if (!SERVED_METHODS.contains(method)) {
            return KNOWN_METHODS.contains(method) ? new Finding(405, "method not served", "Allow", Messages.ALLOW)
                : new Finding(501, "unknown method", "Allow", Messages.ALLOW);
        }
        Finding form = form(request);
        if (form.status() != 0) {
            return form;
        }
        List<String> required = optionTags(request);
        required.removeAll(UNDERSTOOD.getOrDefault(method, Set.of()));
        // Nothing can be answered to an ACK, and a CANCEL may not require anything (section 8.2.2.3).
        if (!required.isEmpty() && !method.equals("ACK") && !method.equals("CANCEL")) {
            return new Finding(420, "required extension", "Unsupported", String.join(", ", required));
        }
        return method.equals("INVITE") ? invite(request) : Finding.NONE;
    }

    private static Finding form(Request request) {
        URI target = request.getRequestURI();
        boolean sip = target instanceof SipURI;
        if (!sip && !(target instanceof TelURL)) {
            return Finding.of(416, "unsupported URI scheme");
        }
        if (sip && ((SipURI) target).getHeaderNames().hasNext()) {
            return Finding.of(400, "headers in the Request-URI");
        }
        if (target.toString().chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>')) {
            return Finding.of(400, "malformed Request-URI");
        }
        CSeqHeader cseq = (CSeqHeader) request.getHeader(CSeqHeader.NAME);
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        ToHeader to = (ToHeader) request.getHeader(ToHeader.NAME);
        if (cseq == null || from == null || to == null || request.getHeader("Call-ID") == null || request.getHeader("Via") == null) {
            return Finding.of(400, "a mandatory header is missing");
        }
        if (!cseq.getMethod().equals(request.getMethod())) {
            return Finding.of(400, "CSeq names another method");
        }
        if (cseq.getSeqNumber() < 0 || cseq.getSeqNumber() > Integer.MAX_VALUE) {
            return Finding.of(400, "CSeq out of range");
        }
        return Finding.NONE;
    }

    private static Finding invite(Request request) {
        if (request.getHeader(MaxForwardsHeader.NAME) instanceof MaxForwardsHeader hops && hops.getMaxForwards() <= 0) {
            return Finding.of(483, "too many hops");
        }
        if (!(request.getHeader(ContactHeader.NAME) instanceof ContactHeader contact) || contact.getAddress() == null
            || !(contact.getAddress().getURI() instanceof SipURI)) {
            return Finding.of(400, "Contact is missing or no SIP URI");
        }
        Header encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !Uris.value(encoding).equalsIgnoreCase("identity")) {
            return new Finding(415, "encoded body", "Accept-Encoding", "identity");
        }
        if (Uris.sdp(request).isEmpty()) {
            return new Finding(415, "body is not SDP", "Accept", "application/sdp");
        }
        return acceptsSdp(request) ? Finding.NONE : Finding.of(406, "does not accept SDP");
    }

    private static boolean acceptsSdp(Request request) {
        ListIterator<?> accepts = request.getHeaders(AcceptHeader.NAME);
        boolean any = false;
        while (accepts.hasNext()) {
            if (accepts.next() instanceof AcceptHeader accept && accept.getContentType() != null) {
                any = true;
                String type = accept.getContentType().toLowerCase(Locale.ROOT);
                String subtype = String.valueOf(accept.getContentSubType()).toLowerCase(Locale.ROOT);
                if (type.equals("*") || type.equals("application") && (subtype.equals("sdp") || subtype.equals("*"))) {
                    return true;
                }
            }
        }
        return !any;
    }

    private static List<String> optionTags(Request request) {
        List<String> tags = new ArrayList<>();
        for (String name : List.of("Require", "Proxy-Require")) {
            ListIterator<?> required = request.getHeaders(name);
            while (required.hasNext()) {
                tags.add(Uris.value((Header) required.next()));
            }
        }
        return tags;
    }
}
