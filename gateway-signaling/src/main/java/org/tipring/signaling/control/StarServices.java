package org.tipring.signaling.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.tipring.signaling.control.ServiceMemory.Kept;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.DigitJudge.Verdict;
import org.tipring.tdm.line.LineId;

/// The services that an analog telephone dials for. Pure but for its memory; owned by the control thread.
final class StarServices {

    private static final Duration NEXT_DIGIT = Duration.ofSeconds(10);

    /// What digits come to.
    sealed interface Order {

        record Dial(String number, boolean withheld) implements Order { }

        /// It is done; there is nobody to call.
        record Done(String what) implements Order { }

        record Impossible(String why) implements Order { }
    }

    private final StarCodes codes;
    private final ServiceMemory memory;
    private final Map<LineId, Kept> kept = new HashMap<>();

    StarServices(StarCodes codes, ServiceMemory memory) {
        this.codes = codes;
        this.memory = memory;
    }

    /// @param plan what the dial plan says of digits
    Judgement judge(String digits, Function<String, Judgement> plan) {
        if (codes.whole(digits)) {
            return new Judgement(Verdict.SEND, Duration.ZERO, false);
        }
        String behind = codes.withheld(digits);
        if (behind != null) {
            Judgement rest = plan.apply(behind);
            // Nothing behind it yet is no hot line.
            return behind.isEmpty() ? new Judgement(Verdict.INCOMPLETE, NEXT_DIGIT, true) : rest;
        }
        Judgement own = plan.apply(digits);
        if (digits.isEmpty() || !codes.begunBy(digits)) {
            return own;
        }
        return switch (own.verdict()) {
            case DEAD_END -> new Judgement(Verdict.INCOMPLETE, NEXT_DIGIT, false);
            case SEND -> new Judgement(Verdict.MAY_BE_LONGER, NEXT_DIGIT, false);
            case MAY_BE_LONGER, INCOMPLETE -> own;
        };
    }

    Order order(LineId line, String digits) {
        Kept now = of(line);
        if (codes.whole(digits)) {
            if (digits.equals(codes.redial())) {
                return call(now.dialled(), "nothing was dialled before");
            }
            if (digits.equals(codes.callReturn())) {
                return call(now.caller(), "nobody has called, or without a number");
            }
            boolean undisturbed = digits.equals(codes.doNotDisturb());
            keep(line, new Kept(now.dialled(), now.caller(), undisturbed));
            return new Order.Done(undisturbed ? "do not disturb" : "may be disturbed");
        }
        String behind = codes.withheld(digits);
        String number = behind == null ? digits : behind;
        if (!number.isEmpty()) {
            keep(line, new Kept(number, now.caller(), now.undisturbed()));
        }
        return new Order.Dial(number, behind != null);
    }

    private static Order call(String number, String otherwise) {
        return number.isEmpty() ? new Order.Impossible(otherwise) : new Order.Dial(number, false);
    }

    /// @param number as it came; empty when there is none
    void called(LineId line, String number) {
        Kept now = of(line);
        keep(line, new Kept(now.dialled(), number, now.undisturbed()));
    }

    boolean undisturbed(LineId line) {
        return of(line).undisturbed();
    }

    private Kept of(LineId line) {
        return kept.computeIfAbsent(line, id -> memory.read(id.name()));
    }

    private void keep(LineId line, Kept now) {
        if (!now.equals(kept.put(line, now))) {
            memory.write(line.name(), now);
        }
    }
}
