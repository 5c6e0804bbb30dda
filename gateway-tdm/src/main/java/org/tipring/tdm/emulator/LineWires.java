package org.tipring.tdm.emulator;

import java.time.LocalDateTime;
import java.util.Arrays;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.callerid.CallerId;

/// The two wires of a line as electricity: hook, battery, polarity, and what sounds. What it means is [LineCircuit]'s matter.
final class LineWires {

    private final LineSound sound;
    private TelephoneSet set = EmptySocket.NONE;
    private boolean closed;
    /// Another telephone on the same two wires is off-hook.
    private boolean otherClosed;
    private boolean cable = true;
    private boolean loopBroken;
    private boolean reversed;

    LineWires(LineSound sound) {
        this.sound = sound;
    }

    void attach(TelephoneSet telephone) {
        set = telephone;
    }

    boolean closed() {
        return closed || otherClosed;
    }

    boolean otherClosed() {
        return otherClosed;
    }

    boolean cable() {
        return cable;
    }

    boolean battery() {
        return cable && !loopBroken;
    }

    boolean reversed() {
        return reversed;
    }

    CallProgressTone tone() {
        return battery() && closed() ? sound.tone() : null;
    }

    /// @return whether the exchange notices
    boolean close(boolean close) {
        boolean before = closed();
        closed = close;
        return before != closed() && cable;
    }

    /// @return whether the exchange notices
    boolean closeOther(boolean close) {
        boolean before = closed();
        otherClosed = close;
        return before != closed() && cable;
    }

    /// @return whether the exchange notices
    boolean plug(boolean plugged, long at) {
        boolean changed = cable != plugged;
        set.catchUp(at);
        cable = plugged;
        set.battery(battery(), at);
        return changed && closed();
    }

    void play(CallProgressTone tone, long at) {
        set.catchUp(at);
        sound.play(tone);
        set.soundChanged(at);
    }

    void play(Voice voice, long at) {
        set.catchUp(at);
        sound.play(voice);
        set.soundChanged(at);
    }

    void silence(long at) {
        set.catchUp(at);
        sound.silence();
        set.soundChanged(at);
    }

    /// Lets something about the present sound change by that action.
    void change(Runnable change, long at) {
        set.catchUp(at);
        change.run();
        set.soundChanged(at);
    }

    void breakLoop(boolean broken, long at) {
        if (loopBroken != broken) {
            set.catchUp(at);
            loopBroken = broken;
            set.battery(battery(), at);
        }
    }

    void reverse(boolean turned, long at) {
        if (reversed != turned) {
            reversed = turned;
            if (cable) {
                set.reversed(at);
            }
        }
    }

    void ring(boolean on, long at) {
        if (cable) {
            set.ringing(on, at);
        }
    }

    void callerId(CallerId caller, LocalDateTime date, long at) {
        if (cable) {
            set.callerId(caller, date, at);
        }
    }

    /// @return a DTMF key that has begun in the set's sound, or 0
    char transfer(short[] fromSet, short[] toSet, int samples) {
        if (!closed || !battery()) {
            Arrays.fill(toSet, 0, samples, (short) 0);
            return 0;
        }
        return sound.transfer(fromSet, toSet, samples);
    }

    /// Nothing hangs on the line yet.
    private enum EmptySocket implements TelephoneSet {
        NONE;

        @Override
        public void catchUp(long atNanos) { }

        @Override
        public void ringing(boolean on, long atNanos) { }

        @Override
        public void callerId(CallerId caller, LocalDateTime date, long atNanos) { }

        @Override
        public void battery(boolean on, long atNanos) { }

        @Override
        public void reversed(long atNanos) { }

        @Override
        public void soundChanged(long atNanos) { }
    }
}
