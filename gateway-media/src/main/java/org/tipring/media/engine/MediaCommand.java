package org.tipring.media.engine;

import org.tipring.media.dsp.CallProgressTone;

/// What the control thread tells the media thread. Carried out in order.
public sealed interface MediaCommand {

    /// SDP is settled (first time or after a re-INVITE).
    record Negotiate(long rtpId, RtpParameters parameters, MediaPath path) implements MediaCommand {

        /// In clear, and with the negotiated address only.
        public Negotiate(long rtpId, RtpParameters parameters) {
            this(rtpId, parameters, MediaPath.PLAIN);
        }
    }

    /// Join two ends; sound flows as soon as both can.
    record Connect(long bridgeId, Termination a, Termination b) implements MediaCommand { }

    /// Join three ends or more; each hears all the others. The first is a line, whose clock leads.
    record Confer(long bridgeId, java.util.List<Termination> ends) implements MediaCommand {

        public Confer {
            ends = java.util.List.copyOf(ends);
        }
    }

    /// Let an end hear what is heard on hold, until it is joined to something else or the bridge is parted. Nobody hears it.
    record Hold(long bridgeId, Termination end) implements MediaCommand { }

    /// Let a line hear a tone of its plan and report its keys and tones, until it is joined to something else or the bridge is parted.
    /// Again with the same bridge and line: only the tone changes, without a gap, and nothing that is being listened for is missed.
    ///
    /// @param tone null: silence; one that the plan does not have is refused
    record Attend(long bridgeId, Termination.Line line, CallProgressTone tone) implements MediaCommand { }

    /// Part them. The ends stay open.
    record Disconnect(long bridgeId) implements MediaCommand { }

    /// Send RTCP BYE, close the sockets, report [MediaEvent.RtpClosed].
    record CloseRtp(long rtpId) implements MediaCommand { }

    /// Play a tone to an RTP peer instead of the bridge's sound, or stop with null.
    record PlayTone(long rtpId, CallProgressTone tone) implements MediaCommand { }

    /// Start or, with null, stop writing what the two ends of a bridge say as a stereo WAV file: `a` on the left, `b` on the right.
    record Record(long bridgeId, java.nio.file.Path file) implements MediaCommand { }

    /// Write down the datagrams of these RTP pairs as they are on the wire; what is written already under this id goes on, with them added.
    ///
    /// @param local our own address on the wire
    /// @param nanosToEpoch what to add to the loop's time to have the time since 1970
    record Capture(long id, java.util.List<Long> rtpIds, java.net.Inet4Address local, java.nio.file.Path file, long nanosToEpoch)
            implements MediaCommand { }

    /// The file is complete. Nothing happens where there is none.
    record EndCapture(long id) implements MediaCommand { }

    /// A key of this RTP peer that came by signaling (SIP INFO): goes where its telephone events go.
    record Key(long rtpId, char digit) implements MediaCommand { }

    /// Press a key towards this RTP peer: telephone-event where it was agreed, else the tones.
    record SendKey(long rtpId, char digit, int millis) implements MediaCommand { }
}
