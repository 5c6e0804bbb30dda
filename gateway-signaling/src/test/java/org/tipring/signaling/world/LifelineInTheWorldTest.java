package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// Analog telephones when the internet is there and when it is not: lifeline over the landline, inside calls, and ringing beside SIP telephones.
class LifelineInTheWorldTest {

    private static final String PLAN = """
            [country]
            name = US
            code = 1

            [emergency]
            numbers = 911
            use = carrier, landlines

            [interface analog]
            members = fxs1, fxs2
            numbers = as-dialled

            [interface phones]
            sip = registrar
            members = 201, 202
            numbers = as-dialled

            [interface carrier]
            sip = trunk
            numbers = e164

            [interface landlines]
            members = fxo1
            numbers = national

            [ring-group all]
            members = fxs1, fxs2, 201
            pick = all
            for = 20s

            [route inside]
            from = analog, phones
            called = 212
            to = analog, set fxs2

            [route out]
            from = analog, phones
            called = 9 X{3}
            to = carrier, strip 1
            to = landlines, strip 1

            [route in]
            from = landlines
            to = all

            [route rest]
            to = reject 404
            """;

    private World world;
    private final SipDesks desks = new SipDesks(false);

    @BeforeEach
    void begin() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("fxs1", "211");
        names.put("fxs2", "212");
        world = new World(7, 1, TestPlans.read(PLAN), ExchangeSettings.of("US"), new World.Analog(names, "", StarCodes.NONE, ServiceMemory.NONE));
        desks.in(world);
        world.exchange.subscribe("222", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.exchange.subscribe("911", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "the line in service");
    }

    private ScriptedTelephone telephone(String name) {
        return world.telephones.get(name);
    }

    private void dials(String name, String number) {
        telephone(name).lift();
        world.advance(50);
        telephone(name).press(number);
    }

    private boolean talking() {
        return world.calls.status().stream().anyMatch(call -> call.state().equals("talking"));
    }

    private CallRecord over() {
        world.telephones.values().forEach(ScriptedTelephone::hangUp);
        world.until(() -> world.open.isEmpty(), 60_000, "the call is over");
        assertThat(world.records).hasSize(1);
        assertThat(world.broken).isEmpty();
        assertThat(world.control.failures()).isZero();
        return world.records.getFirst();
    }

    // ---- lifeline

    @ParameterizedTest
    @CsvSource({"9222", "911"})
    void withTheProviderDownCallsGoOutOverTheLandlineAtOnce(String number) {
        world.sip.reachable("carrier", false);
        dials("fxs1", number);
        long dialled = world.now();
        world.until(() -> world.closedLoops.contains("5550101"), 1_000, "the line is seized");
        System.out.printf("lifeline, provider down: %s off-hook %d ms after the last key%n", number, (world.now() - dialled) / 1_000_000);
        world.until(this::talking, 20_000, "somebody answers");
        assertThat(desks.rung).isEmpty();
        assertThat(over().to()).isEqualTo("landlines/fxo1");
    }

    @ParameterizedTest
    @CsvSource({"9222", "911"})
    void whenTheProviderSaysNothingCallsGoOverTheLandline(String number) {
        dials("fxs1", number);
        world.until(() -> !desks.rung.isEmpty(), 1_000, "the provider is asked first");
        // What the SIP side reports after `silent after`.
        LegId leg = desks.ringing.values().iterator().next();
        world.advance(5_000);
        world.sip.report(new SipEvent.Released(leg, ReleaseCause.NO_RESPONSE, 0, "nothing for 5 s"));
        world.until(this::talking, 20_000, "somebody answers on the line");
        CallRecord record = over();
        assertThat(record.to()).isEqualTo("landlines/fxo1");
        assertThat(record.answered()).isNotNull();
    }

    @Test
    void helpIsCalledOverTheLandlineWhateverTheProviderAnswers() {
        dials("fxs1", "911");
        world.until(() -> !desks.rung.isEmpty(), 1_000, "the provider is asked first");
        world.sip.report(new SipEvent.Released(desks.ringing.values().iterator().next(), ReleaseCause.REJECTED, 403, "Forbidden"));
        world.until(this::talking, 20_000, "help answers on the line");
        assertThat(over().to()).isEqualTo("landlines/fxo1");
    }

    @Test
    void withNoSipAtAllALandlineCallRingsTheAnalogTelephonesAndIsAnswered() {
        List.of("carrier", "201", "202").forEach(name -> world.sip.reachable(name, false));
        world.exchange.call("5550101", CallerId.of("5557000", "CALLER"), 60_000, new Voices.Silence(), Subscriber.NEVER, world.now());
        world.until(() -> telephone("fxs1").rings() && telephone("fxs2").rings(), 15_000, "both ring");
        assertThat(telephone("fxs1").shown.getLast().caller().number()).isEqualTo("5557000");
        telephone("fxs2").lift();
        world.until(this::talking, 5_000, "they talk");
        assertThat(telephone("fxs1").rings()).isFalse();
        world.until(() -> world.closedLoops.contains("5550101"), 1_000, "the line is answered");
        assertThat(over().to()).isEqualTo("all/fxs2");
        assertThat(world.network.openPairs()).as("no packet of the network was needed").isZero();
    }

    @Test
    void twoAnalogTelephonesCallEachOtherWithoutAnyNetwork() {
        List.of("carrier", "201", "202").forEach(name -> world.sip.reachable(name, false));
        dials("fxs1", "212");
        world.until(() -> telephone("fxs2").rings(), 1_000, "it rings");
        assertThat(telephone("fxs2").shown.getLast().caller()).isEqualTo(CallerId.of("211", "Telephone 211"));
        telephone("fxs2").lift();
        world.until(this::talking, 1_000, "they talk");
        CallRecord record = over();
        assertThat(record.from()).isEqualTo("analog/fxs1");
        assertThat(record.to()).isEqualTo("analog/fxs2");
    }

    // ---- beside SIP telephones

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void analogAndSipTelephonesRingTogetherAndTheFirstToAnswerHasTheCall(boolean analogAnswers) {
        world.exchange.call("5550101", CallerId.of("5557000", "CALLER"), 60_000, new Voices.Silence(), Subscriber.NEVER, world.now());
        world.until(() -> telephone("fxs1").rings() && desks.ringing.containsKey("201"), 15_000, "all ring");
        LegId sip = desks.ringing.get("201");
        if (analogAnswers) {
            telephone("fxs1").lift();
        } else {
            desks.answer("201");
        }
        world.until(this::talking, 5_000, "they talk");
        assertThat(telephone("fxs1").rings()).isFalse();
        assertThat(telephone("fxs2").rings()).isFalse();
        assertThat(desks.ended.containsKey(sip)).isEqualTo(analogAnswers);
        if (!analogAnswers) {
            desks.hangUp("201");
        }
        assertThat(over().to()).isEqualTo("all/201");
    }

    @Test
    void aSipTelephoneCallsAnAnalogOneByItsInsideNumber() {
        LegId leg = desks.call("202", "212");
        world.until(() -> telephone("fxs2").rings(), 1_000, "it rings");
        telephone("fxs2").lift();
        world.until(this::talking, 1_000, "they talk");
        telephone("fxs2").hangUp();
        world.until(() -> desks.ended.containsKey(leg), 2_000, "the other one hears of it");
        assertThat(over().endedBy()).isEqualTo("called");
    }
}
