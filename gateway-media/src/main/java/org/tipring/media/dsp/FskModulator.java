package org.tipring.media.dsp;

import java.util.Arrays;
import java.util.BitSet;
import org.tipring.media.pcm.Pcm;

/// Plays bits as [FskTones] without a break in the phase: first they are queued, then played once. Octets go as on any asynchronous
/// line: a start bit (space), eight bits with the least significant first, a stop bit (mark).
public final class FskModulator {

    private final FskTones tones;
    private final double amplitude;
    private final BitSet bits = new BitSet();
    private int count;
    private long played;
    private double phase;

    /// @param dBm0 level of the tone; networks send about -13.5
    public FskModulator(FskTones tones, double dBm0) {
        this.tones = tones;
        this.amplitude = LevelMeter.amplitude(dBm0);
    }

    /// Ones, at rest.
    public void mark(int howMany) {
        bits.set(count, count + howMany);
        count += howMany;
    }

    /// Zeros and ones in turn, which tell a receiver to listen.
    public void seizure(int howMany) {
        for (int i = 0; i < howMany; i++) {
            bits.set(count++, i % 2 == 1);
        }
    }

    public void octets(byte[] message) {
        for (byte octet : message) {
            count++;
            for (int bit = 0; bit < 8; bit++) {
                bits.set(count++, (octet >> bit & 1) == 1);
            }
            mark(1);
        }
    }

    /// Length of all that is queued, in samples.
    public int samples() {
        return (int) ((long) count * Pcm.RATE / FskTones.RATE);
    }

    public boolean done() {
        return played >= samples();
    }

    /// Writes the next `n` samples; silence after the end.
    public void next(short[] out, int offset, int n) {
        int sounding = (int) Math.min(n, samples() - played);
        for (int i = 0; i < sounding; i++) {
            out[offset + i] = (short) Math.clamp(Math.round(amplitude * Math.sin(phase)), Short.MIN_VALUE, Short.MAX_VALUE);
            boolean mark = bits.get((int) (played++ * FskTones.RATE / Pcm.RATE));
            phase += 2 * Math.PI * (mark ? tones.mark : tones.space) / Pcm.RATE;
            phase -= phase > 2 * Math.PI ? 2 * Math.PI : 0;
        }
        Arrays.fill(out, offset + sounding, offset + n, (short) 0);
    }
}
