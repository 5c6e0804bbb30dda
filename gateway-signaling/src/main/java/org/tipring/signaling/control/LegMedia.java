package org.tipring.signaling.control;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.RtpParameters;
import org.tipring.media.engine.RtpStatistics;
import org.tipring.media.engine.Termination;
import org.tipring.signaling.call.CallAction;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Agreement;
import org.tipring.signaling.sdp.Answer;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sdp.SdpException;
import org.tipring.signaling.sip.SipEndpoint;

/// The sound side of calls: RTP ports, SDP on both sides, and who is joined to whom. Owned by the control thread.
public final class LegMedia {

    private static final System.Logger LOG = System.getLogger(LegMedia.class.getName());
    /// Our payload type for telephone-event where we offer: what most telephones use themselves.
    private static final int TELEPHONE_EVENT = 101;
    private static final int PACKET_MILLIS = 20;

    private final MediaLoop loop;
    private final SipEndpoint sip;
    private final LineController lines;
    private final List<AudioFormat> formats;
    private final Map<Long, String> codecs = new HashMap<>();
    private Calls calls;

    /// @param formats what we offer and accept, in order of preference
    public LegMedia(MediaLoop loop, SipEndpoint sip, LineController lines, List<AudioFormat> formats) {
        this.loop = loop;
        this.sip = sip;
        this.lines = lines;
        this.formats = List.copyOf(formats);
    }

    void attach(Calls calls) {
        this.calls = calls;
    }

    /// A new leg with a port pair of its own; with `rtpId` -1 when none was to be had.
    CallLeg.Sip open(LegId id, ActiveCall active, String side) {
        try {
            long rtpId = loop.openRtp();
            calls.book.openRtp(rtpId, active, side);
            return new CallLeg.Sip(id, active, rtpId);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "call={0} {1}", active.call.id(), e.getMessage());
            return new CallLeg.Sip(id, active, -1);
        }
    }

    /// Looks at the caller's offer. Nothing is told to the caller yet.
    ///
    /// @return null, or why the call cannot be
    Failure offered(CallLeg.Sip leg, String offer) {
        if (leg.rtpId < 0) {
            return Failure.of(ReleaseCause.CONGESTION, 0, "no RTP port left");
        }
        if (offer.isEmpty()) {
            leg.offerInAnswer = true;
            return null;
        }
        leg.offer = offer;
        return answer(leg, offer) ? null : Failure.of(ReleaseCause.NOT_ACCEPTABLE, 488, "no common codec, or an offer that cannot be read");
    }

    /// Makes sure that there is something to say in SDP, and lets RTP begin.
    ///
    /// @return false when the caller made no offer and so can hear nothing before the answer
    boolean describe(CallLeg.Sip leg) {
        if (leg.offerInAnswer) {
            if (leg.localSdp.isEmpty()) {
                leg.localSdp = offer(leg, sip.mediaAddress(leg.id()));
            }
            return leg.agreed != null;
        }
        if (!leg.sdpSent) {
            if (leg.call().clearChannel) {
                answer(leg, leg.offer);
            }
            leg.sdpSent = true;
            negotiate(leg);
        }
        return true;
    }

    /// Our offer.
    String offer(CallLeg.Sip leg, String address) {
        boolean clear = leg.call().clearChannel;
        leg.localSdp = OfferAnswer.offer(address, loop.localPort(leg.rtpId), clear ? List.of(law(leg.call())) : formats,
                clear ? -1 : TELEPHONE_EVENT, PACKET_MILLIS, Direction.SENDRECV, leg.rtpId + 1, leg.sdpVersion++);
        return leg.localSdp;
    }

    /// The caller's law, so that no sample is converted on its way; the first of ours where that is not known.
    private AudioFormat law(ActiveCall active) {
        return formats.stream()
                .filter(format -> active.caller instanceof CallLeg.Sip leg && leg.agreed != null
                        && leg.agreed.format().encoding().equals(format.encoding()))
                .findFirst().orElse(formats.getFirst());
    }

    /// Their answer to our offer; a second one (200 after 183) may differ.
    ///
    /// @return false when there is nothing in it that both can do
    boolean accepted(CallLeg.Sip leg, String answer) {
        if (answer.isEmpty() && leg.agreed != null) {
            return true;
        }
        try {
            settle(leg, OfferAnswer.agreed(leg.localSdp, answer));
            negotiate(leg);
            return true;
        } catch (SdpException e) {
            leg.call().call.note(calls.now(), "sip", "SDP: " + e.getMessage());
            return false;
        }
    }

    /// Their new offer within the call.
    ///
    /// @return our answer, or null: things stay as they were
    String reoffered(CallLeg.Sip leg, String offer) {
        if (offer.isEmpty()) {
            return offer(leg, sip.mediaAddress(leg.id()));
        }
        if (!answer(leg, offer)) {
            return null;
        }
        leg.sdpSent = true;
        negotiate(leg);
        return leg.localSdp;
    }

    private boolean answer(CallLeg.Sip leg, String offer) {
        Answer answer = OfferAnswer.answer(offer, sip.mediaAddress(leg.id()), loop.localPort(leg.rtpId), formats,
                !leg.call().clearChannel, Direction.SENDRECV, leg.rtpId + 1, leg.sdpVersion);
        switch (answer) {
            case Answer.Accepted(String sdp, Agreement agreement) -> {
                leg.sdpVersion++;
                leg.localSdp = sdp;
                settle(leg, agreement);
                return true;
            }
            case Answer.Rejected(String why) -> {
                leg.call().call.note(calls.now(), "sip", "SDP: " + why);
                return false;
            }
        }
    }

    private void settle(CallLeg.Sip leg, Agreement agreement) {
        leg.agreed = new RtpParameters(agreement.remote(), agreement.format(), agreement.telephoneEvent(), agreement.packetMillis(),
                agreement.direction().sends(), agreement.direction().receives());
        codecs.put(leg.rtpId, agreement.format().encoding());
    }

    private void negotiate(CallLeg.Sip leg) {
        loop.post(new MediaCommand.Negotiate(leg.rtpId, leg.agreed));
    }

    /// Joins the caller to `joined`.
    void join(ActiveCall active) {
        if (active.bridged) {
            return;
        }
        if (active.attended && active.caller instanceof CallLeg.Sip leg) {
            loop.post(new MediaCommand.PlayTone(leg.rtpId, null));
        }
        active.attended = false;
        loop.post(new MediaCommand.Connect(active.number, termination(active.caller), termination(active.joined)));
        active.bridged = true;
    }

    /// Lets a caller hear something who was answered and is joined to nobody.
    void play(ActiveCall active, CallAction.Waiting sound) {
        CallProgressTone tone = switch (sound) {
            case SILENCE -> null;
            case DIAL_TONE -> CallProgressTone.DIAL;
            case RINGBACK -> CallProgressTone.RINGBACK;
        };
        switch (active.caller) {
            case CallLeg.Sip leg -> loop.post(new MediaCommand.PlayTone(leg.rtpId, tone));
            case CallLeg.OnLine leg -> loop.post(new MediaCommand.Attend(active.number, lines.termination(leg.line), tone));
        }
        active.attended = true;
    }

    void part(ActiveCall active) {
        if (active.bridged || active.attended && active.caller instanceof CallLeg.OnLine) {
            active.bridged = false;
            active.attended = false;
            loop.post(new MediaCommand.Disconnect(active.number));
        }
        active.joined = null;
    }

    /// A key that came in signaling (SIP INFO): as if the peer had sent it in RTP.
    void key(CallLeg.Sip leg, char digit) {
        loop.post(new MediaCommand.Key(leg.rtpId, digit));
    }

    private Termination termination(CallLeg leg) {
        return switch (leg) {
            case CallLeg.Sip sipLeg -> new Termination.Rtp(sipLeg.rtpId);
            case CallLeg.OnLine onLine -> lines.termination(onLine.line);
        };
    }

    void close(long rtpId) {
        loop.post(new MediaCommand.CloseRtp(rtpId));
    }

    CallRecord.Media record(long rtpId, String side, RtpStatistics figures) {
        String codec = codecs.remove(rtpId);
        return new CallRecord.Media(side, codec == null ? "" : codec, figures.packetsSent(), figures.packetsReceived(), figures.lost(),
                figures.jitterMicros(), figures.foreign(), figures.concealed());
    }
}
