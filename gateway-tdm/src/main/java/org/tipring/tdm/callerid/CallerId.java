package org.tipring.tdm.callerid;

/// What came before or after the first ring.
///
/// @param presence why there is a number or not
/// @param number digits as delivered, empty unless `presence` is NUMBER
/// @param name as delivered, empty when there is none
public record CallerId(Presence presence, String number, String name) {

    public enum Presence {
        /// The number is there.
        NUMBER,
        /// The caller withheld it ("P").
        WITHHELD,
        /// The network has none ("O"), or nothing was received.
        UNAVAILABLE
    }

    public static final CallerId NONE = new CallerId(Presence.UNAVAILABLE, "", "");

    /// For people: `5558642 MARY`, `a withheld number`, `an unknown number (MARY)`.
    public String words() {
        return switch (presence) {
            case NUMBER -> name.isEmpty() ? number : number + " " + name;
            case WITHHELD -> "a withheld number";
            case UNAVAILABLE -> name.isEmpty() ? "an unknown number" : "an unknown number (" + name + ")";
        };
    }

    public static CallerId of(String number, String name) {
        return new CallerId(Presence.NUMBER, number, name);
    }
}
