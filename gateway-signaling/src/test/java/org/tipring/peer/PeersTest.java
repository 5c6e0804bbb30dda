package org.tipring.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs that other tests rely on do what those tests take for granted, without the gateway between them.
@Timeout(60)
class PeersTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void sippTelephonesCallEachOtherThroughKamailio() throws Exception {
        Sipp.assumeInstalled();
        Kamailio.assumeInstalled();
        try (Kamailio carrier = Kamailio.start(Map.of("anna", "secret1", "bert", "secret2"), Map.of("030123", "bert"));
             Sipp bert = registered(carrier, "called-hangs-up")) {
            Sipp.play(Sipp.Scenario.of("call-far-end-hangs-up", carrier.address()).as("anna", "secret1").calling("030123"), SOON);
            bert.succeed(SOON);
        }
    }

    @Test
    void kamailioChallengesAgainWhenThePasswordIsWrong() throws Exception {
        Sipp.assumeInstalled();
        Kamailio.assumeInstalled();
        try (Kamailio carrier = Kamailio.start(Map.of("anna", "secret1"), Map.of())) {
            Sipp.play(Sipp.Scenario.of("register-wrong-password", carrier.address()).as("anna", "guess"), SOON);
            Sipp.play(Sipp.Scenario.of("call-wrong-password", carrier.address()).as("anna", "guess").calling("anna"), SOON);
            Sipp.play(Sipp.Scenario.of("register", carrier.address()).as("anna", "secret1").overTcp(), SOON);
            Sipp.play(Sipp.Scenario.of("unregister", carrier.address()).as("anna", "secret1"), SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU", "PCMA"})
    void baresipTelephonesTalkThroughKamailio(String codec, @TempDir Path directory) throws Exception {
        Baresip.assumeInstalled();
        Kamailio.assumeInstalled();
        Path high = Baresip.microphone(tone(1000, 3), directory.resolve("high.wav"));
        Path low = Baresip.microphone(tone(400, 3), directory.resolve("low.wav"));
        try (Kamailio carrier = Kamailio.start(Map.of("anna", "secret1", "bert", "secret2"), Map.of());
             Baresip anna = Baresip.start(new Baresip.Telephone(carrier.address(), "anna", "secret1", codec, high, false, false));
             Baresip bert = Baresip.start(new Baresip.Telephone(carrier.address(), "bert", "secret2", codec, low, false, true))) {
            anna.awaitRegistered(SOON);
            bert.awaitRegistered(SOON);
            anna.dial("bert");
            assertThat(bert.awaitIncoming(SOON)).contains("anna");
            anna.await("CALL_RINGING", SOON);
            bert.answer();
            anna.awaitEstablished(SOON);
            anna.press('7');
            assertThat(bert.await("CALL_DTMF_END", Duration.ofSeconds(5))).isNotNull();
            bert.hangUp();
            anna.awaitClosed(SOON);
            bert.awaitClosed(SOON);
            assertThat(frequency(bert.heard())).isBetween(990.0, 1010.0);
            assertThat(frequency(anna.heard())).isBetween(395.0, 405.0);
        }
    }

    private static Sipp registered(Kamailio carrier, String scenario) throws Exception {
        int port = Ports.free();
        Sipp.play(Sipp.Scenario.of("register", carrier.address()).as("bert", "secret2").at(port), SOON);
        return Sipp.start(Sipp.Scenario.waiting(scenario).at(port));
    }

    private static short[] tone(double hertz, int seconds) {
        short[] samples = new short[8000 * seconds];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8000 * Math.sin(2 * Math.PI * hertz * i / 8000));
        }
        return samples;
    }

    /// By zero crossings over the part where there is sound.
    private static double frequency(short[] samples) {
        int first = -1;
        int last = -1;
        int crossings = 0;
        for (int i = 1; i < samples.length; i++) {
            if (samples[i - 1] < 0 && samples[i] >= 0 && samples[i] - samples[i - 1] > 1000) {
                first = first < 0 ? i : first;
                last = i;
                crossings++;
            }
        }
        return crossings < 2 ? 0 : 8000.0 * (crossings - 1) / (last - first);
    }
}
