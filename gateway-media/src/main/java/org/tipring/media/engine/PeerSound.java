package org.tipring.media.engine;

import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.ModemTone;
import org.tipring.media.engine.clock.PeerClock;
import org.tipring.media.engine.listening.StreamEar;
import org.tipring.media.rtp.RtpPacket;

/// What a peer's sound is, apart from where it goes: how loud, whether it is a modem's, how its clock runs, and the buffer from which it is
/// played. Owned by the media thread.
final class PeerSound {

    private final long id;
    private final LoopContext loop;
    private final StreamEar ear;
    private final PeerClock clock = new PeerClock();
    private AudioFormat format;
    private Playout playout;
    /// A fax machine or modem has answered there; data goes through from now on.
    private boolean carriesData;
    private boolean passesData;

    PeerSound(long id, LoopContext loop) {
        this.id = id;
        this.loop = loop;
        this.ear = new StreamEar(loop.scratch);
    }

    void negotiate(AudioFormat settled) {
        format = settled;
        ear.use(settled);
        if (playout != null) {
            playout.format(settled);
        }
    }

    /// Null before negotiation. Made when it is first wanted: not every peer's sound is played.
    Playout playout() {
        if (playout == null && format != null) {
            playout = new Playout(format, loop.settings, ear, loop.concealed);
            if (passesData) {
                playout.hold();
            }
        }
        return playout;
    }

    /// The same, but null before anybody wanted it.
    Playout made() {
        return playout;
    }

    /// What comes next is another stream, or goes elsewhere.
    void interrupted() {
        clock.interrupted();
        if (playout != null) {
            playout.reset();
        }
    }

    /// A packet of sound is about to be passed on.
    void packet(RtpPacket packet, long nowNanos) {
        ModemTone tone = ear.payload(packet.data(), packet.payloadOffset(), packet.payloadLength());
        if (tone != null) {
            carriesData |= tone.answers();
            loop.modems[tone.ordinal()].increment();
            loop.events.accept(new MediaEvent.RtpModem(id, tone));
        }
        if (playout != null) {
            clock.packet(packet.timestamp(), format.clockRate(), nowNanos);
        }
    }

    StreamEar ear() {
        return ear;
    }

    /// How the peer's clock runs, where its sound is played.
    PeerClock clock() {
        return clock;
    }

    /// Whether a fax machine or modem has answered there.
    boolean carriesData() {
        return carriesData;
    }

    /// No time is made or saved any more.
    void passData() {
        passesData = true;
        if (playout != null) {
            playout.hold();
        }
    }

    LegLevels levels(StreamEar sent) {
        return new LegLevels(ear.speechDbm0(), ear.noiseDbm0(), sent.speechDbm0(), sent.noiseDbm0());
    }
}
