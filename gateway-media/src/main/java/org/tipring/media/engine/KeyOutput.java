package org.tipring.media.engine;

import org.tipring.media.engine.key.KeyPress;
import org.tipring.media.engine.key.LineKey;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.RtpSender;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.rtp.TelephoneEventSender;
import org.tipring.media.rtp.TelephoneEvents;

/// The keys that an RTP peer gets as telephone-events (RFC 4733), one at a time: of a line, of another peer, or pressed by us. They are part
/// of the stream that [RtpOutput] sends. Owned by the media thread.
final class KeyOutput {

    private static final char NO_KEY = 0;
    private static final int PER_MILLI = Pcm.RATE / 1000;

    private final PeerPath path;
    private final LoopContext loop;
    private final RtpSender sender;
    private final Packetiser packetiser;
    private final TelephoneEventSender events = new TelephoneEventSender();
    private final byte[] packet = new byte[RtpPacket.HEADER + TelephoneEvents.PAYLOAD];
    private final KeyPress press = new KeyPress();
    private final LineKey lineKey = new LineKey();
    private int payloadType = -1;
    private int ticksPerMilli = PER_MILLI;
    private int lastDuration;

    KeyOutput(PeerPath path, LoopContext loop, RtpSender sender, Packetiser packetiser) {
        this.path = path;
        this.loop = loop;
        this.sender = sender;
        this.packetiser = packetiser;
    }

    /// @param newPayloadType -1: the peer has no events
    /// @param eventRate clock that durations count in
    void use(int newPayloadType, int eventRate) {
        payloadType = newPayloadType;
        ticksPerMilli = eventRate / 1000;
    }

    /// Whether the peer has events at all.
    boolean possible() {
        return payloadType >= 0;
    }

    /// Whether a key of our own is down.
    boolean pressing() {
        return press.active();
    }

    /// Forgets the key that is down.
    void abandon() {
        events.end();
    }

    /// Tells one frame of a line's keys. A key of our own goes before.
    ///
    /// @param begun the key that has gone down, or 0
    /// @param down whether one is down
    void line(char begun, boolean down, long nowNanos) {
        if (begun != 0 && !press.active()) {
            // One key straight after another: the second began when the first ended.
            int lead = lineKey.active() ? 0 : LineKey.LEAD;
            end(lastDuration, nowNanos);
            events.begin(begun, sender.nextTimestamp(nowNanos) + packetiser.waitingTicks()
                    - lead * packetiser.ticksPerMilli() / PER_MILLI);
            lineKey.begin(lead);
        }
        if (!lineKey.active()) {
            return;
        }
        if (down) {
            lastDuration = ticks(lineKey.oneMore(nowNanos));
            send(lastDuration, false, nowNanos);
            loop.wakeAt(lineKey.nextDeadline());
        } else {
            end(lastDuration, nowNanos);
        }
    }

    void abandonLine() {
        if (lineKey.active()) {
            lineKey.end();
            events.end();
        }
    }

    /// Passes a key of another peer on.
    ///
    /// @param duration in 8000ths of a second
    void pass(char key, Signal signal, int duration, RtpPacket incoming, boolean newSource, long nowNanos) {
        boolean begins = signal.begins();
        if (begins) {
            end(lastDuration, nowNanos);
            events.begin(key, sender.mapTimestamp(incoming, newSource, nowNanos));
        }
        if (!events.isDown() || signal == Signal.NOTHING) {
            return;
        }
        lastDuration = ticks(duration);
        if (signal == Signal.STARTED || signal == Signal.CONTINUED) {
            send(lastDuration, false, nowNanos);
        } else {
            end(lastDuration, nowNanos);
        }
    }

    /// Presses a key of our own; a new one ends the last.
    void press(char key, int millis, long nowNanos) {
        end(lastDuration, nowNanos);
        events.begin(key, sender.timestampAt(nowNanos));
        press.begin(millis, nowNanos);
        pressed(nowNanos);
    }

    private void pressed(long nowNanos) {
        lastDuration = ticks(press.duration());
        if (press.step()) {
            end(lastDuration, nowNanos);
        } else {
            send(lastDuration, false, nowNanos);
        }
        loop.wakeAt(press.nextDeadline());
    }

    void tick(long nowNanos) {
        while (press.nextDeadline() <= nowNanos) {
            pressed(nowNanos);
        }
        if (lineKey.nextDeadline() <= nowNanos) {
            line(NO_KEY, false, nowNanos);
        }
    }

    long nextDeadline() {
        return Math.min(lineKey.nextDeadline(), press.nextDeadline());
    }

    private int ticks(int samples) {
        return samples * ticksPerMilli / PER_MILLI;
    }

    private void end(int duration, long nowNanos) {
        for (int i = 0; events.isDown() && i < TelephoneEventSender.END_PACKETS; i++) {
            send(duration, true, nowNanos);
        }
        events.end();
        lineKey.end();
    }

    private void send(int duration, boolean end, long nowNanos) {
        path.sendRtp(packet, events.next(packet, sender, payloadType, duration, end, nowNanos));
        loop.packetsSent.increment();
    }
}
