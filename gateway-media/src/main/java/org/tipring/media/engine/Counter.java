package org.tipring.media.engine;

import java.util.concurrent.atomic.AtomicLong;

/// A number that one thread counts up and any thread may look at; costs as little as a plain field.
final class Counter {

    private final AtomicLong value = new AtomicLong();

    /// Media thread only.
    void add(long more) {
        value.setRelease(value.getPlain() + more);
    }

    /// Media thread only.
    void increment() {
        add(1);
    }

    /// Any thread.
    long get() {
        return value.getAcquire();
    }
}
