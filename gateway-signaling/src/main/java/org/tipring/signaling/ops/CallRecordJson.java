package org.tipring.signaling.ops;

import org.tipring.signaling.call.CallRecord;

/// The form of a call record in the file and on the status page: one object, names as in [CallRecord]. Names are added, never changed.
final class CallRecordJson {

    private CallRecordJson() { }

    static void write(CallRecord record, Json json) {
        json.object()
            .field("id", record.id()).field("from", record.from()).field("caller", record.caller()).field("called", record.called())
            .field("route", record.route()).field("to", record.to()).field("sent", record.sent())
            .field("started", record.started()).field("answered", record.answered()).field("ended", record.ended())
            .field("answeredBy", record.answeredBy())
            .field("answerHeard", record.answerHeard()).field("answerHeardBy", record.answerHeardBy()).field("cause", record.cause().name()).field("q850", record.cause().q850())
            .field("endedBy", record.endedBy()).field("detail", record.detail());
        json.key("timeline").array();
        for (CallRecord.Entry entry : record.timeline()) {
            json.object().field("millis", entry.millis()).field("where", entry.where()).field("what", entry.what()).endObject();
        }
        json.endArray().key("media").array();
        for (CallRecord.Media media : record.media()) {
            json.object().field("leg", media.leg()).field("codec", media.codec())
                .field("packetsSent", media.packetsSent()).field("packetsReceived", media.packetsReceived())
                .field("lost", media.lost()).field("jitterMicros", media.jitterMicros())
                .field("foreign", media.foreign()).field("concealed", media.concealed()).field("srtp", media.srtp())
                .score("mosReceived", media.mosReceived()).score("mosSent", media.mosSent())
                .level("receivedDbm0", media.levels().received()).level("receivedNoiseDbm0", media.levels().receivedNoise())
                .level("sentDbm0", media.levels().sent()).level("sentNoiseDbm0", media.levels().sentNoise()).endObject();
        }
        json.endArray().endObject();
    }
}
