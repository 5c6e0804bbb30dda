package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.bench.ConfigFolder;
import org.tipring.bench.GatewayProcess;

class WrongConfigurationTest {

    @Test
    void anUnknownKeyStopsTheStartAndNamesThePlaceAndTheNearestKey(@TempDir Path folder) throws Exception {
        ConfigFolder config = new ConfigFolder(folder).write();
        Path file = folder.resolve("gateway.ini");
        String text = Files.readString(file).replace("bind     =", "bnid     =");
        Files.writeString(file, text);
        try (GatewayProcess gateway = GatewayProcess.run(config)) {
            assertThat(gateway.exit(Office.SOON)).as("%s", gateway.output()).isEqualTo(78);
            assertThat(gateway.output()).anySatisfy(line -> assertThat(line).contains("gateway.ini:2:1").contains("bnid").contains("bind"));
        }
    }

    @Test
    void theSameFolderWithoutTheMistakeStarts(@TempDir Path folder) throws Exception {
        ConfigFolder config = new ConfigFolder(folder).write();
        try (GatewayProcess gateway = GatewayProcess.run(config)) {
            assertThat(gateway.await(line -> line.startsWith("Tipring is running"), Office.SOON)).as("%s", gateway.output()).isNotNull();
        }
    }

    @Test
    void whoWantsNoStatusPageGetsNone(@TempDir Path folder) throws Exception {
        ConfigFolder config = new ConfigFolder(folder).write();
        Path file = folder.resolve("gateway.ini");
        Files.writeString(file, Files.readString(file).replaceAll("(?s)(\\[status\\].*?\nport\\s*=)[^\n]*", "$1 none"));
        assertThat(file).content().containsPattern("port\\s*= none");
        try (GatewayProcess gateway = GatewayProcess.run(config)) {
            assertThat(gateway.await(line -> line.startsWith("Status "), Office.SOON)).as("%s", gateway.output()).contains("none");
        }
    }
}
