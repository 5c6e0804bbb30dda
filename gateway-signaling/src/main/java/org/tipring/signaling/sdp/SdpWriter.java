package org.tipring.signaling.sdp;

import java.util.List;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.srtp.CryptoAttribute;
import org.tipring.signaling.sdp.SessionDescription.MediaLine;

/// Session descriptions as text (RFC 8866).
public final class SdpWriter {

    private static final String END = "\r\n";

    private SdpWriter() { }

    /// A description with one audio stream.
    public static String write(AudioDescription audio, long sessionId, long version) {
        StringBuilder out = new StringBuilder(300);
        session(out, audio.address(), sessionId, version);
        audio(out, audio);
        return out.toString();
    }

    /// An answer: our audio in the place of theirs, every other stream refused with port 0 (RFC 3264 section 6).
    static String writeAnswer(AudioDescription audio, SessionDescription offer, long sessionId, long version) {
        StringBuilder out = new StringBuilder(400);
        session(out, audio.address(), sessionId, version);
        for (int i = 0; i < offer.media().size(); i++) {
            if (i == offer.audioIndex()) {
                audio(out, audio);
            } else {
                refused(out, offer.media().get(i));
            }
        }
        return out.toString();
    }

    private static void session(StringBuilder out, String address, long sessionId, long version) {
        String network = network(address);
        out.append("v=0").append(END)
            .append("o=tipring ").append(sessionId).append(' ').append(version).append(' ').append(network).append(END)
            .append("s=-").append(END)
            .append("c=").append(network).append(END)
            .append("t=0 0").append(END);
    }

    private static void audio(StringBuilder out, AudioDescription audio) {
        List<AudioFormat> formats = audio.formats();
        out.append("m=audio ").append(audio.port()).append(' ').append(audio.transport().protocol());
        for (AudioFormat format : formats) {
            out.append(' ').append(format.payloadType());
        }
        if (audio.telephoneEvent() >= 0) {
            out.append(' ').append(audio.telephoneEvent());
        }
        for (AudioFormat format : audio.beside()) {
            out.append(' ').append(format.payloadType());
        }
        out.append(END);
        for (AudioFormat format : formats) {
            map(out, format);
            if (!format.parameters().isEmpty()) {
                out.append("a=fmtp:").append(format.payloadType()).append(' ').append(format.parameters()).append(END);
            }
        }
        if (audio.telephoneEvent() >= 0) {
            events(out, audio.telephoneEvent(), 8000);
        }
        for (AudioFormat format : audio.beside()) {
            if (format.encoding().equals(AudioDescription.EVENTS)) {
                events(out, format.payloadType(), format.clockRate());
            } else {
                map(out, format);
            }
        }
        out.append("a=ptime:").append(audio.packetMillis()).append(END)
            .append("a=").append(audio.direction().name().toLowerCase(java.util.Locale.ROOT)).append(END);
        transport(out, audio.transport());
    }

    private static void transport(StringBuilder out, AudioTransport transport) {
        for (CryptoAttribute line : transport.crypto()) {
            out.append("a=crypto:").append(line.toSdp()).append(END);
        }
        if (!transport.fingerprint().isEmpty()) {
            out.append("a=fingerprint:").append(transport.fingerprint()).append(END)
                .append("a=setup:").append(transport.setup()).append(END);
        }
        if (transport.rtcpMux()) {
            out.append("a=rtcp-mux").append(END);
        }
        if (transport.extendedReports()) {
            out.append("a=rtcp-xr:voip-metrics").append(END);
        }
    }

    /// Opus is written in lower case and with two channels, whatever it carries (RFC 7587 section 7).
    private static void map(StringBuilder out, AudioFormat format) {
        boolean opus = format.encoding().equals("OPUS");
        out.append("a=rtpmap:").append(format.payloadType()).append(' ').append(opus ? "opus" : format.encoding()).append('/')
            .append(format.clockRate()).append(opus ? "/2" : "").append(END);
    }

    /// 0-15 are the keys 0-9, *, #, A-D, 16 is a hook flash (RFC 4733 section 3.2).
    private static void events(StringBuilder out, int payloadType, int clockRate) {
        out.append("a=rtpmap:").append(payloadType).append(" telephone-event/").append(clockRate).append(END)
            .append("a=fmtp:").append(payloadType).append(" 0-16").append(END);
    }

    private static void refused(StringBuilder out, MediaLine media) {
        int space = media.formats().indexOf(' ');
        out.append("m=").append(media.kind()).append(" 0 ").append(media.protocol()).append(' ')
            .append(space < 0 ? media.formats() : media.formats().substring(0, space)).append(END);
    }

    private static String network(String address) {
        return (address.indexOf(':') >= 0 ? "IN IP6 " : "IN IP4 ") + address;
    }
}
