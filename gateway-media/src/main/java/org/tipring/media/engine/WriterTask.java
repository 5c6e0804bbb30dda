package org.tipring.media.engine;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// Work for a writer's thread, one task at a time, so that the media thread never waits for a disk.
final class WriterTask {

    /// On the writer's thread.
    interface Work {

        /// Takes what there is.
        ///
        /// @param last nothing comes after it
        void write(boolean last) throws IOException;

        /// It has failed: nothing more can be written.
        void abandon();
    }

    private final String what;
    private final Work work;
    private final Executor writers;
    private final LongAdder failures;
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Runnable task = this::run;
    private volatile boolean closed;

    /// @param what with its file, for the log
    WriterTask(String what, Work work, Executor writers, LongAdder failures) {
        this.what = what;
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
                work.write(last);
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
            writing.set(false);
            // A close that came while this task was at work found it busy: its work falls to this task.
        } while (closed && !last && writing.compareAndSet(false, true));
    }

    private void fail(Exception e) {
        failures.increment();
        System.getLogger("org.tipring.media").log(System.Logger.Level.WARNING, what + " cannot be written any more, and ends here: "
                + e.getMessage() + ". Check that its folder exists, is writable and has room.");
        work.abandon();
    }
}
