package org.tipring.tdm.modem;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.media.time.Deadlines;

/// The ways into the voice stream: from the idle modem (class 8, parameters, loop closed), or back after digits or a hook flash. Part of
/// [VoiceModem].
final class StreamEntry {

    private enum Timer { PAUSE }

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    /// Some modems go off-hook only after the running ring burst: `+VTR` is refused until then.
    private static final int TRIES = 12;
    private static final long AGAIN_AFTER = 500 * MILLI;
    private static final Pattern TONES = Pattern.compile(",|[^,]{1," + AtCommand.TONES_AT_ONCE + "}");
    /// What a dial can say, as far as it goes.
    private static final Pattern PULSES = Pattern.compile("\\G[0-9,]{1," + AtCommand.PULSES_AT_ONCE + "}");

    private final LongSupplier clock;
    private final VoiceModemSettings settings;
    private final ModemTalk talk;
    private final Supplier<InitLadder> init;
    private final Consumer<ModemAction> act;
    private final Predicate<LineVoltage> fit;
    private final Runnable inStream;
    private final Consumer<String> fail;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final Deque<String> pulses = new ArrayDeque<>();
    private final Deque<String> tones = new ArrayDeque<>();
    private boolean asking;
    private int tries;

    /// @param fit whether a loop may be closed on a line of that voltage
    StreamEntry(LongSupplier clock, VoiceModemSettings settings, ModemTalk talk, Supplier<InitLadder> init, Consumer<ModemAction> act, Predicate<LineVoltage> fit,
            Runnable inStream, Consumer<String> fail) {
        this.clock = clock;
        this.settings = settings;
        this.talk = talk;
        this.init = init;
        this.act = act;
        this.fit = fit;
        this.inStream = inStream;
        this.fail = fail;
    }

    void reset() {
        deadlines.clearAll();
        pulses.clear();
        tones.clear();
    }

    long nextDeadline() {
        return deadlines.next();
    }

    /// After a pause: the next try for a stream, or further digits.
    void tick() {
        if (deadlines.expire(clock.getAsLong()) != null) {
            if (asking) {
                ask();
            } else {
                dialOn();
            }
        }
    }

    /// @param askVoltage first look whether the line is there and nobody else is on it
    void seize(boolean askVoltage) {
        asking = false;
        if (!askVoltage) {
            enterVoice();
            return;
        }
        talk.ask(LineVoltage.QUESTION, reply -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                fail.accept("the modem does not answer any more");
            } else if (fit.test(LineVoltage.of(reply))) {
                enterVoice();
            }
        });
    }

    private void enterVoice() {
        talk.say(AtCommand.of("AT+FCLASS=8"), () -> talk.sayAll(init.get().callParameters(), this::closeLoop,
                () -> talk.sayAll(init.get().callParametersOneByOne(), this::closeLoop, null)));
    }

    private void closeLoop() {
        talk.say(AtCommand.of("AT+VLS=1", 10 * SECOND, 1), this::begin);
    }

    /// Out of the stream already.
    void dial(String digits) {
        asking = false;
        pulses.clear();
        tones.clear();
        int from = 0;
        if (settings.dialling() == VoiceModemSettings.Dialling.PULSE) {
            for (Matcher part = PULSES.matcher(digits); part.find(); from = part.end()) {
                pulses.add(part.group());
            }
        }
        TONES.matcher(digits.substring(from)).results().forEach(part -> tones.add(part.group()));
        if (pulses.isEmpty()) {
            dialOn();
        } else {
            // The gateway has heard dial tone itself, or does without. S8: what a comma stands for.
            talk.sayAll(List.of(AtCommand.of("ATX3S8=" + Math.ceilDiv(settings.pause().toMillis(), 1_000))), this::dialOn, null);
        }
    }

    private void dialOn() {
        if (!pulses.isEmpty()) {
            talk.say(AtCommand.pulses(pulses.removeFirst(), settings.pause()), this::dialOn);
            return;
        }
        String part = tones.pollFirst();
        if (part == null) {
            begin();
        } else if (part.equals(",")) {
            deadlines.set(Timer.PAUSE, clock.getAsLong() + settings.pause().toNanos());
        } else {
            talk.say(AtCommand.tones(part), this::dialOn);
        }
    }

    /// Out of the stream already.
    ///
    /// @param flashed whether the modem could
    void flash(Consumer<Boolean> flashed) {
        asking = false;
        talk.ask(AtCommand.flash(settings.flash()), reply -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                fail.accept("the modem stopped answering at a hook flash");
            } else {
                flashed.accept(reply.ok());
                begin();
            }
        });
    }

    private void begin() {
        asking = true;
        tries = 0;
        ask();
    }

    private void ask() {
        tries++;
        act.accept(new ModemAction.ExpectStream(init.get().coding()));
        talk.ask(AtCommand.of("AT+VTR"), reply -> {
            if (reply.result() == AtReply.Result.CONNECT) {
                inStream.run();
            } else if (reply.result() == AtReply.Result.ERROR && tries < TRIES) {
                deadlines.set(Timer.PAUSE, clock.getAsLong() + AGAIN_AFTER);
            } else {
                fail.accept("the modem does not stream voice both ways (AT+VTR: " + reply.result() + ")");
            }
        });
    }
}
