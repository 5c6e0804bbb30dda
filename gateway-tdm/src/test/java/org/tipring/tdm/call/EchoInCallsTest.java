package org.tipring.tdm.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.Similarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.engine.LineFigures;
import org.tipring.media.net.ScriptedPhone;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Misbehaviour;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// What a telephone hears of itself when it calls through a line whose exchange gives echo: 12 dB weaker, after all buffers and 6 ms.
class EchoInCallsTest {

    private final List<short[]> heard = new ArrayList<>();
    private final SpeechLike speech = new SpeechLike(5, 140, -16);
    private final short[] frame = new short[Pcm.FRAME];

    private CallWorld world;
    private CallWorld.Line line;
    private ScriptedPhone phone;

    private void call(ModemSettings modem, boolean cancelsEcho) throws IOException {
        world = new CallWorld(ExchangeSettings.of("US").withLine(false, true).withEcho(12, 6));
        world.exchange.subscribe("5550", new Subscriber.Answers(0, Voices.Silence::new, Subscriber.NEVER));
        world.exchange.subscribe("5551", new Subscriber.Answers(0, Voices.Announcement::new, Subscriber.NEVER));
        line = world.line("fxo1", "100", modem);
        dial("5550", cancelsEcho);
    }

    private void dial(String number, boolean cancelsEcho) throws IOException {
        line.call(number);
        world.run(1500, () -> { });
        phone = world.join(line, cancelsEcho, CallWorld.EVENTS);
        heard.clear();
        phone.ear(heard::add);
    }

    private void speak(long millis) {
        world.run(millis, () -> {
            speech.next(frame, 0, Pcm.FRAME);
            phone.say(frame);
        });
    }

    private double loudest(int from) {
        return heard.subList(from, heard.size()).stream().mapToDouble(LevelMeter::dBm0).max().orElseThrow();
    }

    @Test
    void withoutTheCancellerItHearsItself() throws IOException {
        call(ModemSettings.CX93001, false);
        speak(10_000);

        assertThat(loudest(50)).isGreaterThan(-28);
        assertThat(line.figures().echo()).isNull();
    }

    @Test
    void withTheCancellerItHearsNothingButTheLine() throws IOException {
        call(ModemSettings.CX93001, true);
        speak(10_000);

        // The line's own noise is at -65 dBm0, and mu-law adds to it.
        assertThat(loudest(100)).as("after two seconds").isLessThan(-60);
        LineFigures figures = line.figures();
        assertThat(figures.echo().erlDb()).isBetween(10.0, 14.0);
        assertThat(figures.echo().erleDb()).isGreaterThan(20);
        assertThat(figures.echo().delayMillis()).as("what the modem keeps in reserve, and 6 ms").isBetween(15, 100);
        assertThat(figures.sentDbm0()).isBetween(-20.0, -10.0);
        assertThat(figures.heardNoiseDbm0()).isBetween(-70.0, -60.0);
    }

    /// The echo moves against what was sent by nothing: both run by the line's clock.
    @Test
    void aModemOf8018HertzMakesNoDifference() throws IOException {
        call(ModemSettings.CX93001.with(Misbehaviour.FAST_CLOCK), true);
        speak(30_000);

        // Now and then a consonant passes for the far end for a moment.
        assertThat(loudest(150)).isLessThan(-50);
        assertThat(line.figures().clockPpm()).isBetween(2200.0, 2300.0);
    }

    @Test
    void theNextCallKnowsTheEchoFromTheStart() throws IOException {
        call(ModemSettings.CX93001, true);
        speak(10_000);
        line.hangUp();
        dial("5550", true);
        speak(3_000);

        int spoken = 0;
        while (LevelMeter.dBm0(heard.get(spoken)) < -45 && spoken < heard.size() - 1) {
            spoken++;
        }
        assertThat(loudest(Math.min(spoken + 10, heard.size() - 1))).isLessThan(-55);
    }

    @Test
    void theFarEndIsHeardAsItIs() throws IOException {
        call(ModemSettings.CX93001, true);
        speak(6_000);
        line.hangUp();
        dial("5551", true);
        speak(2_000);
        heard.clear();
        speak(8_000);
        short[] withEcho = concat();
        heard.clear();
        world.run(8_000, () -> phone.say(new short[Pcm.FRAME]));
        short[] alone = concat();

        // The announcement is eight seconds long.
        Similarity similarity = Similarity.between(alone, withEcho);
        assertThat(similarity.correlation()).isGreaterThan(0.95);
        assertThat(similarity.levelDb()).isBetween(-1.0, 1.0);
    }

    private short[] concat() {
        short[] all = new short[heard.size() * Pcm.FRAME];
        for (int i = 0; i < heard.size(); i++) {
            System.arraycopy(heard.get(i), 0, all, i * Pcm.FRAME, Pcm.FRAME);
        }
        return all;
    }
}
