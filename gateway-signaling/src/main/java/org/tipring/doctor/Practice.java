package org.tipring.doctor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.port.LinePort;

/// Where lines are examined: one thread, the caller's, is their control and their media thread. Time is an argument of the
/// constructor, so that a test needs none.
public final class Practice {

    private final LongSupplier clock;
    private final Runnable pause;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Patient> patients = new ArrayList<>();

    /// @param pause lets a few milliseconds pass
    public Practice(LongSupplier clock, Runnable pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /// What ports use as their control thread.
    public Executor control() {
        return tasks::add;
    }

    public Patient admit(Function<Consumer<LineEvent>, LinePort> port) {
        Deque<LineEvent> fresh = new ArrayDeque<>();
        Patient patient = new Patient(port.apply(fresh::add), fresh);
        patients.add(patient);
        return patient;
    }

    long now() {
        return clock.getAsLong();
    }

    void run(long millis) {
        until(() -> false, millis);
    }

    /// @return whether it came true in that time
    boolean until(BooleanSupplier condition, long millis) {
        long end = now() + millis * 1_000_000;
        while (true) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            long now = now();
            patients.forEach(patient -> patient.serve(now));
            if (condition.getAsBoolean()) {
                return true;
            }
            if (now >= end) {
                return false;
            }
            pause.run();
        }
    }

    /// @return whether the line said so in that time
    boolean await(Patient patient, Class<? extends LineEvent> kind, long sinceNanos, long millis) {
        return until(() -> patient.saidSince(kind, sinceNanos) >= 0, millis);
    }

    /// Puts every line on the hook and lets the devices go.
    public void close() {
        patients.forEach(patient -> patient.port.close(now()));
        until(() -> patients.stream().allMatch(patient -> patient.port.closed()), 10_000);
    }
}
