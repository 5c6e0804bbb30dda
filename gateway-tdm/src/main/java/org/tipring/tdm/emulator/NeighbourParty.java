package org.tipring.tdm.emulator;

import java.util.Arrays;
import org.tipring.media.pcm.SampleRing;

/// Another line of the same exchange. Each of the two lines runs on its telephone set's clock, so a ring of samples lies between.
final class NeighbourParty implements Party {

    private static final int CAPACITY = 4096;

    private final LineCircuit neighbour;
    private final SampleRing toUs;
    private final SampleRing toNeighbour;

    private NeighbourParty(LineCircuit neighbour, SampleRing toUs, SampleRing toNeighbour) {
        this.neighbour = neighbour;
        this.toUs = toUs;
        this.toNeighbour = toNeighbour;
    }

    /// Each as the other sees it: the called one for the caller, then the caller for the called one.
    static NeighbourParty[] between(LineCircuit caller, LineCircuit called) {
        SampleRing there = new SampleRing(CAPACITY);
        SampleRing back = new SampleRing(CAPACITY);
        return new NeighbourParty[] {new NeighbourParty(called, back, there), new NeighbourParty(caller, there, back)};
    }

    @Override
    public void lineAnswered(long atNanos) {
        neighbour.farAnswered(atNanos);
    }

    @Override
    public void lineReleased(long atNanos) {
        neighbour.farReleased(atNanos);
    }

    @Override
    public char keyDown() {
        return 0;
    }

    @Override
    public void speak(short[] into, int offset, int samples) {
        int there = toUs.read(into, offset, samples);
        Arrays.fill(into, offset + there, offset + samples, (short) 0);
    }

    @Override
    public void hear(short[] heard, int offset, int samples) {
        toNeighbour.write(heard, offset, samples);
    }
}
