package org.tipring.signaling.ops;

import java.time.Instant;
import java.util.List;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallStatus;

/// `/status.json`: what the page shows, for programs.
final class StatusJson {

    private StatusJson() { }

    static String of(GatewayStatus status, List<CallRecord> endings, Instant now) {
        Json json = new Json().object();
        json.field("now", now).field("started", status.started()).key("healthy").value(status.trouble().isEmpty())
            .field("trouble", status.trouble());
        json.key("lines").array();
        for (GatewayStatus.Line line : status.lines()) {
            json.object().field("name", line.name()).field("state", line.state().name()).field("since", line.since())
                .field("detail", line.detail()).endObject();
        }
        json.endArray().key("calls").array();
        for (CallStatus call : status.calls()) {
            json.object().field("id", call.id()).field("from", call.from()).field("caller", call.caller())
                .field("called", call.called()).field("to", call.to()).field("state", call.state())
                .field("started", call.started()).field("answered", call.answered())
                .field("sound", call.sound()).endObject();
        }
        json.endArray().key("registrations").array();
        for (GatewayStatus.Registration registration : status.registrations()) {
            json.object().field("extension", registration.extension()).field("contact", registration.contact())
                .field("expires", registration.expires()).endObject();
        }
        json.endArray().key("trunks").array();
        for (GatewayStatus.Trunk trunk : status.trunks()) {
            json.object().field("name", trunk.name()).key("up").value(trunk.up()).field("detail", trunk.detail()).endObject();
        }
        json.endArray().key("endings").array();
        endings.forEach(record -> CallRecordJson.write(record, json));
        return json.endArray().endObject().toString();
    }
}
