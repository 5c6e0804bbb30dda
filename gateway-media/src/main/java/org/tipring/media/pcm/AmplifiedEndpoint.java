package org.tipring.media.pcm;

/// A line that is too loud or too quiet, set right in both directions. What would not fit into a sample is cut off. Owned by one thread.
public final class AmplifiedEndpoint implements AudioEndpoint {

    private final AudioEndpoint line;
    private final float in;
    private final float out;
    private final short[] scaled = new short[Pcm.FRAME];

    private AmplifiedEndpoint(AudioEndpoint line, double inDb, double outDb) {
        this.line = line;
        this.in = (float) Math.pow(10, inDb / 20);
        this.out = (float) Math.pow(10, outDb / 20);
    }

    /// @param inDb what the line says becomes so much louder; @param outDb what is said to it
    /// @return the line itself when nothing is to be changed
    public static AudioEndpoint of(AudioEndpoint line, double inDb, double outDb) {
        return inDb == 0 && outDb == 0 ? line : new AmplifiedEndpoint(line, inDb, outDb);
    }

    @Override
    public boolean read(short[] frame) {
        boolean there = line.read(frame);
        if (there) {
            scale(frame, frame, in, Pcm.FRAME);
        }
        return there;
    }

    @Override
    public int peek(short[] into) {
        int count = line.peek(into);
        scale(into, into, in, count);
        return count;
    }

    @Override
    public boolean hungry() {
        return line.hungry();
    }

    @Override
    public void hush() {
        line.hush();
    }

    @Override
    public void write(short[] frame) {
        scale(frame, scaled, out, Pcm.FRAME);
        line.write(scaled);
    }

    private static void scale(short[] from, short[] to, float factor, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (short) Math.clamp(Math.round(factor * from[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }
}
