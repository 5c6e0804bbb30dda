package org.tipring.media.engine;

/// Runs a [MediaLoop] on a platform thread of its own, named like the loop, with high priority. All that is scheduled in the loop is on
/// an absolute schedule; a turn that comes late is counted there ([LoopStatistics#lateTicks]).
///
/// On Linux the JVM passes the priority on to the kernel only with `-XX:ThreadPriorityPolicy=1` and the right to do so (root or
/// CAP_SYS_NICE); without, the thread is as equal as others, and wakes late on a busy machine.
public final class MediaThread implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("org.tipring.media");
    private static final long STOP_MILLIS = 2000;

    private final MediaLoop loop;
    private final Thread thread;
    private volatile boolean running;

    public MediaThread(MediaLoop loop) {
        this.loop = loop;
        this.thread = Thread.ofPlatform().name(loop.name()).daemon().priority(Thread.MAX_PRIORITY).unstarted(this::run);
    }

    public void start() {
        running = true;
        thread.start();
    }

    private void run() {
        boolean logged = false;
        while (running) {
            try {
                loop.runOnce(System.nanoTime(), true);
            } catch (Throwable e) {
                // Everything below is caught nearer to its cause; what comes here would otherwise end every call of this thread.
                if (!logged) {
                    LOG.log(System.Logger.Level.ERROR, "the media thread " + loop.name() + " goes on after a fault", e);
                    logged = true;
                }
            }
        }
    }

    /// Stops the thread and waits for it, two seconds at most. Endpoints that are open stay open: close them by command before.
    @Override
    public void close() {
        running = false;
        loop.wakeup().run();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
