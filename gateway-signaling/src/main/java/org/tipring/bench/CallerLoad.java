package org.tipring.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/// Two telephones of ours, where SIPp is not installed. They use the same SIP stack as the gateway and compete with it for the machine, so
/// what they reach is a lower bound.
final class CallerLoad implements CallsBench.Load {

    private static final int DISCARD = 9;
    private static final long PATIENCE_SECONDS = 20;

    private final Caller caller;
    private final Caller called;

    CallerLoad(ConfigFolder config) throws IOException, InterruptedException {
        caller = new Caller("201", config);
        called = new Caller("202", config);
        caller.awaitRegistered();
        called.awaitRegistered();
    }

    @Override
    public String describe() {
        return "telephones in the bench's JVM (SIPp is not installed)";
    }

    @Override
    public String calls(int rate, int seconds) throws InterruptedException {
        CompletableFuture<?>[] calls = new CompletableFuture<?>[rate * seconds];
        long start = System.nanoTime();
        for (int i = 0; i < calls.length; i++) {
            long due = start + i * 1_000_000_000L / rate;
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            Caller.Outgoing call = caller.call("202", DISCARD);
            calls[i] = call.answered.thenRun(() -> caller.hangUp(call));
        }
        try {
            CompletableFuture.allOf(calls).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause().toString();
        } catch (TimeoutException e) {
            return "not every call was answered";
        }
    }

    @Override
    public void close() {
        caller.close();
        called.close();
    }
}
