package org.tipring.media.engine;

import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtcpReports;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.RtpReceiver;
import org.tipring.media.rtp.RtpSender;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.rtp.TelephoneEventSender;
import org.tipring.media.rtp.VoipMetrics;
import org.tipring.media.time.Deadlines;

/// What we send to one RTP peer: sound of a line, packets passed on, keys, tones of our own, and RTCP. It all goes where
/// [PeerPath] says and is one stream with one SSRC. On hold nothing but RTCP is sent. Owned by the media thread.
final class RtpOutput {

    /// RFC 3550 section 6.2 asks for at least five seconds on average, and for some randomness so that ends do not fall into step.
    private static final long RTCP_NANOS = 5_000_000_000L;

    private static final char NO_KEY = 0;
    /// A first number in the lower half: a first packet that is late is not taken for one before a wrap (RFC 3711 section 3.3.1).
    private static final int FIRST_SEQUENCES = 0x8000;

    private final PeerPath path;
    private final LoopContext loop;
    private final RtpSender sender;
    private final RtcpReports reports;
    private final TelephoneEventSender keySender = new TelephoneEventSender();
    private final PacedSound paced = new PacedSound();

    private final byte[] packet = new byte[RtpPacket.HEADER + Playout.MAX_SAMPLES];
    private final short[] frame = new short[60 * Pcm.RATE / 1000];
    private int filled;
    private Codec codec;
    private int packetSamples;
    private int telephoneEvent = -1;
    private boolean extended;
    private boolean reachable;
    private boolean sending;
    private int lastKeyDuration;
    private final KeyPress press = new KeyPress();
    private final LineKey lineKey = new LineKey();

    private long rtcpAt = Deadlines.NEVER;
    private long packetsAtReport;

    RtpOutput(PeerPath path, LoopContext loop) {
        this.path = path;
        this.loop = loop;
        this.sender = new RtpSender(loop.random.nextInt(), loop.random.nextInt(FIRST_SEQUENCES), loop.random.nextInt(), Pcm.RATE);
        this.reports = new RtcpReports(loop.settings.cname());
    }

    /// @param tellMetrics whether the peer wants extended reports
    /// @param canReach whether there is an IPv4 address and a port to send to
    void negotiate(RtpParameters settled, boolean tellMetrics, boolean canReach, long nowNanos) {
        extended = tellMetrics;
        reachable = canReach;
        sending = canReach && settled.send();
        telephoneEvent = settled.telephoneEvent();
        packetSamples = settled.packetMillis() * Pcm.RATE / 1000;
        filled = 0;
        if (codec == null || !codec.format().equals(settled.format())) {
            codec = Codecs.of(settled.format());
        }
        if (rtcpAt == Deadlines.NEVER) {
            rtcpAt = nowNanos + rtcpInterval() / 2;
        }
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
        if (press.active()) {
            skip(samples, nowNanos);
        } else if (!sending || paced.active()) {
            filled = 0;
        } else {
            encode(pcm, samples, nowNanos);
        }
    }

    /// Says nothing in the place of so much sound.
    void skip(int samples, long nowNanos) {
        if (!paced.active()) {
            sender.skip(filled + samples, nowNanos);
        }
        filled = 0;
    }

    /// Whether the peer gets the keys of a line as events, and so is not to hear them as well.
    boolean takesKeys() {
        return telephoneEvent >= 0;
    }

    /// Tells one frame of a line's keys. A key of our own goes before.
    ///
    /// @param begun the key that has gone down, or 0
    /// @param down whether one is down
    void lineKey(char begun, boolean down, long nowNanos) {
        if (!sending || telephoneEvent < 0) {
            abandonLineKey();
            return;
        }
        if (begun != 0 && !press.active()) {
            // One key straight after another: the second began when the first ended.
            int lead = lineKey.active() ? 0 : LineKey.LEAD;
            endKey(lastKeyDuration, nowNanos);
            keySender.begin(begun, sender.nextTimestamp(nowNanos) + filled - lead);
            lineKey.begin(lead);
        }
        if (!lineKey.active()) {
            return;
        }
        if (down) {
            lastKeyDuration = lineKey.oneMore(nowNanos);
            sendKey(lastKeyDuration, false, nowNanos);
            loop.wakeAt(lineKey.nextDeadline());
        } else {
            endKey(lastKeyDuration, nowNanos);
        }
    }

    private void abandonLineKey() {
        if (lineKey.active()) {
            lineKey.end();
            keySender.end();
        }
    }

    private void encode(short[] pcm, int samples, long nowNanos) {
        int done = 0;
        while (done < samples) {
            int part = Math.min(packetSamples - filled, samples - done);
            codec.encode(pcm, done, part, packet, RtpPacket.HEADER + filled);
            filled += part;
            done += part;
            if (filled == packetSamples) {
                sender.stampAudio(packet, codec.format().payloadType(), filled, filled, nowNanos);
                transmit(RtpPacket.HEADER + filled);
                filled = 0;
            }
        }
    }

    /// Passes a packet of another stream on, as it is but for header and law.
    void forward(RtpPacket incoming, AudioFormat from, boolean newSource, int samples, long nowNanos) {
        if (!sending || paced.active()) {
            sender.skipForwarded(incoming);
            return;
        }
        filled = 0;
        Transcoding.copy(from, incoming.data(), incoming.payloadOffset(), incoming.payloadLength(),
                codec.format(), packet, RtpPacket.HEADER);
        sender.stampForwarded(packet, codec.format().payloadType(), incoming, newSource, samples, nowNanos);
        transmit(RtpPacket.HEADER + incoming.payloadLength());
    }

    /// Passes a key on: as an event where the peer knows events, otherwise as sound.
    ///
    /// @param incoming null when the signal comes from a lack of packets
    void key(char key, Signal signal, int duration, RtpPacket incoming, boolean newSource, long nowNanos) {
        if (!sending) {
            keySender.end();
        } else if (telephoneEvent < 0) {
            if (signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED) {
                playKey(key, nowNanos);
            }
        } else {
            passKey(key, signal, duration, incoming, newSource, nowNanos);
        }
        if (incoming != null) {
            sender.skipForwarded(incoming);
        }
    }

    /// Presses a key of our own: as events where the peer knows them, otherwise as sound. One at a time: a new one ends the last.
    void press(char key, int millis, long nowNanos) {
        if (!sending) {
            return;
        }
        if (telephoneEvent < 0) {
            playKey(key, nowNanos);
            return;
        }
        endKey(lastKeyDuration, nowNanos);
        keySender.begin(key, sender.timestampAt(nowNanos));
        press.begin(millis, nowNanos);
        pressed(nowNanos);
    }

    private void pressed(long nowNanos) {
        lastKeyDuration = press.duration();
        if (press.step()) {
            endKey(lastKeyDuration, nowNanos);
        } else {
            sendKey(lastKeyDuration, false, nowNanos);
        }
        loop.wakeAt(press.nextDeadline());
    }

    private void playKey(char key, long nowNanos) {
        if (!paced.key(key, nowNanos)) {
            loop.keyOverflows.increment();
        }
        loop.wakeAt(paced.nextDeadline());
    }

    private void passKey(char key, Signal signal, int duration, RtpPacket incoming, boolean newSource, long nowNanos) {
        boolean begins = signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED;
        if (begins) {
            endKey(lastKeyDuration, nowNanos);
            keySender.begin(key, sender.mapTimestamp(incoming, newSource, nowNanos));
        }
        if (!keySender.isDown() || signal == Signal.NOTHING) {
            return;
        }
        lastKeyDuration = duration;
        if (signal == Signal.STARTED || signal == Signal.CONTINUED) {
            sendKey(duration, false, nowNanos);
        } else {
            endKey(duration, nowNanos);
        }
    }

    private void endKey(int duration, long nowNanos) {
        for (int i = 0; keySender.isDown() && i < TelephoneEventSender.END_PACKETS; i++) {
            sendKey(duration, true, nowNanos);
        }
        keySender.end();
        lineKey.end();
    }

    private void sendKey(int duration, boolean end, long nowNanos) {
        transmit(keySender.next(packet, sender, telephoneEvent, duration, end, nowNanos));
    }

    /// @param tone null stops
    void playTone(CallProgressTone tone, long nowNanos) {
        filled = 0;
        paced.play(tone, loop.settings.tones(), nowNanos);
    }

    void tick(long nowNanos) {
        while (paced.due(nowNanos)) {
            int samples = packetSamples == 0 ? Pcm.FRAME : packetSamples;
            paced.next(frame, samples, samples * 1_000_000_000L / Pcm.RATE, nowNanos);
            if (sending) {
                encode(frame, samples, nowNanos);
            }
        }
        while (press.nextDeadline() <= nowNanos) {
            pressed(nowNanos);
        }
        if (lineKey.nextDeadline() <= nowNanos) {
            lineKey(NO_KEY, false, nowNanos);
        }
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
        return Math.min(Math.min(rtcpAt, lineKey.nextDeadline()), Math.min(press.nextDeadline(), paced.nextDeadline()));
    }

    private void transmit(int length) {
        path.sendRtp(packet, length);
        loop.packetsSent.increment();
    }
}
