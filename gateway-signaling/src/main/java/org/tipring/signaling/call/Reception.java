package org.tipring.signaling.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.routing.Completion;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;

/// A caller whom the gateway itself has answered: asked for a PIN, then given dial tone, until it is clear where the call goes
/// (two-stage dialling, and telephones that are off hook with no digits). Pure; owned by its call.
///
/// | | key | verified | digit timer |
/// |---|---|---|---|
/// | **AskingPin** | end key: !verify, → Checking; else collect | | as the end key |
/// | **Checking** | kept for later | right: go on; wrong: → AskingPin, or !refuse after the last try | |
/// | **Dialling** | send now: !decided; dead end: !refuse; else collect | | complete, or a warm line's wait is over: !decided; else !refuse |
///
/// The tone of invitation is dial tone; it stops with the first key, as it would on a telephone line.
final class Reception {

    /// What the reception wants of its call.
    sealed interface Wish {

        /// @param invite dial tone, or silence
        record Play(boolean invite) implements Wish { }

        record Verify(String store, String pin) implements Wish { }

        /// Where the call goes.
        record Decided(RouteDecision decision, String digits) implements Wish { }

        record Refuse(ReleaseCause cause, String why) implements Wish { }
    }

    private enum Stage { ASKING_PIN, CHECKING, DIALLING, DONE }

    private enum Timer {
        /// How long until the next key.
        DIGIT
    }

    /// A PIN is shorter; what is longer is somebody's game.
    private static final int LONGEST_PIN = 16;
    private static final int LONGEST_NUMBER = 40;

    private final DialPlan plan;
    private final String caller;
    private final LongFunction<Instant> wallClock;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final StringBuilder digits = new StringBuilder();
    private Stage stage = Stage.DONE;
    private RouteDecision.AskPin pin;
    private CallSource dials;
    private Function<RouteRequest, RouteDecision> router;
    private int triesLeft;
    private List<Wish> wishes = new ArrayList<>();

    /// @param wallClock from the call's nanoseconds to wall-clock time, for routes with hours
    Reception(DialPlan plan, String caller, LongFunction<Instant> wallClock) {
        this.plan = plan;
        this.caller = caller;
        this.wallClock = wallClock;
    }

    /// The caller has been answered and can hear.
    List<Wish> begin(RouteDecision decision, long now) {
        wishes = new ArrayList<>();
        proceed(decision, now);
        return wishes;
    }

    /// A telephone of ours that has dialled nothing: what it dials is routed as its own. A warm line's route is taken when its wait is over
    /// and no key has come.
    List<Wish> offHook(CallSource source, long now) {
        wishes = new ArrayList<>();
        dialTone(source, plan::route, now);
        return wishes;
    }

    List<Wish> key(char key, long now) {
        wishes = new ArrayList<>();
        switch (stage) {
            case ASKING_PIN -> pinKey(key, now);
            case DIALLING -> numberKey(key, now);
            case CHECKING, DONE -> { }
        }
        return wishes;
    }

    List<Wish> verified(boolean right, long now) {
        wishes = new ArrayList<>();
        if (stage != Stage.CHECKING) {
            return wishes;
        }
        if (right) {
            proceed(pin.then(), now);
        } else if (--triesLeft > 0) {
            askPin(now);
        } else {
            refuse(ReleaseCause.REJECTED, "wrong PIN, " + pin.tries() + " times");
        }
        return wishes;
    }

    List<Wish> tick(long now) {
        wishes = new ArrayList<>();
        if (deadlines.expire(now) != null) {
            switch (stage) {
                case ASKING_PIN -> pinComplete(now);
                case DIALLING -> numberComplete(now);
                case CHECKING, DONE -> { }
            }
        }
        return wishes;
    }

    long nextDeadline() {
        return deadlines.next();
    }

    private void proceed(RouteDecision decision, long now) {
        switch (decision) {
            case RouteDecision.AskPin ask -> {
                pin = ask;
                triesLeft = ask.tries();
                askPin(now);
            }
            case RouteDecision.DialTone tone ->
                    dialTone(new CallSource(tone.as(), ""), request -> plan.routeAfterDialTone(tone, request), now);
            case RouteDecision.Attempts _, RouteDecision.Refused _, RouteDecision.Ignored _, RouteDecision.Emergency _ ->
                    decided(decision);
        }
    }

    private void dialTone(CallSource source, Function<RouteRequest, RouteDecision> asked, long now) {
        dials = source;
        router = asked;
        stage = Stage.DIALLING;
        digits.setLength(0);
        wishes.add(new Wish.Play(true));
        await(plan.waitFor(request(now)), now);
    }

    private void askPin(long now) {
        stage = Stage.ASKING_PIN;
        digits.setLength(0);
        wishes.add(new Wish.Play(true));
        await(plan.dialling().firstDigit(), now);
    }

    private void pinKey(char key, long now) {
        if (isEndKey(key)) {
            pinComplete(now);
            return;
        }
        take(key);
        if (digits.length() > LONGEST_PIN) {
            pinComplete(now);
        } else {
            await(plan.dialling().lastDigit(), now);
        }
    }

    private void pinComplete(long now) {
        deadlines.clearAll();
        if (digits.isEmpty()) {
            refuse(ReleaseCause.INCOMPLETE, "no PIN was entered");
            return;
        }
        stage = Stage.CHECKING;
        wishes.add(new Wish.Verify(pin.store(), digits.toString()));
        digits.setLength(0);
    }

    private void numberKey(char key, long now) {
        take(key);
        RouteRequest request = request(now);
        Completion completion = plan.completion(request);
        if (completion == Completion.SEND_NOW) {
            numberComplete(now);
        } else if (completion == Completion.DEAD_END || digits.length() > LONGEST_NUMBER) {
            refuse(ReleaseCause.UNALLOCATED, "nothing begins with " + digits);
        } else {
            await(plan.waitFor(request), now);
        }
    }

    private void numberComplete(long now) {
        deadlines.clearAll();
        RouteRequest request = request(now);
        if (plan.completion(request) == Completion.INCOMPLETE) {
            refuse(ReleaseCause.INCOMPLETE, digits.isEmpty() ? "nothing was dialled" : "the number " + digits + " is incomplete");
        } else {
            decided(router.apply(request));
        }
    }

    private void decided(RouteDecision decision) {
        stage = Stage.DONE;
        deadlines.clearAll();
        wishes.add(new Wish.Play(false));
        wishes.add(new Wish.Decided(decision, digits.toString()));
    }

    private void refuse(ReleaseCause cause, String why) {
        stage = Stage.DONE;
        deadlines.clearAll();
        wishes.add(new Wish.Refuse(cause, why));
    }

    private void take(char key) {
        if (digits.isEmpty()) {
            wishes.add(new Wish.Play(false));
        }
        digits.append(key);
    }

    private boolean isEndKey(char key) {
        return plan.dialling().endKey().equals(String.valueOf(key));
    }

    private RouteRequest request(long now) {
        return new RouteRequest(dials, digits.toString(), caller, wallClock.apply(now));
    }

    private void await(Duration time, long now) {
        deadlines.set(Timer.DIGIT, now + time.toNanos());
    }
}
