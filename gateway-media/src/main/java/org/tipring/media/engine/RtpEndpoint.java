package org.tipring.media.engine;

import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.PayloadTime;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.engine.clock.LineClock;
import org.tipring.media.engine.listening.PeerSilence;
import org.tipring.media.engine.listening.StreamEar;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.DatagramKind;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.PeerAddress.Standing;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.RtpReceiver;
import org.tipring.media.rtp.TelephoneEventReceiver;
import org.tipring.media.rtp.TelephoneEvents;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.rtp.VoipMetrics;

/// One RTP stream pair: what the peer of a negotiated address sends us, on its way into a bridge. The way out is [RtpOutput].
///
/// Before [#negotiate], and from anybody but the negotiated peer for ever, datagrams are counted and dropped (CVE-2017-14099,
/// CVE-2025-53399). Where a [MediaPath] allows it, a peer behind a NAT is followed to where it sends from, once, as [PeerPath] and
/// `PeerAddress` say. Owned by the media thread.
final class RtpEndpoint {

    /// Comfort noise (RFC 3389) at 8 kHz: some send it unasked.
    private static final int COMFORT_NOISE = 13;
    private static final int EVENT_RATE = 8000;
    private static final int REPORTS_BETWEEN_QUALITY = 3;

    private final long id;
    private final DatagramPair pair;
    private final LoopContext loop;
    private final PeerPath path;
    private final RtpPacket packet = new RtpPacket();
    private final RtcpParser rtcp = new RtcpParser();
    private final TelephoneEventReceiver keys = new TelephoneEventReceiver();
    private final RtpOutput output;
    private final PeerSecrets secrets;
    private final PeerSound sound;
    private final PeerSilence silence;
    private final RtpReceiver receiver = new RtpReceiver(AudioFormat.PCMU.clockRate());

    private RtpParameters parameters;
    private PayloadTime payloadTime;
    private int longestTicks;
    private PacketSink sink;
    private boolean heard;
    private boolean flashed;
    private int flashedAt;
    private long foreign;
    private long malformed;
    private long unauthentic;
    private int reports;

    RtpEndpoint(long id, DatagramPair pair, LoopContext loop) {
        this.id = id;
        this.pair = pair;
        this.loop = loop;
        this.path = new PeerPath(pair, loop);
        this.output = new RtpOutput(path, loop);
        this.secrets = new PeerSecrets(id, loop, path, output, this::moved);
        this.sound = new PeerSound(id, loop);
        this.silence = new PeerSilence(loop.settings.silence().toNanos());
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

    void negotiate(RtpParameters settled, MediaPath way, long nowNanos) {
        if (path.negotiate(settled.remote(), way)) {
            receiver.expectNewSource();
        }
        secrets.negotiate(way.keys());
        parameters = settled;
        payloadTime = new PayloadTime(settled.format());
        longestTicks = Playout.MAX_SAMPLES * (settled.format().clockRate() / Pcm.RATE);
        sound.negotiate(settled.format());
        receiver.clockRate(settled.format().clockRate());
        output.negotiate(settled, way.extendedReports(), path.reachable(), nowNanos);
        silence.settled(settled.receive() && settled.send(), nowNanos);
        loop.wakeAt(nextDeadline());
        if (sink != null) {
            sink.onSettled(this, nowNanos);
        }
    }

    /// Whether the peer does not want to hear us: it has put the call on hold.
    boolean holds() {
        return parameters != null && !parameters.send();
    }

    private void moved() {
        receiver.expectNewSource();
        loop.learnt.increment();
        loop.events.accept(new MediaEvent.PeerLearnt(id, PackedAddress.socketAddress(path.current())));
    }

    /// Where sound goes from now on; null: nowhere.
    void sink(PacketSink bridge) {
        sink = bridge;
        if (sound.made() != null) {
            sound.made().reset();
        }
    }

    /// The jitter buffer and decoder, for a bridge that plays the packets. Null before negotiation.
    Playout playout() {
        return sound.playout();
    }

    /// Whether a key is down at the peer (RFC 4733): its sound in the stream, if any, is not to be heard as well.
    boolean keyIsDown() {
        return keys.isDown();
    }

    void datagram(boolean onRtcpPort, long source, byte[] data, int length, long nowNanos) {
        Standing standing = path.standing(onRtcpPort, source, nowNanos);
        if (standing == Standing.FOREIGN) {
            onForeign();
            return;
        }
        boolean candidate = standing == Standing.CANDIDATE;
        switch (DatagramKind.of(data, length)) {
            case RTP -> {
                if (onRtcpPort) {
                    onMalformed();
                } else {
                    onRtp(candidate, source, data, length, nowNanos);
                }
            }
            case RTCP -> {
                if (onRtcpPort || path.muxed()) {
                    onRtcp(onRtcpPort, candidate, source, data, length, nowNanos);
                } else {
                    onMalformed();
                }
            }
            case STUN -> loop.stun.increment();
            case DTLS -> {
                if (onRtcpPort || !path.exchange(source, data, length)) {
                    onMalformed();
                }
            }
            case OTHER -> onMalformed();
        }
    }

    private void onForeign() {
        foreign++;
        loop.foreign.increment();
    }

    private void onMalformed() {
        malformed++;
        loop.malformed.increment();
    }

    private void onUnauthentic() {
        unauthentic++;
        loop.unauthentic.increment();
    }

    private void onRtcp(boolean onRtcpPort, boolean candidate, long source, byte[] data, int length, long nowNanos) {
        int clear = path.openRtcp(data, length);
        if (clear < 0) {
            onUnauthentic();
        } else if (candidate && (!onRtcpPort || !receiver.started() || RtcpParser.senderSsrc(data, clear) != receiver.ssrc())) {
            onForeign();
        } else if (!rtcp.parse(data, clear, output.ssrc(), nowNanos)) {
            onMalformed();
        } else {
            if (candidate) {
                path.proveRtcp(source);
            }
            if (onRtcpPort) {
                path.heard(true, nowNanos);
            }
            // A peer that has nothing to say, and says so, is there.
            silence.heard(nowNanos);
            loop.rtcpReceived.increment();
        }
    }

    private void onRtp(boolean candidate, long source, byte[] data, int length, long nowNanos) {
        int clear = path.openRtp(data, length);
        if (clear < 0) {
            onUnauthentic();
        } else if (!packet.parse(data, clear) || !agreed()) {
            onMalformed();
        } else if (candidate && !path.proveRtp(source, packet.ssrc(), packet.sequence())) {
            onForeign();
        } else {
            if (candidate) {
                moved();
            }
            path.heard(false, nowNanos);
            take(nowNanos);
        }
    }

    /// Whether the packet carries what was agreed.
    private boolean agreed() {
        int type = packet.payloadType();
        return (type == parameters.format().payloadType() || type == parameters.telephoneEvent() || isNoise(type))
                && packet.payloadLength() <= Playout.MAX_PAYLOAD;
    }

    private boolean isNoise(int type) {
        return type == COMFORT_NOISE || type == parameters.extras().comfortNoise();
    }

    private void take(long nowNanos) {
        boolean audio = packet.payloadType() == parameters.format().payloadType();
        boolean event = !audio && packet.payloadType() == parameters.telephoneEvent();
        int ticks = audio ? payloadTime.ticks(packet.data(), packet.payloadOffset(), packet.payloadLength()) : 0;
        RtpReceiver.Verdict verdict =
                receiver.onPacket(packet.ssrc(), packet.sequence(), packet.timestamp(), audio, nowNanos);
        loop.packetsReceived.increment();
        if (verdict == RtpReceiver.Verdict.ACCEPTED || verdict == RtpReceiver.Verdict.NEW_SOURCE) {
            onAccepted(verdict == RtpReceiver.Verdict.NEW_SOURCE, ticks, event, !audio && !event, nowNanos);
        }
    }

    private void onAccepted(boolean newSource, int ticks, boolean event, boolean noise, long nowNanos) {
        silence.heard(nowNanos);
        if (!heard) {
            heard = true;
            loop.events.accept(new MediaEvent.RtpStarted(id));
        }
        if (newSource) {
            keys.reset();
            sound.interrupted();
        }
        if (!parameters.receive()) {
            return;
        }
        if (event && TelephoneEvents.isFlash(packet.data(), packet.payloadOffset(), packet.payloadLength())) {
            onFlash(packet.timestamp(), newSource);
        } else if (event) {
            Signal signal = keys.onPacket(packet.timestamp(), packet.data(), packet.payloadOffset(), packet.payloadLength(), nowNanos);
            onKey(signal, packet, newSource, nowNanos);
        } else if (noise && sink != null) {
            sink.onNoise(this, packet, newSource, nowNanos);
        } else if (ticks > 0 && ticks <= longestTicks && sink != null) {
            sound.packet(packet, nowNanos);
            sink.onSound(this, packet, newSource, ticks, nowNanos);
        }
    }

    /// Its packets are repeated like those of a key, with the same timestamp.
    private void onFlash(int timestamp, boolean newSource) {
        if (newSource || !flashed || timestamp - flashedAt > 0) {
            loop.events.accept(new MediaEvent.HookFlash(id));
        }
        flashed = true;
        flashedAt = timestamp;
    }

    /// How the peer's clock runs, where its sound is played.
    LineClock clock() {
        return sound.clock().clock();
    }

    boolean clockDiffers() {
        return sound.clock().differs(receiver.jitterMicros());
    }

    StreamEar ear() {
        return sound.ear();
    }

    boolean carriesData() {
        return sound.carriesData();
    }

    /// Data goes through: nothing is left out of it, and no time is made or saved, until the stream pair is closed.
    void passData() {
        output.passData();
        sound.passData();
    }

    private void onKey(Signal signal, RtpPacket cause, boolean newSource, long nowNanos) {
        if (signal.begins()) {
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

    /// How long it has been down, in 8000ths of a second.
    int keyDuration() {
        int rate = parameters.extras().eventRate();
        return rate == EVENT_RATE ? keys.duration() : (int) ((long) keys.duration() * EVENT_RATE / rate);
    }

    /// Whether the peer tells its keys as events, and so not by their sound.
    boolean hasEvents() {
        return parameters != null && parameters.telephoneEvent() >= 0;
    }

    /// A key that was heard in the peer's sound.
    void heardKey(char key) {
        loop.events.accept(new MediaEvent.Digit(id, key));
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
        long silent = silence.tick(nowNanos);
        if (silent >= 0) {
            loop.events.accept(new MediaEvent.RtpSilent(id, silent / 1_000_000));
        }
        output.tick(nowNanos);
        if (output.reportAt() <= nowNanos) {
            output.report(receiver, rtcp, metrics(), nowNanos);
            if (++reports % REPORTS_BETWEEN_QUALITY == 0) {
                loop.events.accept(new MediaEvent.Quality(id, quality(), sound.levels(output.ear())));
            }
        }
    }

    /// Null where nobody asks for them, or there is nothing to tell.
    private VoipMetrics metrics() {
        return receiver.started() && output.tells(rtcp) ? CallQuality.metrics(receiver, sound.made(), rtcp, parameters.packetMillis()) : null;
    }

    private CallQuality quality() {
        return CallQuality.of(receiver, sound.made(), rtcp, parameters == null ? 0 : parameters.packetMillis());
    }

    long nextDeadline() {
        return Math.min(silence.nextDeadline(), Math.min(keys.nextDeadline(), output.nextDeadline()));
    }

    /// Says goodbye and gives the ports back.
    void close(long nowNanos) {
        output.goodbye(receiver, rtcp, metrics(), nowNanos);
        secrets.close();
        pair.attach(null);
        pair.close();
        loop.events.accept(new MediaEvent.RtpClosed(id, statistics()));
    }

    RtpStatistics statistics() {
        Playout playout = sound.made();
        return new RtpStatistics(output.packets(), receiver.received(), receiver.lost(), playout == null ? 0 : playout.late(),
                receiver.duplicates(), foreign, malformed, playout == null ? 0 : playout.concealed(),
                receiver.jitterMicros(), rtcp.roundTripMicros(), unauthentic, quality(), sound.levels(output.ear()));
    }
}
