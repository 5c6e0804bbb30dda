package org.tipring.media.engine.record;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// A file and its life on a writer's thread, so that the media thread never waits for a disk: opened at the first task, flushed after each, closed
/// after the last, given up when it fails. One task at a time.
///
/// @param <F> the file
final class WriterTask<F extends Closeable & Flushable> {

    /// On the writer's thread.
    interface Opener<F> {
        F open() throws IOException;
    }

    /// On the writer's thread.
    interface Work<F> {

        /// Takes what there is.
        ///
        /// @param file null when there is none any more: what was taken is thrown away
        void write(F file) throws IOException;
    }

    private final String what;
    private final Opener<F> opener;
    private final Work<F> work;
    private final Executor writers;
    private final LongAdder failures;
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Runnable task = this::run;
    private volatile boolean closed;

    /// Writer's side.
    private F file;
    private boolean ended;

    /// @param what with its file, for the log
    WriterTask(String what, Opener<F> opener, Work<F> work, Executor writers, LongAdder failures) {
        this.what = what;
        this.opener = opener;
        this.work = work;
        this.writers = writers;
        this.failures = failures;
    }

    /// Media thread.
    void schedule() {
        if (writing.compareAndSet(false, true)) {
            try {
                writers.execute(task);
            } catch (RejectedExecutionException _) {
                writing.set(false);
                failures.increment();
            }
        }
    }

    /// What was taken is still written. Media thread.
    void close() {
        closed = true;
        schedule();
    }

    private void run() {
        boolean last;
        do {
            last = closed;
            try {
                write(last);
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
            writing.set(false);
            // A close that came while this task was at work found it busy: its work falls to this task.
        } while (closed && !last && writing.compareAndSet(false, true));
    }

    private void write(boolean last) throws IOException {
        if (file == null && !ended) {
            file = opener.open();
        }
        work.write(file);
        if (file != null && last) {
            F done = file;
            file = null;
            ended = true;
            done.close();
        } else if (file != null) {
            file.flush();
        }
    }

    private void fail(Exception e) {
        failures.increment();
        System.getLogger("org.tipring.media").log(System.Logger.Level.WARNING, what + " cannot be written any more, and ends here: "
                + e.getMessage() + ". Check that its folder exists, is writable and has room.");
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
