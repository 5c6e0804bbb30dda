package org.tipring.media.dsp.echo;

import org.tipring.media.dsp.LevelMeter;

/// What a resting [EchoFilter] watches: whether the error has grown against the echo, which means another path, and whether it has rested
/// long enough for one that is not perfect.
final class EchoWatch {

    private int restFrames = SHORTEST_REST / 2;
    private int framesTooLoud;
    private float usualShare = 1;
    private float shareNow = 1;

    /// A new path: what was known of the old one's quality is of no use.
    void begin() {
        restFrames = SHORTEST_REST / 2;
    }

    /// The filter rests from now on.
    ///
    /// @param good nobody would hear a better one
    void rest(boolean good) {
        usualShare = shareNow = 1;
        framesTooLoud = 0;
        restFrames = good ? Integer.MAX_VALUE : restFrames == Integer.MAX_VALUE ? SHORTEST_REST : 2 * restFrames;
        restFrames = Math.clamp(restFrames, SHORTEST_REST, Integer.MAX_VALUE);
    }

    /// @param frames since the rest began; @param echoNow mean square of what was taken away
    /// @return whether it is time to learn again
    boolean wakes(int frames, float errorNow, float echoNow) {
        float now = errorNow / (echoNow + 1);
        if (frames < SETTLE_FRAMES) {
            shareNow = frames == 1 ? now : shareNow + QUICK * (Math.min(now, 2 * shareNow) - shareNow);
            usualShare = shareNow;
            return false;
        }
        usualShare += SLOW * (Math.min(now, usualShare) - usualShare);
        framesTooLoud = now > GROWN * usualShare && echoNow > AUDIBLE ? framesTooLoud + 1 : 0;
        if (framesTooLoud > WAKE_FRAMES) {
            begin();
            return true;
        }
        return frames > restFrames;
    }

    private static final int SETTLE_FRAMES = 15;
    private static final float QUICK = 0.4f;
    private static final float SLOW = 0.03f;
    private static final float GROWN = 6;
    private static final float AUDIBLE = (float) LevelMeter.power(-60);
    private static final int WAKE_FRAMES = 4;
    private static final int SHORTEST_REST = 250;
}
