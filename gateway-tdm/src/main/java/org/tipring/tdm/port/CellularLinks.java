package org.tipring.tdm.port;

import java.io.IOException;
import org.tipring.tdm.serial.SerialLink;

/// The two ports of a cellular module.
///
/// @param commands `AT` and what it reports
/// @param sound samples
public record CellularLinks(SerialLink commands, SerialLink sound) {

    /// Finds a module's ports anew for each attempt to open them: after a replug they have other names.
    public interface Finder {

        /// @return closed links
        /// @throws IOException when the module is not there; the message says what is
        CellularLinks find() throws IOException;
    }

    void close() {
        commands.close();
        sound.close();
    }
}
