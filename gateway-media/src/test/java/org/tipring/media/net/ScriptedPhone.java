package org.tipring.media.net;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtcpReports;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.RtpReceiver;
import org.tipring.media.rtp.RtpSender;
import org.tipring.media.rtp.TelephoneEventReceiver;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.rtp.TelephoneEventSender;
import org.tipring.media.rtp.TelephoneEvents;

/// The sound side of an IP phone on the [InMemoryNetwork]: says frames, presses keys, and hears. It has no jitter buffer: every packet
/// is heard when it comes.
public final class ScriptedPhone {

    private static final int KEY_PACKETS = 5;
    private static final int COMFORT_NOISE = 13;

    private final InMemoryNetwork network;
    private final LongSupplier clock;
    private final InetSocketAddress address;
    private final long packed;
    private final AudioFormat format;
    private final Codec encoder;
    private final Codec decoder;
    private final int telephoneEvent;
    private final int gatewayPort;
    private final RtpSender sender;
    private final RtpReceiver receiver;
    private final RtpPacket view = new RtpPacket();
    private final TelephoneEventReceiver keys = new TelephoneEventReceiver();
    private final TelephoneEventSender keySender = new TelephoneEventSender();
    private final RtcpParser rtcp = new RtcpParser();
    private final byte[] packet = new byte[2048];
    private final short[] pcm = new short[8192];
    private long noisePackets;
    private int lastTimestamp;
    private boolean lastMarker;
    private final StringBuilder digits = new StringBuilder();
    private Consumer<short[]> ear = _ -> { };
    private long rtcpReceived;
    private long malformed;
    private long soundPackets;
    private int lastPayloadLength;
    private long keyDownAt;

    /// @param address where it lives; its RTCP is on the port after that
    /// @param telephoneEvent payload type, or -1
    /// @param gatewayPort what SDP told it: `MediaLoop.localPort`
    public ScriptedPhone(InMemoryNetwork network, LongSupplier clock, InetSocketAddress address, AudioFormat format, int telephoneEvent,
                         int gatewayPort) {
        this(network, clock, address, format, telephoneEvent, gatewayPort, Pcm.RATE);
    }

    /// @param rate of the samples it says and hears: 8000, or 16,000 where the format is worth it
    public ScriptedPhone(InMemoryNetwork network, LongSupplier clock, InetSocketAddress address, AudioFormat format, int telephoneEvent,
                         int gatewayPort, int rate) {
        this.network = network;
        this.clock = clock;
        this.address = address;
        this.packed = PackedAddress.of(address);
        this.format = format;
        this.encoder = Codecs.of(format, rate);
        this.decoder = Codecs.of(format, rate);
        this.receiver = new RtpReceiver(format.clockRate());
        this.telephoneEvent = telephoneEvent;
        this.gatewayPort = gatewayPort;
        this.sender = new RtpSender(address.hashCode(), address.getPort() & 0xffff, 160 * address.getPort(), format.clockRate());
        network.attach(address, this::onRtp);
        network.attach(new InetSocketAddress(address.getAddress(), address.getPort() + 1), this::onRtcp);
    }

    /// Who gets what is heard, packet by packet, decoded.
    public void ear(Consumer<short[]> newEar) {
        ear = newEar;
    }

    /// Says one packet; usually [Pcm#FRAME] samples.
    public void say(short[] samples) {
        int length = encoder.encode(samples, 0, samples.length, packet, RtpPacket.HEADER);
        int ticks = samples.length * (format.clockRate() / 1000) / (encoder.rate() / 1000);
        sender.stampAudio(packet, format.payloadType(), ticks, length, clock.getAsLong());
        network.deliver(packed, gatewayPort, packet, RtpPacket.HEADER + length);
    }

    /// Says that it says nothing, and what that sounds like (RFC 3389).
    ///
    /// @param level in -dBov
    public void sayNoise(int level) {
        packet[RtpPacket.HEADER] = (byte) level;
        sender.stampAudio(packet, COMFORT_NOISE, 0, 1, clock.getAsLong());
        network.deliver(packed, gatewayPort, packet, RtpPacket.HEADER + 1);
    }

    /// Presses a key for 100 ms: all its packets at once, as they differ only in what they say.
    public void press(char key) {
        press(key, TelephoneEvents.event(key));
    }

    /// Flashes its hook (RFC 4733, event 16).
    public void flash() {
        press('0', 16);
    }

    private void press(char key, int event) {
        long now = clock.getAsLong();
        keySender.begin(key, sender.timestampAt(now));
        for (int i = 1; i <= KEY_PACKETS + TelephoneEventSender.END_PACKETS; i++) {
            boolean end = i > KEY_PACKETS;
            int length = keySender.next(packet, sender, telephoneEvent, Pcm.FRAME * Math.min(i, KEY_PACKETS), end, now);
            packet[RtpPacket.HEADER] = (byte) event;
            network.deliver(packed, gatewayPort, packet, length);
        }
        keySender.end();
    }

    /// Presses a key and says so once; [#keyStays] and [#keyUp] follow.
    public void keyDown(char key) {
        keyDownAt = clock.getAsLong();
        keySender.begin(key, sender.timestampAt(keyDownAt));
        keyPacket(false);
    }

    public void keyStays() {
        keyPacket(false);
    }

    /// Lets the key go.
    ///
    /// @param ends how many of the end packets are not lost
    public void keyUp(int ends) {
        for (int i = 0; i < ends; i++) {
            keyPacket(true);
        }
        keySender.end();
    }

    private void keyPacket(boolean end) {
        long now = clock.getAsLong();
        int duration = Math.max(Pcm.FRAME, (int) ((now - keyDownAt) * Pcm.RATE / 1_000_000_000L));
        int length = keySender.next(packet, sender, telephoneEvent, duration, end, now);
        network.deliver(packed, gatewayPort, packet, length);
    }

    /// Sends an RTCP report to the gateway.
    public void report() {
        RtcpReports reports = new RtcpReports("phone@" + address.getHostString());
        int length = reports.write(sender, sender.packets() > 0, receiver, rtcp, false, clock.getAsLong());
        network.deliver(packed + 1, gatewayPort + 1, reports.bytes(), length);
    }

    private void onRtp(long from, byte[] data, int length, long now) {
        if (!view.parse(data, length)) {
            malformed++;
            return;
        }
        boolean sound = view.payloadType() == format.payloadType();
        receiver.onPacket(view.ssrc(), view.sequence(), view.timestamp(), sound, now);
        if (sound) {
            soundPackets++;
            lastPayloadLength = view.payloadLength();
            lastTimestamp = view.timestamp();
            lastMarker = view.marker();
            int count = decoder.decode(data, view.payloadOffset(), view.payloadLength(), pcm, 0);
            ear.accept(java.util.Arrays.copyOf(pcm, count));
        } else if (view.payloadType() == telephoneEvent) {
            Signal signal = keys.onPacket(view.timestamp(), data, view.payloadOffset(), view.payloadLength(), now);
            if (signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED) {
                digits.append(keys.key());
            }
        } else if (view.payloadType() == COMFORT_NOISE) {
            noisePackets++;
        } else {
            malformed++;
        }
    }

    private void onRtcp(long from, byte[] data, int length, long now) {
        rtcpReceived++;
        if (!rtcp.parse(data, length, sender.ssrc(), now)) {
            malformed++;
        }
    }

    public void hangUp() {
        network.attach(address, null);
        network.attach(new InetSocketAddress(address.getAddress(), address.getPort() + 1), null);
    }

    public InetSocketAddress address() {
        return address;
    }

    /// The books of what it has received.
    public RtpReceiver receiver() {
        return receiver;
    }

    public RtcpParser rtcp() {
        return rtcp;
    }

    public long rtcpReceived() {
        return rtcpReceived;
    }

    public long soundPackets() {
        return soundPackets;
    }

    public int lastPayloadLength() {
        return lastPayloadLength;
    }

    public long noisePackets() {
        return noisePackets;
    }

    /// Of the last packet of sound.
    public int lastTimestamp() {
        return lastTimestamp;
    }

    /// Of the last packet of sound.
    public boolean lastMarker() {
        return lastMarker;
    }

    /// Anything that was no packet it had agreed to.
    public long malformed() {
        return malformed;
    }

    /// How long the last key was, by the clock of the events.
    public int keyDuration() {
        return keys.duration();
    }

    /// Keys that came as RFC 4733 events.
    public String digits() {
        return digits.toString();
    }
}
