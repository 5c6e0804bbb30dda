package org.tipring.media.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.pcm.Recording;
import org.tipring.media.pcm.SampleRing;

/// Writes a conversation to a file without ever making the media thread wait: it fills two rings, and once a second a task on a
/// writer's thread empties them. A disk that is slower than that costs frames, which are counted; the conversation goes on.
final class Recorder {

    /// Eight seconds.
    private static final int CAPACITY = 1 << 16;
    private static final int WRITE_EVERY = Pcm.RATE;

    private final Path path;
    private final RecordingOpener opener;
    private final Executor writers;
    private final LongAdder lostFrames;
    private final LongAdder failures;

    private final SampleRing left = new SampleRing(CAPACITY);
    private final SampleRing right = new SampleRing(CAPACITY);
    private final AtomicBoolean writing = new AtomicBoolean();
    private int unwritten;
    private volatile boolean closed;

    /// Writer's side; one task at a time.
    private final short[] leftPart = new short[WRITE_EVERY];
    private final short[] rightPart = new short[WRITE_EVERY];
    private Recording file;
    private boolean ended;

    Recorder(Path path, RecordingOpener opener, Executor writers, LongAdder lostFrames, LongAdder failures) {
        this.path = path;
        this.opener = opener;
        this.writers = writers;
        this.lostFrames = lostFrames;
        this.failures = failures;
    }

    /// Ends the recording there was, if any, for the next one.
    ///
    /// @return `next`, which may be null
    static Recorder replace(Recorder before, Recorder next) {
        if (before != null) {
            before.close();
        }
        return next;
    }

    /// Takes one frame of each direction. Media thread.
    void write(short[] leftFrame, short[] rightFrame) {
        if (CAPACITY - Math.max(left.available(), right.available()) < Pcm.FRAME) {
            lostFrames.increment();
            return;
        }
        left.write(leftFrame, 0, Pcm.FRAME);
        right.write(rightFrame, 0, Pcm.FRAME);
        unwritten += Pcm.FRAME;
        if (unwritten >= WRITE_EVERY) {
            unwritten = 0;
            schedule();
        }
    }

    /// What was taken is still written. Media thread.
    void close() {
        closed = true;
        schedule();
    }

    private void schedule() {
        if (writing.compareAndSet(false, true)) {
            try {
                writers.execute(this::drain);
            } catch (RejectedExecutionException _) {
                writing.set(false);
                failures.increment();
            }
        }
    }

    private void drain() {
        boolean last;
        do {
            last = closed;
            try {
                writeAll(last);
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
            writing.set(false);
            // A close that came while this task was at work found it busy: its work falls to this task.
        } while (closed && !last && writing.compareAndSet(false, true));
    }

    private void writeAll(boolean last) throws IOException {
        if (file == null && !ended) {
            file = opener.open(path);
        }
        int count;
        while ((count = right.read(rightPart, 0, WRITE_EVERY)) > 0) {
            left.read(leftPart, 0, count);
            if (file != null) {
                file.write(leftPart, rightPart, count);
            }
        }
        if (file == null) {
            return;
        }
        if (last) {
            file.close();
            file = null;
            ended = true;
        } else {
            file.flush();
        }
    }

    private void fail(Exception e) {
        failures.increment();
        System.getLogger("org.tipring.media").log(System.Logger.Level.WARNING,
                "the recording " + path + " cannot be written, and ends here: " + e.getMessage()
                        + ". Check that its folder exists, is writable and has room.");
        ended = true;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException _) {
            // It has been reported already that this file is not as it should be.
        }
        file = null;
    }
}
