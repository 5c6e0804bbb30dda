package org.tipring.media.dsp;

/// Whether a dial tone may lie under what is heard: it was there alone for 100 ms, not long ago. In speech that is rare, so that a key may be
/// looked for beside it without taking speech for keys. Owned by one thread.
final class DialToneWatch {

    private static final int ALONE_BLOCKS = 8;
    /// Half a second: a key that is held longer has been heard by then.
    private static final int MEMORY_BLOCKS = 40;
    /// What is not dial tone while it is alone.
    private static final double MOST_BESIDE = 0.05;
    private static final double LEAST_DBM0 = -38;
    /// A dial tone of 470 Hz turns its sign 12 times in a block. Most sounds can be told by that.
    private static final int MOST_CROSSINGS = 14;

    private static final int BLOCK = DtmfDetector.BLOCK;

    private final DialToneSpace space = new DialToneSpace(BLOCK);
    private final double leastEnergy = LevelMeter.power(LEAST_DBM0) * BLOCK;
    private int alone;
    private int memory;

    void reset() {
        alone = 0;
        memory = 0;
    }

    /// @return whether what else is in the block is to be looked for beside a dial tone
    boolean hear(short[] pcm, int offset, double energy) {
        memory = Math.max(0, memory - 1);
        if (energy < leastEnergy) {
            reset();
            return false;
        }
        boolean slow = crossings(pcm, offset) <= MOST_CROSSINGS;
        if (!slow && memory == 0) {
            alone = 0;
            return false;
        }
        double dial = space.energy(pcm, offset);
        if (energy - dial > MOST_BESIDE * energy) {
            alone = 0;
            return memory > 0;
        }
        if (++alone >= ALONE_BLOCKS || memory > 0) {
            memory = MEMORY_BLOCKS;
        }
        return false;
    }

    private static int crossings(short[] pcm, int offset) {
        int changes = 0;
        for (int i = offset + 1; i < offset + BLOCK; i++) {
            changes += (pcm[i - 1] ^ pcm[i]) >>> 31;
        }
        return changes;
    }
}
