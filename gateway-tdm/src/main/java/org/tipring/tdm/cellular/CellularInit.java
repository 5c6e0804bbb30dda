package org.tipring.tdm.cellular;

import java.util.ArrayList;
import java.util.List;
import org.tipring.tdm.cellular.CellularModel.InitStep;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtReply;

/// What a module is told before it may serve a line. A call that an earlier process left is ended first. Pure; one for each time.
final class CellularInit {

    private static final long SECOND = 1_000_000_000L;
    private static final List<InitStep> FIRST = List.of(InitStep.wanted("ATE0"), InitStep.wanted("AT+CHUP"), InitStep.wanted("ATZ"), InitStep.wanted("ATE0"),
            InitStep.wanted("AT+CMEE=1"), InitStep.wanted("AT+CGMI"), InitStep.wanted("AT+CGMM"), InitStep.wanted("AT+CGMR"));
    private static final List<InitStep> LAST = List.of(InitStep.wanted("AT+CLIP=1"), InitStep.wanted("AT+CREG=2"), InitStep.wanted("AT+CPIN?"),
            InitStep.wanted("AT+CREG?"), InitStep.wanted("AT+COPS=3,0"), InitStep.wanted("AT+COPS?"), InitStep.wanted("AT+CSQ"));

    private final List<InitStep> steps = new ArrayList<>(FIRST);
    private final List<String> identity = new ArrayList<>();
    private int next;
    private String failure = "";

    CellularInit(CellularModel model) {
        steps.addAll(model.init());
        steps.addAll(LAST);
    }

    /// @return null when there is nothing more to say
    AtCommand nextCommand() {
        // Nothing here does harm when it is said twice.
        return next == steps.size() || !failure.isEmpty() ? null : AtCommand.of(steps.get(next).line(), 3 * SECOND, 2);
    }

    void reply(AtReply reply) {
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

    /// Why this module cannot serve, or empty.
    String failure() {
        return failure;
    }

    /// Maker, model and firmware as the module said them.
    String identity() {
        return String.join(" ", identity);
    }
}
