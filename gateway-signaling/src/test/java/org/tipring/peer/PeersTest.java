package org.tipring.peer;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The programs that other tests rely on do what those tests take for granted, without the gateway between them.
@Timeout(60)
class PeersTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void sippTelephonesCallEachOtherThroughKamailio() throws Exception {
        Sipp.assumeInstalled();
        Kamailio.assumeInstalled();
        try (Kamailio carrier = Kamailio.start(Map.of("anna", "secret1", "bert", "secret2"), Map.of("030123", "bert"));
             Sipp bert = Sipp.start(Sipp.Scenario.waiting("called-hangs-up"))) {
            Sipp.play(Sipp.Scenario.of("register", carrier.address()).as("bert", "secret2").calledAt(bert.address().getPort()), SOON);
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
}
