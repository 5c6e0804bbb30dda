package org.tipring.tdm.cellular;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtDialogue;
import org.tipring.tdm.modem.AtReply;
import org.tipring.tdm.modem.DeviceCore;
import org.tipring.tdm.modem.ModemAction.Trouble;

/// The core of a cellular port: what to say to the module, and what it says about its network and its call. Owned by the control thread.
///
/// | state | what is going on | leads to |
/// |---|---|---|
/// | DETACHED | no device; looked for | RESETTING when it opens |
/// | RESETTING | `AT`, then everything anew ([CellularInit]) | IN_SERVICE !ready, NO_SERVICE !failed, STUCK !failed |
/// | NO_SERVICE | no SIM card or no network; asked again every 3 s | IN_SERVICE !ready |
/// | IN_SERVICE | there may be a call ([CellularCall]); without one its network is asked for every 10 s | NO_SERVICE !failed, RESTARTING !failed |
/// | RESTARTING | `AT+CRESET`: the device goes and comes back | DETACHED |
/// | STUCK | it does not do what it must; tried again | RESETTING |
///
/// A device that goes leads from anywhere to DETACHED !gone; an answer that stays away to STUCK !failed.
public final class CellularModem implements DeviceCore<CellularAction> {

    public enum State { DETACHED, RESETTING, NO_SERVICE, IN_SERVICE, RESTARTING, STUCK }

    private enum Timer { RETRY, OPENING, ASK, POLL, RESTART, CLOSE }

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long OPENING_LIMIT = 5 * SECOND;
    private static final long AFTER_OPEN = 200 * MILLI;
    private static final long IDLE_POLL = 10 * SECOND;
    private static final long SERVICE_POLL = 3 * SECOND;
    private static final long RESTART_LIMIT = 10 * SECOND;
    private static final long CLOSE_LIMIT = 5 * SECOND;
    private static final int ABSENT_RETRY_SECONDS = 2;
    private static final int STUCK_RETRY_SECONDS = 5;

    private final CellularModel model;
    private final AtDialogue dialogue;
    private final CellularCall call;
    private final MobileService service = new MobileService();
    private final ServiceWatch watch;
    private final CellularTexts texts;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final CellularInit init;
    private State state = State.DETACHED;
    private List<CellularAction> actions = new ArrayList<>();
    private long now;
    private int retries;
    private boolean closing;
    private boolean closed;
    private long ignored;
    private long resets;

    /// @param takesTexts whether text messages are read, and sent
    public CellularModem(CellularModel model, boolean takesTexts) {
        this.model = model;
        this.dialogue = new AtDialogue(command -> actions.add(new CellularAction.Transmit(command)));
        this.call = new CellularCall(model, dialogue, () -> now, this::act, this::callOver, this::fail);
        this.watch = new ServiceWatch(dialogue, service, () -> now, this::fail);
        this.texts = new CellularTexts(takesTexts, dialogue, () -> now, this::act);
        this.init = new CellularInit(model, dialogue, () -> now, this::initialised, this::stuck);
    }

    private void act(CellularAction action) {
        actions.add(action);
    }

    public State state() {
        return state;
    }

    /// In service and without a call.
    public boolean idle() {
        return state == State.IN_SERVICE && call.phase() == CellularCall.Phase.NONE;
    }

    /// What the module said it is, and its network; empty before it said so.
    @Override
    public String describe() {
        String identity = init.identity();
        return identity.isEmpty() ? "" : identity + "; " + service.describe();
    }

    /// The network, the operator and the signal.
    public String service() {
        return service.describe();
    }

    /// Lines and requests that did not fit.
    @Override
    public long ignored() {
        return ignored + dialogue.strayResults();
    }

    /// How often the module had to be opened anew or restarted.
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
        return Math.min(deadlines.next(), Math.min(Math.min(dialogue.nextDeadline(), texts.nextDeadline()), call.nextDeadline()));
    }

    @Override
    public List<CellularAction> tick(long nowNanos) {
        begin(nowNanos);
        dialogue.tick(now);
        call.tick();
        texts.tick();
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (due) {
                case RETRY -> open();
                case OPENING -> stuck("the driver does not open the device; unplug it, wait ten seconds and plug it in again", Trouble.NEEDS_REPLUG);
                case ASK -> init.begin();
                case POLL -> poll();
                case RESTART, CLOSE -> detach(State.DETACHED);
            }
        }
        texts();
        return actions;
    }

    // The device

    @Override
    public List<CellularAction> start(long nowNanos) {
        begin(nowNanos);
        open();
        return actions;
    }

    private void open() {
        deadlines.set(Timer.OPENING, now + OPENING_LIMIT);
        act(new CellularAction.OpenLinks());
    }

    @Override
    public List<CellularAction> opened(long nowNanos) {
        begin(nowNanos);
        forget();
        state = State.RESETTING;
        service.forget();
        // Whatever somebody typed before us ends here.
        act(new CellularAction.Transmit(AtCommand.MESSAGE_END));
        deadlines.set(Timer.ASK, now + AFTER_OPEN);
        return actions;
    }

    @Override
    public List<CellularAction> lost(String why, long nowNanos) {
        begin(nowNanos);
        detach(State.DETACHED);
        act(new CellularAction.Gone(why));
        return actions;
    }

    @Override
    public List<CellularAction> wedged(String why, long nowNanos) {
        begin(nowNanos);
        stuck(why, Trouble.NEEDS_REPLUG);
        return actions;
    }

    private void detach(State next) {
        forget();
        state = next;
        act(new CellularAction.CloseLinks());
        closed = closing;
        if (!closing) {
            int most = next == State.DETACHED ? ABSENT_RETRY_SECONDS : STUCK_RETRY_SECONDS;
            deadlines.set(Timer.RETRY, now + Math.min(++retries, most) * SECOND);
        }
    }

    private void forget() {
        deadlines.clearAll();
        texts.forget();
        dialogue.reset();
        call.forget();
        watch.forget();
    }

    private void stuck(String why, Trouble trouble) {
        detach(State.STUCK);
        act(new CellularAction.Failed(why, trouble));
    }

    /// It did not do what it was told: its ports are opened anew, the line is out of service meanwhile.
    private void fail(String why) {
        resets++;
        stuck(why, Trouble.DEVICE);
    }

    private void initialised() {
        retries = 0;
        call.audio().fresh(model.writeSamples(init.identity()));
        judgeService();
    }

    // Service

    /// There is no call: in service, or not?
    private void judgeService() {
        boolean was = state == State.IN_SERVICE;
        state = service.available() ? State.IN_SERVICE : State.NO_SERVICE;
        deadlines.set(Timer.POLL, now + (service.available() ? IDLE_POLL : SERVICE_POLL));
        if (!service.available()) {
            act(new CellularAction.Failed(service.trouble(), Trouble.ALARM));
        } else if (!was) {
            act(new CellularAction.Ready());
        }
    }

    private void poll() {
        if (state == State.NO_SERVICE) {
            watch.askForNetwork();
            deadlines.set(Timer.POLL, now + SERVICE_POLL);
        } else if (state == State.IN_SERVICE) {
            // During a call the call asks its own questions.
            if (idle()) {
                watch.askForSignal();
                texts.poll();
            }
            deadlines.set(Timer.POLL, now + IDLE_POLL);
        }
    }

    // What the module says

    public List<CellularAction> line(String line, long nowNanos) {
        begin(nowNanos);
        Urc urc = Urc.of(line);
        AtCommand awaited = dialogue.awaited();
        boolean answersCall = awaited != null && (awaited.text().startsWith("ATD") || awaited.text().equals("ATA"));
        // BUSY, NO CARRIER: the answer to a call that was being made, or the end of one that was there.
        if (line.startsWith("+CMS ERROR") && (awaited == null || !awaited.text().startsWith("AT+CM"))) {
            // The late answer to a message that had to make way for a call; not the answer to that.
            ignored++;
        } else if (urc == null || urc instanceof Urc.Released && answersCall && AtReply.isResult(line)) {
            ignored += dialogue.line(line, now) ? 0 : 1;
        } else {
            happened(urc);
        }
        texts();
        return actions;
    }

    private void happened(Urc urc) {
        if (service.told(urc) && (state == State.NO_SERVICE && service.available() || idle() && !service.available())) {
            judgeService();
        }
        boolean calls = state == State.IN_SERVICE;
        switch (urc) {
            case Urc.Ringing _ when calls -> call.rings();
            case Urc.Caller(var callerId) when calls -> call.incoming(callerId);
            case Urc.Call(var callState, String number, boolean ofList) when calls -> call.changed(callState, number, ofList);
            case Urc.Released(int cause) when calls -> call.released(cause);
            case Urc.AudioFlow(boolean go) -> act(new CellularAction.AudioFlow(go));
            case Urc.Text _ -> texts.look();
            default -> { }
        }
        if (call.phase() != CellularCall.Phase.NONE) {
            texts.makeWay();
        }
    }

    @Override
    public void heard(long atNanos) {
        call.audio().heard(atNanos);
    }

    // Text messages

    /// Sends a text message as soon as there is no call.
    ///
    /// @param id comes back in `TextSent`
    /// @throws IllegalArgumentException for what cannot be sent, with the reason
    public List<CellularAction> sendText(long id, String number, String text, long nowNanos) {
        begin(nowNanos);
        texts.send(id, number, text, state == State.IN_SERVICE);
        texts();
        return actions;
    }

    /// @param elsewhere whether what came is kept elsewhere, so that the module may forget it
    public List<CellularAction> textKept(CellularAction.TextArrived text, boolean elsewhere, long nowNanos) {
        begin(nowNanos);
        texts.kept(text, elsewhere);
        texts();
        return actions;
    }

    private void texts() {
        if (idle() && !closing) {
            texts.proceed();
        }
    }

    // What the line wants

    @Override
    public List<CellularAction> goOffHook(long nowNanos) {
        begin(nowNanos);
        texts.makeWay();
        ignored += call.answer() ? 0 : 1;
        return actions;
    }

    /// Dials; in a call that is answered sends keys.
    ///
    /// @param digits `0-9 * # A-D`; what is behind the first `,` is sent as keys once somebody has answered
    @Override
    public List<CellularAction> sendDigits(String digits, long nowNanos) {
        if (!digits.matches("[0-9*#A-D]{1,40}(?:,[0-9*#A-D,]*)?")) {
            throw new IllegalArgumentException("no number to dial: " + digits);
        }
        begin(nowNanos);
        texts.makeWay();
        // A call that has come in this very moment is told by itself.
        if (state != State.IN_SERVICE || !call.dial(digits)) {
            ignored++;
        }
        return actions;
    }

    /// There is no loop.
    @Override
    public List<CellularAction> flash(long nowNanos) {
        begin(nowNanos);
        ignored++;
        return actions;
    }

    /// Ends a call or refuses one. Answered by `Cleared`.
    @Override
    public List<CellularAction> goOnHook(long nowNanos) {
        begin(nowNanos);
        if (state == State.IN_SERVICE || state == State.NO_SERVICE) {
            call.hangUp();
        } else {
            ignored++;
        }
        return actions;
    }

    /// @return whether calls can be made
    private boolean callOver() {
        if (closing) {
            detach(State.DETACHED);
        } else if (call.audio().tired()) {
            restart();
        } else {
            judgeService();
        }
        return state == State.IN_SERVICE;
    }

    private void restart() {
        forget();
        resets++;
        state = State.RESTARTING;
        act(new CellularAction.Failed("the module is being restarted (AT+CRESET), for its sound has degraded; that takes half a minute", Trouble.DEVICE));
        deadlines.set(Timer.RESTART, now + RESTART_LIMIT);
        dialogue.send(AtCommand.of("AT+CRESET", 5 * SECOND, 1), (_, _) -> { }, now);
    }

    @Override
    public List<CellularAction> close(long nowNanos) {
        begin(nowNanos);
        closing = true;
        texts.giveUp();
        if (state != State.IN_SERVICE || call.phase() == CellularCall.Phase.NONE) {
            detach(State.DETACHED);
        } else {
            call.hangUp();
            deadlines.set(Timer.CLOSE, now + CLOSE_LIMIT);
        }
        return actions;
    }

    private void begin(long nowNanos) {
        actions = new ArrayList<>(4);
        now = nowNanos;
    }
}
