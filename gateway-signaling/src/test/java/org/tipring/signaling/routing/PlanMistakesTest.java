package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.config.PlanFile;
import org.tipring.signaling.routing.text.Mistakes;

class PlanMistakesTest {

    private static final int LINES = Plans.OFFICE.split("\n").length;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
            "[route a]~form = phones~to = 201 ! 2:1: [route] knows no key 'form': did you mean 'from'?",
            "[rout a]~to = 201 ! 1:2: there is no section [rout]: did you mean 'route'?",
            "[route]~to = 201 ! 1:2: [route] has no name: write [route NAME]",
            "[route a]~from = phnes~to = 201 ! 2:8: 'phnes' is no interface or member: did you mean 'phones'?",
            "[route a]~to = landline, strip 1 ! 2:6: 'landline' is no interface, member or ring group: did you mean 'landlines'?",
            "[route a]~to = landlines, stripp 1 ! 2:17: 'stripp 1' is no change of a number: did you mean 'strip'?",
            "[route a]~to = landlines, strip x ! 2:17: 'strip x' is no change of a number: write 'strip 1', with how many characters",
            "[route a]~to = reject 200 ! 2:6: 'reject 200' has no SIP status: write 'reject 404', with a number from 400 to 699",
            "[route a]~to = reject 404~to = 201 ! 3:1: nothing comes after 'reject' and 'ignore': move the line before them",
            "[route a]~called = 2xx~to = 201 ! 2:11: 'x' is no part of a pattern: write it as a capital letter",
            "[route a]~called = 2X{3~to = 201 ! 2:12: a count that is none: write {4} or {7-10}",
            "[route a]~called = 2X{5-3}~to = 201 ! 2:12: the count {5-3} cannot be: the first number is the smaller one, and the other 1 to 32",
            "[route a]~called = 2[7-5]~to = 201 ! 2:12: '7-5' in a set: write digits and ranges: [25-7]",
            "[route a]~called = 2.~to = 201 ! 2:11: '.' is no part of a pattern: write three dots for one or more digits",
            "[route a]~called = 2|~to = 201 ! 2:12: nothing stands between two '|': remove one of them",
            "[route a]~called = X{0-3}~to = 201 ! 2:10: 'X{0-3}' matches no digits at all: write at least one digit, or 'nothing' for off hook",
            "[route a]~caller = list gone~to = 201 ! 2:10: there is no [list gone]: remove it",
            "[route a]~when = offise~to = 201~[hours office]~open = mon ! 2:8: there is no [hours offise]: did you mean 'office'?",
            "[route a]~needs = abroad~to = 201~[permission]~abroad1 = nobody ! 2:9: 'abroad' is no permission: did you mean 'abroad1'?",
            "[route a]~then = dial tone as phones ! 2:1: anybody who calls would get a dial tone: write 'ask pin = NAME', or remove 'then'",
            "[route a] ! 1:2: the route leads nowhere: write 'to = ...'",
            "[route a]~to = 201~next on = bussy ! 3:11: 'bussy' is no value of 'next on': did you mean 'busy'?",
            "[route a]~to = 201~media = g711 clear ! 3:9: 'clear' is no value of 'media': use one of: g711, clear-channel, t38",
            "[route a]~to = 201~[hours h]~open = mon-fry 08:00-18:00 ! 4:8: 'mon-fry 08:00-18:00' is neither days nor dates: "
                    + "write 'mon-fri 08:30-18:00', '2026-12-25', '2026-08-03 to 2026-08-21' or '12-25'",
            "[route a]~to = 201~[hours h]~open = 2026-02-30 ! 4:8: '2026-02-30' is neither days nor dates: "
                    + "write 'mon-fri 08:30-18:00', '2026-12-25', '2026-08-03 to 2026-08-21' or '12-25'",
            "[route a]~to = 201~[hours h]~open = mon 08:00-25:00 ! 4:8: 'mon 08:00-25:00' has an impossible time: write times from 00:00 to 24:00, start before end",
            "[interface x]~members = 201~numbers = national~[route a]~to = 201 ! 2:11: '201' is already the name of a member of phones (line 10): choose another name",
            "[interface x]~members = fxo9~[route a]~to = 201 ! 1:2: [interface x] has no 'numbers': write 'numbers = national', e164, abroad-00 or as-dialled",
            "[interface x]~members = fxo9~numbers = nationl~[route a]~to = 201 ! 3:11: 'nationl' is no value of 'numbers': did you mean 'national'?",
            "[interface x]~members = fxo9~keep free = 1~numbers = national~[route a]~to = 201 ! 1:2: 'keep free = 1' leaves [interface x] no line for "
                    + "outgoing calls: keep fewer free than there are members, on an interface of lines",
            "[ring-group g]~members = 201, fxo1~[route a]~to = g ! 2:16: 'fxo1' is no telephone: did you mean 'fxs1'?",
            "[emergency]~numbers = 112~use = phones~[route a]~to = 201 ! 3:7: 'phones' is no outside interface: use one of: landlines, carrier, pbx, fxo1, fxo2, fxo3",
            "[emergency]~numbers = 112~use = carrier~pre-empt = carrier~[route a]~to = 201 ! 4:12: a call of 'carrier' frees no line: pre-empt interfaces of lines only",
            "[route a]~to = 201~[tests]~t = 201 dials 2 => phones 202 ! 4:5: test t: expected 'phones 202', the plan says 'phones 201': mend the plan or the test",
            "[route a]~to = 201, for 20s~[tests]~t = 201 dials 2 => phones 201, rings 25s ! 4:5: test t: expected 'rings 25s', "
                    + "the plan says 'rings 20s, answered when the called phone answers': mend the plan or the test",
            "[route a]~to = 201~caller id = anonymous~[tests]~t = 201 dials 2 => phones 201, shows 123 ! 5:5: test t: expected 'shows 123', "
                    + "the plan says 'shows anonymous, answered when the called phone answers': mend the plan or the test",
            "[route a]~to = reject 404~[tests]~t = 201 dials 2 => reject 404, rings 5s ! 4:5: test t: expected 'rings 5s', the plan says 'nothing more': mend the plan or the test",
            "[route a]~to = 201~[tests]~t = 209 dials 2 => phones 201 ! 4:5: test t: '209' is no telephone: only telephones dial; "
                    + "for others write 'landlines call from ...' or 'carrier calls ...'",
            "[route a]~to = 201~[tests]~t = 201 dials 2 => phone 201 ! 4:5: test t: 'phone 201' is nothing to expect: did you mean 'phones'?",
            "[route a]~to = 201~[tests]~t = 201 dials 2 ! 4:5: test t: the test expects nothing: write '... => landlines 123'",
            "[hours h]~open = mon~[route a]~when = h~to = 201~[tests]~t = 201 dials 2 => reject 404 ! 7:5: test t: what becomes of this call depends on the hour: "
                    + "write 'at tue 10:00' before the =>",
            "[route a]~to = 201~[tests]~t = 201 dials 2 with phones bsy => phones 201 ! 4:5: test t: 'bsy' is no condition: did you mean 'busy'?"})
    void everyMistakeHasItsPlaceAndItsCure(String text, String expected) {
        String[] mistake = expected.split(":", 2);
        String shifted = "plan:" + (Integer.parseInt(mistake[0]) + LINES) + ":" + mistake[1];
        assertThat(Plans.mistakesOf(Plans.OFFICE + text.replace('~', '\n') + "\n")).isEqualTo(shifted);
    }

    @Test
    void damagedPlansGiveLocatedMistakesAndNeverAnExceptionAndWhatLoadsCanBeAsked() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("PlanMistakesTest seed " + seed + " (-Dtipring.seed=...)");
        Random random = new Random(seed);
        String plan = Plans.OFFICE + """
                [emergency]
                numbers = 112 | 999
                also after = 9
                use = landlines, carrier
                pre-empt = landlines
                [list friends]
                numbers = +44 20 7946 05XX | anonymous
                [hours office]
                open = mon-fri 08:30-18:00, sat 10:00-12:00
                closed = 2026-12-25, 12-26, 2026-08-03 to 2026-08-21
                [permission]
                far = 201, phones
                [ring-group desk]
                members = 201, fxs1
                for = 20s
                [route 1 local]
                from = phones, analog
                called = 2XX | [25-7]X{2-4} | nothing after 4s
                to = phones
                [route 2 far]
                called = 9 00 Z...
                needs = far
                to = carrier, strip 1, prefix 5, wait 2s, suffix 3, replace 4 by 5
                to = landlines, keep 3, for 10s
                next on = busy, no-answer 12s, 404, q850:17, unavailable
                [route 3 in]
                from = landlines
                caller = list friends
                when = office
                answer = after 2 rings
                ask pin = travellers, 3 tries
                then = dial tone as phones without far
                [route 4 rest]
                to = desk, ring 2
                to = reject 404
                [tests]
                a = 201 dials 9 00 1 212 555 0100 with carrier down => landlines 100
                b = landlines call from 020 7946 0501 at tue 10:00 => pin travellers
                """;
        assertThat(Plans.mistakesOf(plan)).isEmpty();
        int loaded = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = org.tipring.signaling.config.Damage.damaged(plan, random);
            Mistakes mistakes = new Mistakes();
            DialPlan damaged = PlanFile.read("plan", bytes, ZoneId.of("UTC"), mistakes);
            mistakes.all().forEach(mistake -> assertThat(mistake.toString()).as(() -> new String(bytes, StandardCharsets.UTF_8))
                    .matches("plan:[1-9]\\d*:[1-9]\\d*: \\P{Cntrl}+: \\P{Cntrl}+"));
            assertThat(damaged == null).isEqualTo(mistakes.any());
            if (damaged != null) {
                loaded++;
                for (String number : new String[] {"", "112", "90012345", "251", "+", "é", "9".repeat(70)}) {
                    damaged.route(new RouteRequest(new CallSource("phones", "201"), number, "201", java.time.Instant.EPOCH));
                    damaged.completion(new CallSource("analog", "fxs1"), number, java.time.Instant.EPOCH);
                    damaged.route(new RouteRequest(new CallSource("landlines", "fxo1"), number, number, java.time.Instant.EPOCH));
                }
            }
        }
        assertThat(loaded).isBetween(100, 4_000);
    }
}
