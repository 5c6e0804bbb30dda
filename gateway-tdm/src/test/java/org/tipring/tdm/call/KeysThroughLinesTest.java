package org.tipring.tdm.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.net.ScriptedPhone;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;

/// Keys from telephone to telephone through two lines of an exchange with echo and noise: RTP, line, exchange, line, RTP. How many is in
/// `tipring.digits`: 100,000 are promised, a few thousand are always tried.
class KeysThroughLinesTest {

    private static final int DIGITS = Integer.getInteger("tipring.digits", 2_000);
    private static final String KEYS = "0123456789*#ABCD";
    private static final long SEED = 20_261_125;

    private final Random random = new Random(SEED);
    private final CallWorld world = new CallWorld(ExchangeSettings.of("US").withLine(true, true));
    private final short[] silence = new short[Pcm.FRAME];
    private final StringBuilder pressed = new StringBuilder();
    private CallWorld.Line a;
    private CallWorld.Line b;

    @BeforeEach
    void twoLinesTalk() {
        a = world.line("fxo1", "100", ModemSettings.CX93001.withPacketSamples(160));
        b = world.line("fxo2", "200", ModemSettings.CX93001.withPacketSamples(160));
        a.call("200");
        b.answer();
        world.run(1_000, () -> { });
    }

    /// As events of 20 to 600 ms, with every tenth packet lost, and often all or some of the ends.
    @Test
    void eventsComeOutAsTheyWentIn() throws IOException {
        ScriptedPhone from = world.join(a, true, CallWorld.EVENTS);
        ScriptedPhone to = world.join(b, true, CallWorld.EVENTS);
        listen(to, 500);
        for (int i = 0; i < DIGITS / 2; i++) {
            char key = KEYS.charAt(random.nextInt(KEYS.length()));
            pressed.append(key);
            int frames = 1 + random.nextInt(30);
            boolean soundGoesOn = random.nextBoolean();
            int[] nth = {0};
            world.run(20L * frames, () -> {
                if (nth[0]++ == 0) {
                    from.keyDown(key);
                } else if (random.nextInt(10) > 0) {
                    from.keyStays();
                }
                if (soundGoesOn) {
                    from.say(silence);
                }
                to.say(silence);
            });
            int ends = random.nextInt(4);
            from.keyUp(ends);
            // An end that is lost altogether is found out by time; keys are played 100 ms on and off at least.
            run(from, to, (ends == 0 ? 300 : 20) + Math.max(0, 220 - 20 * frames) + random.nextInt(300));
            check(to, i);
        }
        listen(to, 1_000);
        assertThat(to.digits()).isEqualTo(pressed.toString());
        assertThat(heardByExchange()).isEqualTo(pressed.toString());
    }

    /// As sound of 45 to 400 ms, at -5 to -25 dBm0 a frequency, with pauses of 45 ms and more; the far telephone gets events.
    @Test
    void soundComesOutAsEvents() throws IOException {
        ScriptedPhone from = world.join(a, true, -1);
        ScriptedPhone to = world.join(b, true, CallWorld.EVENTS);
        listen(to, 500);
        short[] frame = new short[Pcm.FRAME];
        for (int i = 0; i < DIGITS / 2; i++) {
            char key = KEYS.charAt(random.nextInt(KEYS.length()));
            pressed.append(key);
            DtmfGenerator sound = new DtmfGenerator(String.valueOf(key), 45 + random.nextInt(355), 45 + random.nextInt(255), -5 - random.nextInt(21));
            while (!sound.done()) {
                world.run(20, () -> {
                    sound.next(frame, 0, Pcm.FRAME);
                    from.say(frame);
                    to.say(silence);
                });
            }
            if (i % 200 == 199) {
                run(from, to, 400);
                check(to, i);
            }
        }
        run(from, to, 1_000);
        assertThat(to.digits()).isEqualTo(pressed.toString());
        assertThat(heardByExchange()).isEqualTo(pressed.toString());
    }

    private void run(ScriptedPhone from, ScriptedPhone to, int millis) {
        world.run(Math.ceilDiv(millis, 20) * 20L, () -> {
            from.say(silence);
            to.say(silence);
        });
    }

    private void listen(ScriptedPhone to, int millis) {
        world.run(millis, () -> to.say(silence));
    }

    /// Early, so that the first wrong key is named and not the last.
    private void check(ScriptedPhone to, int index) {
        assertThat(pressed.toString()).as("seed %d, key %d of %d", SEED, index, DIGITS / 2).startsWith(to.digits());
        if (pressed.length() - to.digits().length() > 5) {
            assertThat(to.digits()).as("seed %d, key %d", SEED, index).isEqualTo(pressed.toString());
        }
    }

    private String heardByExchange() {
        StringBuilder keys = new StringBuilder();
        world.seen.forEach(event -> {
            if (event instanceof ExchangeEvent.DigitHeard heard && !heard.dialling() && heard.line().equals("100")) {
                keys.append(heard.digit());
            }
        });
        return keys.toString();
    }
}
