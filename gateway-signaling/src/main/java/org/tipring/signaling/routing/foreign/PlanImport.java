package org.tipring.signaling.routing.foreign;

/// Brings a foreign dial plan into our language.
public final class PlanImport {

    private PlanImport() {
    }

    /// @param text a digit map of a Cisco SPA, OBi or Grandstream device, or an Asterisk extensions.conf
    /// @param target the interface that routes of a digit map lead to, since it names none
    public static Imported read(String text, String target) {
        boolean asterisk = text.lines().anyMatch(line -> line.strip().matches("(?i)exten\\s*=.*"));
        return asterisk ? new AsteriskExtensions().read(text) : new DigitMap(target).read(text);
    }
}
