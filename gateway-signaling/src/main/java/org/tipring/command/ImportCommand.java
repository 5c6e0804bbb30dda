package org.tipring.command;

import java.io.IOException;
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
public final class ImportCommand implements Callable<Integer> {

    private static final int NOTHING = 2;

    @Parameters(paramLabel = "FILE", description = "The digit map or extensions.conf.")
    private Path file;

    @Option(names = "--to", paramLabel = "INTERFACE", description = "Where the routes of a digit map lead to; default landlines.")
    private String target = "landlines";

    @Option(names = "--json", description = "One JSON object instead of sections.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        String text;
        try {
            // Latin-1 takes any byte, so an old comment with accents is no hindrance.
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            System.err.println("tipring: " + file + ": cannot be read: name a file with a digit map, or an extensions.conf");
            return NOTHING;
        }
        int binary = firstControl(text);
        if (binary >= 0) {
            long line = text.substring(0, binary).lines().count();
            System.err.printf("tipring: %s:%d: byte 0x%02X is no text: name a file with a digit map, or an extensions.conf%n", file, Math.max(1, line), (int) text.charAt(binary));
            return NOTHING;
        }
        Imported imported = PlanImport.read(text, target);
        System.out.print(json ? json(imported) + "\n" : imported.text());
        return imported.routes().isEmpty() ? NOTHING : imported.left().isEmpty() ? 0 : 1;
    }

    /// Where the first control character is that no text has, or -1.
    private static int firstControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' && "\t\r\n\f".indexOf(text.charAt(i)) < 0) {
                return i;
            }
        }
        return -1;
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
