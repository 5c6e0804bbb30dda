package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.routing.explain.Explain;
import org.tipring.signaling.routing.explain.Explanation;
import org.tipring.tdm.emulator.EmulateVoiceModem;

/// What the README shows a newcomer is so.
class ReadmeTest {

    private static final Path HOME = Path.of(System.getProperty("tipring.home"));

    @Test
    void theCallInThePictureCanBeMadeWithTheFilesInEtc() throws Exception {
        String readme = Files.readString(HOME.resolve("README.md"));
        String pressed = found(readme, "│ (\\d \\d{3} \\d{4}) │");
        String dialled = found(readme, "(\\d+) dialled");
        GatewayConfig config = ConfigLoader.load(HOME.resolve("etc"));

        assertThat(Explain.explain(config.dialPlan(), "201 dials " + pressed, Instant.now()).attempts())
            .extracting(Explanation.Tried::where, Explanation.Tried::digits).containsExactly(tuple("landlines", dialled));
        assertThat(EmulateVoiceModem.NUMBERS).extracting(EmulateVoiceModem.Number::digits).contains(dialled);
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in README.md", pattern).isTrue();
        return matcher.group(1);
    }
}
