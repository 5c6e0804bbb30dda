package org.tipring.tdm.modem;

import java.util.List;
import java.util.function.Consumer;

/// What is said to a modem during a call, and what holds for all of it: an answer that fails ends the call, and a hang-up waits only for
/// the answer that is still out. Part of [VoiceModem].
final class ModemTalk {

    private final AtDialogue dialogue;
    private final Runnable clear;
    private final Consumer<String> fail;
    private boolean streaming;
    private boolean hangUpPending;
    private long now;

    /// @param clear opens the loop, when a hang-up was waiting
    /// @param fail the modem did not do what it was told, in words
    ModemTalk(AtDialogue dialogue, Runnable clear, Consumer<String> fail) {
        this.dialogue = dialogue;
        this.clear = clear;
        this.fail = fail;
    }

    void now(long nowNanos) {
        now = nowNanos;
    }

    /// The modem streams, as far as we know.
    boolean streaming() {
        return streaming;
    }

    void streamEnded() {
        streaming = false;
    }

    void reset() {
        streaming = false;
        hangUpPending = false;
        dialogue.reset();
    }

    void hangUp() {
        dialogue.dropQueued();
        dialogue.abort();
        hangUpPending = dialogue.awaitsReply();
        if (!hangUpPending) {
            clear.run();
        }
    }

    /// Says it; an answer other than OK is a failure.
    void say(AtCommand command, Runnable then) {
        ask(command, reply -> {
            if (reply.ok()) {
                then.run();
            } else {
                fail.accept("the modem answered " + command + " with " + reply.result());
            }
        });
    }

    /// Says all; a refusal leads to `refused`, or is passed over where that is null.
    void sayAll(List<AtCommand> commands, Runnable then, Runnable refused) {
        if (commands.isEmpty()) {
            then.run();
            return;
        }
        ask(commands.getFirst(), reply -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                fail.accept("the modem stopped answering at " + commands.getFirst());
            } else if (!reply.ok() && refused != null) {
                refused.run();
            } else {
                sayAll(commands.subList(1, commands.size()), then, refused);
            }
        });
    }

    /// Tries each way out of a stream: the model's own, the end of the sound, the abort (`DLE ^`, `DLE ETX`, `DLE !`).
    void leaveStream(ModemModel model, Runnable left, Runnable deaf) {
        leaveStream(List.of(model.leaveDuplex(), (char) Dle.ETX, Dle.ABORT), left, deaf);
    }

    private void leaveStream(List<Character> ways, Runnable left, Runnable deaf) {
        if (ways.isEmpty()) {
            deaf.run();
            return;
        }
        ask(AtCommand.leaveStream(ways.getFirst()), reply -> {
            // Where DLE ETX came and only the OK behind it is missing, it is good enough.
            if (reply.ok() || !streaming) {
                left.run();
            } else {
                leaveStream(ways.subList(1, ways.size()), left, deaf);
            }
        });
    }

    /// Says it and goes on with the answer, unless the line hung up meanwhile.
    void ask(AtCommand command, Consumer<AtReply> then) {
        dialogue.send(command, (reply, _) -> {
            streaming |= reply.result() == AtReply.Result.CONNECT;
            streaming &= !(command.leavesStream() && reply.ok());
            if (hangUpPending) {
                hangUpPending = false;
                clear.run();
            } else {
                then.accept(reply);
            }
        }, now);
    }
}
