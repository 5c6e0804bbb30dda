package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.command.ExitCode;
import org.tipring.gateway.BanBook;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.guard.BanRules;
import org.tipring.signaling.guard.Offence;
import org.tipring.signaling.sip.JainSipEndpoint;
import org.tipring.signaling.sip.SipSettings;

class BansCommandTest {

    private static final String SCANNER = "203.0.113.9";

    @TempDir
    Path folder;
    private JainSipEndpoint sip;
    private Thread book;

    @BeforeEach
    void running() throws Exception {
        for (String file : List.of("dialplan.ini", "lines.ini", "phones.ini", "trunks.ini")) {
            Files.copy(Path.of(System.getProperty("tipring.home"), "etc", file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("gateway.ini"), "[records]\nstate = " + folder.resolve("state") + "\n");
        Files.createDirectories(folder.resolve("state"));
    }

    /// A gateway's SIP side and ban book; it need not listen for this.
    private void start() {
        SipSettings settings = new SipSettings("127.0.0.1", 0, -1, "test", "", "test", Map.of(), List.of(), SipSettings.Limits.DEFAULT);
        sip = new JainSipEndpoint(settings, () -> new LegId(1), Runnable::run, _ -> { });
        sip.guard(BanRules.DEFAULT, _ -> false);
        book = new BanBook(folder.resolve("state")).start(sip);
    }

    @AfterEach
    void stop() throws Exception {
        if (book != null) {
            book.interrupt();
            book.join();
        }
    }

    private record Ran(int status, String said) { }

    private Ran bans(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        try {
            System.setOut(both);
            System.setErr(both);
            List<String> all = new java.util.ArrayList<>(List.of("bans", "--config", folder.toString()));
            all.addAll(List.of(arguments));
            return new Ran(Main.run(all.toArray(String[]::new)), said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void aBanIsShownAndLiftedWhileTheGatewayRunsAndOutlivesARestart() throws Exception {
        Files.writeString(folder.resolve("state/bans"), Instant.now().plusSeconds(600) + " 3 WRONG_PASSWORD " + SCANNER + "\n"
                + Instant.now().minusSeconds(1) + " 1 MALFORMED 203.0.113.10\nnonsense\n");
        start();
        assertThat(sip.bans()).singleElement().satisfies(ban -> {
            assertThat(ban.source()).isEqualTo(SCANNER);
            assertThat(ban.why()).isEqualTo(Offence.WRONG_PASSWORD);
            assertThat(ban.times()).isEqualTo(3);
        });
        Ran shown = bans();
        assertThat(shown.status()).isZero();
        assertThat(shown.said()).contains(SCANNER + "  for another ", "too many wrong passwords; ban no. 3");
        assertThat(bans("--json").said()).startsWith("{\"bans\":[{\"source\":\"203.0.113.9\",\"until\":\"").contains("\"times\":3");
        assertThat(bans("--lift", "203.0.113.10")).isEqualTo(new Ran(1, "203.0.113.10 is not banned; banned are [" + SCANNER + "]\n"));
        assertThat(bans("--lift", SCANNER)).isEqualTo(new Ran(0, SCANNER + " is heard again\n"));
        assertThat(sip.bans()).isEmpty();
        assertThat(bans().said()).isEqualTo("nobody is banned\n");
    }

    @Test
    void withoutARunningGatewayNothingIsLifted() throws Exception {
        Files.writeString(folder.resolve("state/bans"), Instant.now().plusSeconds(600) + " 1 UNKNOWN_USER " + SCANNER + "\n");
        Ran ran = bans("--lift", SCANNER);
        assertThat(ran.status()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ran.said()).contains("is one running with this folder?");
        start();
        assertThat(sip.bans()).as("an old wish is not carried out at the next start").hasSize(1);
    }
}
