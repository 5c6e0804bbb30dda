package org.tipring;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.tipring.tdm.emulator.EmulatedCard;
import org.tipring.tdm.emulator.RunningCard;

/// An emulated line card, which is the firmware's core in a process of its own behind a pseudo-terminal, and a whole gateway on it.
final class CardOffice implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);

    final RunningCard card;
    final RunningGateway gateway;

    private CardOffice(RunningCard card, RunningGateway gateway) {
        this.card = card;
        this.gateway = gateway;
    }

    /// Both, with every line in service; where no firmware can be built, the test is passed over, and says why.
    ///
    /// @param ports `FFX`: telephones and exchange lines
    /// @param changes of etc/, as [RunningGateway#start] wants them, given the device that the card is
    /// @param options more of the card's
    static CardOffice start(Path folder, String ports, Function<Path, Map<String, Map<String, String>>> changes, String... options) throws Exception {
        Path home = Path.of(System.getProperty("tipring.home", ".."));
        String obstacle = EmulatedCard.obstacle(home);
        Assumptions.assumeTrue(obstacle == null, () -> "no emulated line card: " + obstacle);
        Path device = folder.resolve("card");
        // The sanitized one: its mistakes are loud.
        RunningCard card = RunningCard.start(EmulatedCard.build(home, home.resolve("gateway-tdm/target/line-card-sanitized"), true), ports, device, options);
        try {
            CardOffice office = new CardOffice(card, RunningGateway.start(folder, changes.apply(device)));
            office.awaitInService();
            return office;
        } catch (Exception | AssertionError e) {
            card.close();
            throw e;
        }
    }

    /// A section of lines.ini.
    ///
    /// @param more of it, a line each
    static String line(String name, Path device, String port, String... more) {
        return "[line " + name + "]\ndevice = " + device + "\ndriver = line-card\nport = " + port + "\n" + String.join("\n", more) + "\n\n";
    }

    void awaitInService() throws Exception {
        gateway.awaitPage("/status.json", page -> page.contains("\"IDLE\"") && !page.contains("OUT_OF_SERVICE"), SOON);
    }

    /// Sooner than that the next lift of a handset would be a flash.
    ///
    /// @param lines of the whole gateway
    void awaitOnHook(int lines) throws Exception {
        gateway.awaitPage("/status.json", page -> page.split("\"IDLE\"", -1).length == lines + 1, SOON);
        gateway.awaitIdle();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        card.close();
    }
}
