package org.tipring.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gateway line`: what is done with one telephone line.
@Command(name = "line", mixinStandardHelpOptions = true, description = "Measures telephone lines, and lets their supervision hear recordings.", subcommands = {DoctorCommand.class, ReplayCommand.class})
public final class LineCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return picocli.CommandLine.ExitCode.USAGE;
    }
}
