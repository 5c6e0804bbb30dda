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
        lines(status, json);
        json.key("calls").array();
        for (CallStatus call : status.calls()) {
            json.object().field("id", call.id()).field("from", call.from()).field("caller", call.caller())
                .field("called", call.called()).field("to", call.to()).field("state", call.state()).field("codecs", call.codecs())
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
        json.endArray().key("bans").array();
        for (GatewayStatus.Ban ban : status.bans()) {
            json.object().field("source", ban.source()).field("why", ban.why()).field("times", ban.times()).field("until", ban.until()).endObject();
        }
        json.endArray().key("endings").array();
        endings.forEach(record -> CallRecordJson.write(record, json));
        return json.endArray().endObject().toString();
    }

    static void lines(GatewayStatus status, Json json) {
        json.key("lines").array();
        for (GatewayStatus.Line line : status.lines()) {
            json.object().field("name", line.name()).field("state", line.state().name()).field("since", line.since())
                .field("detail", line.detail());
            if (line.sound() != null) {
                sound(line.sound(), json);
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void sound(GatewayStatus.LineSound sound, Json json) {
        json.key("sound").object();
        number("echo_loss_db", sound.echoLossDb(), json);
        number("echo_removed_db", sound.echoRemovedDb(), json);
        json.key("echo_delay_ms").value(sound.echoDelayMillis()).key("echo_tail_ms").value(sound.echoTailMillis())
            .key("echo_settled").value(sound.echoSettled());
        number("clock_ppm", sound.clockPpm(), json);
        number("heard_dbm0", sound.heardDbm0(), json);
        number("noise_dbm0", sound.noiseDbm0(), json);
        number("sent_dbm0", sound.sentDbm0(), json);
        json.endObject();
    }

    /// Whole numbers; what is not known is left out.
    private static void number(String name, double value, Json json) {
        if (!Double.isNaN(value)) {
            json.key(name).value(Math.round(value));
        }
    }
}
