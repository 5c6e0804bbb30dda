package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies of RFC 3842 section 5.2 and what PBXs make of them.
class MessageSummaryTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
            "Messages-Waiting: yes\\nMessage-Account: sip:alice@vmail.example.com\\nVoice-Message: 2/8 (0/2)|alice|2",
            "Messages-Waiting: yes|''|1", "Messages-Waiting: no\\nVoice-Message: 0/8 (0/0)|''|0", "messages-waiting:YES\\nvoice-message:3/0|''|3",
            "Messages-Waiting: yes\\nVoice-Message: 0/8|''|0", "Messages-Waiting: yes\\nFax-Message: 1/0|''|1", "Messages-Waiting: yes\\nVoice-Message: 70000/1|''|999",
            "Messages-Waiting: no\\nVoice-Message: 4/1|''|0", "Messages-Waiting: yes\\nMessage-Account: sip:+4420@x;user=phone|+4420|1",
            "Messages-Waiting: yes\\nMessage-Account: tel:211|211|1", "Messages-Waiting: perhaps|none|0", "Voice-Message: 2/8|none|0", "''|none|0"})
    void whatAMailboxSaysIsRead(String body, String account, int waiting) {
        Optional<MessageSummary> read = MessageSummary.parse(body.replace("\\n", "\r\n"));
        assertThat(read).isEqualTo(account == null ? Optional.empty() : Optional.of(new MessageSummary(account, waiting)));
    }

    @Test
    void whateverElseComesIsRefusedOrRead() {
        long seed = System.nanoTime();
        System.out.println("MessageSummaryTest seed " + seed);
        Random random = new Random(seed);
        String body = "Messages-Waiting: yes\r\nMessage-Account: sip:alice@vmail.example.com\r\nVoice-Message: 2/8 (0/2)\r\n";
        for (int i = 0; i < 20_000; i++) {
            char[] changed = body.toCharArray();
            for (int n = random.nextInt(6); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (char) random.nextInt(256);
            }
            MessageSummary.parse(new String(changed)).ifPresent(summary -> assertThat(summary.waiting()).isBetween(0, 999));
        }
    }
}
