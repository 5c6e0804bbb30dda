package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.ULaw;
import org.tipring.media.pcm.Pcm;

class TimeAlignmentTest {

    private static final int MILLI = Pcm.RATE / 1000;
    private static final int PACKET = 20 * MILLI;
    /// In the middle of a long vowel of the sound that is sent.
    private static final int LOUD = 390 * MILLI;

    private final short[] sent = new SpeechLike(7).take(4000);

    @Test
    void aSoundThatOnlyCameLaterIsAllThere() {
        TimeAlignment alignment = TimeAlignment.of(sent, path(sent));
        assertThat(alignment.likeness()).isGreaterThan(0.999);
        assertThat(alignment.lostMillis()).isZero();
        assertThat(alignment.firstLostMillis()).isEqualTo(-1);
        assertThat(alignment.moves()).isEmpty();
        assertThat(alignment.slidMillis()).isLessThan(0.1);
        assertThat(alignment.levelDb()).isCloseTo(0, within(0.1));
    }

    @Test
    void aPacketThatIsMissingIsLostWhereverSomethingWasSaid() {
        Random random = new Random(1);
        int tried = 0;
        while (tried < 20) {
            int at = random.nextInt(sent.length - PACKET);
            if (LevelMeter.dBm0(sent, at, PACKET / 2) > -30 && LevelMeter.dBm0(sent, at + PACKET / 2, PACKET / 2) > -30) {
                tried++;
                short[] damaged = sent.clone();
                Arrays.fill(damaged, at, at + PACKET, (short) 0);
                TimeAlignment alignment = TimeAlignment.of(sent, path(damaged));
                assertThat(alignment.lostMillis()).as("a packet at %d ms", at / MILLI).isBetween(15, 25);
                assertThat(alignment.firstLostMillis()).isCloseTo(at / MILLI, within(5));
                assertThat(alignment.moves()).isEmpty();
            }
        }
    }

    @Test
    void aPacketThatIsRepeatedInTheNextOnesPlaceIsLost() {
        short[] damaged = sent.clone();
        int at = 330 * MILLI;
        System.arraycopy(sent, at - PACKET / 2 * 3, damaged, at, PACKET);
        assertThat(TimeAlignment.of(sent, path(damaged)).lostMillis()).isGreaterThanOrEqualTo(10);
    }

    /// What a jitter buffer does that finds nothing and goes on waiting, or has more than it needs.
    @ParameterizedTest
    @CsvSource({"20, 5", "40, 5", "-20, 20", "-40, 40"})
    void aDelayThatMovesAtOnceMovesAndOnlyWhatIsLeftOutIsLost(int byMillis, int mostLost) {
        short[] heard = moved(sent, LOUD, byMillis * MILLI);
        TimeAlignment alignment = TimeAlignment.of(sent, path(heard));
        assertThat(alignment.moves()).extracting(TimeAlignment.Move::byMillis).containsExactly(byMillis);
        assertThat(alignment.moves().getFirst().atMillis()).isCloseTo(LOUD / MILLI, within(Math.abs(byMillis) + 5));
        assertThat(alignment.lostMillis()).isBetween(Math.max(0, -byMillis - 10), mostLost + 5);
    }

    /// As a clock that is being evened out: nobody hears a tenth of a semitone.
    @Test
    void aDelayThatSlidesLosesNothing() {
        FractionalResampler slow = new FractionalResampler();
        short[] heard = new short[sent.length + 2 * Pcm.RATE];
        short[] frame = new short[Pcm.FRAME];
        int from = 0;
        for (int at = Pcm.RATE; at + Pcm.FRAME <= heard.length; at += Pcm.FRAME) {
            double step = at < 2 * Pcm.RATE ? 1 : 0.994;
            while (!slow.ready(step)) {
                System.arraycopy(sent, Math.min(from, sent.length - Pcm.FRAME), frame, 0, Pcm.FRAME);
                from += Pcm.FRAME;
                slow.write(frame, Pcm.FRAME);
            }
            slow.read(frame, step);
            System.arraycopy(frame, 0, heard, at, Pcm.FRAME);
        }
        TimeAlignment alignment = TimeAlignment.of(sent, heard);
        assertThat(alignment.likeness()).isGreaterThan(0.98);
        assertThat(alignment.lostMillis()).isLessThanOrEqualTo(10);
        assertThat(alignment.moves()).isEmpty();
        assertThat(alignment.slidMillis()).isBetween(16.0, 20.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {70, 71, 72})
    void anotherSoundIsNotAlike(long seed) {
        TimeAlignment alignment = TimeAlignment.of(sent, path(new SpeechLike(seed).take(4000)));
        assertThat(alignment.likeness()).isLessThan(0.5);
        assertThat(alignment.lostMillis()).isGreaterThan(1000);
    }

    @Test
    void aSoundThatIsHeardTwiceIsNotAlike() {
        short[] doubled = sent.clone();
        for (int i = 60 * MILLI; i < sent.length; i++) {
            doubled[i] = (short) (sent[i] / 2 + sent[i - 60 * MILLI] / 2);
        }
        assertThat(TimeAlignment.of(sent, path(doubled)).likeness()).isLessThan(0.95);
    }

    @Test
    void aBeginningThatWasCutOffIsLost() {
        TimeAlignment alignment = TimeAlignment.of(sent, Arrays.copyOfRange(sent, 300 * MILLI, sent.length));
        assertThat(alignment.lostMillis()).isBetween(200, 300);
        assertThat(alignment.firstLostMillis()).isLessThan(60);
    }

    @Test
    void swappedWiresAreNotHeard() {
        short[] swapped = new short[sent.length];
        for (int i = 0; i < sent.length; i++) {
            swapped[i] = (short) -sent[i];
        }
        assertThat(TimeAlignment.of(sent, path(swapped))).matches(alignment -> alignment.likeness() > 0.999 && alignment.lostMillis() == 0);
    }

    @Test
    void aLineThatGivesNothingIsAllLost() {
        TimeAlignment alignment = TimeAlignment.of(sent, new short[sent.length]);
        assertThat(alignment.likeness()).isZero();
        assertThat(alignment.lostMillis()).isGreaterThan(2000);
        assertThat(alignment.moves()).isEqualTo(List.of());
    }

    private static short[] moved(short[] sound, int at, int by) {
        short[] heard = new short[sound.length + by];
        System.arraycopy(sound, 0, heard, 0, at);
        if (by > 0) {
            System.arraycopy(sound, at - by, heard, at, by);
        }
        int rest = Math.max(at, at + by);
        System.arraycopy(sound, rest - by, heard, rest, heard.length - rest);
        return heard;
    }

    /// 0.5 s later, through mu-law and with the noise of a line.
    private static short[] path(short[] sound) {
        Random noise = new Random(2);
        short[] heard = new short[sound.length + Pcm.RATE];
        for (int i = 0; i < heard.length; i++) {
            int at = i - Pcm.RATE / 2;
            double sample = (at >= 0 && at < sound.length ? sound[at] : 0) + 12 * noise.nextGaussian();
            heard[i] = ULaw.decode(ULaw.encode((short) Math.round(Math.clamp(sample, -32768, 32767))));
        }
        return heard;
    }
}
