package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.codec.HalfBand;
import org.tipring.media.codec.PayloadTime;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.SequenceNumber;

/// One direction between two RTP peers: each packet goes on when it comes, with no more done to it than the two ends make necessary.
///
/// | codecs | packets as long as the other peer wants them | others |
/// |---|---|---|
/// | the same | passed on as they are | bytes are cut and joined anew; Opus, whose packets tell their length, is passed on |
/// | A-law, mu-law | passed on through a table | through the table, and cut anew |
/// | any others | decoded, brought to the other's rate, encoded | the same, cut anew |
///
/// Nothing is waited for but the rest of a longer packet. What is missing or out of turn is a gap in the outgoing numbers as well, and the
/// far end's jitter buffer and concealment deal with it; only Opus' decoder, which builds on what it heard, is told of the loss. Packets
/// that come late are passed on as they are, but left out where they would have to be cut or decoded. Owned by the media thread.
final class Relay {

    /// A jump of the time line beyond this is a new one.
    private static final int LONGEST_GAP = 10 * Pcm.RATE;
    private static final int MOST_SAMPLES = 2 * Playout.MAX_SAMPLES;

    private final LoopContext loop;
    private final RtpEndpoint from;
    private final RtpOutput out;
    private boolean fresh = true;

    /// What the fields below were prepared for.
    private AudioFormat incoming;
    private AudioFormat outgoing;
    private int packetTicks;
    private boolean sameBytes;
    private boolean uncut;
    private boolean cutting;

    /// The position of the next sound on the stream's time line, in 8000ths of a second, and what its packet should say.
    private final RelayPlace place = new RelayPlace();
    private boolean known;
    private long position;
    private int lastSequence;
    private int nextTimestamp;
    private int clockPerTick;
    private int bytesPerTick;
    private int samplesPerTick;

    private final byte[] bytes = new byte[Playout.MAX_PAYLOAD];
    private Codec decoder;
    private HalfBand wider;
    /// Null until something has to be decoded.
    private short[] decoded;
    private short[] collected;
    /// In 8000ths of a second.
    private int filled;

    Relay(RtpEndpoint from, RtpOutput out, LoopContext loop) {
        this.loop = loop;
        this.from = from;
        this.out = out;
    }

    /// @param ticks how much sound it holds, by the RTP clock of its format
    void sound(RtpPacket packet, boolean newSource, int ticks, long nowNanos) {
        if (from.format() != incoming || out.format() != outgoing || out.packetTicks() != packetTicks) {
            prepare();
        }
        boolean first = takeFresh(newSource);
        if (first) {
            cutting = false;
        }
        cutting |= !sameBytes || !uncut && ticks != packetTicks * clockPerTick;
        if (!cutting) {
            out.forward(packet, incoming, first, ticks, from.ear(), nowNanos);
        } else if (!out.open()) {
            forget();
        } else if (inTurn(packet, first, nowNanos)) {
            nextTimestamp = packet.timestamp() + ticks;
            cut(packet, ticks / clockPerTick, nowNanos);
        }
    }

    private boolean takeFresh(boolean newSource) {
        boolean first = fresh || newSource;
        fresh = false;
        return first;
    }

    private void prepare() {
        incoming = from.format();
        outgoing = out.format();
        packetTicks = out.packetTicks();
        if (incoming == null || outgoing == null) {
            sameBytes = true;
            uncut = true;
            return;
        }
        boolean same = incoming.isSameCodec(outgoing);
        sameBytes = same || isLaw(incoming) && isLaw(outgoing);
        bytesPerTick = new PayloadTime(incoming).bytesPerTick() * (incoming.clockRate() / Pcm.RATE);
        uncut = same && bytesPerTick == 0;
        clockPerTick = incoming.clockRate() / Pcm.RATE;
        cutting = false;
        decoder = null;
        forget();
        if (!sameBytes) {
            prepareDecoder();
        }
    }

    private static boolean isLaw(AudioFormat format) {
        return format.encoding().equals("PCMA") || format.encoding().equals("PCMU");
    }

    private void prepareDecoder() {
        int rate = Math.min(Codecs.rate(incoming), out.rate());
        decoder = Codecs.of(incoming, rate);
        wider = rate < out.rate() ? new HalfBand() : null;
        samplesPerTick = out.rate() / Pcm.RATE;
        if (decoded == null) {
            decoded = new short[MOST_SAMPLES];
            collected = new short[MOST_SAMPLES];
        }
    }

    private void forget() {
        known = false;
        filled = 0;
    }

    /// Finds where a packet lies after the one before.
    ///
    /// @return false for one that is late
    private boolean inTurn(RtpPacket packet, boolean newSource, long nowNanos) {
        int step = SequenceNumber.distance(lastSequence, packet.sequence());
        int gap = (packet.timestamp() - nextTimestamp) / clockPerTick;
        if (!known || newSource || Math.abs(gap) > LONGEST_GAP) {
            forget();
            known = true;
            place.anew();
        } else if (step <= 0) {
            loop.lateInRelay.increment();
            return false;
        } else if (gap != 0 || step > 1) {
            flush(nowNanos);
            missing(step > 1, gap);
        }
        lastSequence = packet.sequence();
        if (packet.marker()) {
            place.beginSpurt();
        }
        return true;
    }

    private void missing(boolean lost, int gap) {
        position += gap;
        if (lost && gap > 0) {
            place.lost(Math.max(1, gap / packetTicks));
            if (decoder != null) {
                decoder.lost(gap * decoder.rate() / Pcm.RATE);
            }
        }
    }

    /// @param ticks in 8000ths of a second
    private void cut(RtpPacket packet, int ticks, long nowNanos) {
        if (!sameBytes) {
            decode(packet, ticks);
        }
        int done = 0;
        while (done < ticks) {
            int part = Math.min(packetTicks - filled, ticks - done);
            if (sameBytes) {
                Transcoding.copy(incoming, packet.data(), packet.payloadOffset() + done * bytesPerTick, part * bytesPerTick,
                        outgoing, bytes, filled * bytesPerTick);
            } else {
                System.arraycopy(decoded, done * samplesPerTick, collected, filled * samplesPerTick, part * samplesPerTick);
            }
            filled += part;
            done += part;
            position += part;
            if (filled == packetTicks) {
                send(nowNanos);
            }
        }
    }

    /// A payload that cannot be decoded is silence of the same length.
    private void decode(RtpPacket packet, int ticks) {
        loop.transcoded.increment();
        int wanted = ticks * samplesPerTick;
        int half = wider == null ? 0 : MOST_SAMPLES / 2;
        // To be widened it is decoded into the far half, whence it cannot be overtaken.
        int count = decoder.decode(packet.data(), packet.payloadOffset(), packet.payloadLength(), decoded, half);
        from.ear().decoded(decoded, half, Math.max(0, count));
        if (wider != null) {
            wider.up(decoded, half, count, decoded, 0);
            count *= 2;
        }
        if (count < wanted) {
            Arrays.fill(decoded, count, wanted, (short) 0);
        }
    }

    private void send(long nowNanos) {
        place.packet(position - filled, filled);
        if (sameBytes) {
            out.relay(bytes, filled * bytesPerTick, place, nowNanos);
        } else {
            out.relay(collected, filled * samplesPerTick, place, nowNanos);
        }
        filled = 0;
    }

    /// What has been collected goes out shorter, or as Opus, which has no packets of any length, with silence after it.
    private void flush(long nowNanos) {
        if (filled == 0) {
            return;
        }
        if (!sameBytes && outgoing.encoding().equals("OPUS")) {
            Arrays.fill(collected, filled * samplesPerTick, packetTicks * samplesPerTick, (short) 0);
            place.packet(position - filled, filled);
            out.relay(collected, packetTicks * samplesPerTick, place, nowNanos);
            filled = 0;
        } else {
            send(nowNanos);
        }
    }

    /// Passes comfort noise on to a peer that takes it.
    void noise(RtpPacket packet, boolean newSource, long nowNanos) {
        boolean first = takeFresh(newSource);
        if (!cutting) {
            out.forwardNoise(packet, first, nowNanos);
        } else if (out.open() && known && !first) {
            int gap = (packet.timestamp() - nextTimestamp) / clockPerTick;
            flush(nowNanos);
            skipped(packet);
            place.packet(position + Math.clamp(gap, 0, LONGEST_GAP), 0);
            out.relayNoise(packet, place, nowNanos);
        }
    }

    /// A key begins: what was said before it goes first.
    void keyBegins(long nowNanos) {
        flush(nowNanos);
    }

    /// Something else was sent in between: the next packet begins a new relation of numbers.
    void anew() {
        fresh = true;
    }

    /// A packet that is not sound has taken its number: it is not missing.
    void skipped(RtpPacket packet) {
        if (packet != null && known && SequenceNumber.isNewer(packet.sequence(), lastSequence)) {
            lastSequence = packet.sequence();
        }
    }

    /// Whether the next packet begins a new relation of numbers; asked by what passes keys on.
    boolean fresh(boolean newSource) {
        return takeFresh(newSource);
    }
}
