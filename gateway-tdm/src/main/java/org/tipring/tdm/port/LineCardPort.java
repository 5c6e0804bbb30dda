package org.tipring.tdm.port;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.tipring.media.dsp.TonePlan;
import org.tipring.tdm.card.CardCommand;
import org.tipring.tdm.card.CardIdentity;
import org.tipring.tdm.card.CardReport;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.CountryProfile.CallerIdHabit;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;

/// A telephone on a port of a line card.
public final class LineCardPort extends CardPort implements TelephonePort {

    /// Of a card's features (line-card.md).
    private static final int POLARITY = 1;
    /// For the longest flash of the timings: it is learned from the telephone.
    public static final int LEARNED = -1;

    private final CardCommand.Timings timings;
    /// Null where the longest flash is fixed, or there are none.
    private final FlashLength learned;
    private int longestFlash;
    private final CallerIdHabit display;
    private final Executor control;
    private final Consumer<FxsEvent.FromPort> events;
    /// The ring that is to come, or is on; null when none is.
    private CardCommand.Ring wanted;
    /// What is to be said to the display after the first burst.
    private RingAnnouncement toSay;
    private int pauses;
    private long lastNanos;
    /// The card can turn tip and ring round; and they are, while nobody is told anything by it.
    private boolean turns;
    private boolean turned;

    /// @param number of the port on the card
    /// @param timings when the contact means what; the longest flash may be [#LEARNED]
    /// @param display how the telephone's display is told who is calling
    /// @param events called on the control thread, never inside a call of this port
    public LineCardPort(LineId line, LineCard card, int number, CardCommand.Timings timings, CallerIdHabit display, Executor control,
            Consumer<FxsEvent.FromPort> events) {
        super(line, card, number);
        this.timings = timings;
        this.learned = timings.longestFlash() == LEARNED ? new FlashLength() : null;
        this.display = display;
        this.control = control;
        this.events = events;
        card.add(this);
    }

    /// A telephone whose flashes are learned does not begin anew after a restart. Before the start only.
    ///
    /// @param before its last flashes in milliseconds, the oldest first; @param told the same, whenever there is a new one; must not block
    public void rememberFlashes(List<Integer> before, Consumer<List<Integer>> told) {
        if (learned != null) {
            learned.remember(before, told);
        }
    }

    @Override
    public void lamp(boolean on, long nowNanos) {
        lastNanos = nowNanos;
        if (ready && wanted == null) {
            toSay = RingAnnouncement.of(display, new LineMessage.MessageWaiting(on));
            if (toSay != null) {
                say(() -> { }, nowNanos);
            }
        }
    }

    @Override
    public void ring(RingSignal signal, LineMessage.CallSetup caller, long nowNanos) {
        if (sound.silenced()) {
            listenOffHookOnly(nowNanos);
        }
        wanted = new CardCommand.Ring(signal.decihertz(), 0, signal.cadence().millis());
        toSay = RingAnnouncement.of(display, caller);
        pauses = 0;
        lastNanos = nowNanos;
        if (toSay != null && display.when() == CountryProfile.When.BEFORE_THE_FIRST_RING) {
            turn(nowNanos);
            say(this::ringNow, nowNanos);
        } else {
            ringNow();
        }
    }

    /// Where the caller is announced before the first ring, tip and ring turn round first (EN 300 659-1 section 6.1.2 c, BT SIN 227): some
    /// displays wake up by that alone. They stay so until the next call; only the change says something.
    private void turn(long nowNanos) {
        if (turns) {
            turned = !turned;
            command(new CardCommand.Polarity(turned), nowNanos);
        }
    }

    private void ringNow() {
        if (wanted != null) {
            command(wanted, lastNanos);
        }
    }

    /// Sound to a telephone that is on-hook: the card's port is opened for it, and put back afterwards.
    private void say(Runnable then, long nowNanos) {
        RingAnnouncement what = toSay;
        toSay = null;
        sound.say(what, CardSound.RESERVE, () -> control.execute(() -> {
            listenOffHookOnly(lastNanos);
            then.run();
        }));
        command(new CardCommand.StartSound(false, FRAME_MILLIS, true), nowNanos);
    }

    private void listenOffHookOnly(long nowNanos) {
        command(new CardCommand.StartSound(false, FRAME_MILLIS, false), nowNanos);
    }

    @Override
    public void stopRing(long nowNanos) {
        wanted = null;
        toSay = null;
        if (sound.silenced()) {
            listenOffHookOnly(nowNanos);
        }
        command(new CardCommand.StopRing(), nowNanos);
    }

    @Override
    public void announceWaiting(LineMessage.CallSetup caller, TonePlan plan, long nowNanos) {
        sound.announceWaiting(caller == null ? null : new WaitingAnnouncement(plan, display, caller));
    }

    @Override
    public void openLoop(Duration howLong, long nowNanos) {
        command(new CardCommand.OpenLoop((int) howLong.toMillis()), nowNanos);
    }

    @Override
    public void polarity(boolean reversed, long nowNanos) {
        command(new CardCommand.Polarity(reversed != turned), nowNanos);
    }

    @Override
    public void tick(long nowNanos) {
        lastNanos = nowNanos;
        card.tick(nowNanos);
    }

    @Override
    public long nextDeadline() {
        return card.nextDeadline();
    }

    @Override
    public void close(long nowNanos) {
        if (ready) {
            stopRing(nowNanos);
        }
        letGo();
    }

    @Override
    public void up(CardIdentity identity, long nowNanos) {
        if (number() >= identity.kinds().size()) {
            tell(new FxsEvent.PortGone("the card has ports 0 to " + (identity.kinds().size() - 1) + " only: correct 'port' in lines.ini"));
            return;
        }
        if (identity.kinds().get(number()) != CardIdentity.Kind.FXS) {
            tell(new FxsEvent.PortGone("port " + number() + " of the card is for an exchange's line (FXO): write 'port = fxo " + number() + "'"));
            return;
        }
        turns = (identity.features() & POLARITY) != 0;
        turned = false;
        longestFlash = learned == null ? timings.longestFlash() : learned.millis();
        setTimings(nowNanos);
        command(new CardCommand.StartSound(false, FRAME_MILLIS, false), nowNanos);
        ready = true;
        tell(new FxsEvent.PortReady());
    }

    @Override
    public void gone(String why) {
        sound.end();
        sound.silenced();
        wanted = null;
        toSay = null;
        ready = false;
        tell(new FxsEvent.PortGone(why));
    }

    private void setTimings(long now) {
        command(new CardCommand.Timings(timings.debounce(), timings.longestPulse(), longestFlash, timings.digitGap(), timings.hangUp()), now);
    }

    private void learn(CardReport report, long now) {
        switch (report) {
            case CardReport.Flashed(int millis) -> learned.flashed(millis);
            case CardReport.HookState(boolean offHook) when offHook -> learned.lifted(now);
            case CardReport.HookState _ -> learned.hungUp(now);
            default -> {
                return;
            }
        }
        if (learned.millis() != longestFlash) {
            longestFlash = learned.millis();
            setTimings(now);
        }
    }

    @Override
    public void report(CardReport report, long now) {
        if (learned != null) {
            learn(report, now);
        }
        switch (report) {
            case CardReport.HookState(boolean offHook) -> {
                if (offHook) {
                    lifted();
                } else {
                    sound.end();
                }
                tell(offHook ? new FxsEvent.Lifted() : new FxsEvent.HungUp());
            }
            case CardReport.Flashed(int millis) -> tell(new FxsEvent.Flashed(millis));
            case CardReport.Pulses(int count) -> tell(new FxsEvent.Pulses(count));
            case CardReport.Fault fault -> tell(new FxsEvent.PortGone("the card has switched port " + number() + " off: " + fault.words()));
            case CardReport.Refused refused -> System.getLogger(LineCardPort.class.getName())
                    .log(System.Logger.Level.WARNING, "line={0} {1}", line(), refused.words());
            case CardReport.RingPhase(boolean burst) -> {
                // In the long pause: after the last burst of the rhythm's first round.
                if (!burst && toSay != null && ++pauses == wanted.cadence().size() / 2) {
                    say(() -> { }, lastNanos);
                }
            }
            case CardReport.Done _, CardReport.Rang _, CardReport.LineState _, CardReport.Measured _ -> { }
        }
    }

    /// The card has stopped ringing by itself. What the display was being told is cut off.
    private void lifted() {
        boolean spoke = toSay == null && wanted != null;
        wanted = null;
        toSay = null;
        if (spoke) {
            listenOffHookOnly(lastNanos);
        }
    }

    private void tell(FxsEvent.FromPort event) {
        control.execute(() -> events.accept(event));
    }
}
