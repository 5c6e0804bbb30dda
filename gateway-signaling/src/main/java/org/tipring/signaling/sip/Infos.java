package org.tipring.signaling.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.sip.ServerTransaction;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Keys and hook flashes in an INFO: `Signal=5` (application/dtmf-relay) or `5` (application/dtmf).
final class Infos {

    private Infos() { }

    static void handle(SipLeg leg, Request info, ServerTransaction transaction) throws Exception {
        ContentTypeHeader type = (ContentTypeHeader) info.getHeader(ContentTypeHeader.NAME);
        String subtype = type == null ? "" : type.getContentSubType().toLowerCase(Locale.ROOT);
        String body = info.getRawContent() == null ? "" : new String(info.getRawContent(), StandardCharsets.UTF_8);
        if (leg.isEnded()) {
            SipLeg.reply(transaction, leg.response(481, info));
        } else if (subtype.equals("hook-flash")) {
            SipLeg.reply(transaction, leg.response(200, info));
            leg.context().emit(new SipEvent.HookFlash(leg.id()));
        } else if (body.isEmpty()) {
            SipLeg.reply(transaction, leg.response(200, info));
        } else if (subtype.equals("dtmf-relay") || subtype.equals("dtmf")) {
            char digit = DtmfRelay.digit(body);
            SipLeg.reply(transaction, leg.response(digit == 0 ? 400 : 200, info));
            if (digit == DtmfRelay.FLASH) {
                leg.context().emit(new SipEvent.HookFlash(leg.id()));
            } else if (digit != 0) {
                leg.context().emit(new SipEvent.Digit(leg.id(), digit));
            }
        } else {
            Response unsupported = leg.response(415, info);
            leg.context().messages().list(unsupported, "Accept", "application/dtmf-relay");
            SipLeg.reply(transaction, unsupported);
        }
    }
}
