package org.tipring.media.dsp.echo;

import org.tipring.media.pcm.Pcm;

/// How eagerly an [EchoFilter] looks for echo: at first in all that comes, and where nothing comes of it less and less, so that a line
/// without an echo costs little. Owned by one thread; never allocates.
///
/// | since the start | looks |
/// |---|---|
/// | 5 s of sound, or an echo is known or on trial | at each block |
/// | later | at one block in eight: that tells as well whether there is an echo after all, only later |
/// | what looked like one was none | not for some seconds, longer each time |
final class EchoSearch {

    private static final int FRAME = Pcm.FRAME;

    private final SentSignal sent;
    private final int block;
    private final int depth;
    private final EchoLocator locator;
    /// The locator has not seen all that was sent.
    private boolean stale;
    private int vainTrials;
    /// How many frames there must have been before an echo is looked for again.
    private int searchAt;

    EchoSearch(SentSignal sent, int block, int depth) {
        this.sent = sent;
        this.block = block;
        this.depth = depth;
        this.locator = new EchoLocator(block, depth);
    }

    /// All is forgotten, but not what was sent.
    void begin() {
        vainTrials = 0;
        searchAt = 0;
        locator.restart();
    }

    /// What was sent was forgotten, or is not told any more for a while: most frames are such.
    void sleep() {
        stale = true;
    }

    /// The newest frame sent, and what may have its echo in it.
    ///
    /// @param residue null for not looking
    /// @param promising an echo is known or on trial
    /// @param frames with sound so far
    void look(float[] residue, boolean promising, int frames) {
        if (stale) {
            stale = false;
            for (int ago = Math.ceilDiv(depth * block, FRAME); ago > 0; ago--) {
                for (int at = 0; at < FRAME; at += block) {
                    locator.sent(sent.plain, sent.at(ago) + at);
                }
            }
        }
        boolean all = promising || frames <= EAGER_FRAMES;
        boolean some = frames >= searchAt && frames % SLOW_SEARCH == 0;
        for (int at = 0; at < FRAME; at += block) {
            locator.sent(sent.plain, sent.at(0) + at);
            if (residue != null && (promising || frames >= searchAt) && (all || some && at == 0)) {
                locator.heard(residue, at);
            }
        }
    }

    /// @return the delay of the strongest echo in samples, or [EchoLocator#NOWHERE]
    int found(boolean promising, int frames) {
        return promising || frames >= searchAt ? locator.strongest() : EchoLocator.NOWHERE;
    }

    EchoLocator.Origin origin() {
        return locator.origin();
    }

    void restart() {
        locator.restart();
    }

    /// What looked like an echo has not become one in seconds of sound: chance, or sound that says little.
    void vain(int frames) {
        vainTrials = Math.min(vainTrials + 1, MOST_VAIN_TRIALS);
        searchAt = frames + (FIRST_PAUSE << vainTrials);
        locator.restart();
    }

    private static final int EAGER_FRAMES = 250;
    private static final int SLOW_SEARCH = 4;
    private static final int FIRST_PAUSE = 100;
    /// Then it is looked for every eight seconds of sound.
    private static final int MOST_VAIN_TRIALS = 2;
}
