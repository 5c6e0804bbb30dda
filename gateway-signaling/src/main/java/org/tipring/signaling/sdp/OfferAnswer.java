package org.tipring.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tipring.media.codec.AudioFormat;

/// The offer/answer model for one audio stream (RFC 3264).
///
/// An answer names exactly one codec: RFC 3264 section 6.1 would let the other side switch between all that both have at any packet,
/// and a line gains nothing from that.
public final class OfferAnswer {

    private OfferAnswer() { }

    /// @param port where we receive; its RTCP is the next one
    /// @param telephoneEvent payload type for telephone-event, or -1 to leave it out
    /// @param sessionId stays the same for a leg; @param version grows with each description of it (RFC 3264 section 8)
    public static String offer(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis,
                               Direction direction, long sessionId, long version) {
        return SdpWriter.write(new AudioDescription(address, port, formats, telephoneEvent, packetMillis, direction), sessionId, version);
    }

    /// @param terms what we offer for the security of the packets
    public static String offer(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis,
                               Direction direction, TransportTerms terms, long sessionId, long version) {
        return SdpWriter.write(new AudioDescription(address, port, formats, telephoneEvent, packetMillis, direction, terms.offer()),
            sessionId, version);
    }

    /// @param formats what we can do, the best first: our order decides
    /// @param wish what we would do if the other side lets us; `SENDRECV` normally
    public static Answer answer(String offer, String address, int port, List<AudioFormat> formats, Direction wish,
                                long sessionId, long version) {
        return answer(offer, address, port, formats, true, wish, TransportTerms.plain(), sessionId, version);
    }

    /// @param telephoneEvents false: keys stay in the sound, whatever the offer says
    /// @param terms what we take for the security of the packets
    public static Answer answer(String offer, String address, int port, List<AudioFormat> formats, boolean telephoneEvents, Direction wish,
                                TransportTerms terms, long sessionId, long version) {
        SessionDescription theirs;
        try {
            theirs = SdpReader.session(offer, terms);
        } catch (SdpException unusable) {
            return new Answer.Rejected(unusable.getMessage());
        }
        AudioDescription audio = theirs.audio();
        if (audio.port() == 0) {
            return new Answer.Rejected("the offer's audio stream has port 0");
        }
        Optional<AudioFormat> common = firstCommon(formats, audio.formats());
        if (common.isEmpty()) {
            return new Answer.Rejected("no common codec: they have " + names(audio.formats()) + ", we have " + names(formats));
        }
        TransportTerms.Reply transport;
        try {
            transport = terms.answer(audio.transport());
        } catch (SdpException insecure) {
            return new Answer.Rejected(insecure.getMessage());
        }
        Direction direction = mirrored(audio.direction(), wish);
        int events = telephoneEvents ? audio.telephoneEvent() : -1;
        AudioDescription ours = new AudioDescription(address, port, List.of(common.get()), events, audio.packetMillis(), direction,
            transport.ours());
        return new Answer.Accepted(SdpWriter.writeAnswer(ours, theirs, sessionId, version),
            new Agreement(common.get(), events, audio.packetMillis(), SdpReader.socketAddress(audio), direction,
                transport.agreed()));
    }

    /// What their answer to our offer comes to.
    ///
    /// @throws SdpException when the answer cannot be read, refuses the stream or takes no codec that we offered
    public static Agreement agreed(String ourOffer, String theirAnswer) throws SdpException {
        return agreed(ourOffer, theirAnswer, TransportTerms.plain());
    }

    /// @param terms that our offer was made with
    public static Agreement agreed(String ourOffer, String theirAnswer, TransportTerms terms) throws SdpException {
        AudioDescription ours = SdpReader.read(ourOffer);
        AudioDescription theirs = SdpReader.read(theirAnswer);
        if (theirs.port() == 0) {
            throw new SdpException(0, 0, "the answer refuses the audio stream (port 0)");
        }
        // The answerer's order counts: it lists what it wants to be sent first (RFC 3264 section 7).
        AudioFormat format = firstCommon(theirs.formats(), ours.formats()).orElseThrow(
            () -> new SdpException(0, 0, "the answer takes none of the codecs that we offered: " + names(theirs.formats())));
        int events = ours.telephoneEvent() >= 0 ? theirs.telephoneEvent() : -1;
        return new Agreement(format, events, theirs.packetMillis(), SdpReader.socketAddress(theirs),
            mirrored(theirs.direction(), ours.direction()), terms.agreed(ours.transport(), theirs.transport()));
    }

    /// Finds the first of `wanted` that is also in `offered`, with the payload type of `offered`.
    private static Optional<AudioFormat> firstCommon(List<AudioFormat> wanted, List<AudioFormat> offered) {
        for (AudioFormat want : wanted) {
            for (AudioFormat have : offered) {
                if (have.encoding().equals(want.encoding()) && have.clockRate() == want.clockRate()) {
                    return Optional.of(have);
                }
            }
        }
        return Optional.empty();
    }

    /// We send only what they receive and receive only what they send (RFC 3264 section 6.1).
    private static Direction mirrored(Direction theirs, Direction wish) {
        return Direction.of(theirs.receives() && wish.sends(), theirs.sends() && wish.receives());
    }

    private static String names(List<AudioFormat> formats) {
        List<String> names = new ArrayList<>();
        formats.stream().limit(8).forEach(format -> names.add(format.encoding() + "/" + format.clockRate()));
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
