package org.tipring.media.engine.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.pcm.Recording;
import org.tipring.media.pcm.SampleRing;

/// Writes a conversation to a file without ever making the media thread wait: it fills two rings, and once a second a task on a
/// writer's thread empties them. A disk that is slower than that costs frames, which are counted; the conversation goes on.
public final class Recorder {

    /// Eight seconds.
    private static final int CAPACITY = 1 << 16;
    private static final int WRITE_EVERY = Pcm.RATE;

    private final LongAdder lostFrames;
    private final WriterTask<Recording> task;

    private final SampleRing left = new SampleRing(CAPACITY);
    private final SampleRing right = new SampleRing(CAPACITY);
    private int unwritten;

    /// Writer's side; one task at a time.
    private final short[] leftPart = new short[WRITE_EVERY];
    private final short[] rightPart = new short[WRITE_EVERY];

    public Recorder(Path path, RecordingOpener opener, Executor writers, LongAdder lostFrames, LongAdder failures) {
        this.lostFrames = lostFrames;
        this.task = new WriterTask<>("the recording " + path, () -> opener.open(path), this::empty, writers, failures);
    }

    /// Ends the recording there was, if any, for the next one.
    ///
    /// @return `next`, which may be null
    public static Recorder replace(Recorder before, Recorder next) {
        if (before != null) {
            before.close();
        }
        return next;
    }

    /// Takes one frame of each direction. Media thread.
    public void write(short[] leftFrame, short[] rightFrame) {
        if (CAPACITY - Math.max(left.available(), right.available()) < Pcm.FRAME) {
            lostFrames.increment();
            return;
        }
        left.write(leftFrame, 0, Pcm.FRAME);
        right.write(rightFrame, 0, Pcm.FRAME);
        unwritten += Pcm.FRAME;
        if (unwritten >= WRITE_EVERY) {
            unwritten = 0;
            task.schedule();
        }
    }

    /// What was taken is still written. Media thread.
    public void close() {
        task.close();
    }

    private void empty(Recording file) throws IOException {
        int count;
        while ((count = right.read(rightPart, 0, WRITE_EVERY)) > 0) {
            left.read(leftPart, 0, count);
            if (file != null) {
                file.write(leftPart, rightPart, count);
            }
        }
    }
}
