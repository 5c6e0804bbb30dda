package org.tipring.signaling.sip;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ReasonHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.tipring.signaling.call.ReleaseCause;

/// How our messages look. No state; safe for any thread.
final class Messages {

    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REGISTER, REFER, NOTIFY";

    private final HeaderFactory headers;
    private final AddressFactory addresses;
    private final MessageFactory messages;
    private final String userAgent;

    Messages(String userAgent) {
        this.userAgent = userAgent;
        try {
            SipFactory factory = SipFactory.getInstance();
            headers = factory.createHeaderFactory();
            addresses = factory.createAddressFactory();
            messages = factory.createMessageFactory();
        } catch (PeerUnavailableException notOnClassPath) {
            throw new IllegalStateException(notOnClassPath);
        }
    }

    /// A response with our Server header and, beyond 100, the given To tag.
    Response response(int status, Request request, String toTag) throws ParseException {
        Response response = messages.createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (status > 100 && to.getTag() == null) {
            to.setTag(toTag);
        }
        response.setHeader(header("Server", userAgent));
        return response;
    }

    Request request(String method, URI target, CallIdHeader callId, long cseq, FromHeader from, ToHeader to, ViaHeader via)
        throws ParseException, InvalidArgumentException {
        Request request = messages.createRequest(target, method, callId, headers.createCSeqHeader(cseq, method), from, to,
            new ArrayList<>(List.of(via)), headers.createMaxForwardsHeader(70));
        request.setHeader(header("User-Agent", userAgent));
        return request;
    }

    /// Via of a request of ours. On UDP it asks for the answer to come where the request came from (RFC 3581), as NATs need it.
    ViaHeader via(String host, int port, Peer peer) throws ParseException, InvalidArgumentException {
        ViaHeader via = headers.createViaHeader(bracketed(host), port, peer.transport().toUpperCase(java.util.Locale.ROOT), null);
        if (peer.udp()) {
            via.setRPort();
        }
        return via;
    }

    ContactHeader contact(String user, String host, int port, Peer peer) throws ParseException {
        SipURI uri = sipUri(user, host, port);
        if (!peer.udp()) {
            uri.setTransportParam(peer.transport());
        }
        return headers.createContactHeader(addresses.createAddress(uri));
    }

    CSeqHeader cseq(long number, String method) throws ParseException, InvalidArgumentException {
        return headers.createCSeqHeader(number, method);
    }

    FromHeader from(Address address, String tag) throws ParseException {
        return headers.createFromHeader(address, tag);
    }

    ToHeader to(Address address) throws ParseException {
        return headers.createToHeader(address, null);
    }

    CallIdHeader callId(String id) throws ParseException {
        return headers.createCallIdHeader(id);
    }

    URI uri(String text) throws ParseException {
        return addresses.createURI(text);
    }

    /// @param user as dialled or typed by somebody: everything that could end the user part is escaped
    SipURI sipUri(String user, String host, int port) throws ParseException {
        SipURI uri = addresses.createSipURI(user.isEmpty() ? null : Uris.escapeUser(user), bracketed(host));
        if (port > 0 && port != 5060) {
            uri.setPort(port);
        }
        return uri;
    }

    Address address(String displayName, URI uri) throws ParseException {
        String clean = displayName.replaceAll("[\"\\\\\\p{Cntrl}]", "").strip();
        return clean.isEmpty() ? addresses.createAddress(uri) : addresses.createAddress(clean, uri);
    }

    Header header(String name, String value) throws ParseException {
        return headers.createHeader(name, value);
    }

    /// A header with several values; the stack wants each as a header of its own.
    void list(Message message, String name, String values) throws ParseException {
        for (String value : values.split(", ")) {
            message.addHeader(header(name, value));
        }
    }

    /// Reason: Q.850 (RFC 3326): the telephone network's own word for it, which a status can only approximate.
    void addReason(Message message, ReleaseCause cause) throws ParseException, InvalidArgumentException {
        ReasonHeader reason = headers.createReasonHeader("Q.850", cause.q850(), cause.sentence());
        message.addHeader(reason);
    }

    void setSdp(Message message, String sdp) throws ParseException {
        message.setContent(sdp, headers.createContentTypeHeader("application", "sdp"));
    }

    void setText(Message message, String text) throws ParseException {
        message.setContent(text.getBytes(StandardCharsets.UTF_8), headers.createContentTypeHeader("text", "plain;charset=UTF-8"));
    }

    /// The start line of a response, as the body of a NOTIFY (RFC 3515 section 2.4.5).
    void setFragment(Message message, String startLine) throws ParseException {
        ContentTypeHeader type = headers.createContentTypeHeader("message", "sipfrag");
        type.setParameter("version", "2.0");
        message.setContent(startLine.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
