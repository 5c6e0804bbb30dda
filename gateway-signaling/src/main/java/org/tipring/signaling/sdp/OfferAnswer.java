package org.tipring.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tipring.media.codec.AudioFormat;

/// The offer/answer model for one audio stream (RFC 3264).
///
/// An answer names exactly one codec: RFC 3264 section 6.1 would let the other side switch between all that both have at any packet,
/// and a line gains nothing from that.
public final class OfferAnswer {

    /// Our payload type for telephone-event/48000.
    private static final int FAST_EVENTS = 110;
    /// RFC 3551 table 4.
    private static final int COMFORT_NOISE = 13;
    private static final int EVENT_RATE = 8000;

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
        return offer(address, port, formats, telephoneEvent, packetMillis, false, direction, terms, sessionId, version);
    }

    /// @param noise comfort noise is offered as well
    /// @param terms what we offer for the security of the packets
    public static String offer(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis, boolean noise,
                               Direction direction, TransportTerms terms, long sessionId, long version) {
        List<AudioFormat> beside = new ArrayList<>();
        // Keys also with the clock of Opus, where that is offered (RFC 4733 section 2.1).
        boolean opus = formats.stream().anyMatch(format -> format.clockRate() == AudioFormat.OPUS.clockRate());
        if (telephoneEvent >= 0 && opus) {
            beside.add(new AudioFormat(AudioDescription.EVENTS, FAST_EVENTS, AudioFormat.OPUS.clockRate()));
        }
        if (noise && formats.stream().anyMatch(format -> format.clockRate() == EVENT_RATE)) {
            beside.add(new AudioFormat(AudioDescription.NOISE, COMFORT_NOISE, EVENT_RATE));
        }
        return SdpWriter.write(new AudioDescription(address, port, formats, telephoneEvent, packetMillis, direction, terms.offer(), beside),
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
        Optional<AudioFormat> want = formats.stream().filter(format -> sameIn(format, audio.formats()) != null).findFirst();
        if (want.isEmpty()) {
            return new Answer.Rejected("no common codec: they have " + names(audio.formats()) + ", we have " + names(formats));
        }
        TransportTerms.Reply transport;
        try {
            transport = terms.answer(audio.transport());
        } catch (SdpException insecure) {
            return new Answer.Rejected(insecure.getMessage());
        }
        AudioFormat format = sameIn(want.get(), audio.formats());
        Direction direction = mirrored(audio.direction(), wish);
        Agreement agreement = new Agreement(format, telephoneEvents ? events(audio, format) : -1, audio.packetMillis(),
            SdpReader.socketAddress(audio), direction, transport.agreed(),
            eventRate(audio, format), noise(audio, format));
        AudioFormat ours = new AudioFormat(format.encoding(), format.payloadType(), format.clockRate(), want.get().parameters());
        return new Answer.Accepted(SdpWriter.writeAnswer(description(address, port, ours, agreement, transport.ours()), theirs, sessionId, version), agreement);
    }

    private static AudioDescription description(String address, int port, AudioFormat ours, Agreement agreement, AudioTransport transport) {
        List<AudioFormat> beside = new ArrayList<>();
        boolean plain = agreement.eventRate() == EVENT_RATE;
        if (!plain && agreement.telephoneEvent() >= 0) {
            beside.add(new AudioFormat(AudioDescription.EVENTS, agreement.telephoneEvent(), agreement.eventRate()));
        }
        if (agreement.comfortNoise() >= 0) {
            beside.add(new AudioFormat(AudioDescription.NOISE, agreement.comfortNoise(), ours.clockRate()));
        }
        return new AudioDescription(address, port, List.of(ours), plain ? agreement.telephoneEvent() : -1, agreement.packetMillis(),
            agreement.direction(), transport, beside);
    }

    /// Events of the codec's own clock (RFC 4733 section 2.1), or of 8000, which is all that many have.
    private static int events(AudioDescription audio, AudioFormat format) {
        return audio.events(eventRate(audio, format));
    }

    private static int eventRate(AudioDescription audio, AudioFormat format) {
        return audio.events(format.clockRate()) >= 0 ? format.clockRate() : EVENT_RATE;
    }

    /// Comfort noise goes with codecs of its own clock; Opus has its own way to be silent (RFC 7587 section 3.1.3).
    private static int noise(AudioDescription audio, AudioFormat format) {
        return audio.noise(format.clockRate());
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
        AudioFormat wanted = theirs.formats().stream().filter(format -> sameIn(format, ours.formats()) != null).findFirst().orElseThrow(
            () -> new SdpException(0, 0, "the answer takes none of the codecs that we offered: " + names(theirs.formats())));
        AudioFormat offered = sameIn(wanted, ours.formats());
        AudioFormat format = new AudioFormat(offered.encoding(), offered.payloadType(), offered.clockRate(), wanted.parameters());
        int events = ours.telephoneEvent() >= 0 ? events(theirs, format) : -1;
        int noise = noise(ours, format) >= 0 ? noise(theirs, format) : -1;
        return new Agreement(format, events, theirs.packetMillis(), SdpReader.socketAddress(theirs),
            mirrored(theirs.direction(), ours.direction()), terms.agreed(ours.transport(), theirs.transport()), eventRate(theirs, format), noise);
    }

    /// What was said last, once more with another direction (hold, RFC 3264 section 8.4): the same codecs, payload types, keys and ports.
    ///
    /// @param version one more than it had (section 8)
    public static String again(String sdp, Direction direction, long version) {
        return sdp.replaceAll("a=(sendrecv|sendonly|recvonly|inactive)\r\n", "a=" + direction.name().toLowerCase(Locale.ROOT) + "\r\n")
            .replaceFirst("(?m)^(o=\\S+ \\S+) \\d+ ", "$1 " + version + " ");
    }

    /// The codecs that an offer names, in its order; empty for one that cannot be read.
    public static List<AudioFormat> offered(String offer) {
        try {
            return SdpReader.read(offer).formats();
        } catch (SdpException unusable) {
            return List.of();
        }
    }

    /// The format of `among` that is the same codec, or null.
    private static AudioFormat sameIn(AudioFormat codec, List<AudioFormat> among) {
        return among.stream().filter(codec::isSameCodec).findFirst().orElse(null);
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
