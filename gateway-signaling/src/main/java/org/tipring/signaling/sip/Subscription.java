package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One subscription to events of somebody else (RFC 6665), as its subscriber keeps it: made, refreshed in time, made anew. Pure.
///
/// | | 2xx | refused | no response | notified | terminated | due |
/// |---|---|---|---|---|---|---|
/// | **asked** | → *granted* | → *waiting* !failed | → *waiting* !failed | !works | → *waiting* | |
/// | **granted** | refreshed | 481: !subscribe anew; else → *waiting* !failed | → *waiting* !failed | !works, once | → *waiting*, or at once | refresh: !refresh; no NOTIFY after 32 s: → *waiting* !failed |
/// | **waiting** | | | | | | → *asked* !subscribe |
///
/// A failure is said once until it works again, and counted each time.
final class Subscription {

    enum Action { SUBSCRIBE, REFRESH, WORKS, FAILED }

    private static final long SECOND = 1_000_000_000L;
    /// Timer N: 64*T1 (RFC 6665 section 4.1.2.4).
    private static final long NOTIFY_WAIT = 32 * SECOND;
    private static final long FIRST_PATIENCE = 5 * SECOND;
    private static final long MOST_PATIENCE = 600 * SECOND;
    /// Before asking again somebody who says that there is no such thing.
    private static final long LONG = 3_600 * SECOND;
    /// One that lived for less did not end because its time was over.
    private static final long SHORT_LIFE = 60 * SECOND;

    private long refreshAt = Alarm.NEVER;
    private long notifiedBy = Alarm.NEVER;
    private long againAt = Alarm.NEVER;
    private long grantedAt;
    private long patience = FIRST_PATIENCE;
    private boolean granted;
    private boolean works;
    private boolean said;
    private long failures;
    private String why = "";

    List<Action> start() {
        return List.of(Action.SUBSCRIBE);
    }

    /// @param seconds what was granted
    List<Action> accepted(long seconds, long now) {
        List<Action> actions = new ArrayList<>(1);
        if (seconds <= 0) {
            fail(actions, "it was accepted for no time", patience(), now);
            return actions;
        }
        if (!granted) {
            granted = true;
            grantedAt = now;
        }
        if (!works && notifiedBy == Alarm.NEVER) {
            notifiedBy = now + NOTIFY_WAIT;
        }
        againAt = Alarm.NEVER;
        refreshIn(seconds, now);
        return actions;
    }

    /// @param retryAfter seconds, -1 when it does not say
    List<Action> refused(int status, String reason, long retryAfter, long now) {
        List<Action> actions = new ArrayList<>(1);
        if (status == 481 && granted) {
            over();
            actions.add(Action.SUBSCRIBE);
            return actions;
        }
        boolean forGood = status == 489 || status == 403 || status == 404 || status == 405 || status == 501 || status == 401 || status == 407;
        fail(actions, status + " " + reason, retryAfter > 0 ? Math.min(retryAfter, 86_400) * SECOND : forGood ? LONG : patience(), now);
        return actions;
    }

    List<Action> unanswered(String reason, long now) {
        List<Action> actions = new ArrayList<>(1);
        fail(actions, reason, patience(), now);
        return actions;
    }

    /// A NOTIFY of a subscription that goes on.
    ///
    /// @param seconds how long, -1 when it does not say
    List<Action> notified(long seconds, long now) {
        List<Action> actions = new ArrayList<>(1);
        notifiedBy = Alarm.NEVER;
        patience = FIRST_PATIENCE;
        said = false;
        if (!works) {
            works = true;
            actions.add(Action.WORKS);
        }
        // It may come before the 200 (RFC 6665 section 4.1.2.4).
        if (seconds > 0) {
            refreshIn(seconds, now);
        }
        return actions;
    }

    /// The last NOTIFY of a subscription (RFC 6665 section 4.1.3).
    ///
    /// @param retryAfter seconds, -1 when it does not say
    List<Action> terminated(String reason, long retryAfter, long now) {
        List<Action> actions = new ArrayList<>(1);
        boolean lived = granted && now - grantedAt >= SHORT_LIFE;
        boolean atOnce = reason.equals("deactivated") || reason.equals("timeout");
        boolean forGood = reason.equals("rejected") || reason.equals("noresource") || reason.equals("invariant");
        if (atOnce && lived) {
            over();
            actions.add(Action.SUBSCRIBE);
        } else {
            fail(actions, "it was ended" + (reason.isEmpty() ? "" : ": " + reason),
                    retryAfter > 0 ? Math.min(retryAfter, 86_400) * SECOND : forGood ? LONG : patience(), now);
        }
        return actions;
    }

    List<Action> tick(long now) {
        List<Action> actions = new ArrayList<>(1);
        if (notifiedBy <= now) {
            fail(actions, "it was accepted, but nothing was ever told", patience(), now);
        }
        if (refreshAt <= now) {
            refreshAt = Alarm.NEVER;
            actions.add(Action.REFRESH);
        }
        if (againAt <= now) {
            againAt = Alarm.NEVER;
            actions.add(Action.SUBSCRIBE);
        }
        return actions;
    }

    long nextDeadline() {
        return Math.min(refreshAt, Math.min(notifiedBy, againAt));
    }

    /// Somebody tells us.
    boolean works() {
        return works;
    }

    long failures() {
        return failures;
    }

    /// Why it failed last.
    String why() {
        return why;
    }

    private void refreshIn(long seconds, long now) {
        refreshAt = now + Math.max(SECOND, Math.min(seconds, 86_400) * SECOND * 3 / 4);
    }

    private void over() {
        granted = false;
        works = false;
        refreshAt = Alarm.NEVER;
        notifiedBy = Alarm.NEVER;
        againAt = Alarm.NEVER;
    }

    private void fail(List<Action> actions, String reason, long wait, long now) {
        over();
        failures++;
        why = reason;
        againAt = now + wait;
        if (!said) {
            said = true;
            actions.add(Action.FAILED);
        }
    }

    private long patience() {
        long now = patience;
        patience = Math.min(MOST_PATIENCE, patience * 2);
        return now;
    }

    static Duration asked() {
        return Duration.ofHours(1);
    }
}
