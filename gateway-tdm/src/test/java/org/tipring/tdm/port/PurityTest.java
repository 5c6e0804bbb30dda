package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Misbehaviour;
import org.tipring.tdm.emulator.ModemProfile;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.modem.VoiceModemSettings;

/// Nothing that a modem says reaches the sound: on a line where nobody says a word, not a sample is heard, whatever the modem reports meanwhile.
class PurityTest {

    private static Stream<Arguments> modems() {
        return Stream.of(ModemProfile.CX93001, ModemProfile.CX93000, ModemProfile.USR5637).flatMap(profile -> Stream.of(Misbehaviour.values())
                // No voice; a stream that cannot be left for digits; sound that is treacherous by itself; a list that is Conexant's.
                .filter(one -> one != Misbehaviour.VOICE_ERROR && one != Misbehaviour.STUCK_STREAM && one != Misbehaviour.DLE_ETX_IN_SOUND
                        && !(one == Misbehaviour.VSM_VARIANT && profile == ModemProfile.USR5637))
                .map(one -> Arguments.of(profile, one)));
    }

    @ParameterizedTest
    @MethodSource("modems")
    void aSilentLineIsSilent(ModemProfile profile, Misbehaviour misbehaviour) {
        VirtualLine line = new VirtualLine(ExchangeSettings.of("US"), ModemSettings.CX93001.with(profile).with(misbehaviour), VoiceModemSettings.DEFAULT);
        line.exchange.subscribe("200", new Subscriber.Answers(100, Voices.Silence::new, Subscriber.NEVER));
        line.port.start(line.clock.now());
        line.await(FxoEvent.PortReady.class, 12_000);
        line.port.goOffHook(line.clock.now());
        line.await(FxoEvent.OffHook.class, 3_000);
        line.run(1_000);
        line.port.sendDigits("200", line.clock.now());
        line.await(FxoEvent.DigitsSent.class, 8_000);
        line.run(1_500);
        line.heard.clear();
        line.run(8_000);
        line.exchange.farEndPresses("100", '5', 200, line.clock.now());
        line.run(100);
        int beforeKey = line.heard.size() - 800;
        line.run(3_000);
        assertThat(line.heard.size()).isGreaterThan(80_000);
        assertThat(line.heard.subList(0, beforeKey)).allMatch(sample -> sample == 0);
        line.run(500);
        line.heard.clear();
        line.port.goOnHook(line.clock.now());
        line.run(4_000);
        assertThat(line.heard).as("what is said while the stream is left").allMatch(sample -> sample == 0);
    }
}
