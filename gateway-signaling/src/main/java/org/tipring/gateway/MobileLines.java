package org.tipring.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.signaling.control.line.LineSetup;
import org.tipring.signaling.ops.TextLog;
import org.tipring.tdm.cellular.CellularModel;
import org.tipring.tdm.emulator.CellularProfile;
import org.tipring.tdm.emulator.EmulateVoiceModem;
import org.tipring.tdm.emulator.EmulatedMobiles;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.MobileLine;
import org.tipring.tdm.port.CellularLinks;
import org.tipring.tdm.port.CellularPort;
import org.tipring.tdm.serial.JSerialLink;
import org.tipring.tdm.serial.SerialDevices;

/// Lines behind cellular modules: real ones, whose two ports are found by where the module hangs on the USB, and emulated ones on
/// pseudo-terminals with a network of their own.
final class MobileLines implements AutoCloseable {

    private final GatewayConfig config;
    private final EmulatedMobiles emulated;
    private final Path folder;
    private final TextMessages texts;

    private MobileLines(GatewayConfig config, EmulatedMobiles emulated, Path folder) {
        this.config = config;
        this.texts = new TextMessages(new TextLog(config.records().state()));
        this.emulated = emulated;
        this.folder = folder;
    }

    /// Starts the emulated ones.
    static MobileLines start(GatewayConfig config) throws IOException {
        List<LineSection> lines = config.lines().stream().filter(line -> line.cellular() && line.emulated()).toList();
        if (lines.isEmpty()) {
            return new MobileLines(config, null, null);
        }
        Path folder = Files.createTempDirectory("tipring-mobiles-");
        // The names in it go with the emulation; then it is empty.
        folder.toFile().deleteOnExit();
        List<EmulatedMobiles.Line> modules = new ArrayList<>();
        for (LineSection line : lines) {
            modules.add(new EmulatedMobiles.Line(EmulatedLines.number(config, line), folder.resolve(line.name()), folder.resolve(line.name() + "-sound"),
                    CellularProfile.valueOf(line.driver().toUpperCase(Locale.ROOT)), Set.of()));
        }
        return new MobileLines(config, EmulatedMobiles.start("mobiles", modules, System.nanoTime(), EmulateVoiceModem::subscribeAll), folder);
    }

    /// The emulated modules in the order of the configuration, or null when there is none.
    EmulatedMobiles emulated() {
        return emulated;
    }

    TextMessages texts() {
        return texts;
    }

    LineSetup setup(LineSection line, Executor control, Runnable mediaWakeup) {
        LineId id = new LineId(line.name());
        CellularModel model = CellularModel.valueOf(line.driver().toUpperCase(Locale.ROOT));
        CellularLinks.Finder finder = () -> links(line, model);
        // No wires, no echo of wires: a canceller could only take something away.
        return new LineSetup(new MobileLine(id), config.countries().get(line.country()).tones(), EmulatedLines.number(config, line), false,
                events -> {
                    CellularPort port = new CellularPort(id, model, finder, control, events, Settings.openings(line.name()), System::nanoTime,
                            line.texts() ? texts : null);
                    texts.add(port);
                    port.audio().onReady(mediaWakeup);
                    return port;
                });
    }

    private CellularLinks links(LineSection line, CellularModel model) throws IOException {
        String commands = line.emulated() ? folder.resolve(line.name()).toString() : line.device();
        String sound = line.emulated() ? folder.resolve(line.name() + "-sound").toString()
                : !line.sound().isEmpty() ? line.sound() : new SerialDevices().sibling(line.device(), model.audioInterface());
        return new CellularLinks(new JSerialLink(commands, line.name()), new JSerialLink(sound, line.name() + "-sound"));
    }

    @Override
    public void close() {
        if (emulated != null) {
            emulated.close();
        }
    }
}
