package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.routing.check.CallPhrase;
import org.tipring.signaling.routing.check.Outcome;
import org.tipring.signaling.routing.foreign.Imported;
import org.tipring.signaling.routing.foreign.PlanImport;

class PlanImportTest {

    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    /// As in the administration guide of Cisco's SPA series, with a rule that nothing here can say.
    private static final String SPA = "L:10,S:3,(<9,:>1xxxxxxxxxxS0|<9,:1212>[2-9]xxxxxxS0|[3469]11|0|00|1900xxxxxxx!|9<0:44>x.|xx.|*xx|P5<:201>|[*1]x)";
    private static final String GRANDSTREAM = "{ [2-9]11 | 2x+ | \\+x+ | *x+ | <9=0>1xxx | ^1900x+ }";
    private static final String ASTERISK = """
            [internal]
            exten => _2XX,1,NoOp(a phone)
             same => n,Dial(PJSIP/${EXTEN},20)
            exten => _9NXXXXXX,1,Dial(DAHDI/g1/${EXTEN:1})
            exten => _9911,1,Dial(DAHDI/g2/${EXTEN:1}) ; specific
            exten => _9.,1,Dial(PJSIP/${EXTEN:1}@carrier)
            exten => 500,1,VoiceMailMain()
            exten => 600,1,Dial(PJSIP/201)
            exten => _1900!,1,Hangup()
            exten => s,1,Answer()
            include => parkedcalls
            """;

    private static String outcome(Imported imported, String call) throws CallPhrase.Unclear {
        DialPlan plan = Plans.of(Plans.OFFICE.replace("members = fxo1, fxo2, fxo3\nkeep free = 1", "members = fxo1")
                + "[interface g1]\nmembers = fxo5\nnumbers = national\n[interface g2]\nmembers = fxo6\nnumbers = national\n" + imported.text());
        CallPhrase phrase = CallPhrase.parse(call, plan, NOW);
        return Outcome.of(phrase.decide(plan), phrase.conditions(), plan).text();
    }

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(delimiter = '!', value = {
            "201 dials 912125550123 ! landlines 12125550123", "201 dials 95550123 ! landlines 12125550123", "201 dials 411 ! landlines 411",
            "201 dials 0 ! landlines 0", "201 dials 00 ! landlines 00", "201 dials 19005550100 ! reject 403", "201 dials 7 ! landlines 7",
            "201 dials 77777 ! landlines 77777", "201 dials *69 ! landlines *69", "201 dials nothing ! landlines 201"})
    void aCiscoDigitMapDoesWhatItDid(String call, String expected) throws CallPhrase.Unclear {
        assertThat(outcome(PlanImport.read(SPA, "landlines"), call)).isEqualTo(expected);
    }

    @Test
    void whatCannotBeSaidIsListedWithItsReason() {
        assertThat(PlanImport.read(SPA, "landlines").left()).containsExactly("L:10,S:3, timers: set 'next digit' and 'last digit' in [dialling]",
                "9<0:44>x. : a substitution in the middle", "[*1]x : a set with something else than digits");
        assertThat(PlanImport.read("(xx.S3|(Mipd)|**1x@x)", "a").left()).hasSize(3).allMatch(line -> line.contains(" : "));
    }

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(delimiter = '!', value = {"201 dials 911 ! landlines 911", "201 dials 2123 ! landlines 2123", "201 dials +33123456789 ! landlines 0033123456789",
            "201 dials *1 ! landlines *1", "201 dials 91234 ! landlines 01234", "201 dials 19001 ! reject 403", "201 dials 2 ! reject 404"})
    void aGrandstreamMapDoesWhatItDid(String call, String expected) throws CallPhrase.Unclear {
        assertThat(outcome(PlanImport.read(GRANDSTREAM, "landlines"), call)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(delimiter = '!', value = {"201 dials 202 ! phones 202", "201 dials 95550123 ! g1 5550123", "201 dials 9911 ! g2 911",
            "201 dials 90123456789 ! carrier +44123456789", "201 dials 600 ! phones 201", "201 dials 19005 ! reject 403", "201 dials 1900 ! reject 403"})
    void asteriskPatternsKeepTheirPrecedence(String call, String expected) throws CallPhrase.Unclear {
        assertThat(outcome(PlanImport.read(ASTERISK, ""), call)).isEqualTo(expected);
    }

    @Test
    void asteriskLinesThatAreNoRoutesAreListed() {
        Imported imported = PlanImport.read(ASTERISK, "");
        assertThat(imported.left()).anyMatch(line -> line.startsWith("[internal]")).anyMatch(line -> line.startsWith("exten => 500,1,VoiceMailMain()"))
                .anyMatch(line -> line.startsWith("exten => s,1,Answer()")).contains("include => parkedcalls")
                .anyMatch(line -> line.contains("only PJSIP/${EXTEN} is carried over, not ',20'"));
        assertThat(imported.remarks()).anyMatch(line -> line.contains("phones, g1, g2, carrier, 201"));
    }

    @Test
    void anyTextIsImportedOrListedAndWhatComesOutIsAPlan() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("PlanImportTest seed " + seed + " (-Dtipring.seed=...)");
        Random random = new Random(seed);
        String spice = "()|<>[]{}x.+*#!,:;S0P5T^\\ 19\n\"='é";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? SPA : random.nextBoolean() ? ASTERISK : GRANDSTREAM);
            for (int edits = random.nextInt(6); edits > 0; edits--) {
                text.insert(random.nextInt(text.length()), spice.charAt(random.nextInt(spice.length())));
                text.deleteCharAt(random.nextInt(text.length()));
            }
            Imported imported = PlanImport.read(text.toString(), "landlines");
            String mistakes = Plans.mistakesOf(Plans.OFFICE + imported.text() + "[route rest]\nto = reject 404\n");
            assertThat(mistakes.lines().filter(line -> !line.contains("is no interface, member or ring group"))).as("%s", text + "\n" + imported.text()).isEmpty();
        }
    }
}
