package org.tipring.tdm.modem;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.tipring.media.time.Deadlines;

/// The core of a voice-modem port: what to say to the modem, and what its answers mean for the line. Owned by the control thread.
///
/// | state | what is going on | leads to |
/// |---|---|---|
/// | DETACHED | no device; looked for with a growing pause | RESETTING when it opens |
/// | RESETTING | woken up ([Awakening]) and told everything anew ([InitLadder]) | IDLE !ready, STUCK !failed |
/// | IDLE | on-hook in class 0: rings and caller identity come as text | SEIZING |
/// | SEIZING | class 8, parameters, `+VLS=1`, `+VTR` | STREAM !off-hook |
/// | STREAM | sound both ways | LEAVING, CLEARING |
/// | LEAVING | out of the stream, in order to dial | DIALLING |
/// | DIALLING | `+VTS`, then `+VTR` again | STREAM !digits sent |
/// | CLEARING | out of the stream, loop open, class 0 | IDLE !on-hook; RESETTING when it does not listen |
/// | STUCK | it does not do what it must; tried again with a growing pause | RESETTING |
///
/// A device that goes leads from anywhere to DETACHED !gone; an answer that fails leads from anywhere to RESETTING !failed.
public final class VoiceModem {

    public enum State { DETACHED, RESETTING, IDLE, SEIZING, STREAM, LEAVING, DIALLING, CLEARING, STUCK }

    private enum Timer { SOUND, PAUSE, CLOSE }

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long SOUND_MISSING = 2 * SECOND;
    private static final long COMMA = 2 * SECOND;
    private static final long CLOSE_LIMIT = 5 * SECOND;
    /// Some modems go off-hook only after the running ring burst: `+VTR` is refused until then.
    private static final int STREAM_TRIES = 12;
    private static final long STREAM_AGAIN_AFTER = 500 * MILLI;
    private static final Pattern PARTS = Pattern.compile(",|[^,]{1," + AtCommand.TONES_AT_ONCE + "}");
    private static final List<AtCommand> OPEN_LOOP = List.of(AtCommand.of("AT+VLS=0", 2 * SECOND, 1), AtCommand.of("ATH", 2 * SECOND, 1),
            AtCommand.of("AT+FCLASS=0", 2 * SECOND, 1), AtCommand.of("AT+VCID=1", 2 * SECOND, 1));

    private final AtDialogue dialogue;
    private final ModemTalk talk;
    private final ModemRevival revival;
    private final LineReports reports;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final Deque<String> toDial = new ArrayDeque<>();
    private State state = State.DETACHED;
    private List<ModemAction> actions = new ArrayList<>();
    private long now;
    private long heardAtNanos;
    private int streamTries;
    private boolean clearedByReset;
    private boolean closing;
    private boolean closed;
    private long ignored;
    private long resets;

    public VoiceModem(VoiceModemSettings settings) {
        this.dialogue = new AtDialogue(command -> actions.add(
                command.leavesStream() ? new ModemAction.LeaveStream(command) : new ModemAction.Transmit(command)));
        this.talk = new ModemTalk(dialogue, this::clear, this::fail);
        this.revival = new ModemRevival(settings, dialogue, action -> actions.add(action), this::ready, this::stuck);
        this.reports = new LineReports(settings.loopSignal(), report -> actions.add(report));
    }

    public State state() {
        return state;
    }

    /// What the modem said it is, empty before it said so.
    public String identity() {
        return revival.init().identity();
    }

    /// Lines, codes and requests that met a state they do not fit.
    public long ignored() {
        return ignored + dialogue.strayResults();
    }

    /// How often the modem had to be brought to its senses.
    public long resets() {
        return resets;
    }

    public boolean closed() {
        return closed;
    }

    public long nextDeadline() {
        return Math.min(Math.min(deadlines.next(), reports.nextDeadline()),
                Math.min(dialogue.nextDeadline(), revival.nextDeadline()));
    }

    public List<ModemAction> tick(long nowNanos) {
        begin(nowNanos);
        dialogue.tick(now);
        revival.tick();
        reports.tick(now);
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (due) {
                case SOUND -> soundMissing();
                case PAUSE -> goOn();
                case CLOSE -> finishClosing();
            }
        }
        return actions;
    }

    // The link

    public List<ModemAction> start(long nowNanos) {
        begin(nowNanos);
        actions.add(new ModemAction.OpenLink());
        return actions;
    }

    public List<ModemAction> opened(long nowNanos) {
        begin(nowNanos);
        state = State.RESETTING;
        talk.reset();
        revival.opened();
        return actions;
    }

    public List<ModemAction> openFailed(String why, long nowNanos) {
        return lost(why, nowNanos);
    }

    /// The link said that its device is gone.
    public List<ModemAction> lost(String why, long nowNanos) {
        begin(nowNanos);
        detach(State.DETACHED);
        actions.add(new ModemAction.Gone(why));
        return actions;
    }

    private void detach(State next) {
        state = next;
        talk.reset();
        revival.detach();
        clearedByReset = false;
        deadlines.clearAll();
        if (closing) {
            closed = true;
        } else {
            revival.retryLater();
        }
    }

    private void ready() {
        idle(clearedByReset ? new ModemAction.OnHook() : new ModemAction.Ready());
    }

    private void idle(ModemAction.ToLine report) {
        state = State.IDLE;
        clearedByReset = false;
        if (closing) {
            finishClosing();
        } else {
            actions.add(report);
        }
    }

    private void stuck(String why) {
        detach(State.STUCK);
        actions.add(new ModemAction.Failed(why));
    }

    /// The modem did not do what it was told: start over with it, the line out of service meanwhile.
    private void fail(String why) {
        actions.add(new ModemAction.Failed(why));
        clearedByReset = false;
        distrust();
        revival.begin();
    }

    private void distrust() {
        resets++;
        state = State.RESETTING;
        talk.reset();
        deadlines.clear(Timer.SOUND);
        deadlines.clear(Timer.PAUSE);
    }

    // What the modem says

    public List<ModemAction> line(String line, long nowNanos) {
        begin(nowNanos);
        if (!reports.line(line, state, now) && !dialogue.line(line, now)) {
            ignored++;
        }
        return actions;
    }

    /// DLE and a code, inside a stream or outside.
    public List<ModemAction> dle(int code, long nowNanos) {
        begin(nowNanos);
        reports.dle(code, state, now);
        return actions;
    }

    public List<ModemAction> streamStarted(long nowNanos) {
        begin(nowNanos);
        if (!talk.streaming()) {
            // The answer to a command that was given up long ago.
            actions.add(new ModemAction.AbandonStream());
            ignored++;
        }
        return actions;
    }

    public List<ModemAction> streamEnded(long nowNanos) {
        begin(nowNanos);
        boolean unexpected = talk.streaming() && state == State.STREAM;
        talk.streamEnded();
        if (unexpected) {
            fail("the modem ended the voice stream by itself");
        }
        return actions;
    }

    /// When sound came from the modem last. Told before [#tick].
    public void heard(long atNanos) {
        heardAtNanos = Math.max(heardAtNanos, atNanos);
    }

    private void soundMissing() {
        if (now - heardAtNanos >= SOUND_MISSING) {
            fail("no sound came from the modem for " + SOUND_MISSING / SECOND + " s");
        } else {
            deadlines.set(Timer.SOUND, heardAtNanos + SOUND_MISSING);
        }
    }

    // What the line wants

    public List<ModemAction> goOffHook(long nowNanos) {
        begin(nowNanos);
        if (state != State.IDLE || closing) {
            ignored++;
            return actions;
        }
        state = State.SEIZING;
        reports.seizing();
        talk.say(AtCommand.of("AT+FCLASS=8"), () -> talk.sayAll(revival.init().callParameters(), this::closeLoop,
                () -> talk.sayAll(revival.init().callParametersOneByOne(), this::closeLoop, null)));
        return actions;
    }

    private void closeLoop() {
        talk.say(AtCommand.of("AT+VLS=1", 10 * SECOND, 1), this::beginStream);
    }

    private void beginStream() {
        streamTries = 0;
        askForStream();
    }

    private void askForStream() {
        streamTries++;
        actions.add(new ModemAction.ExpectStream());
        talk.ask(AtCommand.of("AT+VTR"), reply -> {
            if (reply.result() == AtReply.Result.CONNECT) {
                inStream();
            } else if (reply.result() == AtReply.Result.ERROR && streamTries < STREAM_TRIES) {
                deadlines.set(Timer.PAUSE, now + STREAM_AGAIN_AFTER);
            } else {
                fail("the modem does not stream voice both ways (AT+VTR: " + reply.result() + ")");
            }
        });
    }

    private void inStream() {
        boolean dialled = state == State.DIALLING;
        state = State.STREAM;
        heard(now);
        deadlines.set(Timer.SOUND, now + SOUND_MISSING);
        actions.add(dialled ? new ModemAction.DigitsSent() : new ModemAction.OffHook());
        if (!dialled) {
            reports.offHook();
        }
    }

    /// @throws IllegalArgumentException for anything but `0-9 * # A-D ,`
    public List<ModemAction> sendDigits(String digits, long nowNanos) {
        if (!digits.matches("[0-9*#A-D,]+")) {
            throw new IllegalArgumentException("no digits to dial: " + digits);
        }
        begin(nowNanos);
        if (state != State.STREAM) {
            ignored++;
            return actions;
        }
        state = State.LEAVING;
        streamTries = 0;
        deadlines.clear(Timer.SOUND);
        toDial.clear();
        PARTS.matcher(digits).results().forEach(part -> toDial.add(part.group()));
        talk.leaveStream(revival.init().model(), () -> {
            state = State.DIALLING;
            dialOn();
        }, () -> fail("the modem does not leave the voice stream"));
        return actions;
    }

    private void dialOn() {
        String part = toDial.pollFirst();
        if (part == null) {
            beginStream();
        } else if (part.equals(",")) {
            deadlines.set(Timer.PAUSE, now + COMMA);
        } else {
            talk.say(AtCommand.tones(part), this::dialOn);
        }
    }

    /// After a pause: further digits, or the next try for a stream.
    private void goOn() {
        if (state == State.SEIZING || streamTries > 0 && toDial.isEmpty()) {
            askForStream();
        } else {
            dialOn();
        }
    }

    public List<ModemAction> goOnHook(long nowNanos) {
        begin(nowNanos);
        switch (state) {
            case IDLE -> actions.add(new ModemAction.OnHook());
            case SEIZING, STREAM, LEAVING, DIALLING -> hangUp();
            // It is being opened already, or will be before the modem is ready again.
            case CLEARING, RESETTING, DETACHED, STUCK -> ignored++;
        }
        return actions;
    }

    /// Goes on-hook and lets the device go.
    public List<ModemAction> close(long nowNanos) {
        begin(nowNanos);
        closing = true;
        switch (state) {
            case SEIZING, STREAM, LEAVING, DIALLING -> hangUp();
            case CLEARING -> { }
            case IDLE, RESETTING, DETACHED, STUCK -> finishClosing();
        }
        if (!closed) {
            deadlines.set(Timer.CLOSE, now + CLOSE_LIMIT);
        }
        return actions;
    }

    private void finishClosing() {
        detach(State.DETACHED);
    }

    private void hangUp() {
        state = State.CLEARING;
        deadlines.clear(Timer.SOUND);
        deadlines.clear(Timer.PAUSE);
        talk.hangUp();
    }

    private void clear() {
        if (talk.streaming()) {
            talk.leaveStream(revival.init().model(), () -> openLoop(0), this::clearByReset);
        } else {
            openLoop(0);
        }
    }

    private void openLoop(int step) {
        if (step == OPEN_LOOP.size()) {
            idle(new ModemAction.OnHook());
            return;
        }
        dialogue.send(OPEN_LOOP.get(step), (reply, _) -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                clearByReset();
            } else {
                openLoop(step + 1);
            }
        }, now);
    }

    /// It does not listen: DTR drop, and everything from the start.
    private void clearByReset() {
        distrust();
        clearedByReset = true;
        revival.dropDtr();
    }

    private void begin(long nowNanos) {
        actions = new ArrayList<>(4);
        now = nowNanos;
        talk.now(now);
        revival.now(now);
    }
}
