package org.tipring.signaling.world;

import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.tdm.emulator.Voice;

/// A caller who presses keys as sound, and says nothing else.
final class Keypad implements Voice {

    private short[] keys = new short[0];
    private int at;

    void press(String digits) {
        DtmfGenerator generator = new DtmfGenerator(digits, 100, 100, -8);
        keys = new short[digits.length() * 1_600];
        generator.next(keys, 0, keys.length);
        at = 0;
    }

    @Override
    public void speak(short[] into, int offset, int samples) {
        for (int i = 0; i < samples; i++) {
            into[offset + i] = at < keys.length ? keys[at++] : 0;
        }
    }

    @Override
    public void hear(short[] sound, int offset, int samples) { }
}
