package org.tipring.command;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.tipring.signaling.config.ConfigCheck;
import org.tipring.signaling.ops.Json;
import org.tipring.signaling.routing.check.CallPhrase;
import org.tipring.signaling.routing.explain.Explain;
import org.tipring.signaling.routing.explain.Explanation;
import org.tipring.signaling.routing.text.Mistake;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gateway explain`
@Command(name = "explain", mixinStandardHelpOptions = true, description = {
        "Says what the dial plan does with a call, and why.", "Calls are written as in [tests]:",
        "  gateway explain \"203 dials 9 07700 900555 at sat 10:00 with gsm busy\"",
        "  gateway explain \"landlines call from 02079460999\"",
        "  gateway explain \"carrier calls +442079460123 from +33123456789\""},
        exitCodeListHeading = "Exit status:%n", exitCodeList = {"0:explained", "1:the plan does not load", "2:no such call"})
public final class ExplainCommand implements Callable<Integer> {

    private static final int NO_SUCH_CALL = 2;

    @Parameters(arity = "1..*", paramLabel = "CALL", description = "The call, in words.")
    private List<String> words;

    @Option(names = "--config", paramLabel = "FILE|DIR",
            description = "A dial plan, or the folder with gateway.ini and its neighbours; default: etc here, or else the program's.")
    private Path path = StandardFolder.path();

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ConfigCheck.Report report = ConfigCheck.check(path, ZoneId.systemDefault());
        if (report.plan() == null) {
            report.mistakes().stream().filter(mistake -> mistake.severity() == Mistake.Severity.ERROR).forEach(System.err::println);
            return 1;
        }
        try {
            Explanation why = Explain.explain(report.plan(), String.join(" ", words), Instant.now());
            if (json) {
                System.out.println(json(why));
            } else {
                why.lines().forEach(System.out::println);
            }
            return 0;
        } catch (CallPhrase.Unclear unclear) {
            System.err.println("tipring: " + unclear.getMessage());
            return NO_SUCH_CALL;
        }
    }

    private static String json(Explanation why) {
        Json json = new Json().object().field("call", why.call()).key("routes").array();
        why.looked().forEach(one -> json.object().field("route", one.route()).field("line", one.line()).field("verdict", one.verdict()).endObject());
        json.endArray().field("decision", why.decision()).key("attempts").array();
        for (Explanation.Tried tried : why.attempts()) {
            json.object().field("where", tried.where()).field("members", tried.members()).field("digits", tried.digits()).field("more", tried.more())
                    .key("movesOn").array();
            tried.movesOn().forEach(json::value);
            json.endArray().endObject();
        }
        json.endArray().field("outcome", why.outcome()).key("steps").array();
        why.steps().forEach(json::value);
        json.endArray().key("dialling").array();
        why.dialling().forEach(one -> json.object().field("digits", one.digits()).field("state", one.state()).endObject());
        return json.endArray().field("complete", why.complete()).endObject().toString();
    }
}
