package org.tipring.media.engine.listening;

import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.dsp.ModemTone;
import org.tipring.media.dsp.ModemTones;
import org.tipring.media.dsp.SoundLevels;

/// What one direction of an RTP stream sounds like: how loud, and whether there is a fax machine or modem in it. Payloads of G.711 and L16
/// are listened to as they pass; what has another codec only where it is decoded or encoded anyway. Owned by the media thread.
public final class StreamEar {

    private final SoundLevels levels = new SoundLevels();
    private final ModemTones modems = new ModemTones();
    private final short[] samples;
    /// Null where payloads cannot be listened to in passing.
    private Codec plain;

    /// @param samples room for those of a packet, shared: nothing stays in it
    public StreamEar(short[] samples) {
        this.samples = samples;
    }

    public void use(AudioFormat format) {
        if (plain == null || !plain.format().equals(format)) {
            boolean cheap = switch (format.encoding()) {
                case "PCMA", "PCMU" -> true;
                case "L16" -> format.clockRate() == AudioFormat.PCMA.clockRate();
                default -> false;
            };
            plain = cheap ? Codecs.of(format) : null;
        }
    }

    /// @return what has just been recognised, or null
    public ModemTone payload(byte[] data, int offset, int length) {
        if (plain == null || length > samples.length) {
            return null;
        }
        int count = plain.decode(data, offset, length, samples, 0);
        levels.add(samples, 0, count);
        return modems.hear(samples, 0, count);
    }

    /// The same of payloads that are only measured.
    public void measure(byte[] data, int offset, int length) {
        if (plain != null && length <= samples.length) {
            levels.add(samples, 0, plain.decode(data, offset, length, samples, 0));
        }
    }

    /// A payload that another has just listened to.
    public void same(StreamEar other) {
        if (other.plain != null) {
            levels.add(other.levels.power());
        }
    }

    /// Sound that was decoded from payloads which this does not listen to.
    public void decoded(short[] pcm, int offset, int count) {
        if (plain == null) {
            levels.add(pcm, offset, count);
        }
    }

    /// Sound that will be encoded.
    public void measure(short[] pcm, int count) {
        levels.add(pcm, 0, count);
    }

    public double speechDbm0() {
        return levels.speechDbm0();
    }

    public double noiseDbm0() {
        return levels.noiseDbm0();
    }
}
