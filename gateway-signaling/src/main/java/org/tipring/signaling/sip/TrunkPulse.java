package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/// Whether a provider is there, by what it says to OPTIONS (RFC 3261 section 11). Pure.
///
/// | | answered | refused, nothing for so long | a call met silence | due |
/// |---|---|---|---|---|
/// | **waiting for an answer** | → *resting* !answers | the first: !ask again; the second: → *resting* !silent | | |
/// | **resting** | | | → *waiting* !ask, and one silence is enough | → *waiting* !ask |
///
/// Two questions, because one may get lost more often than the transaction repeats it. Times are spread by a fifth downwards, as RFC 5626
/// section 4.4.1 has it for keep-alives, so that many customers of a provider do not ask at once; over UDP the question keeps a NAT open, too,
/// when it comes every 30 s or sooner (section 4.4.2).
final class TrunkPulse {

    enum Action { ASK, ANSWERS, SILENT }

    private static final int ENOUGH = 2;
    private static final long SOON_NANOS = 1_000_000_000L;
    /// A provider that was away is noticed no later than this, however seldom it is asked otherwise.
    private static final long WHILE_SILENT_NANOS = 30_000_000_000L;

    private final long everyNanos;
    private final long patienceNanos;
    private final boolean mustAnswer;
    private final DoubleSupplier random;
    private long askAt = Alarm.NEVER;
    private long givesUpAt = Alarm.NEVER;
    private int silences;
    private boolean hasAnswered;
    private boolean answers;
    private boolean silent;

    /// @param patience how long an answer may take
    /// @param mustAnswer false: one that has never answered an OPTIONS is not judged by its silence, for there are such
    /// @param random from 0 to 1
    TrunkPulse(Duration every, Duration patience, boolean mustAnswer, DoubleSupplier random) {
        this.everyNanos = every.toNanos();
        this.patienceNanos = patience.toNanos();
        this.mustAnswer = mustAnswer;
        this.random = random;
    }

    List<Action> start(long now) {
        List<Action> actions = new ArrayList<>(1);
        ask(actions, now);
        return actions;
    }

    List<Action> answered(long now) {
        List<Action> actions = new ArrayList<>(1);
        silences = 0;
        givesUpAt = Alarm.NEVER;
        hasAnswered = true;
        silent = false;
        if (!answers) {
            answers = true;
            actions.add(Action.ANSWERS);
        }
        askAt = now + spread(everyNanos);
        return actions;
    }

    /// It says itself that it takes nothing (503, or 408 of what is behind it), or cannot be connected to.
    List<Action> refused(long now) {
        List<Action> actions = new ArrayList<>(1);
        missed(actions, now, true);
        return actions;
    }

    /// A call was not answered at all.
    List<Action> suspected(long now) {
        List<Action> actions = new ArrayList<>(1);
        if (givesUpAt == Alarm.NEVER) {
            silences = Math.max(silences, ENOUGH - 1);
            ask(actions, now);
        }
        return actions;
    }

    List<Action> tick(long now) {
        List<Action> actions = new ArrayList<>(1);
        if (givesUpAt <= now) {
            missed(actions, now, false);
        }
        if (askAt <= now) {
            ask(actions, now);
        }
        return actions;
    }

    long nextDeadline() {
        return Math.min(askAt, givesUpAt);
    }

    private void ask(List<Action> actions, long now) {
        askAt = Alarm.NEVER;
        givesUpAt = now + patienceNanos;
        actions.add(Action.ASK);
    }

    private void missed(List<Action> actions, long now, boolean sure) {
        givesUpAt = Alarm.NEVER;
        silences++;
        if (silences < ENOUGH) {
            askAt = now + (sure ? SOON_NANOS : 0);
            return;
        }
        if (!silent && (sure || mustAnswer || hasAnswered)) {
            silent = true;
            answers = false;
            actions.add(Action.SILENT);
        }
        askAt = now + spread(Math.min(everyNanos, WHILE_SILENT_NANOS));
    }

    private long spread(long nanos) {
        return nanos - (long) (nanos * 0.2 * random.getAsDouble());
    }
}
