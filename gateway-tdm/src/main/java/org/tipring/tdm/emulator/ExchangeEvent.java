package org.tipring.tdm.emulator;

/// What the exchange saw: for tests, and for people who watch the emulator.
public sealed interface ExchangeEvent {

    /// The number of the gateway's line that it happened on.
    String line();

    long atNanos();

    /// The loop was closed: seized, or answered while ringing.
    record OffHook(String line, long atNanos) implements ExchangeEvent { }

    record OnHook(String line, long atNanos) implements ExchangeEvent { }

    /// A key from the line, while dialling or in a conversation.
    record DigitHeard(String line, char digit, boolean dialling, long atNanos) implements ExchangeEvent { }

    /// The number was complete.
    record Dialled(String line, String number, Subscriber subscriber, long atNanos) implements ExchangeEvent { }

    /// The far end answered a call from the line.
    record FarEndAnswered(String line, String number, long atNanos) implements ExchangeEvent { }

    /// A call from outside began to ring the line.
    record CallArrived(String line, String from, long atNanos) implements ExchangeEvent { }

    /// A call from outside found the line in use, and heard busy tone.
    record CallFoundBusy(String line, String from, long atNanos) implements ExchangeEvent { }

    /// The line answered a call from outside.
    record LineAnswered(String line, String from, long atNanos) implements ExchangeEvent { }

    /// The outside caller hung up before the line answered.
    record CallerGaveUp(String line, String from, long atNanos) implements ExchangeEvent { }

    /// The far end of a conversation hung up first.
    record FarEndReleased(String line, long atNanos) implements ExchangeEvent { }

    /// The line hung up first.
    record LineReleased(String line, long atNanos) implements ExchangeEvent { }
}
