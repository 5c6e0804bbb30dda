package org.tipring.signaling.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.Interface;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.trunk.HuntOrder;
import org.tipring.tdm.trunk.TrunkGroup;

/// Finds a line: the next idle one in the interface's order, or for an emergency call the one of the newest ordinary call, which is
/// dropped. Owned by the control thread.
final class Hunting {

    /// What may reach a line: nothing that a modem could take for a command.
    private static final Pattern DIALLABLE = Pattern.compile("[0-9*#A-D,]*");
    /// How often a line that is being freed is looked at, and how long.
    private static final long LOOK_NANOS = 20_000_000L;
    private static final long FREE_WAIT_NANOS = 8_000_000_000L;

    /// An emergency call that waits for the line of the call it has dropped.
    private record Waiting(CallLeg.OnLine leg, LineId line, long untilNanos) { }

    private final Calls calls;
    private final LineController lines;
    private final Map<String, TrunkGroup> groups = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final HeldLines held = new HeldLines();
    private long lookAt = Deadlines.NEVER;

    Hunting(Calls calls, LineController lines) {
        this.calls = calls;
        this.lines = lines;
    }

    void start(ActiveCall active, Attempt attempt, Interface target) {
        if (!DIALLABLE.matcher(attempt.number()).matches()) {
            calls.attemptFailed(active, Failure.of(ReleaseCause.UNALLOCATED, 404,
                    "a line can dial digits, * and # only, not " + attempt.number()));
            return;
        }
        TrunkGroup group = group(target);
        List<LineId> candidates = group.hunt().stream()
                .filter(line -> attempt.members().isEmpty() || attempt.members().contains(line.name()))
                .filter(lines::has)
                .toList();
        CallLeg.OnLine leg = new CallLeg.OnLine(calls.newLeg(), active, target.name(), attempt.number(), candidates.iterator());
        long idle = group.members().stream().filter(lines::has).filter(line -> lines.idle(line, active.emergency)).count();
        if (!active.emergency && target.keepFree() > 0 && idle <= target.keepFree()) {
            calls.attemptFailed(active, Failure.noFreeLine(idle + " free in " + target.name() + ", and " + target.keepFree() + " are kept free"));
            return;
        }
        if (active.emergency && attempt.preempt()) {
            leg.droppable.addAll(candidates);
        }
        huntOn(leg);
    }

    /// Tries the next idle line of a hunt; when none is left, the attempt has failed. Only an idle line is asked: one in use belongs
    /// to another call, which must not get the refusal. (An idle one may still refuse: the exchange may ring it this very moment.)
    void huntOn(CallLeg.OnLine leg) {
        while (leg.hunt.hasNext()) {
            LineId line = leg.hunt.next();
            if (lines.idle(line, leg.call().emergency) && held.mayTry(line, leg.call(), calls.now())) {
                leg.droppable.remove(line);
                seize(leg, line);
                return;
            }
        }
        if (preempt(leg)) {
            return;
        }
        Failure failure = none(leg);
        if (calls.book.has(leg)) {
            calls.failed(leg, failure);
        } else {
            calls.attemptFailed(leg.call(), failure);
        }
    }

    /// We hang up on who called on that line, so he may keep it for a while.
    void hangsUpOnCaller(LineId line) {
        if (lines.callerMayHold(line) && (lines.rings(line) == 0 || lines.met(line))) {
            held.hungUpOnCaller(line, calls.now());
        }
    }

    /// An emergency call was given no dial tone, and asks for help on another line, or later on this one.
    void noDialTone(CallLeg.OnLine leg) {
        held.noDialTone(leg.line, leg.call(), calls.now());
    }

    void dialled(CallLeg.OnLine leg) {
        held.letGo(leg.line);
    }

    /// An emergency call that has dropped one, and had no dial tone on that line, may have it when who called there has hung up.
    private Failure none(CallLeg.OnLine leg) {
        List<LineId> working = groups.get(leg.group).members().stream().filter(line -> lines.has(line) && lines.inService(line)).toList();
        if (leg.call().emergency && !working.isEmpty() && (leg.call().hasDropped || held.anyHeld(working, calls.now()))) {
            return Failure.of(ReleaseCause.CIRCUIT_IN_USE, 0, "who called before holds the lines of " + leg.group);
        }
        return Failure.noFreeLine("no free line in " + leg.group);
    }

    private void seize(CallLeg.OnLine leg, LineId line) {
        groups.get(leg.group).used(line, calls.now());
        calls.book.takeLine(line, leg);
        calls.started(leg, leg.group + "/" + line, leg.digits);
        if (calls.book.has(leg)) {
            lines.handle(line, new FxoEvent.Seize(leg.digits, leg.call().emergency));
        }
    }

    /// Drops the newest ordinary call on one of the lines that may be used so, and waits for its line. A call that came in on an analog line is
    /// dropped only when there is no other: at many exchanges who called holds the line for 10 s and more after we have hung up, and there is no
    /// dial tone. A mobile network lets go of a line at once.
    ///
    /// @return false when there is none
    private boolean preempt(CallLeg.OnLine leg) {
        CallLeg.OnLine victim = null;
        for (LineId line : leg.droppable) {
            CallLeg.OnLine there = calls.book.onLine(line);
            if (there != null && !there.call().emergency && (victim == null || sooner(there, victim))) {
                victim = there;
            }
        }
        if (victim == null) {
            return false;
        }
        LineId line = victim.line;
        leg.droppable.remove(line);
        leg.call().hasDropped = true;
        leg.call().call.note(calls.now(), "route", "drops call " + victim.call().call.id() + " on " + line);
        waiting.add(new Waiting(leg, line, calls.now() + FREE_WAIT_NANOS));
        lookAt = calls.now() + LOOK_NANOS;
        calls.end(victim.call(), ReleaseCause.PREEMPTED, "an emergency call took " + line);
        return true;
    }

    private boolean sooner(CallLeg.OnLine one, CallLeg.OnLine than) {
        boolean atOnce = isFreedAtOnce(one);
        return atOnce == isFreedAtOnce(than) ? one.call().number > than.call().number : atOnce;
    }

    private boolean isFreedAtOnce(CallLeg.OnLine leg) {
        return leg != leg.call().caller || !lines.callerMayHold(leg.line);
    }

    void tick(long now) {
        if (lookAt > now) {
            return;
        }
        for (Waiting one : List.copyOf(waiting)) {
            if (one.leg.call().call.over()) {
                waiting.remove(one);
            } else if (lines.idle(one.line, true)) {
                waiting.remove(one);
                seize(one.leg, one.line);
            } else if (one.untilNanos <= now) {
                waiting.remove(one);
                huntOn(one.leg);
            }
        }
        lookAt = waiting.isEmpty() ? Deadlines.NEVER : now + LOOK_NANOS;
    }

    long nextDeadline() {
        return lookAt;
    }

    /// The lines' history of use survives a reload of the plan, unless their order has changed.
    private TrunkGroup group(Interface target) {
        List<LineId> members = target.members().stream().map(LineId::new).toList();
        HuntOrder order = switch (target.pick()) {
            case ASCENDING, ALL -> HuntOrder.ASCENDING;
            case DESCENDING -> HuntOrder.DESCENDING;
            case ROUND_ROBIN -> HuntOrder.ROUND_ROBIN;
            case LEAST_RECENTLY_USED -> HuntOrder.LEAST_RECENTLY_USED;
            case LEAST_USED -> HuntOrder.LEAST_USED;
        };
        TrunkGroup group = groups.get(target.name());
        if (group == null || !group.members().equals(members) || group.order() != order) {
            group = new TrunkGroup(target.name(), members, order);
            groups.put(target.name(), group);
        }
        return group;
    }
}
