package org.tipring.bench;

import org.tipring.media.codec.ULaw;
import org.tipring.media.dsp.SpeechLike;

/// Everybody speaks, each at another place of the same text.
final class Speech implements RtpStreams.Sound {

    private static final int SECONDS = 8;
    private static final int APART = 17;

    private final byte[][] packets;
    private final int[] position;

    Speech(int streams) {
        short[] samples = new SpeechLike(7).take(SECONDS * 1000);
        packets = new byte[samples.length / RtpStreams.PAYLOAD][RtpStreams.PAYLOAD];
        for (int i = 0; i < packets.length * RtpStreams.PAYLOAD; i++) {
            packets[i / RtpStreams.PAYLOAD][i % RtpStreams.PAYLOAD] = ULaw.encode(samples[i]);
        }
        position = new int[streams];
        for (int i = 0; i < streams; i++) {
            position[i] = i * APART % packets.length;
        }
    }

    @Override
    public void speak(int stream, byte[] payload, long nowNanos) {
        System.arraycopy(packets[position[stream]], 0, payload, 0, RtpStreams.PAYLOAD);
        position[stream] = (position[stream] + 1) % packets.length;
    }
}
