package org.tipring.media.engine;

import org.tipring.media.pcm.Pcm;

/// The newest frames of one turn: usually one. After a stall of the media thread there are more than a conversation bears to be late by;
/// then the oldest are given up. Owned by the media thread.
final class Backlog {

    private final short[][] frames = new short[LineEndpoint.CATCH_UP_FRAMES][Pcm.FRAME];
    private int count;

    /// Where the next frame goes: it counts once [#add] is called, and then replaces the oldest if there are too many.
    short[] slot() {
        return frames[count % frames.length];
    }

    void add() {
        count++;
    }

    /// How many had to be given up.
    int lost() {
        return Math.max(0, count - frames.length);
    }

    int kept() {
        return Math.min(count, frames.length);
    }

    /// @param index 0 is the oldest that was kept
    short[] frame(int index) {
        return frames[(lost() + index) % frames.length];
    }

    void clear() {
        count = 0;
    }
}
