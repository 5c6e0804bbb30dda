package org.tipring.media.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opus (RFC 6716, RFC 7587), by the Concentus library, which is seen here only. Up to 8 kHz of sound: a telephone's. A stereo stream is heard
/// as one channel.
///
/// The library allocates for each frame; the module's README says how much. What it cannot decode, and whatever it throws at such a
/// payload, is a payload without sound.
final class Opus implements Codec {

    /// What RFC 7587 section 3.1.1 has for speech of 8 kHz, at its upper end.
    private static final int BITS_A_SECOND = 24_000;
    private static final int LEAST_BITS_A_SECOND = 6_000;
    /// Of 10: what follows costs more and is hardly heard in speech.
    private static final int COMPLEXITY = 5;
    private static final int MOST_BYTES = 1275;
    private static final Pattern MOST_AVERAGE = Pattern.compile("(?:^|;)\\s*maxaveragebitrate=(\\d{4,6})\\s*(?:;|$)");

    private final AudioFormat format;
    private final int rate;
    private OpusEncoder encoder;
    private OpusDecoder decoder;
    private short[] spare;

    Opus(AudioFormat format, int rate) {
        this.format = format;
        this.rate = rate;
    }

    @Override
    public AudioFormat format() {
        return format;
    }

    @Override
    public int rate() {
        return rate;
    }

    /// @param samples 10, 20, 40 or 60 ms; nothing is written for other lengths
    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
        try {
            if (encoder == null) {
                encoder = newEncoder();
            }
            return encoder.encode(pcm, offset, samples, payload, payloadOffset, Math.min(MOST_BYTES, payload.length - payloadOffset));
        } catch (OpusException | RuntimeException | AssertionError refused) {
            return 0;
        }
    }

    private OpusEncoder newEncoder() throws OpusException {
        OpusEncoder made = new OpusEncoder(rate, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        made.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
        made.setComplexity(COMPLEXITY);
        Matcher most = MOST_AVERAGE.matcher(format.parameters());
        made.setBitrate(most.find() ? Math.clamp(Integer.parseInt(most.group(1)), LEAST_BITS_A_SECOND, BITS_A_SECOND) : BITS_A_SECOND);
        return made;
    }

    @Override
    public int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset) {
        return length < 1 ? 0 : decode(payload, payloadOffset, length, pcm, offset, pcm.length - offset);
    }

    /// The decoder makes up what is missing and so stays close to the sender's state (RFC 6716 section 4.4).
    @Override
    public void lost(int samples) {
        if (decoder == null) {
            return;
        }
        if (spare == null) {
            spare = new short[rate * 60 / 1000];
        }
        int step = rate / 400;
        int length = Math.min(samples / step * step, spare.length);
        if (length > 0) {
            decode(null, 0, 0, spare, 0, length);
        }
    }

    private int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset, int room) {
        try {
            if (decoder == null) {
                decoder = new OpusDecoder(rate, 1);
            }
            // Nothing is longer than 120 ms.
            return decoder.decode(payload, payloadOffset, length, pcm, offset, Math.min(room, rate * 120 / 1000), false);
        } catch (OpusException | RuntimeException | AssertionError refused) {
            return 0;
        }
    }
}
