package org.tipring.tdm.emulator;

/// Which modem is played.
public enum ModemProfile {
    /// Conexant CX93010/CX93001, as found in no-name USB modems.
    CX93001,
    /// USRobotics 5637 with voice firmware (1.2.21 or later).
    USR5637,
    /// A modem for data and fax only.
    DATA_ONLY
}
