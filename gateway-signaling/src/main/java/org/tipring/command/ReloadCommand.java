package org.tipring.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.PlanFile;
import org.tipring.signaling.config.PlanReload;
import org.tipring.signaling.ops.Json;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.check.PlanDifference;
import org.tipring.signaling.routing.text.Mistakes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gateway reload`: a running gateway takes over a changed plan by itself; this says what changes, and waits until it has.
@Command(name = "reload", mixinStandardHelpOptions = true, description = {
        "Checks the changed dial plan, says what changes, and waits until the running gateway has taken it over.",
        "A plan with a mistake or a failing test is refused as a whole; the running plan and calls in progress stay."},
        exitCodeListHeading = "Exit status:%n", exitCodeList = {"0:the running gateway uses this plan", "69:no running gateway has taken it over",
            "78:refused; the running plan stays"})
public final class ReloadCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(200);

    @Option(names = "--config", paramLabel = "DIR",
            description = "The folder with gateway.ini and its neighbours; default: etc here, or else the program's.")
    private Path folder = StandardFolder.path();

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        GatewayConfig config = ConfigLoader.load(folder);
        byte[] wanted = Files.readAllBytes(folder.resolve("dialplan.ini"));
        Path copy = config.records().state().resolve(PlanReload.RUNNING);
        if (!Files.exists(copy)) {
            throw new IOException("no gateway has run with " + config.records().state() + " yet: start one with 'gateway run --config " + folder + "'");
        }
        byte[] before = Files.readAllBytes(copy);
        DialPlan running = PlanFile.readUntested(copy.toString(), before, ZoneId.systemDefault(), new Mistakes());
        List<String> differences = running == null ? List.of() : PlanDifference.between(running, config.dialPlan());
        boolean taken = wait(copy, wanted);
        if (taken && differences.isEmpty()) {
            // It was quicker than we: what it changed stands beside the copy.
            differences = Files.readAllLines(copy.resolveSibling(PlanReload.CHANGES)).stream().filter(line -> !line.isBlank()).toList();
        }
        if (json) {
            Json out = new Json().object().key("taken").value(taken).key("differences").array();
            differences.forEach(out::value);
            System.out.println(out.endArray().endObject());
        } else {
            differences.forEach(System.out::println);
            System.out.println(!taken ? "no gateway has taken it over within " + LONGEST.toSeconds() + " s: is one running with this folder?"
                    : "the running gateway uses this plan" + (differences.isEmpty() ? "" : "; that was its last change, and calls in progress went on"));
        }
        return taken ? 0 : ExitCode.UNAVAILABLE;
    }

    private static boolean wait(Path copy, byte[] wanted) throws IOException, InterruptedException {
        for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST) < 0; waited = waited.plus(STEP)) {
            if (Arrays.equals(Files.readAllBytes(copy), wanted)) {
                return true;
            }
            Thread.sleep(STEP);
        }
        return false;
    }
}
