package org.tipring.media.engine;

import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.PayloadTime;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.ModemTone;
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
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.media.time.Deadlines;

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
    private final RtpReceiver receiver = new RtpReceiver(AudioFormat.PCMU.clockRate());

    private RtpParameters parameters;
    private PayloadTime payloadTime;
    private int longestTicks;
    private PacketSink sink;
    private Playout playout;

    private final StreamEar ear;
    /// A fax machine or modem has answered.
    private boolean carriesData;
    private boolean passesData;
    private final PeerClock clock = new PeerClock();
    private boolean heard;
    private boolean flashed;
    private int flashedAt;
    private long lastHeardAt;
    private long silenceAt = Deadlines.NEVER;
    private long foreign;
    private long malformed;
    private long unauthentic;
    private int reports;
    private boolean closed;

    RtpEndpoint(long id, DatagramPair pair, LoopContext loop) {
        this.id = id;
        this.pair = pair;
        this.loop = loop;
        this.path = new PeerPath(pair, loop);
        this.output = new RtpOutput(path, loop);
        this.ear = new StreamEar(loop.scratch);
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
        secure(way.keys());
        parameters = settled;
        payloadTime = new PayloadTime(settled.format());
        longestTicks = Playout.MAX_SAMPLES * (settled.format().clockRate() / Pcm.RATE);
        ear.use(settled.format());
        receiver.clockRate(settled.format().clockRate());
        if (playout != null) {
            playout.format(settled.format());
        }
        output.negotiate(settled, way.extendedReports(), path.reachable(), nowNanos);
        lastHeardAt = nowNanos;
        // Who holds, or is held, may be silent as long as it likes.
        boolean conversation = settled.receive() && settled.send();
        silenceAt = conversation ? nowNanos + loop.settings.silence().toNanos() : Deadlines.NEVER;
        loop.wakeAt(nextDeadline());
        if (sink != null) {
            sink.onSettled(this, nowNanos);
        }
    }

    /// Whether the peer does not want to hear us: it has put the call on hold.
    boolean holds() {
        return parameters != null && !parameters.send();
    }

    private void secure(MediaPath.Keys keys) {
        switch (keys) {
            case MediaPath.Keys.None() -> {
                path.close();
                path.open();
            }
            case MediaPath.Keys.Agreed(SrtpSession session) -> {
                path.close();
                secured(session);
            }
            case MediaPath.Keys.ToAgree(KeyExchange exchange) -> {
                if (path.agree(exchange)) {
                    exchange.start(new Exchanged(exchange));
                }
            }
        }
    }

    private void secured(SrtpSession session) {
        if (path.secure(session)) {
            output.restart();
        }
    }

    /// What a key exchange says, brought to the media thread. One that has been replaced has nothing to say any more.
    private final class Exchanged implements KeyExchange.Wire {

        private final KeyExchange exchange;

        private Exchanged(KeyExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void send(byte[] datagram) {
            onMediaThread(() -> path.sendExchange(datagram));
        }

        @Override
        public void agreed(SrtpSession session) {
            onMediaThread(() -> {
                secured(session);
                if (path.exchanged()) {
                    moved();
                }
                loop.events.accept(new MediaEvent.Secured(id, session.suite().name()));
            });
        }

        @Override
        public void failed(String why) {
            onMediaThread(() -> loop.events.accept(new MediaEvent.NotSecured(id, why)));
        }

        private void onMediaThread(Runnable task) {
            loop.mediaThread.execute(() -> {
                if (!closed && path.agreesBy(exchange)) {
                    task.run();
                }
            });
        }
    }

    private void moved() {
        receiver.expectNewSource();
        loop.learnt.increment();
        loop.events.accept(new MediaEvent.PeerLearnt(id, PackedAddress.socketAddress(path.current())));
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
            playout = new Playout(parameters.format(), loop.settings, ear, loop.concealed);
            if (passesData) {
                playout.hold();
            }
        }
        return playout;
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
            lastHeardAt = nowNanos;
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
        boolean sound = packet.payloadType() == parameters.format().payloadType();
        boolean event = !sound && packet.payloadType() == parameters.telephoneEvent();
        int ticks = sound ? payloadTime.ticks(packet.data(), packet.payloadOffset(), packet.payloadLength()) : 0;
        RtpReceiver.Verdict verdict =
                receiver.onPacket(packet.ssrc(), packet.sequence(), packet.timestamp(), sound, nowNanos);
        loop.packetsReceived.increment();
        if (verdict == RtpReceiver.Verdict.ACCEPTED || verdict == RtpReceiver.Verdict.NEW_SOURCE) {
            onAccepted(verdict == RtpReceiver.Verdict.NEW_SOURCE, ticks, event, !sound && !event, nowNanos);
        }
    }

    private void onAccepted(boolean newSource, int ticks, boolean event, boolean noise, long nowNanos) {
        lastHeardAt = nowNanos;
        if (!heard) {
            heard = true;
            loop.events.accept(new MediaEvent.RtpStarted(id));
        }
        if (newSource) {
            keys.reset();
            clock.interrupted();
            if (playout != null) {
                playout.reset();
            }
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
            listen();
            if (playout != null) {
                clock.packet(packet.timestamp(), parameters.format().clockRate(), nowNanos);
            }
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

    private void listen() {
        ModemTone tone = ear.payload(packet.data(), packet.payloadOffset(), packet.payloadLength());
        if (tone != null) {
            carriesData |= tone.answers();
            loop.modems[tone.ordinal()].increment();
            loop.events.accept(new MediaEvent.RtpModem(id, tone));
        }
    }

    /// How the peer's clock runs, where its sound is played.
    LineClock clock() {
        return clock.clock();
    }

    boolean clockDiffers() {
        return clock.differs(receiver.jitterMicros());
    }

    StreamEar ear() {
        return ear;
    }

    /// Whether a fax machine or modem has answered there.
    boolean carriesData() {
        return carriesData;
    }

    /// Data goes through: nothing is left out of it, and no time is made or saved, until the stream pair is closed.
    void passData() {
        output.passData();
        passesData = true;
        if (playout != null) {
            playout.hold();
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
        if (silenceAt <= nowNanos) {
            onSilenceTimer(nowNanos);
        }
        output.tick(nowNanos);
        if (output.reportAt() <= nowNanos) {
            output.report(receiver, rtcp, metrics(), nowNanos);
            if (++reports % REPORTS_BETWEEN_QUALITY == 0) {
                loop.events.accept(new MediaEvent.Quality(id, quality(), levels()));
            }
        }
    }

    /// Null where nobody asks for them, or there is nothing to tell.
    private VoipMetrics metrics() {
        return receiver.started() && output.tells(rtcp) ? CallQuality.metrics(receiver, playout, rtcp, parameters.packetMillis()) : null;
    }

    private CallQuality quality() {
        return CallQuality.of(receiver, playout, rtcp, parameters == null ? 0 : parameters.packetMillis());
    }

    private LegLevels levels() {
        StreamEar sent = output.ear();
        return new LegLevels(ear.speechDbm0(), ear.noiseDbm0(), sent.speechDbm0(), sent.noiseDbm0());
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
        output.goodbye(receiver, rtcp, metrics(), nowNanos);
        closed = true;
        path.close();
        pair.attach(null);
        pair.close();
        loop.events.accept(new MediaEvent.RtpClosed(id, statistics()));
    }

    RtpStatistics statistics() {
        return new RtpStatistics(output.packets(), receiver.received(), receiver.lost(), playout == null ? 0 : playout.late(),
                receiver.duplicates(), foreign, malformed, playout == null ? 0 : playout.concealed(),
                receiver.jitterMicros(), rtcp.roundTripMicros(), unauthentic, quality(), levels());
    }
}
