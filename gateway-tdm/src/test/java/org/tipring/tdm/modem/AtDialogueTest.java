package org.tipring.tdm.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.time.Deadlines;

class AtDialogueTest {

    private static final long MILLI = 1_000_000L;

    private final List<String> said = new ArrayList<>();
    private final List<AtReply> replies = new ArrayList<>();
    private final AtDialogue dialogue = new AtDialogue(command -> said.add(command.text()));

    private void send(AtCommand command, long nowNanos) {
        dialogue.send(command, (reply, _) -> replies.add(reply), nowNanos);
    }

    @Test
    void oneCommandIsOutstandingAndTheNextWaitsForThePause() {
        send(AtCommand.of("ATE0"), 0);
        send(AtCommand.of("ATI3"), 0);
        assertThat(said).containsExactly("ATE0");
        dialogue.line("ATE0", 5 * MILLI);
        dialogue.line("OK", 10 * MILLI);
        dialogue.tick(109 * MILLI);
        assertThat(said).containsExactly("ATE0");
        assertThat(dialogue.nextDeadline()).isEqualTo(110 * MILLI);
        dialogue.tick(110 * MILLI);
        assertThat(said).containsExactly("ATE0", "ATI3");
        dialogue.line("CX93001", 111 * MILLI);
        dialogue.line("OK", 112 * MILLI);
        assertThat(replies).containsExactly(new AtReply(AtReply.Result.OK, List.of()), new AtReply(AtReply.Result.OK, List.of("CX93001")));
        assertThat(dialogue.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void silenceIsAnsweredByTryingAgainAndThenByGivingUp() {
        send(AtCommand.of("AT", 500 * MILLI, 2), 0);
        dialogue.tick(500 * MILLI);
        assertThat(said).containsExactly("AT", "AT");
        assertThat(replies).isEmpty();
        dialogue.tick(1000 * MILLI);
        assertThat(replies).containsExactly(new AtReply(AtReply.Result.NO_REPLY, List.of()));
    }

    @Test
    void resultsThatAnswerNothingAreCounted() {
        assertThat(dialogue.line("ERROR", 0)).isTrue();
        assertThat(dialogue.strayResults()).isEqualTo(1);
        assertThat(dialogue.line("SOMETHING", 0)).isFalse();
    }

    @Test
    void makersSpellTheSameResultDifferently() {
        for (String line : List.of("NO DIAL TONE", "NO DIALTONE")) {
            assertThat(AtReply.Result.of(line)).isEqualTo(AtReply.Result.NO_DIAL_TONE);
        }
        assertThat(AtReply.Result.of("VCON")).isEqualTo(AtReply.Result.CONNECT);
    }
}
