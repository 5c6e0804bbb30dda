package org.tipring.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.PinStores;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gateway pin`: the PIN stores of two-stage dialling.
@Command(name = "pin", mixinStandardHelpOptions = true,
        description = "Keeps the PINs that 'ask pin = STORE' in the dial plan asks for. They are kept as hashes and never shown.")
public final class PinCommand implements Callable<Integer> {

    public enum Act { add, count, clear }

    @Parameters(index = "0", paramLabel = "ACT", description = "add reads a PIN from standard input; count; clear takes every PIN out.")
    private Act act;

    @Parameters(index = "1", paramLabel = "STORE", description = "The name that the dial plan uses.")
    private String store;

    @Option(names = "--config", paramLabel = "DIR",
            description = "The folder with gateway.ini, which says where the state directory is; default: etc here, or else the program's.")
    private Path folder = StandardFolder.path();

    @Override
    public Integer call() throws ConfigException, IOException {
        PinStores stores = new PinStores(ConfigLoader.load(folder).records().state());
        try {
            switch (act) {
                case add -> {
                    stores.add(store, read());
                    System.out.println("The store " + store + " now holds " + stores.count(store) + ".");
                }
                case count -> System.out.println(stores.count(store));
                case clear -> stores.clear(store);
            }
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException wrong) {
            System.err.println("pin: " + wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private static String read() throws IOException {
        if (System.console() != null) {
            return new String(System.console().readPassword("PIN (4 to 16 digits): "));
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
        return line == null ? "" : line.strip();
    }
}
