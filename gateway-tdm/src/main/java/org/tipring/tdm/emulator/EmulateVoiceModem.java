package org.tipring.tdm.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// `gateway emulate voice-modem`: a voice modem on a pseudo-terminal, for people and for other programs.
public final class EmulateVoiceModem {

    private static final String LINE = "5550100";
    private static final int EXIT_OK = 0;
    private static final int EXIT_USAGE = 64;
    private static final int EXIT_CANNOT = 74;

    /// What the exchange offers; one place for the emulator's help, the demo and the documentation.
    ///
    /// @param what for people
    public record Number(String digits, String what, Subscriber subscriber) { }

    public static final List<Number> NUMBERS = List.of(
            new Number("100", "answers after 2 s and echoes what it hears, 0.2 s later", Subscriber.echoes()),
            new Number("123", "answers after 2 s: three rising notes, then the pips of a speaking clock (1000 Hz)",
                    Subscriber.speaksTheTime()),
            new Number("200", "answers after 4 s and speaks (a voice without words)", Subscriber.announces()),
            new Number("5550123", "the same", Subscriber.announces()),
            new Number("250", "answers after 2 s, speaks, and hangs up first, after 5 s", Subscriber.hangsUpAfter(5_000)),
            new Number("300", "is busy", new Subscriber.Busy()),
            new Number("400", "never answers", new Subscriber.NeverAnswers()),
            new Number("600", "no way through: reorder tone", new Subscriber.Congested()),
            new Number("999999", "does not exist: special information tone, as any other number",
                    new Subscriber.DoesNotExist()));

    private final EmulatedModems modems;
    private final PrintStream out;

    private EmulateVoiceModem(EmulatedModems modems, PrintStream out) {
        this.modems = modems;
        this.out = out;
    }

    /// Puts [#NUMBERS] into an exchange.
    public static void subscribeAll(Exchange exchange) {
        NUMBERS.forEach(number -> exchange.subscribe(number.digits(), number.subscriber()));
    }

    /// Puts [#NUMBERS] into a mobile network.
    public static void subscribeAll(MobileNetwork network) {
        NUMBERS.forEach(number -> network.subscribe(number.digits(), number.subscriber()));
    }

    /// @param args `--echo DB,MILLIS`, `--link PATH`, `--country XX`, `--profile CX93001|USR5637|DATA_ONLY`, `--misbehave NAME,NAME`, `--seed N`
    /// @param exchanges makes the exchange of a country, or says in an [IllegalArgumentException] why there is none
    /// @return the exit code
    public static int run(List<String> args, Function<String, ExchangeSettings> exchanges, InputStream in, PrintStream out, PrintStream err) {
        Path link = null;
        String country = "US";
        ModemSettings settings = ModemSettings.CX93001;
        ExchangeSettings.HybridEcho echo = null;
        long seed = 1;
        try {
            for (int i = 0; i < args.size(); i += 2) {
                String value = i + 1 < args.size() ? args.get(i + 1) : "";
                switch (args.get(i)) {
                    case "--link" -> link = Path.of(value);
                    case "--country" -> country = value.toUpperCase(Locale.ROOT);
                    case "--profile" -> settings = settings.with(ModemProfile.valueOf(value.toUpperCase(Locale.ROOT)));
                    case "--misbehave" -> settings = settings.with(misbehaviours(value));
                    case "--echo" -> echo = echo(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    default -> throw new IllegalArgumentException("unknown option " + args.get(i));
                }
            }
            ExchangeSettings exchange = exchanges.apply(country).startingAt(java.time.LocalDateTime.now())
                    .withEcho(echo == null ? 0 : echo.lossDb(), echo == null ? 0 : echo.delayMillis());
            try (EmulatedModems modems = EmulatedModems.start("voice-modem", exchange,
                    List.of(new EmulatedModems.Line(LINE, link, settings)), seed, EmulateVoiceModem::subscribeAll)) {
                new EmulateVoiceModem(modems, out).talk(in);
            }
            return EXIT_OK;
        } catch (IllegalArgumentException e) {
            err.println("emulate voice-modem: " + e.getMessage());
            err.println("options: --link PATH  --country XX (ISO 3166)  --echo DB,MILLIS  --profile " + List.of(ModemProfile.values())
                    + "  --seed N  --misbehave " + List.of(Misbehaviour.values()));
            return EXIT_USAGE;
        } catch (IOException e) {
            err.println("emulate voice-modem: " + e.getMessage());
            return EXIT_CANNOT;
        }
    }

    private static ExchangeSettings.HybridEcho echo(String value) {
        if (!value.matches("\\d{1,2},\\d{1,3}")) {
            throw new IllegalArgumentException("--echo takes how much weaker and how many ms later, such as 14,4: " + value);
        }
        String[] parts = value.split(",");
        return new ExchangeSettings.HybridEcho(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    private static Misbehaviour[] misbehaviours(String names) {
        List<Misbehaviour> all = new ArrayList<>();
        for (String name : names.split(",")) {
            all.add(Misbehaviour.valueOf(name.trim().toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        return all.toArray(Misbehaviour[]::new);
    }

    private void talk(InputStream in) throws IOException {
        out.println("voice modem at " + modems.paths().getFirst() + ", its telephone number is " + LINE);
        out.println("numbers to call:");
        NUMBERS.forEach(number -> out.printf("  %-8s %s%n", number.digits(), number.what()));
        out.println("commands: " + TypedDeed.HELP + " | unplug | replug | quit");
        out.flush();
        modems.onEvent(this::tell);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null && !line.strip().equals("quit")) {
            if (!line.isBlank()) {
                perform(line.strip());
            }
        }
    }

    private void tell(ExchangeEvent event) {
        out.printf(Locale.ROOT, "%9.3f %s%n", event.atNanos() / 1e9, TypedDeed.describe(event));
        out.flush();
    }

    private void perform(String line) {
        switch (line) {
            case "unplug" -> modems.unplug(0);
            case "replug" -> modems.replug(0);
            default -> {
                try {
                    EmulatedModems.Task task = TypedDeed.of(LINE, line);
                    if (task == null) {
                        out.println("not understood: " + line);
                    } else {
                        modems.execute(task);
                    }
                } catch (IllegalArgumentException wrong) {
                    out.println(wrong.getMessage());
                }
            }
        }
    }
}
