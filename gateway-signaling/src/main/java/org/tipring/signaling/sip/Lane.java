package org.tipring.signaling.sip;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/// Runs what it is given one after the other, in order, each leg on a lane of its own: a leg whose peer's TCP connection hangs holds up
/// nobody else. Costs nothing while idle.
final class Lane implements Executor {

    private final Executor threads;
    private final LastWords lastWords;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    Lane(Executor threads, LastWords lastWords) {
        this.threads = threads;
        this.lastWords = lastWords;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
            lastWords.laneBusy();
        }
        threads.execute(this::run);
    }

    private void run() {
        while (true) {
            Runnable task;
            synchronized (waiting) {
                task = waiting.poll();
                if (task == null) {
                    running = false;
                    lastWords.laneIdle();
                    return;
                }
            }
            // The tasks catch what they throw (JainSipEndpoint#guarded); this only keeps the lane alive for the next one.
            try {
                task.run();
            } catch (Throwable unexpected) {
                StackLog.report("a task of a leg failed", unexpected);
            }
        }
    }
}
