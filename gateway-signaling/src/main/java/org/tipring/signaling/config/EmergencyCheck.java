package org.tipring.signaling.config;

import java.util.List;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.EmergencyRule;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.tdm.line.CountryProfile;

/// Whether a plan knows the emergency numbers that the pack of its country lists.
final class EmergencyCheck {

    private EmergencyCheck() {
    }

    /// @param pack of the plan's country; null: there is none, or it has mistakes
    static void check(DialPlan plan, CountryProfile pack, Mistakes mistakes) {
        EmergencyRule rule = plan.parts().emergency();
        if (rule == null || pack == null) {
            return;
        }
        Place place = plan.parts().place("emergency");
        String where = "etc/countries/" + pack.iso().toLowerCase(java.util.Locale.ROOT) + ".ini";
        List<String> missing = pack.emergency().stream().filter(number -> !rule.numbers().contains(number)).toList();
        if (!missing.isEmpty()) {
            mistakes.warning(place, "in " + pack.name() + " one may call for help by " + String.join(", ", missing) + ", too (" + where + "), and here such a call is like any other",
                    "add " + (missing.size() == 1 ? "it" : "them") + " to 'numbers', or take out of a copy of that file in 'countries' here what your exchange does not know");
        }
        List<String> foreign = rule.numbers().stream().filter(number -> !pack.emergency().contains(number)).toList();
        if (!foreign.isEmpty()) {
            mistakes.note(place, where + " does not list " + String.join(", ", foreign) + " among the emergency numbers of " + pack.name(),
                    "make sure that your exchange knows " + (foreign.size() == 1 ? "it" : "them"));
        }
    }
}
