package org.tipring.tdm.modem;

import java.util.List;
import java.util.Locale;

/// In what voice modems differ.
///
/// @param name for people
/// @param silenceDetectionOff `+VSD` value: the modem must never hang up by itself because somebody is silent
/// @param leaveDuplex the DLE code that ends `+VTR`
/// @param lineSense knows `-STE` (extension pickup, loop interruption)
public record ModemModel(String name, String silenceDetectionOff, char leaveDuplex, boolean lineSense) {

    /// Conexant 102752C: CX93001, CX93010 and what is built on them.
    public static final ModemModel CONEXANT = new ModemModel("Conexant CX930xx", "0,0", Dle.LEAVE_DUPLEX, true);

    /// USRobotics 5637 documents DLE ETX only.
    public static final ModemModel USR5637 = new ModemModel("USRobotics 5637", "128,0", (char) Dle.ETX, false);

    /// What ITU-T V.253 says.
    public static final ModemModel V253 = new ModemModel("V.253 voice modem", "0,0", Dle.LEAVE_DUPLEX, false);

    /// @param identity everything that `+GMI`, `+GMM` and `I3` said
    public static ModemModel of(List<String> identity) {
        String text = String.join(" ", identity).toUpperCase(Locale.ROOT);
        if (text.contains("CONEXANT") || text.contains("CX930")) {
            return CONEXANT;
        }
        if (text.contains("U.S. ROBOTICS") || text.contains("USROBOTICS") || text.contains("5637") || text.contains("USR")) {
            return USR5637;
        }
        return V253;
    }
}
