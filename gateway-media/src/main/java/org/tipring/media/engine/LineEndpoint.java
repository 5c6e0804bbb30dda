package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.echo.EchoCanceller;
import org.tipring.media.dsp.ModemTone;
import org.tipring.media.dsp.ModemTones;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.clock.LineClock;
import org.tipring.media.engine.key.KeyEar;
import org.tipring.media.engine.listening.SilenceWatch;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;

/// A telephone line in a bridge: takes the echo of what it hears out of what it says, listens for the exchange's tones, and plays keys to
/// it. Owned by the media thread.
///
/// ```
///  line ──[#read]──► EchoCanceller ──► ToneDetector ──► [#hearKeys] ──► [#suppress] ──► who listens
///  line ◄─[#answer]──┴─ what was played last; the canceller finds how late it comes back
/// ```
final class LineEndpoint implements ToneDetector.Listener {

    /// More frames than this waiting in one turn mean that we stalled: 100 ms.
    static final int CATCH_UP_FRAMES = 5;
    /// A line that gave no sound for so long was away: a modem that dials takes none either.
    static final long AWAY_NANOS = 200_000_000L;
    /// So many frames waiting before a call are left from an earlier one, and are thrown away: more than any device holds.
    private static final int STALE_FRAMES = 64;
    /// After a tone of ours, what is left of it: its way there and back, and what the detector takes to miss it.
    private static final int OWN_TONE_FRAMES = 50;

    private static final short[] SILENCE = new short[Pcm.FRAME];

    private final String name;
    private final AudioEndpoint audio;
    private final TonePlan plan;
    private final ToneDetector detector;
    private final LoopContext loop;
    private final KeyPlayer keys;
    private final KeyEar ear = new KeyEar();
    private final ModemTones modems = new ModemTones();
    private boolean carriesData;
    private final SilenceWatch silence = new SilenceWatch();
    private final KnownLine known;
    /// Null when the line's echo is wanted.
    private final EchoCanceller echo;
    /// What the line hears while it says the next frame.
    private final short[] sent = new short[Pcm.FRAME];
    private CallProgressTone ownTone;
    private int ownToneFrames;
    /// What may be the exchange's tone, but also the echo of ours.
    private CallProgressTone doubtful;

    LineEndpoint(Termination.Line line, KnownLine known, LoopContext loop) {
        this.known = known;
        this.echo = known.newCall(line.cancelsEcho());
        this.keys = new KeyPlayer(line.keys());
        this.name = line.name();
        this.audio = line.audio();
        this.plan = line.plan();
        this.detector = new ToneDetector(line.plan(), this);
        this.loop = loop;
        short[] stale = new short[Pcm.FRAME];
        for (int i = 0; i < STALE_FRAMES && audio.read(stale); i++) {
            loop.lineFrames.increment();
        }
    }

    String name() {
        return name;
    }

    TonePlan plan() {
        return plan;
    }

    /// How its samples run against our time.
    LineClock clock() {
        return known.clock;
    }

    /// Whether this is the same line, and listened to for the same tones.
    boolean is(Termination.Line end) {
        return name.equals(end.name()) && audio == end.audio() && plan.equals(end.plan()) && end.cancelsEcho() == (echo != null);
    }

    /// From now on the line hears a tone of ours, which its hybrid gives back: it covers weak keys and tones of the exchange, and would
    /// pass for the exchange's own.
    ///
    /// @param tone null: silence
    void hearsOwn(CallProgressTone tone) {
        ownTone = tone;
        ownToneFrames = OWN_TONE_FRAMES;
    }

    /// The line hears somebody again.
    void hearsOthers() {
        ownTone = null;
        ownToneFrames = OWN_TONE_FRAMES;
    }

    /// See [AudioEndpoint#hungry]; who knows what to say says it, others leave it to [#read], which gives silence.
    boolean hungry() {
        return audio.hungry();
    }

    /// See [AudioEndpoint#peek].
    int peek(short[] into) {
        return audio.peek(into);
    }

    /// See [AudioEndpoint#hush].
    void hush() {
        audio.hush();
    }

    /// Takes the next frame, if there is one, and listens to it.
    boolean read(short[] frame, long nowNanos) {
        if (audio.hungry()) {
            audio.write(SILENCE);
        }
        if (!audio.read(frame)) {
            return false;
        }
        loop.lineFrames.increment();
        known.clock.frame(nowNanos);
        if (echo != null) {
            echo.cancel(sent, frame);
        }
        Arrays.fill(sent, (short) 0);
        known.heard.add(frame);
        known.frame();
        detector.process(frame);
        hearModem(modems.hear(frame, 0, Pcm.FRAME));
        int silent = silence.heard(frame);
        if (silent > 0) {
            loop.events.accept(new MediaEvent.LineSilent(name, silent));
        }
        if (doubtful != null && doubtful != ownTone && --ownToneFrames <= 0) {
            CallProgressTone tone = doubtful;
            doubtful = null;
            toneStarted(tone);
        }
        return true;
    }

    private void hearModem(ModemTone tone) {
        if (tone != null) {
            carriesData |= tone.answers();
            loop.modems[tone.ordinal()].increment();
            loop.events.accept(new MediaEvent.LineModem(name, tone));
        }
    }

    /// Whether a fax machine or modem has answered here.
    boolean carriesData() {
        return carriesData;
    }

    /// Takes away of a frame that was read what is left of the echo, for whoever hears the line.
    void suppress(short[] frame) {
        if (echo != null) {
            echo.suppress(frame);
        }
    }

    /// Listens for keys in a frame that was read, and reports them.
    ///
    /// @return the key that has just gone down, or 0
    char hearKeys(short[] frame) {
        return hearKeys(frame, Pcm.FRAME);
    }

    /// The same of any number of samples, at most a frame.
    char hearKeys(short[] pcm, int n) {
        char key = ear.hear(pcm, n);
        if (key != 0) {
            loop.events.accept(new MediaEvent.LineDigit(name, key));
        }
        return key;
    }

    /// Whether the end of the frame that was read may be the begin of a key.
    boolean suspectsKey() {
        return ear.suspects();
    }

    /// Whether a key sounds on the line.
    boolean keySounds() {
        return ear.keySounds();
    }

    /// Plays a frame to the line, in return for the one just read. After a stall the line has played nothing for as long as it has said
    /// something unread: playing all those frames now would delay the sound for the rest of the call, so the late ones are withheld.
    ///
    /// @param nth which frame of this turn it is, from 1
    void answer(short[] frame, int nth) {
        if (nth <= CATCH_UP_FRAMES) {
            write(frame);
        } else {
            loop.resyncFrames.increment();
        }
    }

    /// Plays a frame to the line. Keys that are being played replace the sound.
    private void write(short[] frame) {
        if (keys.active()) {
            keys.next(frame, 0, Pcm.FRAME);
        }
        ear.send(frame);
        silence.said(frame);
        known.sent.add(frame);
        System.arraycopy(frame, 0, sent, 0, Pcm.FRAME);
        audio.write(frame);
    }

    void key(char key) {
        if (!keys.add(key)) {
            loop.keyOverflows.increment();
        }
    }

    /// As [#key], of a key that is down until [#keyUp].
    void keyDown(char key) {
        key(key);
        keys.hold();
    }

    void keyUp() {
        keys.release();
    }

    @Override
    public void toneStarted(CallProgressTone tone) {
        if (tone == ownTone) {
            doubtful = tone;
        } else {
            loop.events.accept(new MediaEvent.ToneStarted(name, tone));
        }
    }

    @Override
    public void toneEnded(CallProgressTone tone) {
        if (tone == doubtful) {
            doubtful = null;
        } else {
            loop.events.accept(new MediaEvent.ToneEnded(name, tone));
        }
    }

    @Override
    public void voiceHeard() {
        loop.events.accept(new MediaEvent.VoiceHeard(name));
    }
}
