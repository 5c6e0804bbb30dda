package org.tipring.tdm.port;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.tipring.tdm.serial.SerialLink;

/// Bytes on their way to a card, from the control thread and the media thread: neither must wait for a driver, so a thread of its own,
/// `card-out-<name>`, writes them, all that are there at once.
final class CardOutlet implements CardSound.Outlet {

    /// A quarter of a second of 32 ports: a card that does not take that has gone.
    private static final int CAPACITY = 1 << 16;

    private final SerialLink link;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private byte[] filling = new byte[CAPACITY];
    private byte[] writing = new byte[CAPACITY];
    private int filled;
    private boolean over;
    private long dropped;

    private CardOutlet(SerialLink link) {
        this.link = link;
    }

    static CardOutlet start(SerialLink link, String name) {
        CardOutlet outlet = new CardOutlet(link);
        Thread.ofPlatform().name("card-out-" + name).daemon(true).priority(Thread.MAX_PRIORITY).start(outlet::run);
        return outlet;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            if (filled + length > CAPACITY) {
                dropped += length;
                return;
            }
            System.arraycopy(bytes, offset, filling, filled, length);
            filled += length;
            some.signal();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            over = true;
            some.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes that found no room.
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            int length;
            while ((length = next()) > 0) {
                link.write(writing, 0, length);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return 0: there will be nothing more
    private int next() throws InterruptedException {
        lock.lock();
        try {
            while (filled == 0 && !over) {
                some.await();
            }
            byte[] full = filling;
            filling = writing;
            writing = full;
            int length = filled;
            filled = 0;
            return length;
        } finally {
            lock.unlock();
        }
    }
}
