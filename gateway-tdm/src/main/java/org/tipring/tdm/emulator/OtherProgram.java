package org.tipring.tdm.emulator;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// [Misbehaviour#MODEM_MANAGER]: a program that opens every modem it finds, asks it who it is, and reads answers that were for others.
final class OtherProgram {

    private static final long ASKS_AFTER = Agenda.millis(100);
    private static final long ASKS_EVERY = Agenda.millis(500);
    private static final String[] QUESTIONS = {"AT+GCAP\r", "AT+GMI\r", "ATI\r"};

    private final VoiceModemEmulator modem;
    private final SplittableRandom random;
    private long untilNanos = Long.MIN_VALUE;

    OtherProgram(VoiceModemEmulator modem, SplittableRandom random) {
        this.modem = modem;
        this.random = random;
    }

    void port(boolean opened, long nowNanos) {
        if (!opened) {
            return;
        }
        untilNanos = nowNanos + ASKS_AFTER + QUESTIONS.length * ASKS_EVERY;
        for (int i = 0; i < QUESTIONS.length; i++) {
            byte[] question = QUESTIONS[i].getBytes(StandardCharsets.US_ASCII);
            modem.later(ASKS_AFTER + i * ASKS_EVERY, nowNanos, at -> modem.fromHost(question, 0, question.length, at));
        }
    }

    /// Takes every third byte or so away.
    ///
    /// @return how many are left
    int leaves(byte[] bytes, int offset, int length, long nowNanos) {
        if (nowNanos >= untilNanos) {
            return length;
        }
        int left = 0;
        for (int i = 0; i < length; i++) {
            if (random.nextInt(3) > 0) {
                bytes[offset + left++] = bytes[offset + i];
            }
        }
        return left;
    }
}
