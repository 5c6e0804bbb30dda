package org.tipring.signaling.control.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.tipring.media.time.Deadlines;

/// The control thread's loop: one bounded queue, and the deadlines of everything that it owns.
///
/// Two doors lead in. Lines and media use the loop itself as their [Executor]; SIP comes through [#sipDoor], which closes when the
/// queue is three quarters full, so that a flood of new calls is answered 503 and never crowds out the lines. [#runOnce] needs no
/// thread: tests call it with a time of their own.
public final class ControlLoop implements Executor {

    private static final System.Logger LOG = System.getLogger(ControlLoop.class.getName());

    private final BlockingQueue<Runnable> queue;
    private final int capacity;
    private final List<Timed> parts = new ArrayList<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile Thread thread;
    private volatile long nowNanos;

    public ControlLoop(int capacity) {
        this.capacity = capacity;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /// What else has deadlines. Before the start only.
    public void add(Timed part) {
        parts.add(part);
    }

    /// Any thread.
    ///
    /// @throws RejectedExecutionException when the queue is full
    @Override
    public void execute(Runnable task) {
        if (!queue.offer(task)) {
            refused.increment();
            throw new RejectedExecutionException("the control queue is full (" + capacity + ")");
        }
    }

    /// The door for SIP: as the loop itself, but refuses while others still get in.
    public Executor sipDoor() {
        return task -> {
            if (queue.size() > capacity / 4 * 3) {
                refused.increment();
                throw new RejectedExecutionException("too much to do");
            }
            execute(task);
        };
    }

    /// Does all that waits and is due; never blocks.
    public void runOnce(long now) {
        nowNanos = now;
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            guarded(task);
        }
        for (Timed part : parts) {
            if (part.nextDeadline() <= now) {
                guarded(() -> part.tick(now));
            }
        }
    }

    /// The time of the present turn, for what runs in it.
    public long now() {
        return nowNanos;
    }

    public long nextDeadline() {
        long next = Deadlines.NEVER;
        for (Timed part : parts) {
            next = Math.min(next, part.nextDeadline());
        }
        return next;
    }

    public boolean idle() {
        return queue.isEmpty();
    }

    /// Tasks that found the queue full.
    public long refused() {
        return refused.sum();
    }

    /// Tasks that failed by an error of ours; each was logged.
    public long failures() {
        return failures.sum();
    }

    /// Starts the thread `control`.
    public void start(LongSupplier clock) {
        Thread control = new Thread(() -> loop(clock), "control");
        thread = control;
        control.start();
    }

    /// Ends the thread after what it is doing now, and waits for it.
    public void stop() throws InterruptedException {
        Thread control = thread;
        thread = null;
        if (control != null && control != Thread.currentThread()) {
            control.interrupt();
            control.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    private void loop(LongSupplier clock) {
        while (thread == Thread.currentThread()) {
            long now = clock.getAsLong();
            runOnce(now);
            long next = nextDeadline();
            long wait = next == Deadlines.NEVER ? TimeUnit.SECONDS.toNanos(10) : next - clock.getAsLong();
            try {
                Runnable task = wait > 0 ? queue.poll(wait, TimeUnit.NANOSECONDS) : queue.poll();
                if (task != null) {
                    nowNanos = clock.getAsLong();
                    guarded(task);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// The one place that catches: a failure in one call must not end the others.
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failures.increment();
            LOG.log(System.Logger.Level.ERROR, "control: a task failed; the others go on", e);
        }
    }
}
