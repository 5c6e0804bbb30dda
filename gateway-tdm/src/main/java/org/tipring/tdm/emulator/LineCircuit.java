package org.tipring.tdm.emulator;

import java.util.function.Consumer;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.callerid.CallerId;

/// The exchange's end of one loop.
///
/// | state | the loop closes | a digit | the far end answers | the far end hangs up | the loop opens |
/// |---|---|---|---|---|---|
/// | ON_HOOK | → WAITING | | | | |
/// | RINGING | → TALKING | | | → ON_HOOK | |
/// | DIAL_TONE, DIGITS | end of a pulse: → DIGITS | → DIGITS, ROUTING | | | a pulse, or → ON_HOOK |
/// | WAITING, ROUTING, DEAD_END | | | | | → ON_HOOK |
/// | ALERTING | | | → TALKING | → CLEARED | → RELEASING |
/// | TALKING | | told to the far end | | → CLEARED | → RELEASING |
/// | CLEARED | | | | | → ON_HOOK |
/// | RELEASING | flash: back to the call | | | → ON_HOOK | |
final class LineCircuit {

    private enum State {
        ON_HOOK,
        /// A call from outside; the telephone rings.
        RINGING,
        /// Closed a moment ago; dial tone comes.
        WAITING,
        DIAL_TONE,
        /// Some of the number is here.
        DIGITS,
        /// The whole number is here.
        ROUTING,
        /// The far telephone rings.
        ALERTING,
        TALKING,
        /// A tone that only hanging up ends.
        DEAD_END,
        /// The far end has hung up; see [DisconnectSignal].
        CLEARED,
        /// The loop opened during a call: a hook flash, or the end of it; who called holds the line for a while.
        RELEASING
    }

    /// A loop that opens for less than this during a call is a hook flash.
    static final long FLASH_NANOS = Agenda.millis(ExchangeSettings.NOBODY_HOLDS);

    private final Exchange exchange;
    private final Agenda agenda;
    private final ExchangeSettings settings;
    private final String number;
    private final Consumer<ExchangeEvent> events;
    private final LineWires wires;
    private final RingingCurrent ring;
    private final OneTimer timer;
    private final DisconnectSignal disconnect;
    private final StringBuilder digits = new StringBuilder();
    private final PulseReceiver pulses = new PulseReceiver();
    private State state = State.ON_HOOK;
    private State beforeFlash;
    private Party far;
    private CallerId caller;
    private boolean givesDialTone = true;

    LineCircuit(Exchange exchange, Agenda agenda, ExchangeSettings settings, Tones tones, String number, Consumer<ExchangeEvent> events) {
        this.exchange = exchange;
        this.agenda = agenda;
        this.timer = new OneTimer(agenda);
        this.settings = settings;
        this.number = number;
        this.events = events;
        this.wires = new LineWires(new LineSound(tones, settings.hybridEcho(), settings.noise()));
        this.disconnect = new DisconnectSignal(settings.hangUp(), wires, timer, this::giveDialTone);
        this.ring = new RingingCurrent(agenda, settings, wires::ring,
                at -> wires.callerId(caller, exchange.date(at), at), at -> wires.reverse(true, at));
    }

    String number() {
        return number;
    }

    Agenda agenda() {
        return agenda;
    }

    LineWires wires() {
        return wires;
    }

    boolean ringingNow() {
        return wires.cable() && ring.on();
    }

    char farKey() {
        return state == State.TALKING && wires.battery() ? far.keyDown() : 0;
    }

    void bringUpToDate(long nowNanos) {
        exchange.advance(nowNanos);
    }

    void dialTone(boolean given) {
        givesDialTone = given;
    }

    void cable(boolean plugged, long nowNanos) {
        exchange.advance(nowNanos);
        if (wires.plug(plugged, nowNanos)) {
            loop(plugged, nowNanos);
        }
    }

    /// @param other another telephone on the same wires
    void hook(boolean close, boolean other, long nowNanos) {
        exchange.advance(nowNanos);
        if (other ? wires.closeOther(close) : wires.close(close)) {
            loop(close, nowNanos);
        }
    }

    private void loop(boolean closed, long at) {
        if (closed) {
            closes(at);
        } else {
            opens(at);
        }
    }

    private void closes(long at) {
        events.accept(new ExchangeEvent.OffHook(number, at));
        switch (state) {
            case RINGING -> answer(at);
            case RELEASING -> {
                timer.disarm();
                state = beforeFlash;
            }
            case ON_HOOK -> seize(at);
            case DIAL_TONE, DIGITS -> pulse(at);
            case WAITING, ROUTING, ALERTING, TALKING, DEAD_END, CLEARED -> throw new IllegalStateException(
                    number + " closes its loop in " + state);
        }
    }

    private void opens(long at) {
        events.accept(new ExchangeEvent.OnHook(number, at));
        if (state == State.ALERTING || state == State.TALKING) {
            beforeFlash = state;
            state = State.RELEASING;
            timer.disarm();
            if (caller == null) {
                timer.arm(at + FLASH_NANOS, this::release);
            } else if (settings.callerHoldsMillis() != Subscriber.NEVER) {
                timer.arm(at + Agenda.millis(settings.callerHoldsMillis()), this::release);
            }
        } else if (state == State.DIAL_TONE || state == State.DIGITS) {
            wires.silence(at);
            pulses.opens();
            timer.arm(at + PulseReceiver.LONGEST_PULSE_NANOS, this::idle);
        } else {
            idle(at);
        }
    }

    private void release(long at) {
        events.accept(new ExchangeEvent.LineReleased(number, at));
        Party other = far;
        idle(at);
        other.lineReleased(at);
    }

    private void idle(long at) {
        timer.disarm();
        far = null;
        caller = null;
        digits.setLength(0);
        pulses.forget();
        state = State.ON_HOOK;
        wires.breakLoop(false, at);
        wires.reverse(false, at);
        wires.silence(at);
    }

    // Calls from the line

    private void seize(long at) {
        state = State.WAITING;
        digits.setLength(0);
        if (givesDialTone) {
            timer.arm(at + Agenda.millis(settings.dialToneDelayMillis()), this::giveDialTone);
        }
    }

    private void giveDialTone(long at) {
        state = State.DIAL_TONE;
        play(CallProgressTone.DIAL, at);
        timer.arm(at + Agenda.millis(settings.firstDigitMillis()), later -> deadEnd(CallProgressTone.REORDER, later));
    }

    /// A key of the line's telephone: part of a number, or something said to the far end.
    void key(char key, long at) {
        exchange.advance(at);
        if (!wires.closed() || !wires.battery()) {
            return;
        }
        switch (state) {
            case DIAL_TONE, DIGITS -> dialled(key, at);
            case TALKING -> {
                events.accept(new ExchangeEvent.DigitHeard(number, key, false, at));
                far.key(key);
            }
            // A digit receiver listens only from dial tone on: what comes before it is lost.
            case ON_HOOK, RINGING, WAITING, ROUTING, ALERTING, DEAD_END, CLEARED, RELEASING -> { }
        }
    }

    private void pulse(long at) {
        if (!pulses.closes()) {
            throw new IllegalStateException(number + " closes its loop in " + state);
        }
        state = State.DIGITS;
        timer.arm(at + PulseReceiver.DIGIT_ENDS_NANOS, later -> {
            char digit = pulses.take();
            if (digit == 0) {
                deadEnd(CallProgressTone.REORDER, later);
            } else {
                dialled(digit, later);
            }
        });
    }

    private void dialled(char key, long at) {
        events.accept(new ExchangeEvent.DigitHeard(number, key, true, at));
        if (state != State.DIGITS) {
            state = State.DIGITS;
            wires.silence(at);
        }
        digits.append(key);
        if (exchange.complete(digits)) {
            route(at);
        } else {
            timer.arm(at + Agenda.millis(settings.interDigitMillis()), this::route);
        }
    }

    private void route(long at) {
        state = State.ROUTING;
        timer.arm(at + Agenda.millis(settings.routingMillis()), this::connect);
    }

    private void connect(long at) {
        timer.disarm();
        String called = digits.toString();
        LineCircuit neighbour = exchange.line(called);
        Subscriber subscriber = neighbour == null ? exchange.subscriber(called) : new Subscriber.NeverAnswers();
        events.accept(new ExchangeEvent.Dialled(number, called, subscriber, at));
        if (neighbour != null) {
            callNeighbour(neighbour, at);
            return;
        }
        switch (subscriber) {
            case Subscriber.Answers answers -> {
                OutsideParty party = new OutsideParty(agenda, this, answers.voice().get(), answers.hangsUpAfterMillis());
                alert(party, at);
                party.willAnswer(answers.afterMillis(), at);
            }
            case Subscriber.NeverAnswers _ -> alert(new OutsideParty(agenda, this, new Voices.Silence(), Subscriber.NEVER), at);
            case Subscriber.Busy _ -> deadEnd(CallProgressTone.BUSY, at);
            case Subscriber.Congested _ -> deadEnd(CallProgressTone.REORDER, at);
            case Subscriber.DoesNotExist _ -> deadEnd(CallProgressTone.SIT, at);
        }
    }

    private void callNeighbour(LineCircuit neighbour, long at) {
        NeighbourParty[] parties = NeighbourParty.between(this, neighbour);
        if (neighbour.incoming(CallerId.of(number, ""), parties[1], at)) {
            alert(parties[0], at);
        } else {
            deadEnd(CallProgressTone.BUSY, at);
        }
    }

    private void alert(Party party, long at) {
        far = party;
        state = State.ALERTING;
        play(CallProgressTone.RINGBACK, at);
    }

    private void deadEnd(CallProgressTone tone, long at) {
        state = State.DEAD_END;
        play(tone, at);
    }

    void farAnswered(long at) {
        if (state == State.ALERTING || state == State.RELEASING && beforeFlash == State.ALERTING) {
            wires.play(far, at);
            if (state == State.ALERTING) {
                state = State.TALKING;
            }
            beforeFlash = State.TALKING;
            events.accept(new ExchangeEvent.FarEndAnswered(number, digits.toString(), at));
            if (settings.reversesOnAnswer()) {
                wires.reverse(true, at);
            }
        }
    }

    // Calls to the line

    /// @return false when the line is in use, and the caller hears busy tone
    boolean incoming(CallerId from, Party party, long at) {
        if (state != State.ON_HOOK || wires.closed() && wires.cable()) {
            events.accept(new ExchangeEvent.CallFoundBusy(number, from.number(), at));
            return false;
        }
        state = State.RINGING;
        far = party;
        caller = from;
        events.accept(new ExchangeEvent.CallArrived(number, from.number(), at));
        ring.start(at);
        return true;
    }

    private void answer(long at) {
        ring.stop(at);
        wires.reverse(false, at);
        state = State.TALKING;
        wires.play(far, at);
        events.accept(new ExchangeEvent.LineAnswered(number, caller.number(), at));
        far.lineAnswered(at);
    }

    // The end

    void farReleased(long at) {
        if (far == null) {
            return;
        }
        Party other = far;
        far = null;
        switch (state) {
            case RINGING -> {
                ring.stop(at);
                events.accept(new ExchangeEvent.CallerGaveUp(number, caller.number(), at));
                idle(at);
            }
            case RELEASING -> idle(at);
            case ALERTING, TALKING -> {
                events.accept(new ExchangeEvent.FarEndReleased(number, at));
                clear(at);
            }
            case ON_HOOK, WAITING, DIAL_TONE, DIGITS, ROUTING, DEAD_END, CLEARED -> { }
        }
        other.lineReleased(at);
    }

    private void clear(long at) {
        state = State.CLEARED;
        wires.silence(at);
        wires.reverse(false, at);
        disconnect.begin(givesDialTone, at);
    }

    // What the far end presses

    void farPresses(char pressed, int millis, long at) {
        if (state == State.TALKING && far instanceof OutsideParty party) {
            wires.change(() -> party.press(pressed), at);
            agenda.at(at + Agenda.millis(millis), later -> wires.change(() -> party.press((char) 0), later));
        }
    }

    /// Sound both ways, until then.
    void transfer(short[] fromSet, short[] toSet, int samples, long at) {
        char key = wires.transfer(fromSet, toSet, samples);
        if (key != 0) {
            key(key, at);
        }
    }

    private void play(CallProgressTone tone, long at) {
        timer.disarm();
        wires.play(tone, at);
    }
}
