package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;

/// Who dials on a device that gives its sound in pieces of 5 ms, such as a line card.
class DialEarTest {

    private static final int PIECE = 40;
    private static final String KEYS = "0123456789*#ABCD";

    /// What it says comes in pieces, over the echo of what it hears.
    private static final class PieceLine implements AudioEndpoint {
        private final double echo;
        private final short[] out = new short[1 << 16];
        private int outCount;
        private int playedCount;
        private final short[] in = new short[1 << 16];
        private int inCount;
        private int readCount;
        private int hushes;

        PieceLine(double echoDb) {
            echo = Math.pow(10, echoDb / 20);
            outCount = Pcm.FRAME;
        }

        void say(short[] from, int offset) {
            for (int i = 0; i < PIECE; i++) {
                in[inCount++ % in.length] = (short) Math.clamp(Math.round(from[offset + i] + echo * out[playedCount++ % out.length]), -32768, 32767);
            }
        }

        short[] lastPlayed(int n) {
            short[] last = new short[n];
            for (int i = 0; i < n; i++) {
                last[i] = out[(playedCount - n + i) % out.length];
            }
            return last;
        }

        @Override
        public int peek(short[] into) {
            int count = Math.min(into.length, inCount - readCount);
            for (int i = 0; i < count; i++) {
                into[i] = in[(readCount + i) % in.length];
            }
            return count;
        }

        @Override
        public boolean read(short[] frame) {
            if (inCount - readCount < Pcm.FRAME) {
                return false;
            }
            peek(frame);
            readCount += Pcm.FRAME;
            return true;
        }

        @Override
        public void hush() {
            hushes++;
            for (int i = playedCount; i < outCount; i++) {
                out[i % out.length] = 0;
            }
        }

        @Override
        public void write(short[] frame) {
            for (short sample : frame) {
                out[outCount++ % out.length] = sample;
            }
        }
    }

    private final MediaWorld world = new MediaWorld();

    private PieceLine attend(double echoDb) {
        PieceLine line = new PieceLine(echoDb);
        world.loop.post(new MediaCommand.Attend(1, new Termination.Line("fxs1", line, TonePlan.US), CallProgressTone.DIAL));
        world.turn();
        return line;
    }

    private void say(PieceLine line, short[] sound) {
        for (int at = 0; at + PIECE <= sound.length; at += PIECE) {
            piece(line, sound, at);
        }
    }

    private void piece(PieceLine line, short[] sound, int at) {
        line.say(sound, at);
        world.turn();
        world.clock.advanceMillis(5);
    }

    private static short[] key(char key, int lead, int onMillis, double dBm0) {
        short[] sound = new short[lead + onMillis * 8 + 1600];
        new DtmfGenerator(String.valueOf(key), onMillis, 100, dBm0).next(sound, lead, sound.length - lead);
        return sound;
    }

    @Test
    void dialToneIsSilentTwelveMillisecondsAfterTheFirstKeysBegin() {
        for (double level : new double[] {-7, -20}) {
            for (char key : KEYS.toCharArray()) {
                for (int lead = 0; lead < PIECE; lead++) {
                    PieceLine line = attend(-11);
                    say(line, new short[1600]);
                    assertThat(line.hushes).isZero();
                    short[] sound = key(key, lead, 70, level);
                    int at = 0;
                    for (; line.hushes == 0 && at < sound.length; at += PIECE) {
                        piece(line, sound, at);
                    }
                    assertThat(at - lead).as("key %s after %d samples, %s dBm0: heard so many samples of it", key, lead, level).isBetween(1, 12 * 8);
                    piece(line, sound, at);
                    assertThat(LevelMeter.dBm0(line.lastPlayed(PIECE))).as("key %s: what it hears then", key).isLessThan(-60);
                }
            }
        }
    }

    @Test
    void eachKeyIsToldOnceWithinFortyFiveMilliseconds() {
        for (char key : KEYS.toCharArray()) {
            for (int lead = 0; lead < 160; lead += 3) {
                world.events.clear();
                PieceLine line = attend(-11);
                say(line, new short[1600]);
                short[] sound = key(key, lead, 60, -10);
                int at = 0;
                for (; world.events(MediaEvent.LineDigit.class).isEmpty() && at < sound.length; at += PIECE) {
                    piece(line, sound, at);
                }
                assertThat(at - lead).as("key %s after %d samples", key, lead).isBetween(160, 45 * 8);
                say(line, Arrays.copyOfRange(sound, at, sound.length));
                assertThat(world.events(MediaEvent.LineDigit.class)).containsExactly(new MediaEvent.LineDigit("fxs1", key));
            }
        }
    }

    @Test
    void whatIsNoKeyGetsDialToneBack() {
        PieceLine line = attend(-11);
        say(line, new short[1600]);
        // Too short for a key (ITU-T Q.24), and long enough to be taken for its begin.
        say(line, key('5', 7, 15, -7));
        assertThat(line.hushes).isEqualTo(1);
        assertThat(world.events(MediaEvent.LineDigit.class)).isEmpty();
        say(line, new short[800]);
        assertThat(LevelMeter.dBm0(line.lastPlayed(400))).isGreaterThan(-14);
    }

    @Test
    void dialToneStaysAwayWhileAKeyIsDownAndTheDialPlanWantsIt() {
        PieceLine line = attend(-11);
        say(line, new short[1600]);
        short[] held = key('9', 0, 1000, -7);
        say(line, Arrays.copyOf(held, 7200));
        assertThat(LevelMeter.dBm0(line.lastPlayed(6400))).isLessThan(-60);
        say(line, new short[2400]);
        assertThat(LevelMeter.dBm0(line.lastPlayed(400))).as("an outside prefix gives dial tone again").isGreaterThan(-14);
        assertThat(world.events(MediaEvent.LineDigit.class)).hasSize(1);
    }

    @Test
    void speechSeldomCutsDialTone() {
        PieceLine line = attend(-11);
        say(line, new short[1600]);
        say(line, new SpeechLike(5).take(20_000));
        assertThat(line.hushes).as("in 20 s").isLessThan(20);
        assertThat(world.events(MediaEvent.LineDigit.class)).isEmpty();
    }

    @Test
    void silenceThatIsOrderedComesAtOnce() {
        PieceLine line = attend(-11);
        say(line, new short[1600]);
        world.loop.post(new MediaCommand.Attend(1, new Termination.Line("fxs1", line, TonePlan.US), null));
        world.turn();
        say(line, new short[PIECE]);
        assertThat(LevelMeter.dBm0(line.lastPlayed(PIECE))).isLessThan(-60);
    }
}
