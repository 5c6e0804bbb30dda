package org.tipring.demo;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.emulator.Voice;

/// The person at the other end of the exchange: says something once, and remembers what was heard and which keys came. Any thread may ask.
public final class FarEnd implements Voice {

    private static final int KEPT = 60 * Pcm.RATE;

    private final short[] speech;
    private final short[] heard = new short[KEPT];
    private final StringBuilder keys = new StringBuilder();
    private int spoken;
    private int heardSamples;

    /// @param speech said from the moment that the call is connected
    public FarEnd(short[] speech) {
        this.speech = speech.clone();
    }

    @Override
    public synchronized void speak(short[] into, int offset, int samples) {
        int count = Math.min(samples, speech.length - spoken);
        System.arraycopy(speech, spoken, into, offset, count);
        Arrays.fill(into, offset + count, offset + samples, (short) 0);
        spoken += count;
    }

    @Override
    public synchronized void hear(short[] sound, int offset, int samples) {
        int room = Math.min(samples, KEPT - heardSamples);
        System.arraycopy(sound, offset, heard, heardSamples, room);
        heardSamples += room;
    }

    @Override
    public synchronized void key(char key) {
        keys.append(key);
    }

    /// Since the call was connected.
    public synchronized short[] heard() {
        return Arrays.copyOf(heard, heardSamples);
    }

    public synchronized String keys() {
        return keys.toString();
    }
}
