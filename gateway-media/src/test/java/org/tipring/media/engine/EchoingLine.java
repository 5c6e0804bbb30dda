package org.tipring.media.engine;

import org.tipring.media.pcm.Pcm;

/// A line whose hybrid gives back what is written to it: weaker, later, and under what the far end says.
final class EchoingLine extends MediaWorld.Line {

    private final short[] written = new short[1 << 13];
    private final double gain;
    private final int delay;
    private int now = 1 << 12;

    /// @param delayMillis of the device and the line; 0: what is written is heard with the next frame
    EchoingLine(String name, double echoDb, int delayMillis) {
        super(name);
        this.gain = Math.pow(10, echoDb / 20);
        this.delay = delayMillis * Pcm.RATE / 1000;
    }

    /// What comes from the line when the far end says this.
    void sayOverEcho(short[] far) {
        short[] frame = new short[Pcm.FRAME];
        for (int i = 0; i < Pcm.FRAME; i++) {
            // A simple hybrid: a little of it comes half a millisecond later.
            double echo = gain * (0.8 * written[now - Pcm.FRAME + i - delay & MASK] + 0.3 * written[now - Pcm.FRAME + i - delay - 4 & MASK]);
            frame[i] = (short) Math.clamp(Math.round(far[i] + echo), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        say(frame);
    }

    @Override
    public void write(short[] frame) {
        super.write(frame);
        for (int i = 0; i < Pcm.FRAME; i++) {
            written[now + i & MASK] = frame[i];
        }
        now += Pcm.FRAME;
    }

    private static final int MASK = (1 << 13) - 1;
}
