package org.tipring.signaling.routing.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.FailOver;
import org.tipring.signaling.routing.FailOver.Cause;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.Restriction;
import org.tipring.signaling.routing.RingGroup;
import org.tipring.signaling.routing.text.Spelling;

/// The state of the world that a test or `explain` assumes: `gsm busy, carrier down, 201 no-answer`.
///
/// @param states by interface, member or ring group
public record Conditions(Map<String, FailOver> states) {

    public static final Conditions NONE = new Conditions(Map.of());

    private static final Map<String, FailOver> WORDS = words();

    private static Map<String, FailOver> words() {
        Map<String, FailOver> words = new LinkedHashMap<>();
        words.put("busy", Cause.BUSY);
        words.put("down", Cause.UNAVAILABLE);
        for (Cause cause : Cause.values()) {
            words.putIfAbsent(cause.toString(), cause);
        }
        return words;
    }

    public Conditions {
        states = Map.copyOf(states);
    }

    static Conditions parse(String text, DialPlan plan) throws CallPhrase.Unclear {
        Map<String, FailOver> states = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split(" ");
            if (words.length != 2) {
                throw new CallPhrase.Unclear("'" + part.strip() + "' is no condition", "write 'landlines busy' or 'carrier down'");
            }
            FailOver state = words[1].matches("[4-6]\\d\\d") ? new FailOver.SipStatus(Integer.parseInt(words[1]))
                    : words[1].matches("q850:\\d{1,3}") ? new FailOver.Q850(Integer.parseInt(words[1].substring(5))) : WORDS.get(words[1]);
            if (state == null) {
                throw new CallPhrase.Unclear("'" + words[1] + "' is no condition", Spelling.cure(words[1], WORDS.keySet()));
            }
            List<String> names = names(plan);
            if (!names.contains(words[0])) {
                throw new CallPhrase.Unclear("'" + words[0] + "' is no interface, member or ring group", Spelling.cure(words[0], names));
            }
            states.put(words[0], state);
        }
        return new Conditions(states);
    }

    private static List<String> names(DialPlan plan) {
        List<String> names = new ArrayList<>();
        plan.interfaces().forEach(one -> {
            names.add(one.name());
            names.addAll(one.members());
        });
        plan.parts().groups().forEach(group -> names.add(group.name()));
        return names;
    }

    Conditions and(Conditions other) {
        Map<String, FailOver> all = new LinkedHashMap<>(states);
        all.putAll(other.states);
        return new Conditions(all);
    }

    /// Why an attempt fails, or null when it goes out.
    public FailOver failure(Attempt attempt, DialPlan plan) {
        return failure(attempt, plan, Set.of());
    }

    /// @param ignored restrictions that do not count: an emergency call's
    public FailOver failure(Attempt attempt, DialPlan plan, Set<Restriction> ignored) {
        RingGroup group = plan.ringGroup(attempt.interfaceName()).orElse(null);
        if (group != null) {
            return states.containsKey(group.name()) ? states.get(group.name()) : ofTelephones(group.members(), plan);
        }
        Interface one = plan.interfaceNamed(attempt.interfaceName());
        FailOver whole = states.get(one.name());
        if (whole == Cause.LIMIT && ignored.contains(Restriction.LIMITS)) {
            whole = null;
        }
        if (whole != null) {
            return whole == Cause.BUSY && !one.telephones() ? Cause.BUSY_LINE : whole;
        }
        if (one.telephones()) {
            return ofTelephones(attempt.members(), plan);
        }
        return ofLines(one, attempt.members(), ignored.contains(Restriction.KEEP_FREE) ? 0 : one.keepFree());
    }

    /// Fails when every one does: busy when any is busy, else as the last one.
    private FailOver ofTelephones(List<String> members, DialPlan plan) {
        FailOver last = null;
        boolean busy = false;
        for (String member : members) {
            FailOver state = states.getOrDefault(member, states.get(plan.interfaceOf(member).name()));
            if (state == null) {
                return null;
            }
            busy |= state == Cause.BUSY;
            last = state;
        }
        return busy ? Cause.BUSY : last;
    }

    private FailOver ofLines(Interface one, List<String> fixed, int keepFree) {
        if (one.members().isEmpty()) {
            return null;
        }
        List<String> usable = fixed.isEmpty() ? one.members() : fixed;
        List<FailOver> failures = usable.stream().filter(states::containsKey).map(states::get).toList();
        long free = one.members().stream().filter(member -> !states.containsKey(member)).count();
        if (failures.size() < usable.size()) {
            return free <= keepFree ? Cause.BUSY_LINE : null;
        }
        return failures.contains(Cause.BUSY) ? Cause.BUSY_LINE : failures.getLast();
    }
}
