package org.tipring.signaling.call;

import java.util.ArrayList;
import java.util.List;
import org.tipring.signaling.call.FlashHabits.Deed;
import org.tipring.signaling.call.HandsetAction.Why;
import org.tipring.signaling.call.HandsetState.Conference;
import org.tipring.signaling.call.HandsetState.Free;
import org.tipring.signaling.call.HandsetState.Talking;
import org.tipring.signaling.call.HandsetState.Two;
import org.tipring.signaling.call.HandsetState.Waiting;

/// What a flash, or the key after it, comes to where a telephone has two calls.
///
/// | | swap | end | release | conference | transfer |
/// |---|---|---|---|---|---|
/// | **Waiting** | → Two !answer | → Talking !answer, drop | → Talking !refuse | | |
/// | **Two** | → Two | → Talking !drop the heard one | → Talking !drop the held one | → Conference | → Free !connect |
/// | **Conference** | → Two | → Talking !drop the last | → Talking !drop the last | | → Free !connect |
record FlashChoice(HandsetState next, List<HandsetAction> actions) {

    /// @return null where that is not possible
    static FlashChoice of(HandsetState from, Deed deed) {
        return switch (from) {
            case Waiting(LegId call, LegId waiting) -> whileOneWaits(deed, call, waiting);
            case Two two -> withTwo(deed, two);
            case Conference(LegId first, LegId last) -> inConference(deed, first, last);
            default -> null;
        };
    }

    private static FlashChoice whileOneWaits(Deed deed, LegId call, LegId waiting) {
        HandsetAction announced = new HandsetAction.AnnounceNoMore();
        HandsetAction answer = new HandsetAction.Answer(waiting);
        return switch (deed) {
            case SWAP -> talk(new Two(waiting, call, waiting, false), announced, answer, held(call));
            case END -> talk(new Talking(waiting), announced, answer, drop(call, Why.HUNG_UP));
            case RELEASE -> talk(new Talking(call), announced, drop(waiting, Why.REFUSED));
            case SECOND_CALL, CONFERENCE, TRANSFER, LINE, KEY, NOTHING -> null;
        };
    }

    private static FlashChoice withTwo(Deed deed, Two two) {
        LegId call = two.call();
        LegId held = two.held();
        return switch (deed) {
            case SWAP -> talk(new Two(held, call, two.second(), two.placed()), held(call), new HandsetAction.Note(held, "taken back"));
            case END -> talk(new Talking(held), drop(call, Why.HUNG_UP), new HandsetAction.Note(held, "taken back"));
            case RELEASE -> talk(new Talking(call), drop(held, Why.HUNG_UP));
            case CONFERENCE -> talk(new Conference(call.equals(two.second()) ? held : call, two.second()), new HandsetAction.Note(held, "in conference"), new HandsetAction.Note(call, "in conference"));
            case TRANSFER -> transfer(held, call);
            case SECOND_CALL, LINE, KEY, NOTHING -> null;
        };
    }

    private static FlashChoice inConference(Deed deed, LegId first, LegId last) {
        return switch (deed) {
            case SWAP -> talk(new Two(last, first, last, true), held(first));
            case END, RELEASE -> talk(new Talking(first), drop(last, Why.HUNG_UP));
            case TRANSFER -> transfer(first, last);
            case SECOND_CALL, CONFERENCE, LINE, KEY, NOTHING -> null;
        };
    }

    private static FlashChoice talk(HandsetState next, HandsetAction... first) {
        List<HandsetAction> actions = new ArrayList<>(List.of(first));
        actions.add(new HandsetAction.Talk());
        return new FlashChoice(next, actions);
    }

    /// Off-hook, and out of it.
    private static FlashChoice transfer(LegId one, LegId other) {
        return new FlashChoice(new Free(), List.of(new HandsetAction.Over(other), new HandsetAction.Connect(one, other)));
    }

    private static HandsetAction held(LegId call) {
        return new HandsetAction.Note(call, "held by a flash");
    }

    private static HandsetAction drop(LegId call, Why why) {
        return new HandsetAction.Drop(call, why);
    }
}
