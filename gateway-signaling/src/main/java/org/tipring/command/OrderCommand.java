package org.tipring.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tipring.gateway.Orders;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.ops.ControlSocket;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Commands that are orders to a running gateway.
public abstract class OrderCommand implements Callable<Integer> {

    public enum Switch { on, off }

    @Option(names = "--config", paramLabel = "DIR",
            description = "The folder that the gateway runs with; default: etc here, or else the program's.")
    private Path folder = StandardFolder.path();

    /// As [Orders] reads it.
    abstract String order();

    @Override
    public Integer call() throws ConfigException, IOException {
        String answer = ControlSocket.ask(ConfigLoader.load(folder).records().state(), order());
        if (answer.startsWith(Orders.REFUSED)) {
            System.err.println(answer);
            return CommandLine.ExitCode.SOFTWARE;
        }
        System.out.println(answer);
        return CommandLine.ExitCode.OK;
    }

    /// `gateway calls`
    @Command(name = "calls", mixinStandardHelpOptions = true, description = "Lists the calls of the running gateway: number, state, from, to.")
    public static final class Calls extends OrderCommand {
        @Override
        String order() {
            return "calls";
        }
    }

    /// `gateway lines`
    @Command(name = "lines", mixinStandardHelpOptions = true, description = {
            "Lists the lines of the running gateway: state, for how long, and what its call is doing or how to mend it.",
            "States: idle, ringing, in use, guard (rests after a call), in use elsewhere (by another telephone), no line, alarm (no network),",
            "needs replug, out of service."})
    public static final class Lines extends OrderCommand {
        @Option(names = "--json", description = "One JSON object instead of lines.")
        private boolean json;

        @Override
        String order() {
            return json ? "lines json" : "lines";
        }
    }

    /// `gateway telephones`
    @Command(name = "telephones", mixinStandardHelpOptions = true, description = {
            "Lists the analog telephones of the running gateway: name, number, state, and what its user has set by star codes",
            "(forwarding, do not disturb, wake-up call, ...)."})
    public static final class Telephones extends OrderCommand {
        @Override
        String order() {
            return "telephones";
        }
    }

    /// `gateway messages TELEPHONE COUNT`
    @Command(name = "messages", mixinStandardHelpOptions = true, description = {
            "Tells an analog telephone how many messages wait for its user: dial tone stutters, and a lamp or display says so.",
            "For mailboxes that do not tell by SIP themselves (NOTIFY, RFC 3842)."})
    public static final class Messages extends OrderCommand {
        @Parameters(index = "0", paramLabel = "TELEPHONE", description = "Its name, as 'scripts/gateway telephones' shows it.")
        private String telephone;

        @Parameters(index = "1", paramLabel = "COUNT", description = "0 to 999; 0: none.")
        private int count;

        @Override
        String order() {
            return "messages " + telephone + " " + count;
        }
    }

    /// `gateway sms LINE NUMBER TEXT`
    @Command(name = "sms", mixinStandardHelpOptions = true, description = {
            "Sends a text message over a mobile line of the running gateway, when there is no call on it.",
            "Those that come, and what became of those that were sent, are in texts.jsonl of the state directory."})
    public static final class Sms extends OrderCommand {
        @Parameters(index = "0", paramLabel = "LINE", description = "A line with a cellular module, as 'scripts/gateway lines' shows it.")
        private String line;

        @Parameters(index = "1", paramLabel = "NUMBER", description = "Digits, best with + and the country's code before them.")
        private String number;

        @Parameters(index = "2", paramLabel = "TEXT", description = "Up to ten messages long: 1530 letters, or 670 where one is not in the alphabet of text messages.")
        private String text;

        @Override
        String order() {
            if (line.matches(".*\\s.*") || number.matches(".*\\s.*")) {
                throw new CommandLine.ParameterException(new CommandLine(this), "a line's name and a number are one word each");
            }
            return "sms " + line + " " + number + " " + Orders.escaped(text);
        }
    }

    /// `gateway record CALL on|off`
    @Command(name = "record", mixinStandardHelpOptions = true, description = {
            "Records what both sides of a call say, as a stereo WAV file (caller left), from now on or no longer.",
            "In many countries the people must be told before."})
    public static final class Record extends OrderCommand {
        @Parameters(index = "0", paramLabel = "CALL", description = "Its number, as 'scripts/gateway calls' shows it.")
        private String call;

        @Parameters(index = "1", paramLabel = "on|off")
        private Switch wanted;

        @Override
        String order() {
            return "record " + call + " " + wanted;
        }
    }

    /// `gateway pcap CALL on|off`
    @Command(name = "pcap", mixinStandardHelpOptions = true, description = {
            "Captures RTP and RTCP of a call, both sides, for Wireshark, from now on or no longer.", "Secured calls are encrypted in it."})
    public static final class Pcap extends OrderCommand {
        @Parameters(index = "0", paramLabel = "CALL", description = "Its number, as 'scripts/gateway calls' shows it.")
        private String call;

        @Parameters(index = "1", paramLabel = "on|off")
        private Switch wanted;

        @Override
        String order() {
            return "pcap " + call + " " + wanted;
        }
    }
}
