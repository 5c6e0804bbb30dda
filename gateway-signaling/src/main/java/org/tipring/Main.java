package org.tipring;

import java.util.concurrent.Callable;
import org.tipring.bench.BenchCommand;
import org.tipring.command.BansCommand;
import org.tipring.command.CheckCommand;
import org.tipring.command.DemoCommand;
import org.tipring.command.EmulateCommand;
import org.tipring.command.ExitCode;
import org.tipring.command.ExplainCommand;
import org.tipring.command.ImportCommand;
import org.tipring.command.LineCommand;
import org.tipring.command.Logging;
import org.tipring.command.OrderCommand;
import org.tipring.command.PinCommand;
import org.tipring.command.RehearseCommand;
import org.tipring.command.ReloadCommand;
import org.tipring.command.RunCommand;
import org.tipring.signaling.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line: `scripts/gateway COMMAND`.
@Command(name = "gateway", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Tipring: the media gateway between internet telephony and the telephone network.",
        subcommands = {RunCommand.class, DemoCommand.class, EmulateCommand.class, PinCommand.class, CheckCommand.class, ExplainCommand.class,
            ImportCommand.class, ReloadCommand.class, OrderCommand.Calls.class, OrderCommand.Lines.class, OrderCommand.Telephones.class, OrderCommand.Messages.class, OrderCommand.Sms.class, OrderCommand.Record.class, OrderCommand.Pcap.class,
            LineCommand.class, BansCommand.class, BenchCommand.class, RehearseCommand.class})
public final class Main implements Callable<Integer> {

    private Main() {
    }

    /// JAIN-SIP leaves threads behind that are no daemons, so the end is always an explicit exit.
    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, _, _) -> explain(failure))
                .execute(arguments);
    }

    private static int explain(Exception failure) {
        switch (failure) {
            case ConfigException wrong -> {
                System.err.println(wrong.getMessage());
                return ExitCode.CONFIG;
            }
            case java.io.IOException unavailable -> {
                System.err.println("tipring: " + unavailable.getMessage());
                return ExitCode.UNAVAILABLE;
            }
            default -> {
                System.err.println("tipring: an error of ours, please report it:");
                failure.printStackTrace();
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.out);
        return CommandLine.ExitCode.USAGE;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tipring " + (version == null ? "(not packaged)" : version)};
        }
    }
}
