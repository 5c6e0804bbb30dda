package org.tipring.media.engine;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.ModemTone;

/// What the media thread tells the control thread.
public sealed interface MediaEvent {

    /// The exchange behind a line is playing this tone (frequency and cadence have matched).
    record ToneStarted(String line, CallProgressTone tone) implements MediaEvent { }

    record ToneEnded(String line, CallProgressTone tone) implements MediaEvent { }

    /// Sound that is no tone of the exchange, for long enough to be a voice.
    record VoiceHeard(String line) implements MediaEvent { }

    /// Nothing has been heard on a line in either direction for so long; told again every few seconds as it goes on.
    record LineSilent(String line, long seconds) implements MediaEvent { }

    /// A fax machine or modem is at the far end of a line. Told once for each kind of tone and call.
    record LineModem(String line, ModemTone tone) implements MediaEvent { }

    /// The same at the far end of an RTP stream, where that is G.711 or L16.
    record RtpModem(long rtpId, ModemTone tone) implements MediaEvent { }

    /// A key was pressed at the far end of a line (DTMF); told once for each press, about 30 to 60 ms after its begin.
    record LineDigit(String line, char digit) implements MediaEvent { }

    /// A key was pressed at the far end of an RTP stream (RFC 4733); it has been or is being played to the other end.
    record Digit(long rtpId, char digit) implements MediaEvent { }

    /// The peer's telephone has flashed its hook.
    record HookFlash(long rtpId) implements MediaEvent { }

    /// First valid packet of the peer.
    record RtpStarted(long rtpId) implements MediaEvent { }

    /// The peer does not send from where its SDP says, but from here: that is where it is sent to from now on.
    record PeerLearnt(long rtpId, java.net.InetSocketAddress address) implements MediaEvent { }

    /// The keys of a [MediaPath.Keys.ToAgree] are agreed on; sound can flow.
    record Secured(long rtpId, String suite) implements MediaEvent { }

    /// They cannot be: no sound will ever flow.
    record NotSecured(long rtpId, String why) implements MediaEvent { }

    /// Nothing came for the configured time, counted from the last packet or negotiation, although neither side is on hold. Reported again
    /// after each further such time, with a growing `silentMillis`: a telephone that rings may send nothing until it is answered.
    record RtpSilent(long rtpId, long silentMillis) implements MediaEvent { }

    /// How it sounds so far; about every fifteen seconds.
    record Quality(long rtpId, CallQuality quality, LegLevels levels) implements MediaEvent { }

    /// The stream pair is closed; these are its last figures.
    record RtpClosed(long rtpId, RtpStatistics statistics) implements MediaEvent { }
}
