package org.tipring.media.engine;

import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.engine.listening.SilenceSuppression;
import org.tipring.media.engine.listening.StreamEar;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtcpReports;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.RtpReceiver;
import org.tipring.media.rtp.RtpSender;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.rtp.VoipMetrics;
import org.tipring.media.time.Deadlines;

/// What we send to one RTP peer: sound of a line, packets passed on, keys, tones of our own, and RTCP. It all goes where
/// [PeerPath] says and is one stream with one SSRC. On hold nothing but RTCP is sent. Owned by the media thread.
final class RtpOutput implements Packetiser.Out {

    /// RFC 3550 section 6.2 asks for at least five seconds on average, and for some randomness so that ends do not fall into step.
    private static final long RTCP_NANOS = 5_000_000_000L;

    /// A first number in the lower half: a first packet that is late is not taken for one before a wrap (RFC 3711 section 3.3.1).
    private static final int FIRST_SEQUENCES = 0x8000;
    private static final int PER_MILLI = Pcm.RATE / 1000;

    private final PeerPath path;
    private final LoopContext loop;
    private final RtpSender sender;
    private final RtcpReports reports;
    private final KeyOutput keys;
    private final PacedSound paced = new PacedSound();

    private final byte[] packet = new byte[RtpPacket.HEADER + Playout.MAX_PAYLOAD];
    private final short[] frame = new short[Packetiser.LONGEST_MILLIS * Pcm.RATE / 1000];
    private final Packetiser packetiser = new Packetiser(this);
    /// Null where pauses are sent as they are.
    private SilenceSuppression suppression;
    private boolean passesData;
    private final StreamEar ear;
    private boolean extended;
    private int comfortNoise = -1;
    private boolean reachable;
    private boolean sending;

    private long rtcpAt = Deadlines.NEVER;
    private long packetsAtReport;
    private long playedKeyAt = Long.MIN_VALUE / 2;

    RtpOutput(PeerPath path, LoopContext loop) {
        this.path = path;
        this.loop = loop;
        this.sender = new RtpSender(loop.random.nextInt(), loop.random.nextInt(FIRST_SEQUENCES), loop.random.nextInt(), Pcm.RATE);
        this.ear = new StreamEar(loop.scratch);
        this.keys = new KeyOutput(path, loop, sender, packetiser);
        this.reports = new RtcpReports(loop.settings.cname());
    }

    /// @param tellMetrics whether the peer wants extended reports
    /// @param canReach whether there is an IPv4 address and a port to send to
    void negotiate(RtpParameters settled, boolean tellMetrics, boolean canReach, long nowNanos) {
        extended = tellMetrics;
        reachable = canReach;
        sending = canReach && settled.send();
        comfortNoise = settled.extras().comfortNoise();
        keys.use(settled.telephoneEvent(), settled.extras().eventRate());
        use(settled.format(), settled.packetMillis());
        suppression = settled.extras().suppressSilence() && comfortNoise >= 0 && !passesData
                ? new SilenceSuppression(packetiser.packetMillis(), packetiser.rate()) : null;
        if (rtcpAt == Deadlines.NEVER) {
            rtcpAt = nowNanos + rtcpInterval() / 2;
        }
    }

    /// From now on pauses are sent as they are.
    void passData() {
        passesData = true;
        suppression = null;
    }

    /// How loud it is.
    StreamEar ear() {
        return ear;
    }

    private void use(AudioFormat format, int packetMillis) {
        ear.use(format);
        // One source has one clock (RFC 7160 section 4.1).
        if (format.clockRate() != packetiser.ticksPerMilli() * 1000) {
            restart();
            sender.clockRate(format.clockRate());
        }
        packetiser.use(format, packetMillis);
    }

    /// Null before negotiation.
    AudioFormat format() {
        return packetiser.format();
    }

    /// Samples a second of what [#relay] takes.
    int rate() {
        return packetiser.rate();
    }

    /// How long a packet is that the peer wants, in 8000ths of a second.
    int packetTicks() {
        return packetiser.packetMillis() * PER_MILLI;
    }

    /// Whether sound of the bridge goes out: the peer does not hold us, and nothing of our own goes before.
    boolean open() {
        return sending && !paced.active();
    }

    /// Whether the peer takes comfort noise.
    boolean takesNoise() {
        return comfortNoise >= 0;
    }

    int ssrc() {
        return sender.ssrc();
    }

    /// What follows is another source: a new key begins.
    void restart() {
        sender.restart(loop.random.nextInt(), loop.random.nextInt(FIRST_SEQUENCES));
    }

    long packets() {
        return sender.packets();
    }

    /// Takes a frame of a line. A packet goes out as soon as it is full, so ptime 10 sends two and ptime 60 every third time one.
    void sound(short[] pcm, int samples, long nowNanos) {
        if (keys.pressing()) {
            skip(samples, nowNanos);
        } else if (!sending || paced.active()) {
            packetiser.clear();
        } else {
            packetiser.sound(pcm, samples, nowNanos);
        }
    }

    /// Says nothing in the place of so much sound.
    void skip(int samples, long nowNanos) {
        if (!paced.active()) {
            sender.skip(packetiser.waitingTicks() + samples * packetiser.ticksPerMilli() / PER_MILLI, nowNanos);
        }
        packetiser.clear();
    }

    /// Whether the peer gets the keys of a line as events, and so is not to hear them as well.
    boolean takesKeys() {
        return keys.possible();
    }

    /// Tells one frame of a line's keys.
    ///
    /// @param begun the key that has gone down, or 0
    /// @param down whether one is down
    void lineKey(char begun, boolean down, long nowNanos) {
        if (sending && keys.possible()) {
            keys.line(begun, down, nowNanos);
        } else {
            keys.abandonLine();
        }
    }

    @Override
    public void packet(short[] pcm, int samples, long nowNanos) {
        int ticks = packetiser.ticks(samples);
        ear.measure(pcm, samples);
        if (suppression != null && suppression.pause(pcm, samples)) {
            if (suppression.tells(nowNanos)) {
                int length = suppression.payload(packet, RtpPacket.HEADER);
                sender.stampAudio(packet, comfortNoise, ticks, length, nowNanos);
                transmit(RtpPacket.HEADER + length);
            } else {
                sender.skipSilence(ticks, nowNanos);
            }
            return;
        }
        int length = packetiser.encode(pcm, samples, packet, RtpPacket.HEADER);
        if (length > 0) {
            sender.stampAudio(packet, packetiser.format().payloadType(), ticks, length, nowNanos);
            transmit(RtpPacket.HEADER + length);
        } else {
            sender.skip(ticks, nowNanos);
        }
    }

    /// Passes a packet of another stream on, as it is but for header and law.
    ///
    /// @param ticks how much sound it holds; @param heard who has listened to it
    void forward(RtpPacket incoming, AudioFormat from, boolean newSource, int ticks, StreamEar heard, long nowNanos) {
        if (!sending || paced.active()) {
            sender.skipForwarded(incoming);
            return;
        }
        packetiser.clear();
        Transcoding.copy(from, incoming.data(), incoming.payloadOffset(), incoming.payloadLength(),
                packetiser.format(), packet, RtpPacket.HEADER);
        ear.same(heard);
        sender.stampForwarded(packet, packetiser.format().payloadType(), incoming, newSource, ticks, nowNanos);
        transmit(RtpPacket.HEADER + incoming.payloadLength());
    }

    /// Passes comfort noise on, as it is but for the header.
    void forwardNoise(RtpPacket incoming, boolean newSource, long nowNanos) {
        if (!sending || paced.active()) {
            sender.skipForwarded(incoming);
            return;
        }
        System.arraycopy(incoming.data(), incoming.payloadOffset(), packet, RtpPacket.HEADER, incoming.payloadLength());
        sender.stampForwarded(packet, comfortNoise, incoming, newSource, 0, nowNanos);
        transmit(RtpPacket.HEADER + incoming.payloadLength());
    }

    /// Sends payload bytes that were cut out of another stream.
    ///
    /// @param place where they lie on that stream's time line
    void relay(byte[] payload, int length, RelayPlace place, long nowNanos) {
        System.arraycopy(payload, 0, packet, RtpPacket.HEADER, length);
        ear.measure(packet, RtpPacket.HEADER, length);
        stampRelayed(packetiser.format().payloadType(), length, place, nowNanos);
    }

    /// The same for sound at [#rate] that is still to be encoded: a packet of it.
    void relay(short[] pcm, int samples, RelayPlace place, long nowNanos) {
        ear.measure(pcm, samples);
        if (suppression != null && suppression.pause(pcm, samples)) {
            if (suppression.tells(nowNanos)) {
                stampRelayed(comfortNoise, suppression.payload(packet, RtpPacket.HEADER), place, nowNanos);
            } else {
                place.beginSpurt();
            }
            return;
        }
        int length = packetiser.encode(pcm, samples, packet, RtpPacket.HEADER);
        if (length > 0) {
            stampRelayed(packetiser.format().payloadType(), length, place, nowNanos);
        }
    }

    /// The same for comfort noise.
    void relayNoise(RtpPacket incoming, RelayPlace place, long nowNanos) {
        System.arraycopy(incoming.data(), incoming.payloadOffset(), packet, RtpPacket.HEADER, incoming.payloadLength());
        stampRelayed(comfortNoise, incoming.payloadLength(), place, nowNanos);
    }

    private void stampRelayed(int payloadType, int length, RelayPlace place, long nowNanos) {
        packetiser.clear();
        sender.stampRelayed(packet, payloadType, place.restart(), place.steps(), place.advance(packetiser.ticksPerMilli()), place.marker(),
                place.length(packetiser.ticksPerMilli()), length, nowNanos);
        place.sent();
        transmit(RtpPacket.HEADER + length);
    }

    /// Passes a key on: as an event where the peer knows events, otherwise as sound.
    ///
    /// @param duration in 8000ths of a second
    /// @param incoming null when the signal comes from a lack of packets
    void key(char key, Signal signal, int duration, RtpPacket incoming, boolean newSource, long nowNanos) {
        if (!sending) {
            keys.abandon();
        } else if (keys.possible()) {
            keys.pass(key, signal, duration, incoming, newSource, nowNanos);
        } else if (signal.begins()) {
            playKey(key, nowNanos);
        }
        if (incoming != null) {
            sender.skipForwarded(incoming);
        }
    }

    /// Presses a key of our own: as events where the peer knows them, otherwise as sound. One at a time: a new one ends the last.
    void press(char key, int millis, long nowNanos) {
        if (sending && keys.possible()) {
            keys.press(key, millis, nowNanos);
        } else if (sending) {
            playKey(key, nowNanos);
        }
    }

    private void playKey(char key, long nowNanos) {
        playedKeyAt = nowNanos;
        if (!paced.key(key, nowNanos)) {
            loop.keyOverflows.increment();
        }
        loop.wakeAt(paced.nextDeadline());
    }

    /// When a key was last played to the peer as sound, which it may give back.
    long playedKeyAt() {
        return playedKeyAt;
    }

    /// @param tone null stops
    void playTone(CallProgressTone tone, long nowNanos) {
        packetiser.clear();
        paced.play(tone, loop.settings.tones(), nowNanos);
    }

    /// Plays what is heard on hold, or no longer.
    void hold(boolean on, long nowNanos) {
        packetiser.clear();
        paced.hold(on ? loop.settings.holdSound().begin() : null, nowNanos);
        loop.wakeAt(paced.nextDeadline());
    }

    void tick(long nowNanos) {
        while (paced.due(nowNanos)) {
            int samples = packetiser.format() == null ? Pcm.FRAME : packetTicks();
            paced.next(frame, samples, samples * 1_000_000_000L / Pcm.RATE, nowNanos);
            if (sending) {
                packetiser.sound(frame, samples, nowNanos);
            }
        }
        keys.tick(nowNanos);
    }

    /// When the next [#report] is due.
    long reportAt() {
        return rtcpAt;
    }

    /// @param metrics how the peer is heard; null when that is not to be told
    void report(RtpReceiver receiver, RtcpParser peer, VoipMetrics metrics, long nowNanos) {
        report(receiver, peer, metrics, false, nowNanos);
        rtcpAt = nowNanos + rtcpInterval();
    }

    private long rtcpInterval() {
        return RTCP_NANOS / 2 + loop.random.nextLong(RTCP_NANOS);
    }

    private void report(RtpReceiver receiver, RtcpParser peer, VoipMetrics metrics, boolean bye, long nowNanos) {
        if (!reachable) {
            return;
        }
        boolean sentSince = sender.packets() != packetsAtReport;
        packetsAtReport = sender.packets();
        int length = reports.write(sender, sentSince, receiver, peer, metrics, bye, nowNanos);
        if (path.sendRtcp(reports.bytes(), length)) {
            loop.rtcpSent.increment();
        }
    }

    /// Extended reports go to who asked for them or sends them itself.
    boolean tells(RtcpParser peer) {
        return extended || peer.metrics() != null;
    }

    /// The last RTCP packet (RFC 3550 section 6.3.7), if any was or could have been sent.
    void goodbye(RtpReceiver receiver, RtcpParser peer, VoipMetrics metrics, long nowNanos) {
        report(receiver, peer, metrics, true, nowNanos);
    }

    long nextDeadline() {
        return Math.min(rtcpAt, Math.min(keys.nextDeadline(), paced.nextDeadline()));
    }

    private void transmit(int length) {
        path.sendRtp(packet, length);
        loop.packetsSent.increment();
    }
}
