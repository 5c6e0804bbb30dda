package org.tipring.tdm.emulator;

import java.util.Locale;
import org.tipring.tdm.callerid.CallerId;

/// What people type about a line of an emulated exchange, and how they are told what happens on it.
final class TypedDeed {

    static final String HELP = "call NUMBER [NAME] | withheld | hangup | press DIGITS | cable out|in | other lift|hang";

    private static final int CALL_RINGS_MILLIS = 60_000;

    private TypedDeed() { }

    /// @param line its number
    /// @return what to do, or null: that is none of these
    /// @throws IllegalArgumentException says what is wrong with it
    static EmulatedModems.Task of(String line, String typed) {
        String[] words = typed.split("\\s+", 3);
        return switch (words[0]) {
            case "call" -> call(line, CallerId.of(words.length > 1 ? words[1] : "5551234", words.length > 2 ? words[2] : ""));
            case "withheld" -> call(line, new CallerId(CallerId.Presence.WITHHELD, "", ""));
            case "hangup" -> (exchange, now) -> exchange.farEndHangsUp(line, now);
            case "press" -> press(line, words.length > 1 ? words[1] : "");
            case "cable" -> (exchange, now) -> exchange.cable(line, !typed.endsWith("out"), now);
            case "other" -> (exchange, now) -> exchange.otherTelephone(line, typed.endsWith("lift"), now);
            default -> null;
        };
    }

    private static EmulatedModems.Task call(String line, CallerId from) {
        return (exchange, now) -> exchange.call(line, from, CALL_RINGS_MILLIS, new Voices.Announcement(), Subscriber.NEVER, now);
    }

    private static EmulatedModems.Task press(String line, String digits) {
        if (!digits.matches("[0-9A-Da-d*#]+")) {
            throw new IllegalArgumentException("press takes keys of 0-9 * # A-D: " + digits);
        }
        return (exchange, now) -> exchange.farEndPresses(line, digits.toUpperCase(Locale.ROOT), now);
    }

    static String describe(ExchangeEvent event) {
        return switch (event) {
            case ExchangeEvent.OffHook _ -> "off-hook";
            case ExchangeEvent.OnHook _ -> "on-hook";
            case ExchangeEvent.DigitHeard heard -> "digit " + heard.digit() + (heard.dialling() ? "" : " in the conversation");
            case ExchangeEvent.Dialled dialled -> "dialled " + dialled.number() + ": " + dialled.subscriber().getClass().getSimpleName();
            case ExchangeEvent.FarEndAnswered answered -> answered.number() + " answered";
            case ExchangeEvent.CallArrived arrived -> "call from " + arrived.from() + " arrives";
            case ExchangeEvent.CallFoundBusy busy -> "call from " + busy.from() + " finds the line busy";
            case ExchangeEvent.LineAnswered answered -> "the call from " + answered.from() + " is answered";
            case ExchangeEvent.CallerGaveUp gaveUp -> "the caller " + gaveUp.from() + " gave up";
            case ExchangeEvent.FarEndReleased _ -> "the far end hung up";
            case ExchangeEvent.LineReleased _ -> "the line hung up first";
        };
    }
}
