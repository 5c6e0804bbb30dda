package org.tipring.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tipring.gateway.EmulatedLines;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.CountryPacks;
import org.tipring.tdm.emulator.EmulateMobile;
import org.tipring.tdm.emulator.EmulateVoiceModem;
import org.tipring.tdm.emulator.EmulatedCard;
import org.tipring.tdm.emulator.ExchangeSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `gateway emulate`: hardware that is not there.
@Command(name = "emulate", mixinStandardHelpOptions = true, description = "Emulates hardware for who has none.",
        subcommands = {EmulateCommand.VoiceModem.class, EmulateCommand.Mobile.class, EmulateCommand.LineCard.class})
public final class EmulateCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        picocli.CommandLine.usage(this, System.out);
        return picocli.CommandLine.ExitCode.USAGE;
    }

    /// `gateway emulate voice-modem`
    @Command(name = "voice-modem", mixinStandardHelpOptions = true,
            description = "Offers a voice modem with a telephone exchange behind it on a pseudo-terminal of its own.")
    public static final class VoiceModem implements Callable<Integer> {

        @Unmatched
        private List<String> options = new ArrayList<>();

        @Override
        public Integer call() {
            return EmulateVoiceModem.run(options, VoiceModem::exchange, System.in, System.out, System.err);
        }

        private static ExchangeSettings exchange(String country) {
            try {
                return EmulatedLines.exchange(CountryPacks.load(country, StandardFolder.path()));
            } catch (ConfigException wrong) {
                throw new IllegalArgumentException(wrong.getMessage(), wrong);
            }
        }
    }

    /// `gateway emulate mobile`
    @Command(name = "mobile", mixinStandardHelpOptions = true,
            description = "Offers a cellular module with a mobile network behind it on two pseudo-terminals: --link PATH, --maker huawei|quectel|simcom.")
    public static final class Mobile implements Callable<Integer> {

        @Unmatched
        private List<String> options = new ArrayList<>();

        @Override
        public Integer call() {
            return EmulateMobile.run(options, System.in, System.out, System.err);
        }
    }

    /// `gateway emulate line-card`
    @Command(name = "line-card", mixinStandardHelpOptions = true,
            description = "Offers a line card with telephones on a pseudo-terminal: --ports FFX (F a telephone, X an exchange line), --link PATH.")
    public static final class LineCard implements Callable<Integer> {

        @Unmatched
        private List<String> options = new ArrayList<>();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return EmulatedCard.run(options, System.in, System.out, System.err);
        }
    }
}
