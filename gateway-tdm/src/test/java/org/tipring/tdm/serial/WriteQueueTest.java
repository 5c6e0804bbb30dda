package org.tipring.tdm.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WriteQueueTest {

    @Test
    void aDeviceThatTakesALittleGetsAllInOrder() {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        WriteQueue queue = new WriteQueue((bytes, offset, length) -> {
            int some = Math.min(7, length);
            taken.write(bytes, offset, some);
            return some;
        });
        byte[] all = new byte[100_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        for (int i = 0; i < all.length; i += 1000) {
            assertThat(queue.write(all, i, 1000)).isTrue();
        }
        assertThat(taken.toByteArray()).isEqualTo(all);
    }

    @Test
    void nobodyWaitsBehindAStuckWriteAndNothingIsLostWhenItGoesOn() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        WriteQueue queue = new WriteQueue((bytes, offset, length) -> {
            stuck.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                return 0;
            }
            taken.write(bytes, offset, length);
            return length;
        });
        Thread first = Thread.ofPlatform().start(() -> queue.write(new byte[] {1}, 0, 1));
        assertThat(stuck.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.write(new byte[] {2}, 0, 1)).as("comes back at once").isTrue();
        free.countDown();
        first.join();
        assertThat(taken.toByteArray()).containsExactly(1, 2);
    }

    @Test
    void aDeviceThatTakesNothingIsGoneAndAFullQueueDropsAndCounts() {
        WriteQueue gone = new WriteQueue((_, _, _) -> 0);
        assertThat(gone.write(new byte[1], 0, 1)).isFalse();
        for (int i = 0; i < 100; i++) {
            gone.write(new byte[1000], 0, 1000);
        }
        assertThat(gone.droppedBytes()).isPositive();
    }
}
