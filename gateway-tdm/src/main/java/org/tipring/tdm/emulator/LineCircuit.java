package org.tipring.tdm.emulator;

import org.tipring.media.dsp.CallProgressTone;

/// The exchange's end of one loop.
final class LineCircuit {

    String number() {
        return "";
    }

    void attach(TelephoneSet telephone) {
    }

    void hook(boolean closed, long nowNanos) {
    }

    void transfer(short[] fromSet, short[] toSet, int samples, long nowNanos) {
    }

    void key(char key, long nowNanos) {
    }

    boolean ringingNow() {
        return false;
    }

    boolean battery() {
        return true;
    }

    boolean reversed() {
        return false;
    }

    CallProgressTone tone() {
        return null;
    }

    char farKey() {
        return 0;
    }

    void cable(boolean plugged, long nowNanos) {
    }

    void dialTone(boolean given) {
    }
}
