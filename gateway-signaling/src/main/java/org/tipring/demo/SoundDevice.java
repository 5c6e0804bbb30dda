package org.tipring.demo;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.tipring.media.pcm.DeviceAudio;
import org.tipring.media.pcm.Pcm;

/// A sound card without hardware: a thread that every 20 ms takes a frame from a microphone and gives one to a loudspeaker that
/// keeps what it played.
public final class SoundDevice implements AutoCloseable {

    /// Half a minute is more than any call of ours takes.
    private static final int KEPT = 60 * Pcm.RATE;
    private static final int LATE_FRAMES = 10;

    private final DeviceAudio audio = new DeviceAudio();
    private final AtomicReference<short[]> microphone = new AtomicReference<>(new short[0]);
    private final short[] played = new short[KEPT];
    private final Thread thread;
    private volatile int playedSamples;
    private volatile long mostLateNanos;
    private volatile boolean restart;
    private volatile boolean running = true;

    SoundDevice(String name, Runnable ready) {
        audio.onReady(ready);
        thread = Thread.ofPlatform().name(name).daemon().priority(Thread.MAX_PRIORITY).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    DeviceAudio audio() {
        return audio;
    }

    /// Says these samples from now on, once, then silence.
    public void speak(short[] samples) {
        microphone.set(samples.clone());
    }

    /// Forgets what was played so far.
    public void rewind() {
        restart = true;
        while (restart && running) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// What the loudspeaker has played since [#rewind].
    public short[] played() {
        return Arrays.copyOf(played, playedSamples);
    }

    /// How late this thread, which has nothing else to do, has come at worst since [#rewind]: what a busy computer does to sound.
    public long mostLateNanos() {
        return mostLateNanos;
    }

    private void run() {
        short[] out = new short[Pcm.FRAME];
        short[] in = new short[Pcm.FRAME];
        short[] speech = microphone.get();
        int spoken = 0;
        long due = System.nanoTime();
        while (running) {
            if (microphone.get() != speech) {
                speech = microphone.get();
                spoken = 0;
            }
            int count = Math.min(Pcm.FRAME, speech.length - spoken);
            Arrays.fill(out, (short) 0);
            System.arraycopy(speech, spoken, out, 0, count);
            spoken += count;
            play(in);
            audio.fromDevice(out, 0, Pcm.FRAME);
            due += Pcm.FRAME_NANOS;
            long now = System.nanoTime();
            mostLateNanos = Math.max(mostLateNanos, now - due + Pcm.FRAME_NANOS);
            if (now - due > LATE_FRAMES * Pcm.FRAME_NANOS) {
                due = now;
            }
            LockSupport.parkNanos(due - now);
        }
    }

    private void play(short[] frame) {
        if (restart) {
            playedSamples = 0;
            mostLateNanos = 0;
            restart = false;
        }
        int heard = audio.toDevice(frame, 0, Pcm.FRAME);
        Arrays.fill(frame, heard, Pcm.FRAME, (short) 0);
        int room = Math.min(Pcm.FRAME, KEPT - playedSamples);
        System.arraycopy(frame, 0, played, playedSamples, room);
        playedSamples += room;
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
    }
}
