package org.tipring.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardFolderTest {

    @TempDir
    private Path here;

    @TempDir
    private Path home;

    @BeforeEach
    void install() throws Exception {
        Files.createFile(Files.createDirectory(home.resolve("etc")).resolve("gateway.ini"));
    }

    @Test
    void whatIsHereComesFirst() throws Exception {
        Files.createFile(Files.createDirectory(here.resolve("etc")).resolve("dialplan.ini"));
        assertThat(StandardFolder.path(here, home.toString())).isEqualTo(here.resolve("etc"));
    }

    @Test
    void elsewhereItIsTheProgramsOwn() {
        assertThat(StandardFolder.path(here, home.toString())).isEqualTo(home.resolve("etc"));
    }

    @Test
    void theMachinesEtcIsNotOurs() throws Exception {
        Files.createFile(Files.createDirectory(here.resolve("etc")).resolve("passwd"));
        assertThat(StandardFolder.path(here, home.toString())).isEqualTo(home.resolve("etc"));
    }

    @Test
    void withoutAHomeItIsTheOneHereEvenIfItIsMissing() {
        assertThat(StandardFolder.path(here, null)).isEqualTo(here.resolve("etc"));
    }
}
