package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.config.GatewayConfig.FlashSection;

/// `[flash]` of lines.ini.
class FlashFieldsTest {

    private static final Path ETC = Path.of(System.getProperty("tipring.home", ".."), "etc");
    private static final String TELEPHONE = "\n[line fxs1]\ndevice = /dev/card\ndriver = line-card\nport = fxs 0\n\n";

    @TempDir
    private Path dir;

    @BeforeEach
    void theFilesOfEtc() throws IOException {
        for (String name : ConfigFiles.NAMES) {
            Files.copy(ETC.resolve(name), dir.resolve(name));
        }
    }

    private FlashSection read(String flash) throws IOException, ConfigException {
        Files.writeString(dir.resolve("lines.ini"), Files.readString(ETC.resolve("lines.ini")) + TELEPHONE + flash);
        return ConfigLoader.load(dir).telephones().getFirst().services();
    }

    /// What stands in etc/ behind semicolons.
    private static String asShipped() throws IOException {
        StringBuilder section = new StringBuilder();
        boolean in = false;
        for (String line : Files.readAllLines(ETC.resolve("lines.ini"))) {
            in = in ? line.startsWith(";") : line.equals(";[flash]");
            if (in) {
                section.append(line.substring(1)).append('\n');
            }
        }
        return section.toString();
    }

    @Test
    void whatEtcShowsIsTheDefault() throws Exception {
        assertThat(asShipped()).contains("key 4");
        FlashSection shown = read(asShipped());
        FlashSection usual = read("");
        assertThat(shown.refuseWaiting()).isEqualTo("*70");
        assertThat(new FlashSection(shown.alone(), shown.keys(), shown.keyWithin(), shown.hangUp(), shown.ringBackFor(), shown.announceCallers(), ""))
                .isEqualTo(usual).isEqualTo(FlashSection.DEFAULT);
    }

    @Test
    void theKeysOfEurope() throws Exception {
        FlashSection flash = read("[flash]\ncall waiting = key\ntwo calls = key\nafter call waiting = key\nconference = key\nkey 4 = nothing\nkey 5 = transfer\n"
                + "key within = 8s\nhang up = ring back\nannounce callers = no\n");
        assertThat(flash.alone().get("two calls")).isEqualTo("key");
        assertThat(flash.keys()).doesNotContainKey('4').containsEntry('5', "transfer").containsEntry('2', "swap");
        assertThat(flash.keyWithin()).isEqualTo(Duration.ofSeconds(8));
        assertThat(flash.hangUp()).isEqualTo("ring back");
        assertThat(flash.announceCallers()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"two calls = swop, swap", "in a call = swap, second call", "key 3 = key, swap", "key within = 0s, 1s to 5m", "hang up = cut, transfer",
        "refuse call waiting = 70, *70", "key 10 = swap, key 1"})
    void mistakesAreNamedWithACure(String line, String cure) {
        String message = catchThrowableOfType(ConfigException.class, () -> read("[flash]\n" + line + "\n")).getMessage();
        assertThat(message).contains("lines.ini:").contains(cure);
    }
}
