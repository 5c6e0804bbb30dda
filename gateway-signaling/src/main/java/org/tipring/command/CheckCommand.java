package org.tipring.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.tipring.signaling.config.ConfigCheck;
import org.tipring.signaling.ops.Json;
import org.tipring.signaling.routing.text.Mistake;
import org.tipring.signaling.routing.text.Mistake.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gateway check`
@Command(name = "check", mixinStandardHelpOptions = true, description = {
        "Checks a dial plan, or a folder with all configuration files, and runs the plan's own tests.",
        "Each finding is FILE:LINE:COLUMN: what is wrong: how to mend it."},
        exitCodeListHeading = "Exit status:%n", exitCodeList = {"0:it can be loaded (warnings and notes are shown)",
            "1:errors, or a test that fails", "2:not readable as text, or not there"})
public final class CheckCommand implements Callable<Integer> {

    private static final int UNREADABLE = 2;

    @Parameters(arity = "0..1", paramLabel = "FILE|DIR",
            description = "A dial plan, or the folder with gateway.ini and its neighbours; default: etc here, or else the program's.")
    private Path path = StandardFolder.path();

    @Option(names = "--strict", description = "A warning is as bad as an error.")
    private boolean strict;

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            ConfigCheck.Report report = ConfigCheck.check(path, ZoneId.systemDefault());
            if (json) {
                System.out.println(json(report));
            } else {
                report.mistakes().forEach(System.out::println);
                System.out.println(summary(report));
            }
            return report.exitStatus(strict);
        } catch (IOException unreadable) {
            System.err.println("tipring: " + unreadable.getMessage());
            return UNREADABLE;
        }
    }

    private String summary(ConfigCheck.Report report) {
        String counts = counted(report.count(Severity.ERROR), "error") + ", " + counted(report.count(Severity.WARNING), "warning")
                + ", " + counted(report.count(Severity.NOTE), "note");
        return report.plan() == null ? path + ": " + counts : path + ": " + report.plan().parts().routes().size() + " routes, "
                + (report.plan().parts().tests().isEmpty() ? "no tests" : "all " + report.plan().parts().tests().size() + " tests pass") + ", " + counts;
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private String json(ConfigCheck.Report report) {
        Json json = new Json().object().field("path", path.toString()).field("exit", report.exitStatus(strict));
        if (report.plan() != null) {
            json.field("routes", report.plan().parts().routes().size()).field("tests", report.plan().parts().tests().size());
        }
        json.key("findings").array();
        for (Mistake mistake : report.mistakes()) {
            json.object().field("file", mistake.place().file()).field("line", mistake.place().line()).field("column", mistake.place().column())
                    .field("severity", mistake.severity().name().toLowerCase(java.util.Locale.ROOT)).field("what", mistake.what())
                    .field("cure", mistake.cure()).endObject();
        }
        return json.endArray().endObject().toString();
    }
}
