package org.tipring.tdm.port;

import java.util.Arrays;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.CallWaitingAlert;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerIdSender;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.CountryProfile.CallerIdHabit;

/// Tells a telephone that is in a conversation of a second caller, and its display who that is (Type II caller ID: Telcordia GR-30-CORE section
/// 2.3.2 and GR-575, ETSI EN 300 659-2):
///
/// ```
///  to it    waiting tone │ silence, CAS 80 ms │ at most 320 ms ............ │ pause 100 ms │ FSK │ talk, and the tone again in its rhythm
///  from it  talk         │ (nobody hears it)  │ key D or A: "I listen" ──►  │              │     │ talk
/// ```
/// A telephone that does not acknowledge has no such display, and hears no data. From the alerting signal to the end of the data the other
/// party hears nothing of it: neither the key nor the data's echo. A real caller hears silence for about a second.
///
/// The waiting tone replaces the talk for as long as it sounds. Owned by the media thread once it is given to [CardSound]; allocates nothing
/// for a frame.
final class WaitingAnnouncement {

    private enum Stage {
        /// The first waiting tone.
        TONE,
        /// Silence, then the alerting signal.
        ALERT,
        /// The telephone may acknowledge.
        AWAIT,
        /// It has; a pause, the data, a pause.
        DATA,
        /// Only the tone comes again.
        REPEAT
    }

    private static final TonePlan.Signal USUAL = new TonePlan.Signal(Tone.of(-16, 440), Cadence.of(300, 9_700));
    private static final Tone ALERTING = Tone.of(-16, CallWaitingAlert.LOW_HERTZ, CallWaitingAlert.HIGH_HERTZ);
    private static final double FSK_DBM0 = -13.5;
    private static final int MILLI = Pcm.RATE / 1000;
    private static final int SILENCE_BEFORE = 60 * MILLI;
    private static final int ALERT = CallWaitingAlert.OFF_HOOK_MILLIS * MILLI;
    /// 160 ms until the key begins, what it takes to be known for one, and the way to the telephone and back.
    private static final int AWAIT = 320 * MILLI;
    /// EN 300 659-2: the data begins 50 to 500 ms after the key's end; a key lasts 55 to 65 ms and is known after 40.
    private static final int PAUSE = 100 * MILLI;
    private static final int AFTER = 40 * MILLI;

    private final ToneGenerator tone;
    private final ToneGenerator alert = new ToneGenerator(ALERTING, Cadence.STEADY);
    private final CallerIdSender data;
    private final DtmfDetector keys = new DtmfDetector();
    private final short[] mine = new short[Pcm.FRAME];
    private Stage stage = Stage.TONE;
    private boolean sounded;
    /// Samples that the stage has lasted.
    private int at;
    private int afterData;
    private boolean acknowledged;

    /// @param caller who waits
    WaitingAnnouncement(TonePlan plan, CallerIdHabit habit, LineMessage.CallSetup caller) {
        TonePlan.Signal signal = plan.signals().get(CallProgressTone.CALL_WAITING);
        this.tone = new ToneGenerator(signal == null || signal.cadence().steady() ? USUAL : signal);
        this.data = switch (habit.scheme()) {
            case BELL_202_FSK -> CallerIdSender.offHook(FskTones.BELL_202, CallerIdSender.Format.MDMF, caller, FSK_DBM0);
            case V_23_FSK -> CallerIdSender.offHook(FskTones.V23, CallerIdSender.Format.MDMF, caller, FSK_DBM0);
            case DTMF, NONE -> null;
        };
    }

    /// Whether the telephone has said that its display listens.
    boolean acknowledged() {
        return acknowledged;
    }

    /// What the telephone hears instead of this frame.
    ///
    /// @return the frame itself, or another one that is good until the next call
    short[] say(short[] frame) {
        boolean mutes = mutes();
        tone.next(mine, 0, Pcm.FRAME);
        boolean sounds = !silent(mine);
        if (mutes) {
            switch (stage) {
                case ALERT -> alert();
                case DATA -> data();
                case AWAIT, TONE, REPEAT -> Arrays.fill(mine, (short) 0);
            }
            pass();
            return mine;
        }
        if (stage == Stage.TONE && sounded && !sounds) {
            enter(data == null ? Stage.REPEAT : Stage.ALERT);
        }
        sounded |= sounds;
        return sounds ? mine : frame;
    }

    /// Takes a frame of the telephone, and what nobody else is to hear out of it.
    void hear(short[] frame) {
        if (stage != Stage.AWAIT && stage != Stage.ALERT && stage != Stage.DATA) {
            return;
        }
        char key = keys.process(frame, Pcm.FRAME);
        if (stage == Stage.AWAIT && (key == 'D' || key == 'A')) {
            acknowledged = true;
            enter(Stage.DATA);
        }
        Arrays.fill(frame, (short) 0);
    }

    private boolean mutes() {
        return stage == Stage.ALERT || stage == Stage.AWAIT || stage == Stage.DATA;
    }

    private void alert() {
        Arrays.fill(mine, (short) 0);
        int from = Math.clamp(SILENCE_BEFORE - at, 0, Pcm.FRAME);
        int to = Math.clamp(SILENCE_BEFORE + ALERT - at, 0, Pcm.FRAME);
        if (to > from) {
            alert.next(mine, from, to - from);
        }
    }

    private void data() {
        if (at < PAUSE) {
            Arrays.fill(mine, (short) 0);
        } else {
            data.next(mine, 0, Pcm.FRAME);
        }
    }

    private void pass() {
        at += Pcm.FRAME;
        switch (stage) {
            case ALERT -> {
                if (at >= SILENCE_BEFORE + ALERT) {
                    enter(Stage.AWAIT);
                }
            }
            case AWAIT -> {
                if (at >= AWAIT) {
                    enter(Stage.REPEAT);
                }
            }
            case DATA -> {
                afterData += data.done() ? Pcm.FRAME : 0;
                if (afterData >= AFTER) {
                    enter(Stage.REPEAT);
                }
            }
            case TONE, REPEAT -> { }
        }
    }

    private void enter(Stage next) {
        stage = next;
        at = 0;
    }

    private static boolean silent(short[] frame) {
        for (short sample : frame) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }
}
