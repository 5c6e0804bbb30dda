package org.tipring.signaling.control;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.engine.MediaPath;
import org.tipring.media.engine.RtpParameters;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.sdp.AgreedTransport;
import org.tipring.signaling.sdp.TransportTerms;
import org.tipring.tdm.line.LineId;

/// One side of a call as the controller knows it: what carries it.
abstract sealed class CallLeg {

    private final LegId id;
    private final ActiveCall call;
    /// Whoever is at this side has connected the call to another one and is out of it, or will be: its leg there, which stands for that call's far end; null
    /// otherwise.
    CallLeg through;

    private CallLeg(LegId id, ActiveCall call) {
        this.id = id;
        this.call = call;
    }

    LegId id() {
        return id;
    }

    ActiveCall call() {
        return call;
    }

    /// Connects the far ends of two calls.
    final void connect(CallLeg other) {
        through = other;
        other.through = this;
    }

    /// @return what it was connected to
    final CallLeg disconnect() {
        CallLeg partner = through;
        through = null;
        partner.through = null;
        return partner;
    }

    /// The leg at the other side of the call that it talks to; null: none.
    final CallLeg far() {
        return this == call.caller ? call.joined : this == call.joined ? call.caller : null;
    }

    /// Who is there, for records: `fxs1`, `201`, `5550177 over carrier`.
    final String name() {
        return switch (this) {
            case Sip sip -> sip.member.isEmpty() ? number() + "over " + sip.trunk : sip.member;
            case OnLine onLine -> number() + "over " + onLine.line;
            case OnTelephone telephone -> telephone.line.toString();
            case StandIn _ -> "nobody";
        };
    }

    private String number() {
        String number = this == call.caller ? call.callingParty.number() : call.call.status().called();
        return number.isEmpty() ? "" : number + " ";
    }

    /// Nobody any more: a telephone has left the call, having connected it to another one.
    static final class StandIn extends CallLeg {

        StandIn(LegId id, ActiveCall call) {
            super(id, call);
        }
    }

    /// A leg over SIP and RTP.
    static final class Sip extends CallLeg {
        /// The RTP port pair; -1 when none could be had.
        final long rtpId;
        /// What may be spoken with this side.
        final CodecPolicy codecs;
        /// What it offered; empty when the offer is ours.
        List<AudioFormat> offered = List.of();
        /// What we last said in SDP, and how often we have said something (RFC 8866 section 5.2: the version).
        String localSdp = "";
        long sdpVersion = 1;
        /// Their offer that is still to be answered: how may depend on where the call goes.
        String offer = "";
        /// What is agreed, or null.
        RtpParameters agreed;
        /// An INVITE without an offer: ours goes into the 200, theirs comes with the ACK.
        boolean offerInAnswer;
        boolean sdpSent;
        /// The telephone of ours, or empty.
        String member = "";
        /// The provider, or empty.
        final String trunk;
        /// We have told them that they are on hold, or are about to; they have not answered yet.
        boolean held;
        boolean offering;
        /// Why their last offer was not taken.
        String refusal = "";
        /// How its packets may travel, what keys it has, and what has been settled.
        final MediaPolicy policy;
        final TransportTerms terms;
        MediaPath path = MediaPath.PLAIN;
        /// The handshake for its keys, and what it was made for; null without one.
        KeyExchange exchange;
        AgreedTransport.Security.Dtls exchangeFor;

        Sip(LegId id, ActiveCall call, long rtpId, CodecPolicy codecs, String trunk, MediaPolicy policy, TransportTerms terms) {
            super(id, call);
            this.rtpId = rtpId;
            this.codecs = codecs;
            this.trunk = trunk;
            this.policy = policy;
            this.terms = terms;
        }
    }

    /// A leg to or from an analog telephone of ours.
    static final class OnTelephone extends CallLeg {
        /// The telephone; another one when the call was left at a place and taken there.
        LineId line;
        /// It has asked not to be told of a second caller during this call.
        boolean refusesWaiting;

        OnTelephone(LegId id, ActiveCall call, LineId line) {
            super(id, call);
            this.line = line;
        }
    }

    /// A leg over a telephone line.
    static final class OnLine extends CallLeg {
        /// The interface, for records.
        final String group;
        final String digits;
        /// Lines that may be tried when the present one refuses; empty for a call that came in.
        final Iterator<LineId> hunt;
        /// Lines whose ordinary calls may be dropped for this one.
        final List<LineId> droppable = new ArrayList<>();
        LineId line;
        boolean answered;

        OnLine(LegId id, ActiveCall call, String group, String digits, Iterator<LineId> hunt) {
            super(id, call);
            this.group = group;
            this.digits = digits;
            this.hunt = hunt;
        }
    }
}
