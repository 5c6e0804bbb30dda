package org.tipring.signaling.call;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.FlashHabits.Deed;
import org.tipring.signaling.call.FlashHabits.Situation;
import org.tipring.signaling.call.HandsetAction.Why;
import org.tipring.signaling.call.HandsetState.AwaitingKey;
import org.tipring.signaling.call.HandsetState.Calling;
import org.tipring.signaling.call.HandsetState.Conference;
import org.tipring.signaling.call.HandsetState.Consulting;
import org.tipring.signaling.call.HandsetState.Free;
import org.tipring.signaling.call.HandsetState.Left;
import org.tipring.signaling.call.HandsetState.Recalling;
import org.tipring.signaling.call.HandsetState.Ringing;
import org.tipring.signaling.call.HandsetState.RingingBack;
import org.tipring.signaling.call.HandsetState.Talking;
import org.tipring.signaling.call.HandsetState.Two;
import org.tipring.signaling.call.HandsetState.Waiting;

/// An analog telephone and its calls: one, a second one, and who waits. Each is a [Call] of its own, with its own record; this says which of
/// them the telephone hears, and what its flashes do. (Its line, with dial tone and digits, is `FxsLine`.)
///
/// | | flash | hung up | rung | the heard one is over | the other one is over |
/// |---|---|---|---|---|---|
/// | **Free** | | | → Ringing | | |
/// | **Ringing** | | | !busy | → Free | |
/// | **Calling** | | → Free !drop | !busy | → Free | |
/// | **Talking** | second call: → Recalling | → Free !drop | → Waiting | → Free | |
/// | **Waiting** | [FlashChoice] | → Ringing !drop | !busy | → Left | → Talking |
/// | **Recalling** (*parked:* → Free) | → Talking | → RingingBack | !busy | | → Free (it dials its first call then) |
/// | **Consulting** | → Talking !drop | → Free !connect, or → RingingBack !drop | !busy | → Recalling | → Calling |
/// | **Two** | [FlashChoice] | → Free !connect, or → RingingBack !drop | !busy | → Left | → Talking |
/// | **Conference** | [FlashChoice] | → Free !connect, or !drop both | !busy | → Talking | → Talking |
/// | **AwaitingKey** | back | as where it flashed | !busy | as where it flashed | as where it flashed |
/// | **Left** | → Talking | → RingingBack, → Ringing | !busy | | → Free |
/// | **RingingBack** | | *(lifted: → Talking)* | !busy | → Free | |
///
/// A port that goes leads from anywhere to Free, and every call is dropped. Owned by the control thread.
public final class Handset {

    private enum Timer {
        /// How long a key after a flash is waited for.
        KEY,
        /// How long it rings for who was left on hold.
        RING_BACK
    }

    private final FlashHabits habits;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private HandsetState state = new Free();
    private List<HandsetAction> actions = new ArrayList<>();
    private long now;

    public Handset(FlashHabits habits) {
        this.habits = habits;
    }

    public HandsetState state() {
        return state;
    }

    /// Whether it can be told of a second caller.
    public boolean takesWaiting() {
        return habits.callWaiting() && state instanceof Talking;
    }

    public long nextDeadline() {
        return deadlines.next();
    }

    public List<HandsetAction> handle(HandsetEvent event, long nowNanos) {
        begin(nowNanos);
        switch (event) {
            case HandsetEvent.Placed(LegId call) -> placed(call);
            case HandsetEvent.Rung(LegId call) -> rung(call);
            case HandsetEvent.Up(LegId call) -> up(call);
            case HandsetEvent.Gone(LegId call) -> gone(call);
            case HandsetEvent.Returned(LegId call) -> returned(call);
            case HandsetEvent.Parked(LegId call) -> parked(call);
            case HandsetEvent.Lifted _ -> lifted();
            case HandsetEvent.CannotRing _ -> cannotRing();
            case HandsetEvent.Flashed _ -> flashed();
            case HandsetEvent.Key(char key) -> key(key);
            case HandsetEvent.HungUp _ -> hungUp();
            case HandsetEvent.Lost _ -> lost();
        }
        return actions;
    }

    public List<HandsetAction> tick(long nowNanos) {
        begin(nowNanos);
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            switch (due) {
                case KEY -> back();
                case RING_BACK -> {
                    LegId call = state.all().getFirst();
                    enter(new Free());
                    act(new HandsetAction.Over(call));
                    drop(call, Why.NO_ANSWER);
                }
            }
        }
        return actions;
    }

    private void begin(long nowNanos) {
        actions = new ArrayList<>(4);
        now = nowNanos;
    }

    private void act(HandsetAction action) {
        actions.add(action);
    }

    private void note(LegId call, String what) {
        act(new HandsetAction.Note(call, what));
    }

    private void drop(LegId call, Why why) {
        act(new HandsetAction.Drop(call, why));
    }

    private void enter(HandsetState next) {
        deadlines.clearAll();
        state = next;
    }

    // ---- calls come and go

    private void placed(LegId call) {
        switch (state) {
            case Free _ -> enter(new Calling(call));
            case Recalling(LegId held) -> enter(new Consulting(held, call));
            case Ringing _, Calling _, Talking _, Waiting _, Consulting _, Two _, Conference _, AwaitingKey _, Left _, RingingBack _ ->
                    drop(call, Why.BUSY);
        }
    }

    private void rung(LegId call) {
        if (state instanceof Free) {
            enter(new Ringing(call));
            act(new HandsetAction.Ring(call, false));
        } else if (state instanceof Talking(LegId heard) && habits.callWaiting()) {
            enter(new Waiting(heard, call));
            note(heard, "a second caller waits");
            act(new HandsetAction.Announce(call));
        } else {
            drop(call, Why.BUSY);
        }
    }

    private void up(LegId call) {
        switch (state) {
            case Calling(LegId placed) when placed.equals(call) -> {
                enter(new Talking(call));
                act(new HandsetAction.Connected());
            }
            case Consulting(LegId held, LegId placed) when placed.equals(call) -> {
                enter(new Two(call, held, call, true));
                act(new HandsetAction.Connected());
            }
            default -> { }
        }
    }

    private void parked(LegId call) {
        if (state instanceof Recalling(LegId held) && held.equals(call)) {
            enter(new Free());
        }
    }

    private void returned(LegId call) {
        if (state instanceof Free) {
            ringBack(call);
        } else {
            drop(call, Why.BUSY);
        }
    }

    private void cannotRing() {
        switch (state) {
            case Ringing(LegId call) -> {
                enter(new Free());
                drop(call, Why.BUSY);
            }
            case RingingBack(LegId call) -> {
                enter(new Free());
                drop(call, Why.BUSY);
            }
            default -> { }
        }
    }

    private void gone(LegId call) {
        switch (state) {
            case Ringing(LegId one) when one.equals(call) -> over(call, new Free());
            case Calling(LegId one) when one.equals(call) -> over(call, new Free());
            case Talking(LegId one) when one.equals(call) -> over(call, new Free());
            case RingingBack(LegId one) when one.equals(call) -> over(call, new Free());
            case Recalling(LegId one) when one.equals(call) -> enter(new Free());
            case Left(LegId one, boolean _) when one.equals(call) -> enter(new Free());
            case Waiting(LegId heard, LegId waiting) when waiting.equals(call) -> {
                enter(new Talking(heard));
                act(new HandsetAction.AnnounceNoMore());
            }
            case Waiting(LegId heard, LegId waiting) when heard.equals(call) -> {
                act(new HandsetAction.AnnounceNoMore());
                over(call, new Left(waiting, false));
            }
            case Consulting(LegId held, LegId one) when one.equals(call) -> over(call, new Recalling(held));
            case Consulting(LegId held, LegId one) when held.equals(call) -> enter(new Calling(one));
            case Two(LegId heard, LegId held, LegId _, boolean _) when heard.equals(call) -> over(call, new Left(held, true));
            case Two(LegId heard, LegId held, LegId _, boolean _) when held.equals(call) -> enter(new Talking(heard));
            case Conference(LegId first, LegId last) when first.equals(call) -> enter(new Talking(last));
            case Conference(LegId first, LegId last) when last.equals(call) -> enter(new Talking(first));
            case AwaitingKey(HandsetState from) when from.all().contains(call) -> goneWhileAwaited(from, call);
            default -> { }
        }
    }

    private void over(LegId call, HandsetState next) {
        enter(next);
        act(new HandsetAction.Over(call));
    }

    /// There is nothing to choose any more.
    private void goneWhileAwaited(HandsetState from, LegId call) {
        state = from;
        boolean toTalk = !(from.heard().contains(call) && from.heard().size() == 1);
        if (toTalk) {
            act(new HandsetAction.Talk());
        }
        gone(call);
    }

    // ---- the telephone

    private void lifted() {
        switch (state) {
            case Ringing(LegId call) -> {
                enter(new Talking(call));
                act(new HandsetAction.Answer(call));
            }
            case RingingBack(LegId call) -> {
                enter(new Talking(call));
                note(call, "taken back");
            }
            default -> { }
        }
    }

    private void hungUp() {
        HandsetState was = state instanceof AwaitingKey(HandsetState from) ? from : state;
        enter(new Free());
        switch (was) {
            case Free _, Ringing _, RingingBack _ -> state = was;
            case Calling(LegId call) -> drop(call, Why.HUNG_UP);
            case Talking(LegId call) -> drop(call, Why.HUNG_UP);
            case Waiting(LegId call, LegId waiting) -> {
                act(new HandsetAction.AnnounceNoMore());
                drop(call, Why.HUNG_UP);
                ring(waiting);
            }
            case Recalling(LegId held) -> ringBack(held);
            case Consulting(LegId held, LegId call) -> connectOrRingBack(held, call);
            case Two(LegId call, LegId held, LegId _, boolean placed) -> {
                if (placed) {
                    connectOrRingBack(held, call);
                } else {
                    drop(call, Why.HUNG_UP);
                    ringBack(held);
                }
            }
            case Conference(LegId first, LegId last) -> {
                if (habits.hangUpTransfers()) {
                    connect(first, last);
                } else {
                    drop(first, Why.HUNG_UP);
                    drop(last, Why.HUNG_UP);
                }
            }
            case Left(LegId call, boolean up) -> {
                if (up) {
                    ringBack(call);
                } else {
                    ring(call);
                }
            }
            case AwaitingKey _ -> throw new IllegalStateException("a flash within a flash");
        }
    }

    private void connectOrRingBack(LegId held, LegId call) {
        if (habits.hangUpTransfers()) {
            connect(held, call);
        } else {
            drop(call, Why.HUNG_UP);
            ringBack(held);
        }
    }

    private void connect(LegId held, LegId call) {
        act(new HandsetAction.Connect(held, call));
    }

    private void ring(LegId call) {
        enter(new Ringing(call));
        act(new HandsetAction.Ring(call, false));
    }

    private void ringBack(LegId call) {
        enter(new RingingBack(call));
        deadlines.set(Timer.RING_BACK, now + habits.ringBack().toNanos());
        note(call, "left on hold: rings back");
        act(new HandsetAction.Ring(call, true));
    }

    private void lost() {
        HandsetState was = state;
        enter(new Free());
        was.all().forEach(call -> drop(call, Why.LOST));
    }

    // ---- flashes

    private void flashed() {
        switch (state) {
            case Talking(LegId call) -> inACall(call);
            case Waiting _ -> does(habits.alone(Situation.CALL_WAITING));
            case Two two -> does(habits.alone(two.placed() ? Situation.TWO_CALLS : Situation.AFTER_CALL_WAITING));
            case Conference _ -> does(habits.alone(Situation.CONFERENCE));
            case Recalling(LegId held) -> talkTo(held);
            case Consulting(LegId held, LegId call) -> {
                drop(call, Why.HUNG_UP);
                talkTo(held);
            }
            case Left(LegId call, boolean up) -> {
                if (!up) {
                    act(new HandsetAction.Answer(call));
                }
                talkTo(call);
            }
            case AwaitingKey _ -> back();
            case Free _, Ringing _, Calling _, RingingBack _ -> { }
        }
    }

    private void inACall(LegId call) {
        Deed deed = habits.alone(Situation.IN_A_CALL);
        if (deed == Deed.SECOND_CALL) {
            note(call, "held by a flash");
            enter(new Recalling(call));
            act(new HandsetAction.DialTone());
        } else if (deed == Deed.LINE) {
            act(new HandsetAction.FlashOn(call));
        }
    }

    private void talkTo(LegId call) {
        enter(new Talking(call));
        note(call, "taken back");
        act(new HandsetAction.Talk());
    }

    private void key(char key) {
        if (state instanceof AwaitingKey(HandsetState from)) {
            enter(from);
            if (!does(habits.key(key))) {
                act(new HandsetAction.Talk());
            }
        }
    }

    private void back() {
        if (state instanceof AwaitingKey(HandsetState from)) {
            enter(from);
            act(new HandsetAction.Talk());
        }
    }

    /// @return whether that is possible here
    private boolean does(Deed deed) {
        if (deed == Deed.KEY) {
            enter(new AwaitingKey(state));
            deadlines.set(Timer.KEY, now + habits.keyWait().toNanos());
            act(new HandsetAction.AwaitKey());
            return true;
        }
        FlashChoice choice = FlashChoice.of(state, deed);
        if (choice != null) {
            enter(choice.next());
            actions.addAll(choice.actions());
        }
        return choice != null;
    }
}
