package org.tipring.tdm.cellular;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtDialogue;
import org.tipring.tdm.modem.AtReply;

/// Asks a module that has no call for its SIM card, its network and its signal; a module that does not answer twice has failed. Part of
/// [CellularModem], which hears the answers.
final class ServiceWatch {

    private static final long ANSWER_LIMIT = 2_000_000_000L;
    private static final int UNANSWERED = 2;

    private final AtDialogue dialogue;
    private final MobileService service;
    private final LongSupplier clock;
    private final Consumer<String> fail;
    private int unanswered;

    ServiceWatch(AtDialogue dialogue, MobileService service, LongSupplier clock, Consumer<String> fail) {
        this.dialogue = dialogue;
        this.service = service;
        this.clock = clock;
        this.fail = fail;
    }

    void forget() {
        unanswered = 0;
    }

    void askForNetwork() {
        question("AT+CPIN?");
        question("AT+CREG?");
    }

    void askForSignal() {
        question("AT+CREG?");
        question("AT+CSQ");
    }

    private void question(String line) {
        dialogue.send(AtCommand.of(line, ANSWER_LIMIT, 1), (reply, _) -> {
            if (line.equals("AT+CPIN?") && reply.result() == AtReply.Result.ERROR) {
                service.noSim();
            }
            unanswered = reply.result() == AtReply.Result.NO_REPLY ? unanswered + 1 : 0;
            if (unanswered == UNANSWERED) {
                fail.accept("the modem does not answer any more");
            }
        }, clock.getAsLong());
    }
}
