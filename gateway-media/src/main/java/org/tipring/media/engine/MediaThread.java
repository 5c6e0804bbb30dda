package org.tipring.media.engine;

/// Runs a [MediaLoop] on a platform thread of its own, named like the loop, with high priority. API first; the body follows.
public final class MediaThread implements AutoCloseable {

    public MediaThread(MediaLoop loop) {
        throw new UnsupportedOperationException("not yet");
    }

    public void start() {
        throw new UnsupportedOperationException("not yet");
    }

    /// Stops the thread and waits for it, two seconds at most. Endpoints that are open stay open: close them by command before.
    @Override
    public void close() {
        throw new UnsupportedOperationException("not yet");
    }
}
