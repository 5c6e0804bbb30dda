package org.tipring.media.engine;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.RtpReceiver;
import org.tipring.media.rtp.TelephoneEventReceiver;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.time.Deadlines;

/// One RTP stream pair: what the peer of a negotiated address sends us, on its way into a bridge. The way out is [RtpOutput].
///
/// Before [#negotiate], and from anybody but the negotiated peer for ever, datagrams are counted and dropped: nothing is learnt from
/// them and nothing is sent to where they came from (no "symmetric RTP"; CVE-2017-14099, CVE-2025-53399). Owned by the media thread.
final class RtpEndpoint {

    /// No packed address is like this.
    private static final long NOBODY = -2;
    /// Comfort noise (RFC 3389): some send it unasked. It is no sound, but no error either.
    private static final int COMFORT_NOISE = 13;

    private static final long BROADCAST = 0xffff_ffffL;

    private final long id;
    private final DatagramPair pair;
    private final LoopContext loop;
    private final RtpPacket packet = new RtpPacket();
    private final RtcpParser rtcp = new RtcpParser();
    private final TelephoneEventReceiver keys = new TelephoneEventReceiver();
    private final RtpOutput output;
    private final RtpReceiver receiver = new RtpReceiver(AudioFormat.PCMU.clockRate());

    private RtpParameters parameters;
    private long remote = NOBODY;
    private PacketSink sink;
    private Playout playout;

    private boolean heard;
    private long lastHeardAt;
    private long silenceAt = Deadlines.NEVER;
    private long foreign;
    private long malformed;

    RtpEndpoint(long id, DatagramPair pair, LoopContext loop) {
        this.id = id;
        this.pair = pair;
        this.loop = loop;
        this.output = new RtpOutput(pair, loop);
    }

    long id() {
        return id;
    }

    RtpOutput output() {
        return output;
    }

    /// Null before negotiation.
    AudioFormat format() {
        return parameters == null ? null : parameters.format();
    }

    void negotiate(RtpParameters settled, long nowNanos) {
        long newRemote = unicast(settled.remote()) ? PackedAddress.of(settled.remote()) : NOBODY;
        if (newRemote != remote) {
            receiver.expectNewSource();
        }
        remote = newRemote;
        parameters = settled;
        if (playout != null) {
            playout.format(settled.format());
        }
        output.negotiate(settled, remote != NOBODY, nowNanos);
        lastHeardAt = nowNanos;
        silenceAt = settled.receive() ? nowNanos + loop.settings.silence().toNanos() : Deadlines.NEVER;
        loop.wakeAt(nextDeadline());
    }

    /// Whether this can be a telephone. 0.0.0.0 is the hold of RFC 2543 (and would reach ourselves); a group would make us an amplifier.
    private static boolean unicast(InetSocketAddress address) {
        return address != null && address.getPort() != 0 && address.getAddress() instanceof Inet4Address host
                && !host.isAnyLocalAddress() && !host.isMulticastAddress() && PackedAddress.of(host, 0) >>> 16 != BROADCAST;
    }

    /// Where sound goes from now on; null: nowhere.
    void sink(PacketSink bridge) {
        sink = bridge;
        if (playout != null) {
            playout.reset();
        }
    }

    /// The jitter buffer and decoder, for a bridge that plays the packets. Null before negotiation.
    Playout playout() {
        if (playout == null && parameters != null) {
            playout = new Playout(parameters.format(), loop.settings, loop.concealed);
        }
        return playout;
    }

    /// Whether a key is down at the peer (RFC 4733): its sound in the stream, if any, is not to be heard as well.
    boolean keyIsDown() {
        return keys.isDown();
    }

    void datagram(boolean onRtcpPort, long source, byte[] data, int length, long nowNanos) {
        if (source != (onRtcpPort ? remote + 1 : remote)) {
            foreign++;
            loop.foreign.increment();
        } else if (onRtcpPort) {
            onRtcp(data, length, nowNanos);
        } else if (!packet.parse(data, length) || !onRtp(nowNanos)) {
            malformed++;
            loop.malformed.increment();
        }
    }

    private void onRtcp(byte[] data, int length, long nowNanos) {
        if (rtcp.parse(data, length, output.ssrc(), nowNanos)) {
            loop.rtcpReceived.increment();
        } else {
            malformed++;
            loop.malformed.increment();
        }
    }

    /// @return false for what was never agreed
    private boolean onRtp(long nowNanos) {
        boolean sound = packet.payloadType() == parameters.format().payloadType();
        boolean event = !sound && packet.payloadType() == parameters.telephoneEvent();
        if (!sound && !event && packet.payloadType() != COMFORT_NOISE || packet.payloadLength() > Playout.MAX_SAMPLES) {
            return false;
        }
        RtpReceiver.Verdict verdict =
                receiver.onPacket(packet.ssrc(), packet.sequence(), packet.timestamp(), sound, nowNanos);
        loop.packetsReceived.increment();
        if (verdict == RtpReceiver.Verdict.ACCEPTED || verdict == RtpReceiver.Verdict.NEW_SOURCE) {
            onAccepted(verdict == RtpReceiver.Verdict.NEW_SOURCE, sound, event, nowNanos);
        }
        return true;
    }

    private void onAccepted(boolean newSource, boolean sound, boolean event, long nowNanos) {
        lastHeardAt = nowNanos;
        if (!heard) {
            heard = true;
            loop.events.accept(new MediaEvent.RtpStarted(id));
        }
        if (newSource) {
            keys.reset();
            if (playout != null) {
                playout.reset();
            }
        }
        if (!parameters.receive()) {
            return;
        }
        if (event) {
            Signal signal = keys.onPacket(packet.timestamp(), packet.data(), packet.payloadOffset(), packet.payloadLength(), nowNanos);
            onKey(signal, packet, newSource, nowNanos);
        } else if (sound && packet.payloadLength() > 0 && sink != null) {
            // G.711: a byte is a sample.
            sink.onSound(this, packet, newSource, packet.payloadLength(), nowNanos);
        }
    }

    private void onKey(Signal signal, RtpPacket cause, boolean newSource, long nowNanos) {
        if (signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED) {
            loop.events.accept(new MediaEvent.Digit(id, keys.key()));
        }
        if (sink != null) {
            sink.onKey(this, signal, cause, newSource, nowNanos);
        }
        loop.wakeAt(keys.nextDeadline());
    }

    char key() {
        return keys.key();
    }

    int keyDuration() {
        return keys.duration();
    }

    /// A key of the peer that came by signaling.
    void typed(char key, long nowNanos) {
        loop.events.accept(new MediaEvent.Digit(id, key));
        if (sink != null) {
            sink.onTyped(this, key, nowNanos);
        }
    }

    /// Presses a key towards the peer.
    void press(char key, int millis, long nowNanos) {
        output.press(key, millis, nowNanos);
    }

    void playTone(CallProgressTone tone, long nowNanos) {
        output.playTone(tone, nowNanos);
        loop.wakeAt(nextDeadline());
    }

    void tick(long nowNanos) {
        Signal lostEnd = keys.tick(nowNanos);
        if (lostEnd != Signal.NOTHING) {
            onKey(lostEnd, null, false, nowNanos);
        }
        if (silenceAt <= nowNanos) {
            onSilenceTimer(nowNanos);
        }
        output.tick(receiver, rtcp, nowNanos);
    }

    /// The timer is not moved by every packet: it looks, when it has expired, how long it really was.
    private void onSilenceTimer(long nowNanos) {
        long limit = loop.settings.silence().toNanos();
        long silent = nowNanos - lastHeardAt;
        if (silent >= limit) {
            loop.events.accept(new MediaEvent.RtpSilent(id, silent / 1_000_000));
            silenceAt = nowNanos + limit;
        } else {
            silenceAt = lastHeardAt + limit;
        }
    }

    long nextDeadline() {
        return Math.min(silenceAt, Math.min(keys.nextDeadline(), output.nextDeadline()));
    }

    /// Says goodbye and gives the ports back.
    void close(long nowNanos) {
        output.goodbye(receiver, rtcp, nowNanos);
        pair.attach(null);
        pair.close();
        loop.events.accept(new MediaEvent.RtpClosed(id, statistics()));
    }

    RtpStatistics statistics() {
        return new RtpStatistics(output.packets(), receiver.received(), receiver.lost(), playout == null ? 0 : playout.late(),
                receiver.duplicates(), foreign, malformed, playout == null ? 0 : playout.concealed(),
                receiver.jitterMicros(), rtcp.roundTripMicros());
    }
}
