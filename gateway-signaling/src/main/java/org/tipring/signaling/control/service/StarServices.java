package org.tipring.signaling.control.service;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tipring.signaling.control.service.ServiceState.Forward;
import org.tipring.signaling.control.service.ServiceState.Switch;
import org.tipring.signaling.routing.StarCode;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.DigitJudge.Verdict;
import org.tipring.tdm.line.LineId;

/// The services that an analog telephone dials for. Pure but for its memory; owned by the control thread.
public final class StarServices {

    private static final Duration NEXT_DIGIT = Duration.ofSeconds(10);
    private static final Judgement SEND = new Judgement(Verdict.SEND, Duration.ZERO, false);
    private static final Judgement MORE = new Judgement(Verdict.INCOMPLETE, NEXT_DIGIT, false);
    private static final Judgement NO = new Judgement(Verdict.DEAD_END, Duration.ZERO, false);

    /// What digits come to.
    public sealed interface Order {

        record Dial(String number, boolean withheld) implements Order { }

        /// It is done; there is nobody to call.
        record Done(String what) implements Order { }

        /// How something is set.
        record Asked(boolean yes, String what) implements Order { }

        record Impossible(String why) implements Order { }

        /// Take a call that rings elsewhere.
        ///
        /// @param number of the telephone where it rings; empty: one of the group
        record PickUp(String number) implements Order { }

        /// Leave the call that is held at a place from 0 to 9; or take the one that is there.
        record Park(int place) implements Order { }

        record Retrieve(int place) implements Order { }
    }

    /// What a service must know of the rest of the gateway.
    public interface Surroundings {

        /// Whether the dial plan lets the telephone forward calls to that number.
        boolean mayForwardTo(String number);

        ZonedDateTime now();

        /// How the telephone dials a number that came from outside.
        String dialled(String number);

        /// What sends a number at once; empty: nothing. It is dialled behind numbers and is none of their digits.
        String endKey();
    }

    private final StarCodes codes;
    private final ServiceMemory memory;
    private final Map<LineId, ServiceState> kept = new HashMap<>();
    private final ServiceCounts counts = new ServiceCounts();

    public StarServices(StarCodes codes, ServiceMemory memory) {
        this.codes = codes;
        this.memory = memory;
    }

    public StarCodes codes() {
        return codes;
    }

    public ServiceCounts counts() {
        return counts;
    }

    // ---- while a number is dialled

    /// @param plan what the dial plan says of digits
    public Judgement judge(String digits, Function<String, Judgement> plan) {
        return switch (codes.read(digits)) {
            case StarCodes.Reading.Other _ -> plan.apply(digits);
            case StarCodes.Reading.Begun _ -> begun(plan.apply(digits));
            case StarCodes.Reading.Dialled(StarCode code, String behind) -> behind(code.takes(), behind, plan);
        };
    }

    private static Judgement begun(Judgement own) {
        return switch (own.verdict()) {
            case DEAD_END -> MORE;
            case SEND -> new Judgement(Verdict.MAY_BE_LONGER, NEXT_DIGIT, false);
            case MAY_BE_LONGER, INCOMPLETE -> own;
        };
    }

    private static Judgement behind(StarCode.Takes takes, String behind, Function<String, Judgement> plan) {
        return switch (takes) {
            case NOTHING -> behind.isEmpty() ? SEND : NO;
            case CALL, NUMBER -> number(behind, plan);
            case PLACE -> behind.isEmpty() ? MORE : behind.matches("[0-9]") ? SEND : NO;
            case PLACE_AND_NUMBER -> behind.isEmpty() ? MORE : !Character.isDigit(behind.charAt(0)) ? NO : number(behind.substring(1), plan);
            case TIME -> time(behind);
        };
    }

    /// Nothing of it yet is no hot line.
    private static Judgement number(String digits, Function<String, Judgement> plan) {
        return digits.isEmpty() ? new Judgement(Verdict.INCOMPLETE, NEXT_DIGIT, true) : plan.apply(digits);
    }

    private static Judgement time(String digits) {
        boolean begins = "0000".length() >= digits.length() && (digits + "0000".substring(digits.length())).matches("([01][0-9]|2[0-3])[0-5][0-9]");
        return !begins ? NO : digits.length() == 4 ? SEND : MORE;
    }

    // ---- when it is dialled

    public Order order(LineId line, String digits, Surroundings surroundings) {
        if (codes.read(digits) instanceof StarCodes.Reading.Dialled(StarCode code, String behind)) {
            counts.used(code);
            return order(line, code, behind, surroundings);
        }
        return dial(line, digits, of(line).is(Switch.WITHHELD));
    }

    private Order order(LineId line, StarCode code, String digits, Surroundings surroundings) {
        ServiceState now = of(line);
        String endKey = surroundings.endKey();
        boolean ended = !endKey.isEmpty() && digits.length() > endKey.length() && digits.endsWith(endKey) && code.takes() != StarCode.Takes.CALL;
        String behind = ended ? digits.substring(0, digits.length() - endKey.length()) : digits;
        boolean withheld = now.is(Switch.WITHHELD);
        return switch (code) {
            case REDIAL -> call(now.dialled(), withheld, "nothing was dialled before");
            case CALL_RETURN -> call(surroundings.dialled(now.caller()), withheld, "nobody has called, or without a number");
            case WITHHOLD -> dial(line, behind, true);
            case SHOW -> dial(line, behind, false);
            case WITHHOLD_ALWAYS -> turn(line, Switch.WITHHELD, true);
            case SHOW_ALWAYS -> turn(line, Switch.WITHHELD, false);
            case DO_NOT_DISTURB -> turn(line, Switch.UNDISTURBED, true);
            case DISTURB -> turn(line, Switch.UNDISTURBED, false);
            case REJECT_ANONYMOUS -> turn(line, Switch.REJECTS_ANONYMOUS, true);
            case TAKE_ANONYMOUS -> turn(line, Switch.REJECTS_ANONYMOUS, false);
            case FORWARD -> forward(line, Forward.ALWAYS, behind, surroundings);
            case FORWARD_BUSY -> forward(line, Forward.BUSY, behind, surroundings);
            case FORWARD_NO_ANSWER -> forward(line, Forward.NO_ANSWER, behind, surroundings);
            case FORWARD_OFF -> forwardOff(line, Forward.ALWAYS);
            case FORWARD_BUSY_OFF -> forwardOff(line, Forward.BUSY);
            case FORWARD_NO_ANSWER_OFF -> forwardOff(line, Forward.NO_ANSWER);
            case FORWARD_ASK -> forwardAsked(now, Forward.ALWAYS);
            case FORWARD_BUSY_ASK -> forwardAsked(now, Forward.BUSY);
            case FORWARD_NO_ANSWER_ASK -> forwardAsked(now, Forward.NO_ANSWER);
            case PICK_UP -> new Order.PickUp("");
            case PICK_UP_OF -> new Order.PickUp(behind);
            case PARK -> new Order.Park(place(behind));
            case RETRIEVE -> new Order.Retrieve(place(behind));
            case SPEED_DIAL -> call(now.speedDials().getOrDefault(place(behind), ""), withheld, "nothing is at place " + behind);
            case SPEED_DIAL_SET -> speedDial(line, place(behind), behind.substring(1));
            case WAKE_UP -> wakeUp(line, behind, surroundings.now());
            case WAKE_UP_OFF -> done(line, state -> state.withWakeUp(null), "no wake-up call");
            case WAKE_UP_ASK -> new Order.Asked(now.wakeUp() != null, now.wakeUp() == null ? "no wake-up call" : "wake-up call at " + now.wakeUp());
        };
    }

    private Order dial(LineId line, String number, boolean withheld) {
        if (!number.isEmpty()) {
            change(line, state -> state.withDialled(number));
        }
        return new Order.Dial(number, withheld);
    }

    private static Order call(String number, boolean withheld, String otherwise) {
        return number.isEmpty() ? new Order.Impossible(otherwise) : new Order.Dial(number, withheld);
    }

    private Order turn(LineId line, Switch one, boolean on) {
        return done(line, state -> state.with(one, on), one.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + (on ? " on" : " off"));
    }

    private Order forward(LineId line, Forward when, String number, Surroundings surroundings) {
        return surroundings.mayForwardTo(number) ? done(line, state -> state.with(when, number), "forwards " + when + " to " + number)
                : new Order.Impossible("it may not forward to " + number);
    }

    private Order forwardOff(LineId line, Forward when) {
        return done(line, state -> state.with(when, ""), "forwards no more: " + when);
    }

    private static Order forwardAsked(ServiceState now, Forward when) {
        String to = now.forwards().get(when);
        return new Order.Asked(to != null, to == null ? "does not forward " + when : "forwards " + when + " to " + to);
    }

    private static int place(String behind) {
        return behind.charAt(0) - '0';
    }

    private Order speedDial(LineId line, int place, String number) {
        return done(line, state -> state.withSpeedDial(place, number), "speed dial " + place + " is " + number);
    }

    /// The next time that the clock shows this.
    private Order wakeUp(LineId line, String digits, ZonedDateTime now) {
        LocalTime time = LocalTime.of(Integer.parseInt(digits.substring(0, 2)), Integer.parseInt(digits.substring(2)));
        ZonedDateTime today = now.with(time);
        Instant when = (today.isAfter(now) ? today : now.plusDays(1).with(time)).toInstant();
        return done(line, state -> state.withWakeUp(when), "wake-up call at " + when);
    }

    private Order done(LineId line, UnaryOperator<ServiceState> how, String what) {
        change(line, how);
        return new Order.Done(what);
    }

    // ---- what is kept

    /// Nobody is told that something is set which a restart would not find.
    public void whenKept(Runnable then) {
        memory.whenKept(then);
    }

    /// @param number as it came; empty when there is none
    public void called(LineId line, String number) {
        change(line, state -> state.withCaller(number));
    }

    /// @return whether that is news
    public boolean messages(LineId line, int count) {
        return change(line, state -> state.withMessages(count));
    }

    public void wokenUp(LineId line) {
        change(line, state -> state.withWakeUp(null));
    }

    public boolean undisturbed(LineId line) {
        return of(line).is(Switch.UNDISTURBED);
    }

    /// Whether dial tone stutters, so that its user remembers: messages wait, or no call rings here.
    public boolean reminds(LineId line) {
        ServiceState now = of(line);
        return now.messages() > 0 || now.forwards().containsKey(Forward.ALWAYS) || now.is(Switch.UNDISTURBED);
    }

    public ServiceState of(LineId line) {
        return kept.computeIfAbsent(line, id -> {
            ServiceState state = memory.read(id.name());
            counts.changed(ServiceState.NOTHING, state);
            return state;
        });
    }

    /// @return whether that is news
    private boolean change(LineId line, UnaryOperator<ServiceState> how) {
        ServiceState before = of(line);
        ServiceState now = how.apply(before);
        if (now.equals(before)) {
            return false;
        }
        kept.put(line, now);
        counts.changed(before, now);
        memory.write(line.name(), now);
        return true;
    }
}
