package org.tipring;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tipring.signaling.ops.Json;
import org.tipring.signaling.routing.foreign.Imported;
import org.tipring.signaling.routing.foreign.PlanImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gateway import`
@Command(name = "import", mixinStandardHelpOptions = true, description = {
        "Turns a digit map of Cisco SPA, OBi or Grandstream, or an Asterisk extensions.conf, into [route] sections.",
        "What cannot be carried over is listed at the end, never guessed."},
        exitCodeListHeading = "Exit status:%n", exitCodeList = {"0:everything was carried over", "1:something was not; it is listed", "2:nothing was"})
final class ImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The digit map or extensions.conf.")
    private Path file;

    @Option(names = "--to", paramLabel = "INTERFACE", description = "Where the routes of a digit map lead to; default landlines.")
    private String target = "landlines";

    @Option(names = "--json", description = "One JSON object instead of sections.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        // Latin-1 takes any byte; whatever is no part of a plan is listed as such.
        Imported imported = PlanImport.read(Files.readString(file, StandardCharsets.ISO_8859_1), target);
        System.out.print(json ? json(imported) + "\n" : imported.text());
        return imported.routes().isEmpty() ? 2 : imported.left().isEmpty() ? 0 : 1;
    }

    private static String json(Imported imported) {
        Json json = new Json().object().key("routes").array();
        imported.routes().forEach(route -> json.object().field("was", route.origin()).field("called", route.called()).field("to", route.to()).endObject());
        json.endArray().key("left").array();
        imported.left().forEach(json::value);
        json.endArray().key("remarks").array();
        imported.remarks().forEach(json::value);
        return json.endArray().endObject().toString();
    }
}
