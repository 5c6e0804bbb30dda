package org.tipring.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.tdm.emulator.EmulateVoiceModem;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.line.CountryProfile;

/// The lines that the configuration calls emulated: an exchange of our own with modems on pseudo-terminals. From there on they are
/// lines like any other; the driver opens their device by path.
public final class EmulatedLines {

    /// How long the line hears busy tone after its far end has hung up.
    private static final int BUSY_TONE_MILLIS = 20_000;

    private EmulatedLines() {
    }

    /// @return null when the configuration has no emulated line
    public static EmulatedModems start(GatewayConfig config) throws IOException {
        List<GatewayConfig.ExchangeLine> voice = voiceLines(config);
        if (voice.isEmpty()) {
            return null;
        }
        Path folder = Files.createTempDirectory("tipring-lines-");
        // The names in it go with the emulation; then it is empty.
        folder.toFile().deleteOnExit();
        List<EmulatedModems.Line> lines = voice.stream()
                .map(line -> new EmulatedModems.Line(line.number(), folder.resolve(line.line()), ModemSettings.CX93001))
                .toList();
        return EmulatedModems.start("exchange", exchange(config.countries().get(config.exchange().country()))
                .withEcho(config.exchange().echoLossDb(), config.exchange().echoDelayMillis())
                .withCallerHolding((int) config.exchange().callerHolds().toMillis()), lines, System.nanoTime(),
                EmulateVoiceModem::subscribeAll);
    }

    /// Cellular ones have no exchange: see [MobileLines].
    private static List<GatewayConfig.ExchangeLine> voiceLines(GatewayConfig config) {
        return config.exchange() == null ? List.of() : config.exchange().lines().stream()
                .filter(on -> config.lines().stream().anyMatch(line -> line.name().equals(on.line()) && line.emulated() && !line.cellular())).toList();
    }

    /// An exchange of that country.
    public static ExchangeSettings exchange(CountryProfile country) {
        ExchangeSettings.CallerIdOrder order = country.callerId().scheme() == CountryProfile.Scheme.NONE ? ExchangeSettings.CallerIdOrder.NOT_SENT
                : country.callerId().when() == CountryProfile.When.BEFORE_THE_FIRST_RING ? ExchangeSettings.CallerIdOrder.BEFORE_FIRST_RING
                : ExchangeSettings.CallerIdOrder.AFTER_FIRST_RING;
        int loopBreak = (int) country.loopBreak().toMillis();
        ExchangeSettings settings = ExchangeSettings.of(country.tones(), country.ring(), order)
                .withHangUp(new ExchangeSettings.HangUp(loopBreak, CallProgressTone.BUSY, BUSY_TONE_MILLIS, true));
        return country.polarity().answer() == CountryProfile.How.ALWAYS ? settings.withReversalOnAnswer() : settings;
    }

    /// Where the driver finds a line's device.
    public static Path path(EmulatedModems emulated, GatewayConfig config, GatewayConfig.LineSection line) {
        if (!line.emulated()) {
            return Path.of(line.device());
        }
        int index = 0;
        for (GatewayConfig.ExchangeLine candidate : voiceLines(config)) {
            if (candidate.line().equals(line.name())) {
                return emulated.paths().get(index);
            }
            index++;
        }
        throw new IllegalStateException("the emulated line " + line.name() + " has no number in [exchange]; the loader checks this");
    }

    /// The line's own number, or empty when nobody told.
    public static String number(GatewayConfig config, GatewayConfig.LineSection line) {
        if (config.exchange() == null) {
            return "";
        }
        return config.exchange().lines().stream().filter(candidate -> candidate.line().equals(line.name()))
                .map(GatewayConfig.ExchangeLine::number).findFirst().orElse("");
    }
}
