package org.tipring.tdm.port;

import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerIdReceiver;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.card.CardCommand;
import org.tipring.tdm.card.CardIdentity;
import org.tipring.tdm.card.CardReport;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;

/// An exchange's line on a port of a line card (FXO). The card has the relay, the ring detector and the meter; digits, tones and caller ID are
/// sound, and ours. Sound flows always: who is calling is said while the line is on-hook.
public final class ExchangeLinePort extends CardPort implements LinePort {

    private static final int MEASURE_MILLIS = 1_000;
    /// What the line's exchange is used to, in milliseconds.
    ///
    /// @param keyOn how long a key that is dialled sounds; @param keyOff the pause after it
    /// @param pause that a comma in the digits makes; @param flash how long a hook flash is
    /// @param pulses null: digits are keys
    public record Habits(int keyOn, int keyOff, int pause, int flash, Pulses pulses) { }

    /// Of a dial, in milliseconds: how long each opens the loop, and how long it is closed after it.
    public record Pulses(int broken, int made) { }

    private static final int HOOK = new CardCommand.Hook(true).type();
    private static final int FLASH = new CardCommand.Flash(1).type();
    private static final int PULSES = new CardCommand.DialPulses(1, 0, 0).type();
    private static final int MEASURE = new CardCommand.Measure(0).type();

    private final Habits habits;
    private final Executor control;
    private final Consumer<? super FxoEvent.FromPort> events;
    private Consumer<short[]> unread = _ -> { };
    private final FeedWatch feed = new FeedWatch();
    private boolean wantsOffHook;
    private long lastNanos;
    private String measured = "";
    /// What is being dialled with pulses, or null.
    private PulsedDigits dialling;

    /// @param number of the port on the card
    /// @param events called on the control thread, never inside a call of this port
    public ExchangeLinePort(LineId line, LineCard card, int number, Habits habits, Executor control,
            Consumer<? super FxoEvent.FromPort> events) {
        super(line, card, number);
        this.habits = habits;
        this.control = control;
        this.events = events;
        sound.onIdle(new Ear());
        card.add(this);
    }

    /// Who is given the sound of a caller identity that was heard and not understood, on the reader thread. Before the start only.
    public void onUnread(Consumer<short[]> keeper) {
        unread = keeper;
    }

    // ---- what the line wants

    @Override
    public void goOffHook(long nowNanos) {
        hook(true, nowNanos);
    }

    @Override
    public void sendDigits(String digits, long nowNanos) {
        KeyedDigits keys = new KeyedDigits(digits, habits);
        if (habits.pulses() == null) {
            say(keys);
        } else {
            dialling = new PulsedDigits(digits, habits.pause());
            dialOn(nowNanos);
        }
    }

    private void say(KeyedDigits keys) {
        sound.say(keys, 0, () -> control.execute(() -> {
            if (wantsOffHook) {
                events.accept(new FxoEvent.DigitsSent());
            }
        }));
    }

    private void dialOn(long now) {
        int pulses = dialling.next(now);
        if (pulses > 0) {
            command(new CardCommand.DialPulses(pulses, habits.pulses().broken(), habits.pulses().made()), now);
        } else if (dialling.nextDeadline() == Deadlines.NEVER) {
            String left = dialling.keys();
            dialling = null;
            if (left.isEmpty()) {
                tell(new FxoEvent.DigitsSent());
            } else {
                say(new KeyedDigits(left, habits));
            }
        }
    }

    @Override
    public void flash(long nowNanos) {
        if (wantsOffHook) {
            command(new CardCommand.Flash(habits.flash()), nowNanos);
        }
    }

    @Override
    public void goOnHook(long nowNanos) {
        sound.silenced();
        sound.end();
        hook(false, nowNanos);
    }

    private void hook(boolean offHook, long now) {
        lastNanos = now;
        wantsOffHook = offHook;
        dialling = null;
        command(new CardCommand.Hook(offHook), now);
    }

    @Override
    public String supply() {
        return feed.words() + measured;
    }

    @Override
    public void tick(long nowNanos) {
        lastNanos = nowNanos;
        tell(feed.tick(nowNanos));
        if (dialling != null && dialling.nextDeadline() <= nowNanos) {
            dialOn(nowNanos);
        }
        card.tick(nowNanos);
    }

    @Override
    public long nextDeadline() {
        return Math.min(Math.min(feed.nextDeadline(), card.nextDeadline()), dialling == null ? Deadlines.NEVER : dialling.nextDeadline());
    }

    @Override
    public void close(long nowNanos) {
        if (ready) {
            goOnHook(nowNanos);
        }
        letGo();
    }

    // ---- what the card says

    @Override
    public void up(CardIdentity identity, long nowNanos) {
        if (number() >= identity.kinds().size()) {
            tell(new FxoEvent.PortFailed("the card has ports 0 to " + (identity.kinds().size() - 1) + " only: correct 'port' in lines.ini"));
            return;
        }
        if (identity.kinds().get(number()) != CardIdentity.Kind.FXO) {
            tell(new FxoEvent.PortFailed("port " + number() + " of the card is for a telephone (FXS): write 'port = fxs " + number() + "'"));
            return;
        }
        feed.reset();
        lastNanos = nowNanos;
        command(new CardCommand.StartSound(false, FRAME_MILLIS, true), nowNanos);
        command(new CardCommand.Measure(MEASURE_MILLIS), nowNanos);
        ready = true;
        tell(new FxoEvent.PortReady());
    }

    @Override
    public void gone(String why) {
        sound.end();
        sound.silenced();
        wantsOffHook = false;
        dialling = null;
        ready = false;
        tell(new FxoEvent.PortGone(why));
    }

    @Override
    public void report(CardReport report, long now) {
        lastNanos = Math.max(lastNanos, now);
        switch (report) {
            case CardReport.Rang(boolean rings) -> {
                if (rings) {
                    tell(new FxoEvent.RingStarted());
                }
            }
            case CardReport.LineState(CardReport.Line state) -> tell(feed.line(state, lastNanos));
            case CardReport.Measured(int decivolts, int decimilliamperes) -> {
                measured = String.format(Locale.ROOT, ", %.1f V, %.1f mA", decivolts / 10.0, decimilliamperes / 10.0);
                tell(feed.measured(decivolts));
            }
            case CardReport.Done(int type) -> {
                if (type == HOOK) {
                    hooked();
                } else if (type == PULSES && dialling != null) {
                    dialling.done(lastNanos);
                } else if (type == FLASH && wantsOffHook) {
                    tell(new FxoEvent.Flashed(true));
                }
            }
            case CardReport.Fault fault -> tell(new FxoEvent.PortFailed("the card has switched port " + number() + " off: " + fault.words()));
            case CardReport.Refused refused -> {
                // A board without a meter is a good board.
                if (refused.type() != MEASURE) {
                    tell(new FxoEvent.PortFailed(refused.words()));
                }
            }
            case CardReport.HookState _, CardReport.Flashed _, CardReport.Pulses _, CardReport.RingPhase _ -> { }
        }
    }

    private void hooked() {
        feed.hook(wantsOffHook, lastNanos);
        if (wantsOffHook) {
            sound.begin();
            tell(new FxoEvent.OffHook());
        } else {
            tell(new FxoEvent.OnHook());
        }
    }

    /// Whether the loop is to be closed.
    boolean wantsOffHook() {
        return wantsOffHook;
    }

    private void tell(FxoEvent.FromPort event) {
        if (event instanceof FxoEvent.PortFailed && wantsOffHook) {
            // A line whose port has failed takes its loop for open and says nothing more: battery that comes back would find it closed.
            goOnHook(lastNanos);
        }
        if (event != null) {
            control.execute(() -> events.accept(event));
        }
    }

    /// Hears who is calling. Reader thread.
    private final class Ear implements CardSound.Idle {

        private final CallerIdReceiver receiver = new CallerIdReceiver();
        private volatile boolean anew;

        @Override
        public void heard(short[] pcm, int length) {
            if (anew) {
                anew = false;
                receiver.reset();
            }
            receiver.process(pcm, 0, length).ifPresent(report -> {
                if (report.message() instanceof LineMessage.CallSetup call) {
                    tell(new FxoEvent.CallerIdReceived(call.caller()));
                }
            });
            if (receiver.failed()) {
                unread.accept(receiver.clip());
                receiver.reset();
            }
        }

        @Override
        public void offHook() {
            anew = true;
        }
    }
}
