package org.tipring.tdm.cellular;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.tipring.tdm.cellular.CellularModel.InitStep;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtDialogue;
import org.tipring.tdm.modem.AtReply;
import org.tipring.tdm.modem.ModemAction.Trouble;

/// What a module is told before it may serve a line. A call that an earlier process left is ended first. Part of [CellularModem].
final class CellularInit {

    private static final long SECOND = 1_000_000_000L;
    private static final List<InitStep> FIRST = List.of(InitStep.wanted("ATE0"), InitStep.wanted("AT+CHUP"), InitStep.wanted("ATZ"), InitStep.wanted("ATE0"),
            InitStep.wanted("AT+CMEE=1"), InitStep.wanted("AT+CGMI"), InitStep.wanted("AT+CGMM"), InitStep.wanted("AT+CGMR"));
    private static final List<InitStep> LAST = List.of(InitStep.wanted("AT+CLIP=1"), InitStep.wanted("AT+CREG=2"), InitStep.wanted("AT+CPIN?"),
            InitStep.wanted("AT+CREG?"), InitStep.wanted("AT+COPS=3,0"), InitStep.wanted("AT+COPS?"), InitStep.wanted("AT+CSQ"));

    private final CellularModel model;
    private final AtDialogue dialogue;
    private final LongSupplier clock;
    private final Runnable ready;
    private final BiConsumer<String, Trouble> stuck;
    private final List<InitStep> steps = new ArrayList<>();
    private final List<String> identity = new ArrayList<>();
    private int next;
    private String failure = "";

    /// @param ready it may serve; @param stuck it cannot, and why
    CellularInit(CellularModel model, AtDialogue dialogue, LongSupplier clock, Runnable ready, BiConsumer<String, Trouble> stuck) {
        this.model = model;
        this.dialogue = dialogue;
        this.clock = clock;
        this.ready = ready;
        this.stuck = stuck;
    }

    /// Wakes the module, and tells it everything anew.
    void begin() {
        dialogue.send(AtCommand.of("AT", SECOND, 3), (reply, _) -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                stuck.accept("the modem does not answer; unplug it, wait ten seconds and plug it in again", Trouble.NEEDS_REPLUG);
            } else {
                identity.clear();
                steps.clear();
                steps.addAll(FIRST);
                steps.addAll(model.init());
                steps.addAll(LAST);
                next = 0;
                failure = "";
                proceed();
            }
        }, clock.getAsLong());
    }

    private void proceed() {
        if (!failure.isEmpty()) {
            stuck.accept(failure, Trouble.DEVICE);
        } else if (next == steps.size()) {
            ready.run();
        } else {
            // Nothing here does harm when it is said twice.
            dialogue.send(AtCommand.of(steps.get(next).line(), 3 * SECOND, 2), (reply, _) -> {
                answered(reply);
                proceed();
            }, clock.getAsLong());
        }
    }

    private void answered(AtReply reply) {
        InitStep step = steps.get(next++);
        if (reply.result() == AtReply.Result.NO_REPLY) {
            failure = "the modem stopped answering at " + step.line();
        } else if (reply.ok()) {
            if (step.line().startsWith("AT+CGM")) {
                reply.information().stream().filter(line -> Urc.of(line) == null).map(line -> line.replaceFirst("^\\+CGM[IMR]:\\s*", ""))
                        .forEach(identity::add);
            }
        } else if (!step.otherwise().isEmpty()) {
            steps.add(next, InitStep.wanted(step.otherwise()));
        } else {
            failure = step.failure();
        }
    }

    /// Maker, model and firmware as the module said them.
    String identity() {
        return String.join(" ", identity);
    }
}
