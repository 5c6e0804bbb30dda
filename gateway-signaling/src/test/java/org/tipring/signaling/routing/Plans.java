package org.tipring.signaling.routing;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.tipring.signaling.config.PlanFile;
import org.tipring.signaling.routing.text.Mistakes;

/// Plans for tests, from their text.
public final class Plans {

    /// Telephones 201-203 and fxs1, lines fxo1-fxo3, a carrier; British numbers.
    public static final String OFFICE = """
            [country]
            name = GB
            code = 44
            trunk = 0
            abroad = 00
            area = 20
            time zone = Europe/London
            [interface phones]
            sip = registrar
            members = 201, 202, 203
            numbers = as-dialled
            [interface analog]
            members = fxs1
            numbers = as-dialled
            [interface landlines]
            members = fxo1, fxo2, fxo3
            keep free = 1
            numbers = national
            [interface carrier]
            sip = sip:trunk.example.net
            numbers = e164
            [interface pbx]
            sip = sip:pbx.example.net
            numbers = abroad-00
            """;

    private Plans() {
    }

    public static DialPlan of(String text) {
        Mistakes mistakes = new Mistakes();
        DialPlan plan = PlanFile.readUntested("plan", text.getBytes(StandardCharsets.UTF_8), ZoneId.of("UTC"), mistakes);
        if (plan == null) {
            throw new AssertionError(mistakes.lines() + "\n" + text);
        }
        return plan;
    }

    public static String mistakesOf(String text) {
        Mistakes mistakes = new Mistakes();
        PlanFile.read("plan", text.getBytes(StandardCharsets.UTF_8), ZoneId.of("UTC"), mistakes);
        return mistakes.lines();
    }
}
