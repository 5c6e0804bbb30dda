package org.tipring.signaling.control;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaPath;
import org.tipring.media.engine.RtpParameters;
import org.tipring.media.engine.RtpStatistics;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallState;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.sdp.AgreedTransport;
import org.tipring.signaling.sdp.Agreement;
import org.tipring.signaling.sdp.Answer;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sdp.SdpException;
import org.tipring.signaling.sdp.SdpReader;
import org.tipring.signaling.sdp.TransportTerms;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEvent;

/// The sound side of calls: RTP ports and SDP on both sides. Who hears whom is [Bridging]. Owned by the control thread.
public final class LegMedia {

    private static final System.Logger LOG = System.getLogger(LegMedia.class.getName());
    /// Our payload type for telephone-event where we offer: what most telephones use themselves.
    private static final int TELEPHONE_EVENT = 101;
    private static final int PACKET_MILLIS = 20;
    /// The telephones' name among the policies.
    public static final String TELEPHONES = "";

    private final MediaLoop loop;
    private final SipEndpoint sip;
    private final CodecPolicy.Book codecPolicies;
    private final Map<String, MediaPolicy> policies;
    private final KeyExchange.Maker keys;
    private final Map<Long, String> codecs = new HashMap<>();
    private final Map<Long, String> secured = new HashMap<>();
    private final CallFiles files;
    private final Holding holding = new Holding();
    private final Bridging bridging;
    private Calls calls;

    /// @param formats what we offer to everybody and accept from everybody, in order of preference
    public LegMedia(MediaLoop loop, SipEndpoint sip, LineController lines, List<AudioFormat> formats, CallFiles files) {
        this(loop, sip, lines, new CodecPolicy.Book(new CodecPolicy(formats, false), Map.of(), Map.of()), Map.of(), KeyExchange.Maker.NONE,
                files);
    }

    /// @param codecPolicies which codecs are spoken with whom
    /// @param policies by trunk, and that of the telephones under [#TELEPHONES]; who is not in there has the default
    /// @param keys makes the handshakes of DTLS-SRTP
    /// @param files what is recorded and captured
    public LegMedia(MediaLoop loop, SipEndpoint sip, LineController lines, CodecPolicy.Book codecPolicies, Map<String, MediaPolicy> policies,
                    KeyExchange.Maker keys, CallFiles files) {
        this.loop = loop;
        this.files = files;
        this.sip = sip;
        this.bridging = new Bridging(loop, lines, files, holding);
        this.codecPolicies = codecPolicies;
        this.policies = Map.copyOf(policies);
        this.keys = keys;
    }

    void attach(Calls calls) {
        this.calls = calls;
        holding.attach(rtpId -> {
            CallLeg.Sip leg = calls.book.byRtp(rtpId) == null ? null : calls.book.byRtp(rtpId).over(rtpId);
            if (leg != null) {
                hold(leg, holding.has(rtpId));
            }
        });
    }

    /// Who is on hold.
    Holding holding() {
        return holding;
    }

    /// The caller's leg.
    CallLeg.Sip open(LegId id, ActiveCall active, SipEvent.Source source) {
        return switch (source) {
            case SipEvent.Source.Extension(String user) -> open(id, active, "caller", codecPolicies.phone(user), TELEPHONES);
            case SipEvent.Source.Trunk(String name) -> open(id, active, "caller", codecPolicies.trunk(name), name);
        };
    }

    /// A leg that takes the place of another one of the same telephone.
    CallLeg.Sip open(LegId id, CallLeg.Sip instead) {
        return open(id, instead.call(), instead.call().openRtp.getOrDefault(instead.rtpId, "called"), codecPolicies.phone(instead.member), TELEPHONES);
    }

    /// A leg to somebody who is to be called.
    CallLeg.Sip open(LegId id, ActiveCall active, SipEndpoint.Target target) {
        return switch (target) {
            case SipEndpoint.Target.Extension(String user) -> open(id, active, "called", codecPolicies.phone(user), TELEPHONES);
            case SipEndpoint.Target.Trunk(String name, String _) -> open(id, active, "called", codecPolicies.trunk(name), name);
        };
    }

    /// A new leg with a port pair of its own; with `rtpId` -1 when none was to be had.
    ///
    /// @param trunk the trunk it is over, or [#TELEPHONES]
    private CallLeg.Sip open(LegId id, ActiveCall active, String side, CodecPolicy codecPolicy, String trunk) {
        MediaPolicy policy = policies.getOrDefault(trunk, MediaPolicy.DEFAULT);
        TransportTerms terms = new TransportTerms(policy.srtp(), policy.keying(), keys.fingerprint());
        try {
            long rtpId = loop.openRtp();
            calls.book.openRtp(rtpId, active, side);
            return new CallLeg.Sip(id, active, rtpId, codecPolicy, trunk, policy, terms);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "call={0} {1}", active.call.id(), e.getMessage());
            return new CallLeg.Sip(id, active, -1, codecPolicy, trunk, policy, terms);
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
        leg.offered = OfferAnswer.offered(offer);
        return answer(leg, offer, leg.codecs.codecs()) ? null : Failure.of(ReleaseCause.NOT_ACCEPTABLE, 488, leg.refusal);
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
            // Where the call goes is known by now.
            answer(leg, leg.offer, CodecChoice.first(leg));
            leg.sdpSent = true;
            negotiate(leg);
        }
        return true;
    }

    /// Our offer.
    String offer(CallLeg.Sip leg, String address) {
        boolean clear = leg.call().clearChannel;
        leg.localSdp = OfferAnswer.offer(address, loop.localPort(leg.rtpId), CodecChoice.offer(leg), clear ? -1 : TELEPHONE_EVENT, PACKET_MILLIS,
                !clear && leg.codecs.suppressSilence(), Direction.SENDRECV, leg.terms, leg.rtpId + 1, leg.sdpVersion++);
        return leg.localSdp;
    }

    /// Their answer to our offer; a second one (200 after 183) may differ.
    ///
    /// @return false when there is nothing in it that both can do
    boolean accepted(CallLeg.Sip leg, String answer) {
        if (answer.isEmpty() && leg.agreed != null) {
            return true;
        }
        try {
            settle(leg, OfferAnswer.agreed(leg.localSdp, answer, leg.terms));
            negotiate(leg);
            return true;
        } catch (SdpException e) {
            leg.refusal = e.getMessage();
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
        if (!answer(leg, offer, CodecChoice.renewed(leg))) {
            return null;
        }
        leg.sdpSent = true;
        negotiate(leg);
        return leg.localSdp;
    }

    private boolean answer(CallLeg.Sip leg, String offer, List<AudioFormat> formats) {
        if (seemsBehindNat(leg, offer)) {
            leg.terms.behindNat();
        }
        Answer answer = OfferAnswer.answer(offer, sip.mediaAddress(leg.id()), loop.localPort(leg.rtpId), formats,
                !leg.call().clearChannel, leg.held ? Direction.SENDONLY : Direction.SENDRECV, leg.terms, leg.rtpId + 1, leg.sdpVersion);
        switch (answer) {
            case Answer.Accepted(String sdp, Agreement agreement) -> {
                leg.sdpVersion++;
                leg.localSdp = sdp;
                settle(leg, agreement);
                return true;
            }
            case Answer.Rejected(String why) -> {
                leg.refusal = why;
                leg.call().call.note(calls.now(), "sip", "SDP: " + why);
                return false;
            }
        }
    }

    private boolean seemsBehindNat(CallLeg.Sip leg, String offer) {
        InetAddress signals = sip.signalsFrom(leg.id());
        try {
            return MediaPolicy.behindNat(InetAddress.ofLiteral(SdpReader.read(offer).address()), signals);
        } catch (SdpException unreadable) {
            return false;
        }
    }

    private void settle(CallLeg.Sip leg, Agreement agreement) {
        leg.agreed = new RtpParameters(agreement.remote(), agreement.format(), agreement.telephoneEvent(), agreement.packetMillis(),
                agreement.direction().sends(), agreement.direction().receives(),
                new RtpParameters.Extras(agreement.eventRate(), agreement.comfortNoise(), leg.codecs.suppressSilence()));
        codecs.put(leg.rtpId, CodecChoice.name(agreement.format()));
        leg.path = path(leg, agreement);
    }

    private MediaPath path(CallLeg.Sip leg, Agreement agreement) {
        InetAddress learn = leg.policy.learnFrom(agreement.remote().getAddress(), sip.signalsFrom(leg.id()));
        AgreedTransport transport = agreement.transport();
        if (!(transport.security() instanceof AgreedTransport.Security.Dtls)) {
            // The media thread closes it; a later one begins anew.
            leg.exchange = null;
        }
        MediaPath.Keys secure = switch (transport.security()) {
            case AgreedTransport.Security.None() -> {
                secured.remove(leg.rtpId);
                yield new MediaPath.Keys.None();
            }
            case AgreedTransport.Security.Sdes(MasterKey ours, MasterKey theirs) -> {
                bySdp(leg, ours.suite().name());
                yield new MediaPath.Keys.Agreed(new SrtpSession(ours, theirs));
            }
            case AgreedTransport.Security.Dtls dtls -> new MediaPath.Keys.ToAgree(exchange(leg, dtls));
        };
        return new MediaPath(transport.rtcp(), transport.rtcpMux(), transport.extendedReports(), learn, secure);
    }

    private void bySdp(CallLeg.Sip leg, String suite) {
        if (!suite.equals(secured.put(leg.rtpId, suite))) {
            // SIP is over UDP or TCP here, never over TLS (RFC 4568 section 7).
            leg.call().call.note(calls.now(), "sip", "secured: " + suite + ", with keys in clear SDP");
        }
    }

    /// The same as before while the other side shows the same certificate.
    private KeyExchange exchange(CallLeg.Sip leg, AgreedTransport.Security.Dtls dtls) {
        if (leg.exchange == null || !dtls.equals(leg.exchangeFor)) {
            leg.exchangeFor = dtls;
            leg.exchange = keys.make(dtls.client(), dtls.fingerprint());
        }
        return leg.exchange;
    }

    /// The handshake in the media path is done.
    void secured(long rtpId, String suite) {
        secured.put(rtpId, suite);
    }

    /// Tells who is on hold that it is, and when it is no more (RFC 3264 section 8.4). What it hears comes from us in either case.
    void hold(CallLeg.Sip leg, boolean held) {
        boolean up = leg.call().call.state() instanceof CallState.Talking && leg.agreed != null;
        if (up && leg.policy.tellsHold() && leg.held != held) {
            leg.held = held;
            reoffer(leg);
        }
    }

    /// What was last said, with another direction: nothing else may change on the way.
    private void reoffer(CallLeg.Sip leg) {
        leg.offering = true;
        leg.localSdp = OfferAnswer.again(leg.localSdp, leg.held ? Direction.SENDONLY : Direction.SENDRECV, leg.sdpVersion++);
        sip.reoffer(leg.id(), leg.localSdp);
    }

    /// They have offered something while our offer was on its way, and have our answer: ours follows it.
    void offerAgain(CallLeg.Sip leg) {
        if (leg.offering) {
            reoffer(leg);
        }
    }

    /// They refused to be told.
    void unchanged(CallLeg.Sip leg) {
        leg.offering = false;
        leg.held = false;
        leg.localSdp = OfferAnswer.again(leg.localSdp, Direction.SENDRECV, leg.sdpVersion++);
    }

    private void negotiate(CallLeg.Sip leg) {
        loop.post(new MediaCommand.Negotiate(leg.rtpId, leg.agreed, leg.path));
        files.negotiated(leg.call(), leg.rtpId, sip.mediaAddress(leg.id()));
    }

    /// Who hears whom.
    Bridging bridging() {
        return bridging;
    }

    /// Nothing of the call goes on: the last of its packets are said.
    void ended(ActiveCall active) {
        files.ended(active);
    }

    /// @return what to tell who asked
    String record(ActiveCall active, boolean on) {
        return files.record(active, on, bridging.bridge(active));
    }

    /// @return what to tell who asked
    String capture(ActiveCall active, boolean on) {
        Map<Long, String> local = new HashMap<>();
        for (CallLeg leg : active.legs()) {
            if (leg instanceof CallLeg.Sip sipLeg && sipLeg.rtpId >= 0) {
                local.put(sipLeg.rtpId, sip.mediaAddress(leg.id()));
            }
        }
        return files.capture(active, on, local);
    }

    /// A key that came in signaling (SIP INFO): as if the peer had sent it in RTP.
    void key(CallLeg.Sip leg, char digit) {
        loop.post(new MediaCommand.Key(leg.rtpId, digit));
    }

    void close(long rtpId) {
        bridging.closing(rtpId);
        loop.post(new MediaCommand.CloseRtp(rtpId));
    }

    CallRecord.Media record(long rtpId, String side, RtpStatistics figures) {
        String codec = codecs.remove(rtpId);
        String suite = secured.remove(rtpId);
        return new CallRecord.Media(side, codec == null ? "" : codec, figures.packetsSent(), figures.packetsReceived(), figures.lost(),
                figures.jitterMicros(), figures.foreign(), figures.concealed(), suite == null ? "" : suite,
                figures.quality().mosReceived(), figures.quality().mosSent(),
                new CallRecord.Levels(figures.levels().heard(), figures.levels().heardNoise(), figures.levels().sent(), figures.levels().sentNoise()));
    }
}
