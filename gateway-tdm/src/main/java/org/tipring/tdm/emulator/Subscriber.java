package org.tipring.tdm.emulator;

import java.util.function.Supplier;

/// What happens when a number of the exchange is called.
public sealed interface Subscriber {

    /// Never, as a time to hang up.
    int NEVER = 0;

    /// Lets it ring, answers, and talks.
    ///
    /// @param afterMillis how long the caller hears ringback
    /// @param voice makes the voice of one call
    /// @param hangsUpAfterMillis how long after the answer the far end hangs up, or [#NEVER]
    record Answers(int afterMillis, Supplier<Voice> voice, int hangsUpAfterMillis) implements Subscriber { }

    /// Busy tone.
    record Busy() implements Subscriber { }

    /// Ringback for ever.
    record NeverAnswers() implements Subscriber { }

    /// No way through: reorder tone.
    record Congested() implements Subscriber { }

    /// Special information tone, then silence: "the number you have dialled ...". What an unknown number gets, too.
    record DoesNotExist() implements Subscriber { }

    /// Answers after two seconds and gives back what it hears, a fifth of a second later.
    static Subscriber echoes() {
        return new Answers(2_000, () -> new Voices.Echo(200), NEVER);
    }

    /// Answers after two seconds: three rising notes (523, 659, 784 Hz), then the pips of a speaking clock, 1000 Hz, each second.
    static Subscriber speaksTheTime() {
        return new Answers(2_000, Voices.Pips::new, NEVER);
    }

    /// Answers after four seconds and speaks as a person would, without words.
    static Subscriber announces() {
        return new Answers(4_000, Voices.Announcement::new, NEVER);
    }

    /// Answers after two seconds, speaks, and hangs up first.
    static Subscriber hangsUpAfter(int millis) {
        return new Answers(2_000, Voices.Announcement::new, millis);
    }
}
