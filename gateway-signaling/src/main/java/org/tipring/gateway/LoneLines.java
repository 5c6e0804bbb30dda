package org.tipring.gateway;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.port.LinePort;
import org.tipring.tdm.port.ModemReportCounts;

/// Ports of lines as the gateway has them, without the gateway: for who examines a line. Emulated ones are started.
public final class LoneLines implements AutoCloseable {

    private final GatewayConfig config;
    private final Executor control;
    private final EmulatedModems modems;
    private final MobileLines mobiles;
    private final LineCards cards;

    /// @param control what ports use as their control thread
    public LoneLines(GatewayConfig config, Executor control) throws IOException {
        this.config = config;
        this.control = control;
        this.modems = EmulatedLines.start(config);
        this.mobiles = MobileLines.start(config);
        this.cards = new LineCards(control, () -> { }, new CallerIdClips(config.recordings().folder(), InstantSource.system()));
    }

    /// A port of that line; text messages stay in its SIM card.
    public Function<Consumer<LineEvent>, LinePort> port(LineSection line) {
        if (line.cellular()) {
            return mobiles.setup(line.leavingTexts(), control, () -> { }).port();
        }
        return line.onCard() ? Settings.cardLine(line, config, cards).port()
                : Settings.line(line, config, EmulatedLines.path(modems, config, line), control, () -> { }, new ModemReportCounts()).port();
    }

    @Override
    public void close() {
        mobiles.close();
        if (modems != null) {
            modems.close();
        }
    }
}
