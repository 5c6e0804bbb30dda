package org.tipring.signaling.call;

import java.util.List;

/// Which calls an analog telephone has. A call is named by the telephone's leg in it.
public sealed interface HandsetState {

    /// None; it may be dialling the first.
    record Free() implements HandsetState { }

    record Ringing(LegId call) implements HandsetState { }

    /// It has dialled, and nobody has answered.
    record Calling(LegId call) implements HandsetState { }

    record Talking(LegId call) implements HandsetState { }

    /// It talks, and a second caller waits.
    record Waiting(LegId call, LegId waiting) implements HandsetState { }

    /// It has dial tone, or dials, or hears that what it dialled came to nothing.
    record Recalling(LegId held) implements HandsetState { }

    /// The second one has been dialled and has not answered.
    record Consulting(LegId held, LegId call) implements HandsetState { }

    /// @param second which of them came last
    /// @param placed it has called that one itself: hanging up may connect the two
    record Two(LegId call, LegId held, LegId second, boolean placed) implements HandsetState { }

    /// @param last who was called last
    record Conference(LegId first, LegId last) implements HandsetState { }

    /// It has flashed and hears dial tone; the next key says what becomes of its calls.
    ///
    /// @param from Waiting, Two or Conference
    record AwaitingKey(HandsetState from) implements HandsetState { }

    /// Whom it heard has gone, and it hears that; another one is there still.
    ///
    /// @param up held; else a caller who waits
    record Left(LegId call, boolean up) implements HandsetState { }

    /// On-hook, and rings because it has left somebody on hold.
    record RingingBack(LegId call) implements HandsetState { }

    /// Those whom it hears.
    default List<LegId> heard() {
        return switch (this) {
            case Calling(LegId call) -> List.of(call);
            case Talking(LegId call) -> List.of(call);
            case Waiting(LegId call, LegId _) -> List.of(call);
            case Consulting(LegId _, LegId call) -> List.of(call);
            case Two two -> List.of(two.call());
            case Conference(LegId first, LegId last) -> List.of(first, last);
            case Free _, Ringing _, Recalling _, AwaitingKey _, Left _, RingingBack _ -> List.of();
        };
    }

    /// All that it has; the one that it hears, or would hear, comes first.
    default List<LegId> all() {
        return switch (this) {
            case Free _ -> List.of();
            case Ringing(LegId call) -> List.of(call);
            case Calling(LegId call) -> List.of(call);
            case Talking(LegId call) -> List.of(call);
            case Waiting(LegId call, LegId waiting) -> List.of(call, waiting);
            case Recalling(LegId held) -> List.of(held);
            case Consulting(LegId held, LegId call) -> List.of(call, held);
            case Two two -> List.of(two.call(), two.held());
            case Conference(LegId first, LegId last) -> List.of(last, first);
            case AwaitingKey(HandsetState from) -> from.all();
            case Left(LegId call, boolean _) -> List.of(call);
            case RingingBack(LegId call) -> List.of(call);
        };
    }

    /// Whether a flash is for a call that is not heard, and hanging up, too.
    default boolean holds() {
        return switch (this) {
            case Free _, Ringing _, Calling _, Talking _, Conference _, RingingBack _ -> false;
            case Waiting _, Recalling _, Consulting _, Two _, AwaitingKey _, Left _ -> true;
        };
    }
}
