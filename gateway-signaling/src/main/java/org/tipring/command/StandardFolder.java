package org.tipring.command;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the configuration is when nobody says.
final class StandardFolder {

    private static final String ETC = "etc";

    private StandardFolder() {
    }

    /// `etc` here, or else the program's own, so that it runs from any directory.
    static Path path() {
        return path(Path.of(""), System.getProperty("tipring.home"));
    }

    /// @param home the program's directory, as its start script says it; may be null
    static Path path(Path here, String home) {
        Path etc = here.resolve(ETC);
        // There is an etc in the root directory of every Unix, which is where service managers start programs.
        if (home == null || Files.exists(etc.resolve("gateway.ini")) || Files.exists(etc.resolve("dialplan.ini"))) {
            return etc;
        }
        return Path.of(home, ETC);
    }
}
