package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.config.GatewayConfig.CodesSection;
import org.tipring.signaling.routing.StarCode;

/// `[star-codes]` and the telephone of etc/lines.ini, with their semicolons taken away.
class StarCodesConfigTest {

    private static final Path ETC = Path.of(System.getProperty("tipring.home"), "etc");

    @TempDir
    Path dir;

    private String lines;

    @BeforeEach
    void activate() throws IOException {
        for (String name : ConfigFiles.NAMES) {
            Files.copy(ETC.resolve(name), dir.resolve(name));
        }
        StringBuilder text = new StringBuilder();
        boolean active = false;
        for (String line : Files.readAllLines(ETC.resolve("lines.ini"))) {
            active = line.matches(";\\[(line fxs1|star-codes)].*") || active && line.startsWith(";") && !line.startsWith("; ");
            text.append(active ? line.substring(1) : line).append('\n');
        }
        lines = text.toString();
    }

    private GatewayConfig load(String from, String to) throws Exception {
        assertThat(lines).contains(from);
        Files.writeString(dir.resolve("lines.ini"), lines.replace(from, to));
        String plan = Files.readString(ETC.resolve("dialplan.ini"));
        Files.writeString(dir.resolve("dialplan.ini"), plan.replace("[interface landlines]",
                "[interface analog]\nmembers = fxs1\nnumbers = as-dialled\n\n[route analog]\ncalled = 211\nto = analog, set fxs1\n\n[interface landlines]"));
        return ConfigLoader.load(dir);
    }

    @Test
    void everyServiceHasACodeInTheExampleAndNoCodeBeginsLikeAnother() throws Exception {
        CodesSection services = load("[star-codes]", "[star-codes]").telephones().getFirst().codes();
        assertThat(services.codes().codes().keySet()).containsExactlyInAnyOrder(StarCode.values());
        assertThat(new HashSet<>(services.codes().codes().values())).hasSize(StarCode.values().length);
        assertThat(services.codes().forwardAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(services.group()).isEqualTo("office");
        assertThat(services.mailbox()).isEqualTo("211");
    }

    @Test
    void whatIsNotThereDoesNotExist() throws Exception {
        List<GatewayConfig.TelephoneSection> telephones = load("forward   = *72", ";forward = *72").telephones();
        assertThat(telephones.getFirst().codes().codes().codes()).doesNotContainKey(StarCode.FORWARD).containsKey(StarCode.FORWARD_OFF);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"redial    = *66|redial = 66|'redial' cannot be '66'", "redial    = *66|redial = *|'redial' cannot be '*'",
            "redial    = *66|redial = *1234567|'redial' cannot be", "redial    = *66|redial = *7|begins like another one",
            "redial    = *66|redail = *66|redial", "forward after = 20s|forward after = 2s|write a time from 5s to 2m",
            "pick-up group = office|pick-up group = a b|write one name"})
    void aMistakeSaysWhereAndHowToMendIt(String from, String to, String says) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> load(from, to)).getMessage()).contains("lines.ini").contains(says);
    }
}
