package org.tipring.tdm.modem;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.time.Deadlines;

/// The core of a voice-modem port: what to say to the modem, and what its answers mean for the line. Owned by the control thread.
///
/// | state | what is going on | leads to |
/// |---|---|---|
/// | DETACHED | no device; looked for with a growing pause | RESETTING when it opens |
/// | RESETTING | woken up ([Awakening]) and told everything anew ([InitLadder]) | IDLE !ready, LINE_DOWN !failed, STUCK !failed |
/// | IDLE | on-hook in class 0: rings and caller identity come as text; looked after by [IdleWatch] | SEIZING; LINE_DOWN !failed |
/// | LINE_DOWN | the modem is well, its line is not: no voltage, or another telephone has it | IDLE !ready |
/// | SEIZING | line voltage, class 8, parameters, `+VLS=1`, `+VTR` ([ModemCall], [StreamEntry]) | STREAM !off-hook; LINE_DOWN !failed |
/// | STREAM | sound both ways | LEAVING, CLEARING |
/// | LEAVING | out of the stream, in order to dial or to flash | DIALLING, FLASHING |
/// | DIALLING | `+VTS`, then `+VTR` again ([StreamEntry]) | STREAM !digits sent |
/// | FLASHING | `+VTS={!,n}`, then `+VTR` again ([StreamEntry]) | STREAM !flashed |
/// | CLEARING | out of the stream, loop open, class 0 ([LoopOpening]) | IDLE !on-hook; RESETTING when it does not listen |
/// | STUCK | it does not do what it must; tried again with a growing pause | RESETTING |
///
/// A device that goes leads from anywhere to DETACHED !gone; an answer that fails leads from anywhere to RESETTING !failed. After some calls
/// an idle modem is opened anew without a word to the line (RESETTING): a seizure meanwhile waits for it.
public final class VoiceModem implements DeviceCore<ModemAction> {

    public enum State { DETACHED, RESETTING, IDLE, LINE_DOWN, SEIZING, STREAM, LEAVING, DIALLING, FLASHING, CLEARING, STUCK }

    /// A modem that is opened anew after some calls, and whether the line wants it meanwhile.
    private enum Refresh { NONE, RUNNING, SEIZURE_WAITS }

    private static final long CLOSE_LIMIT = 5_000_000_000L;

    private final AtDialogue dialogue;
    private final ModemTalk talk;
    private final ModemRevival revival;
    private final LineReports reports;
    private final ModemCall call;
    private final IdleWatch watch;
    /// Without a call.
    private State state = State.DETACHED;
    private List<ModemAction> actions = new ArrayList<>();
    private long now;
    /// What the line was last said to suffer from.
    private LineVoltage told = LineVoltage.IDLE;
    private boolean clearedByReset;
    private Refresh refresh = Refresh.NONE;
    private boolean closing;
    private boolean closed;
    private long closedAtLatestNanos = Deadlines.NEVER;
    private long ignored;
    private long resets;

    public VoiceModem(VoiceModemSettings settings) {
        this.dialogue = new AtDialogue(command -> actions.add(
                command.leavesStream() ? new ModemAction.LeaveStream(command) : new ModemAction.Transmit(command)));
        this.talk = new ModemTalk(dialogue, this::clear, this::fail);
        this.reports = new LineReports(settings.loopSignal(), this::act);
        this.revival = new ModemRevival(settings, dialogue, this::act, this::ready, this::stuck,
                this::unopened);
        this.call = new ModemCall(() -> now, settings, dialogue, talk, revival::init, reports, this::act, this::lineFit,
                () -> idle(new ModemAction.OnHook()), this::clearByReset, this::fail);
        this.watch = new IdleWatch(() -> now, dialogue, () -> revival.init().model(), this::felt, () -> fail("the modem does not answer any more"),
                this::startAfresh);
    }

    private void act(ModemAction action) {
        actions.add(action);
    }

    public State state() {
        return call.phase() == ModemCall.Phase.NONE ? state : State.valueOf(call.phase().name());
    }

    /// What the modem said it is, empty before it said so.
    @Override
    public String describe() {
        return revival.init().identity();
    }

    /// Lines, codes and requests that did not fit; and how often the modem had to be brought to its senses.
    @Override
    public long ignored() {
        return ignored + dialogue.strayResults();
    }

    @Override
    public long resets() {
        return resets;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public long nextDeadline() {
        return Math.min(Math.min(Math.min(call.nextDeadline(), watch.nextDeadline()), Math.min(closedAtLatestNanos, reports.nextDeadline())),
                Math.min(dialogue.nextDeadline(), revival.nextDeadline()));
    }

    @Override
    public List<ModemAction> tick(long nowNanos) {
        begin(nowNanos);
        dialogue.tick(now);
        revival.tick();
        call.tick();
        watch.tick();
        reports.tick(now);
        if (closedAtLatestNanos <= now) {
            detach(State.DETACHED);
        }
        return actions;
    }

    // The link

    @Override
    public List<ModemAction> start(long nowNanos) {
        begin(nowNanos);
        revival.open();
        return actions;
    }

    @Override
    public List<ModemAction> opened(long nowNanos) {
        begin(nowNanos);
        state = State.RESETTING;
        talk.reset();
        watch.opened();
        revival.opened();
        return actions;
    }

    @Override
    public List<ModemAction> lost(String why, long nowNanos) {
        begin(nowNanos);
        detach(State.DETACHED);
        act(new ModemAction.Gone(why));
        return actions;
    }

    @Override
    public List<ModemAction> wedged(String why, long nowNanos) {
        begin(nowNanos);
        stuck(why, ModemAction.Trouble.NEEDS_REPLUG);
        return actions;
    }

    private void detach(State next) {
        state = next;
        forgetCall();
        revival.detach();
        clearedByReset = false;
        refresh = Refresh.NONE;
        closedAtLatestNanos = Deadlines.NEVER;
        if (closing) {
            closed = true;
        } else {
            revival.retryLater(next == State.DETACHED);
        }
    }

    private void forgetCall() {
        talk.reset();
        call.reset();
        watch.busy();
    }

    private void ready() {
        watch.measured();
        boolean seizureWaits = refresh == Refresh.SEIZURE_WAITS;
        ModemAction.ToLine report = refresh != Refresh.NONE ? null : clearedByReset ? new ModemAction.OnHook() : new ModemAction.Ready();
        refresh = Refresh.NONE;
        if (closing || revival.init().voltage().trouble().isEmpty()) {
            idle(report);
        } else {
            lineDown(revival.init().voltage());
        }
        if (seizureWaits && state() == State.IDLE) {
            seize();
        }
    }

    private void idle(ModemAction.ToLine report) {
        call.reset();
        state = State.IDLE;
        clearedByReset = false;
        if (closing) {
            detach(State.DETACHED);
            return;
        }
        watch.idle(false);
        if (report != null) {
            act(report);
        }
    }

    private void unopened() {
        stuck("the driver does not open the device; unplug it, wait ten seconds and plug it in again", ModemAction.Trouble.NEEDS_REPLUG);
    }

    private void stuck(String why, ModemAction.Trouble trouble) {
        detach(State.STUCK);
        act(new ModemAction.Failed(why, trouble));
    }

    /// The modem did not do what it was told: start over with it, the line out of service meanwhile.
    private void fail(String why) {
        act(new ModemAction.Failed(why, ModemAction.Trouble.DEVICE));
        clearedByReset = false;
        distrust();
        revival.begin();
    }

    private void distrust() {
        resets++;
        state = State.RESETTING;
        forgetCall();
    }

    private void felt(LineVoltage voltage) {
        // Otherwise something was wanted meanwhile.
        if (state() == State.IDLE || state() == State.LINE_DOWN) {
            if (!voltage.trouble().isEmpty()) {
                lineDown(voltage);
            } else if (state == State.LINE_DOWN) {
                idle(new ModemAction.Ready());
            } else {
                watch.idle(false);
            }
        }
    }

    private void lineDown(LineVoltage voltage) {
        clearedByReset = false;
        call.reset();
        if (state != State.LINE_DOWN || voltage != told) {
            state = State.LINE_DOWN;
            told = voltage;
            act(new ModemAction.Failed(voltage.trouble(), voltage == LineVoltage.IN_USE ? ModemAction.Trouble.IN_USE : ModemAction.Trouble.NO_LINE));
        }
        watch.idle(true);
    }

    /// The link closed and opened anew, which takes three seconds.
    private void startAfresh() {
        if (state() == State.IDLE && !closing) {
            state = State.RESETTING;
            refresh = Refresh.RUNNING;
            forgetCall();
            revival.dropDtr();
        }
    }

    // What the modem says

    public List<ModemAction> line(String line, long nowNanos) {
        begin(nowNanos);
        if (line.equals("RING")) {
            watch.rang();
            felt(LineVoltage.IDLE);
        }
        if (!reports.line(line, state(), now) && !dialogue.line(line, now)) {
            ignored++;
        }
        return actions;
    }

    /// DLE and a code, inside a stream or outside.
    public List<ModemAction> dle(int code, long nowNanos) {
        begin(nowNanos);
        reports.dle(code, state(), now);
        return actions;
    }

    public List<ModemAction> streamStarted(long nowNanos) {
        begin(nowNanos);
        if (!talk.streaming()) {
            // The answer to a command that was given up long ago.
            act(new ModemAction.AbandonStream());
            ignored++;
        }
        return actions;
    }

    public List<ModemAction> streamEnded(long nowNanos) {
        begin(nowNanos);
        boolean unexpected = talk.streaming() && state() == State.STREAM;
        talk.streamEnded();
        if (unexpected) {
            fail("the modem ended the voice stream by itself");
        }
        return actions;
    }

    @Override
    public void heard(long atNanos) {
        call.heard(atNanos);
    }

    @Override
    public List<ModemAction> goOffHook(long nowNanos) {
        begin(nowNanos);
        if (state() == State.IDLE && !closing) {
            seize();
        } else if (refresh != Refresh.NONE && !closing) {
            refresh = Refresh.SEIZURE_WAITS;
        } else {
            ignored++;
        }
        return actions;
    }

    private void seize() {
        watch.busy();
        watch.called();
        call.seize(watch.stale() && !reports.rangLately(now));
    }

    /// @return whether a loop may be closed on this line
    private boolean lineFit(LineVoltage voltage) {
        watch.measured();
        if (!voltage.trouble().isEmpty()) {
            lineDown(voltage);
        }
        return voltage.trouble().isEmpty();
    }

    @Override
    public List<ModemAction> sendDigits(String digits, long nowNanos) {
        if (!digits.matches("[0-9*#A-D,]+")) {
            throw new IllegalArgumentException("no digits to dial: " + digits);
        }
        begin(nowNanos);
        ignored += call.dial(digits) ? 0 : 1;
        return actions;
    }

    @Override
    public List<ModemAction> flash(long nowNanos) {
        begin(nowNanos);
        ignored += call.flash() ? 0 : 1;
        return actions;
    }

    @Override
    public List<ModemAction> goOnHook(long nowNanos) {
        begin(nowNanos);
        switch (state()) {
            case IDLE -> act(new ModemAction.OnHook());
            case SEIZING, STREAM, LEAVING, DIALLING, FLASHING -> call.hangUp();
            // It is being opened already, or will be before the modem is ready again; or it was never closed.
            case CLEARING, RESETTING, DETACHED, STUCK, LINE_DOWN -> {
                if (refresh != Refresh.SEIZURE_WAITS) {
                    ignored++;
                    break;
                }
                refresh = Refresh.RUNNING;
                act(new ModemAction.OnHook());
            }
        }
        return actions;
    }

    @Override
    public List<ModemAction> close(long nowNanos) {
        begin(nowNanos);
        closing = true;
        switch (state()) {
            case SEIZING, STREAM, LEAVING, DIALLING, FLASHING -> call.hangUp();
            case CLEARING -> { }
            case IDLE, RESETTING, DETACHED, STUCK, LINE_DOWN -> detach(State.DETACHED);
        }
        if (!closed) {
            closedAtLatestNanos = now + CLOSE_LIMIT;
        }
        return actions;
    }

    private void clear() {
        call.clear();
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
