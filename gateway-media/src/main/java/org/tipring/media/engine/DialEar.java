package org.tipring.media.engine;

import org.tipring.media.dsp.DialToneFilter;
import org.tipring.media.dsp.EarlyKey;
import org.tipring.media.pcm.Pcm;

/// Hears the keys of somebody who dials as soon as the device lets it, in pieces of a frame: the first key shall end dial tone at once, and
/// the last one place the call. What it hears has the echo of dial tone in it, which is filtered out. Owned by the media thread.
///
/// ```
///  device ──peek──► DialToneFilter ─┬─► EarlyKey      a guess after about 10 ms
///                                   └─► DtmfDetector  sure after about 35 ms
/// ```
final class DialEar {

    private final DialToneFilter filter;
    private final EarlyKey onset = new EarlyKey();
    private final short[] waiting = new short[Pcm.FRAME];
    private final short[] filtered = new short[Pcm.FRAME];
    /// So much of the frame that comes next has been heard.
    private int heard;
    private boolean begun;

    DialEar(DialToneFilter filter) {
        this.filter = filter;
    }

    /// Listens to what has come since. A key that is sure is reported by the line.
    ///
    /// @return how many samples of the next frame are there; 0 where the device gives whole frames only
    int listen(LineEndpoint line) {
        int there = line.peek(waiting);
        begun = false;
        if (there > heard) {
            int fresh = there - heard;
            filter.process(waiting, heard, filtered, fresh);
            line.hearKeys(filtered, fresh);
            begun = onset.process(filtered, 0, fresh);
            heard = there;
        }
        return there;
    }

    /// Whether what came last is the begin of a key, as far as one can guess.
    boolean keyBegins() {
        return begun;
    }

    /// The frame has been read; the next one is new.
    void nextFrame() {
        heard = 0;
    }
}
