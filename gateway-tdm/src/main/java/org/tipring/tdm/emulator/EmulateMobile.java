package org.tipring.tdm.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tipring.tdm.callerid.CallerId;

/// `gateway emulate mobile`: a cellular module on two pseudo-terminals, with a mobile network behind, for people and for other programs.
public final class EmulateMobile {

    private static final String NUMBER = "5550150";
    private static final int EXIT_OK = 0;
    private static final int EXIT_USAGE = 64;
    private static final int EXIT_CANNOT = 74;
    private static final int CALL_RINGS_MILLIS = 60_000;

    private final EmulatedMobiles mobiles;
    private final PrintStream out;

    private EmulateMobile(EmulatedMobiles mobiles, PrintStream out) {
        this.mobiles = mobiles;
        this.out = out;
    }

    /// @param args `--link PATH` (with `-sound` behind it the port for sound), `--maker huawei|quectel|simcom`, `--misbehave NAME,NAME`, `--seed N`
    /// @return the exit code
    public static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        Path link = null;
        CellularProfile profile = CellularProfile.QUECTEL;
        Set<CellularMisbehaviour> misbehaviours = EnumSet.noneOf(CellularMisbehaviour.class);
        long seed = 1;
        try {
            for (int i = 0; i < args.size(); i += 2) {
                String value = i + 1 < args.size() ? args.get(i + 1) : "";
                switch (args.get(i)) {
                    case "--link" -> link = Path.of(value).toAbsolutePath();
                    case "--maker" -> profile = CellularProfile.valueOf(value.toUpperCase(Locale.ROOT));
                    case "--misbehave" -> List.of(value.split(",")).forEach(name -> misbehaviours.add(
                            CellularMisbehaviour.valueOf(name.trim().toUpperCase(Locale.ROOT).replace('-', '_'))));
                    case "--seed" -> seed = Long.parseLong(value);
                    default -> throw new IllegalArgumentException("unknown option " + args.get(i));
                }
            }
            if (link == null) {
                throw new IllegalArgumentException("--link PATH is missing: where to find the module");
            }
            Path sound = link.resolveSibling(link.getFileName() + "-sound");
            try (EmulatedMobiles mobiles = EmulatedMobiles.start("mobile", List.of(new EmulatedMobiles.Line(NUMBER, link, sound, profile, misbehaviours)), seed,
                    EmulateVoiceModem::subscribeAll)) {
                out.println(profile.maker + " " + profile.model + " at " + link + ", its sound at " + sound + ", its telephone number is " + NUMBER);
                out.println("a line of lines.ini: device = " + link + ", driver = " + profile.name().toLowerCase(Locale.ROOT) + ", sound = " + sound);
                new EmulateMobile(mobiles, out).talk(in);
            }
            return EXIT_OK;
        } catch (IllegalArgumentException e) {
            err.println("emulate mobile: " + e.getMessage());
            err.println("options: --link PATH  --maker huawei|quectel|simcom  --seed N  --misbehave " + List.of(CellularMisbehaviour.values()));
            return EXIT_USAGE;
        } catch (IOException e) {
            err.println("emulate mobile: " + e.getMessage());
            return EXIT_CANNOT;
        }
    }

    private void talk(InputStream in) throws IOException {
        out.println("numbers to call:");
        EmulateVoiceModem.NUMBERS.forEach(number -> out.printf("  %-8s %s%n", number.digits(), number.what()));
        out.println("commands: call NUMBER | withheld | hangup | text NUMBER TEXT | network on|off | unplug | replug | quit");
        out.flush();
        mobiles.execute(0, (network, _) -> network.watch(this::tell));
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null && !line.strip().equals("quit")) {
            if (!line.isBlank()) {
                perform(line.strip());
            }
        }
    }

    private void tell(String words, long atNanos) {
        out.printf(Locale.ROOT, "%9.3f %s%n", atNanos / 1e9, words);
        out.flush();
    }

    private void perform(String line) {
        String[] words = line.split("\\s+", 3);
        switch (words[0]) {
            case "call" -> call(CallerId.of(words.length > 1 ? words[1] : "+15551234", ""));
            case "withheld" -> call(new CallerId(CallerId.Presence.WITHHELD, "", ""));
            case "hangup" -> mobiles.execute(0, MobileNetwork::farEndHangsUp);
            case "text" -> text(words);
            case "network" -> mobiles.execute(0, (network, now) -> network.registered(!line.endsWith("off"), now));
            case "unplug" -> mobiles.unplug(0);
            case "replug" -> mobiles.replug(0);
            default -> out.println("not understood: " + line);
        }
    }

    private void call(CallerId from) {
        mobiles.execute(0, (network, now) -> network.call(from, CALL_RINGS_MILLIS, new Voices.Announcement(), Subscriber.NEVER, now));
    }

    private void text(String[] words) {
        if (words.length < 3) {
            out.println("text NUMBER TEXT");
            return;
        }
        OffsetDateTime at = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        mobiles.execute(0, (network, now) -> {
            try {
                network.text(words[1], words[2], at, now);
            } catch (IllegalArgumentException wrong) {
                out.println(wrong.getMessage());
            }
        });
    }
}
