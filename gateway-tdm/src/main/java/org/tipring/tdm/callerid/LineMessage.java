package org.tipring.tdm.callerid;

/// What an exchange tells a telephone in data (Telcordia GR-30/31/188-CORE, ETSI EN 300 659-3).
public sealed interface LineMessage {

    /// A call that rings or waits.
    ///
    /// @param dateAndTime `MMDDhhmm` in local time, or empty
    /// @param longDistance the call qualifier "L" (GR-30-CORE parameter 6)
    record CallSetup(CallerId caller, String dateAndTime, boolean longDistance) implements LineMessage {

        public CallSetup {
            if (!dateAndTime.isEmpty() && !dateAndTime.matches("[0-9]{8}")) {
                throw new IllegalArgumentException("date and time are MMDDhhmm: " + dateAndTime);
            }
        }

        public static CallSetup of(CallerId caller) {
            return new CallSetup(caller, "", false);
        }
    }

    /// The lamp for messages.
    record MessageWaiting(boolean on) implements LineMessage { }
}
