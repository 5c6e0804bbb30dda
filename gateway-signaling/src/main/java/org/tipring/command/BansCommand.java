package org.tipring.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.tipring.gateway.BanBook;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.ops.Json;
import org.tipring.signaling.sip.JainSipEndpoint.Banned;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gateway bans`
@Command(name = "bans", mixinStandardHelpOptions = true, description = {
        "Shows which addresses a running gateway does not listen to, why and until when; with --lift it listens to one again.",
        "Who is banned is set in [guard] of gateway.ini. Emergency calls go out from a banned address, too."},
        exitCodeListHeading = "Exit status:%n", exitCodeList = {"0:shown, or lifted", "1:that address is not banned",
            "69:no running gateway has lifted it", "78:a mistake in the configuration"})
public final class BansCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(200);

    @Option(names = "--config", paramLabel = "DIR",
            description = "The folder with gateway.ini and its neighbours; default: etc here, or else the program's.")
    private Path folder = StandardFolder.path();

    @Option(names = "--lift", paramLabel = "ADDRESS", description = "Lifts the ban of this address, and forgets that there was one.")
    private String lift;

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        GatewayConfig config = ConfigLoader.load(folder);
        BanBook book = new BanBook(config.records().state());
        List<Banned> bans = book.read();
        if (lift == null) {
            show(bans);
            return 0;
        }
        if (!has(bans)) {
            System.err.println(lift + " is not banned" + (bans.isEmpty() ? "; nobody is" : "; banned are " + bans.stream().map(Banned::source).toList()));
            return 1;
        }
        book.wish(lift);
        for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST) < 0; waited = waited.plus(STEP)) {
            Thread.sleep(STEP);
            if (!has(book.read())) {
                System.out.println(json ? new Json().object().field("lifted", lift).endObject().toString() : lift + " is heard again");
                return 0;
            }
        }
        System.err.println("no gateway has lifted it within " + LONGEST.toSeconds() + " s: is one running with this folder?");
        return ExitCode.UNAVAILABLE;
    }

    private boolean has(List<Banned> bans) {
        return bans.stream().anyMatch(ban -> ban.source().equals(lift));
    }

    private void show(List<Banned> bans) {
        if (json) {
            Json out = new Json().object().key("bans").array();
            bans.forEach(ban -> out.object().field("source", ban.source()).field("until", ban.until()).field("why", ban.why().sentence())
                    .key("times").value(ban.times()).endObject());
            System.out.println(out.endArray().endObject());
            return;
        }
        if (bans.isEmpty()) {
            System.out.println("nobody is banned");
        }
        for (Banned ban : bans) {
            System.out.println(ban.source() + "  for another " + Duration.ofSeconds(Duration.between(Instant.now(), ban.until()).toSeconds())
                    .toString().substring(2).toLowerCase(java.util.Locale.ROOT) + ", until " + ban.until() + ": too many " + ban.why().sentence()
                    + (ban.times() > 1 ? "; ban no. " + ban.times() : ""));
        }
    }
}
