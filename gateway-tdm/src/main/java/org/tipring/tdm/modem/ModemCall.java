package org.tipring.tdm.modem;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One time off-hook: into the voice stream, digits and hook flashes, and back on-hook. Part of [VoiceModem], whose table says what leads where.
final class ModemCall {

    enum Phase { NONE, SEIZING, STREAM, LEAVING, DIALLING, FLASHING, CLEARING }

    private final LongSupplier clock;
    private final ModemTalk talk;
    private final Supplier<ModemModel> model;
    private final Consumer<ModemAction> act;
    private final Consumer<String> fail;
    private final LineReports reports;
    private final StreamEntry entry;
    private final LoopOpening opening;
    private final SoundWatch sound = new SoundWatch();
    private Phase phase = Phase.NONE;
    private boolean flashed;

    /// @param fit whether a loop may be closed on a line of that voltage
    /// @param onHook the loop is open and the modem idle; @param deaf it does not listen to that
    /// @param fail it did not do what it was told, in words
    ModemCall(LongSupplier clock, VoiceModemSettings settings, AtDialogue dialogue, ModemTalk talk, Supplier<InitLadder> init, LineReports reports,
            Consumer<ModemAction> act, Predicate<LineVoltage> fit, Runnable onHook, Runnable deaf, Consumer<String> fail) {
        this.clock = clock;
        this.talk = talk;
        this.model = () -> init.get().model();
        this.act = act;
        this.fail = fail;
        this.reports = reports;
        this.entry = new StreamEntry(clock, settings, talk, init, act, fit, this::inStream, fail);
        this.opening = new LoopOpening(clock, dialogue, talk, model, onHook, deaf);
    }

    Phase phase() {
        return phase;
    }

    /// It is over, or was never one.
    void reset() {
        phase = Phase.NONE;
        entry.reset();
        opening.reset();
        sound.end();
    }

    long nextDeadline() {
        return Math.min(Math.min(entry.nextDeadline(), opening.nextDeadline()), sound.nextDeadline());
    }

    void tick() {
        entry.tick();
        opening.tick();
        if (sound.missing(clock.getAsLong())) {
            fail.accept("no sound came from the modem for " + SoundWatch.LIMIT_SECONDS + " s");
        }
    }

    void heard(long atNanos) {
        sound.heard(atNanos);
    }

    /// @param askVoltage first look whether the line is there and nobody else is on it
    void seize(boolean askVoltage) {
        phase = Phase.SEIZING;
        reports.seizing();
        entry.seize(askVoltage);
    }

    private void inStream() {
        ModemAction.ToLine report = phase == Phase.DIALLING ? new ModemAction.DigitsSent()
                : phase == Phase.FLASHING ? new ModemAction.Flashed(flashed) : new ModemAction.OffHook();
        phase = Phase.STREAM;
        sound.begin(clock.getAsLong());
        act.accept(report);
        reports.inStream();
    }

    /// @return false outside of the stream
    boolean dial(String digits) {
        return leaveFor(Phase.DIALLING, () -> entry.dial(digits));
    }

    /// @return false outside of the stream
    boolean flash() {
        return leaveFor(Phase.FLASHING, () -> entry.flash(done -> flashed = done));
    }

    private boolean leaveFor(Phase next, Runnable what) {
        if (phase != Phase.STREAM) {
            return false;
        }
        phase = Phase.LEAVING;
        sound.end();
        talk.leaveStream(model.get(), () -> {
            phase = next;
            what.run();
        }, () -> fail.accept("the modem does not leave the voice stream"));
        return true;
    }

    void hangUp() {
        phase = Phase.CLEARING;
        sound.end();
        entry.reset();
        opening.begin();
    }

    /// Nothing is out any more that a hang-up waited for.
    void clear() {
        opening.proceed();
    }
}
