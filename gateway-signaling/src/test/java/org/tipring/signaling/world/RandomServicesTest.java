package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.service.ServiceState;
import org.tipring.signaling.control.telephone.TelephoneStatus;
import org.tipring.signaling.routing.StarCode;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// People who do everything with the services of their telephones, at random and at the worst moment: set and take back, forward in circles, pick up,
/// park, flash, wake, pull plugs, half a code and then the hook. Afterwards every book is balanced, and what is kept is what is set.
class RandomServicesTest implements ScriptedSip.Telephones {

    private static final int DEEDS = Integer.getInteger("tipring.world.deeds", 15_000);
    private static final List<String> NUMBERS = List.of("211", "212", "213", "220", "201", "202", "9222", "9333", "9555", "8100", "777", "911");

    private static final Logger QUIET = Logger.getLogger("org.tipring");

    private final ServicesInTheWorldTest.Disk disk = new ServicesInTheWorldTest.Disk();
    private final Map<LegId, Boolean> phones = new HashMap<>();
    private World world;
    private Random random;

    @BeforeAll
    static void twoLinesForEachDeedAreTooManyHere() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        QUIET.setLevel(null);
    }

    @Test
    void noStateIsLostNoCallGoesInACircleAndEachHasOneRecord() {
        long seed = Long.getLong("tipring.seed", 20261125);
        System.out.println("RandomServicesTest seed " + seed + ", " + DEEDS + " deeds");
        world = new World(seed, 1, TestPlans.read(ServicesInTheWorldTest.PLAN), ExchangeSettings.of("US"),
                new World.Analog(ServicesInTheWorldTest.NUMBERS, "office", ServicesInTheWorldTest.codes(), disk));
        random = world.random;
        world.sip.telephones = this;
        world.exchange.subscribe("222", new Subscriber.Answers(600, Voices.Silence::new, 4_000));
        world.exchange.subscribe("333", new Subscriber.Busy());
        world.exchange.subscribe("555", new Subscriber.NeverAnswers());
        world.exchange.subscribe("911", new Subscriber.Answers(600, Voices.Announcement::new, 8_000));
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "the line in service");
        long started = System.nanoTime();
        for (int i = 0; i < DEEDS; i++) {
            deed();
            world.advance(random.nextInt(10) == 0 ? random.nextInt(25_000) : random.nextInt(900));
            world.sip.forgetEnded();
        }
        settle();
        report(System.nanoTime() - started);
        assertThat(world.broken).isEmpty();
        assertThat(world.sip.broken).isEmpty();
        assertThat(world.control.failures()).as("errors caught on the control thread").isZero();
        assertThat(world.media.statistics().faults()).as("errors caught on the media thread").isZero();
        assertThat(world.records.stream().map(CallRecord::id).distinct().count()).isEqualTo(world.records.size());
        for (CallRecord record : world.records) {
            List<String> forwarders = record.timeline().stream().map(CallRecord.Entry::what).filter(what -> what.matches("fxs\\d forwards .* route .*"))
                    .map(what -> what.substring(0, 4)).toList();
            assertThat(forwarders).as("nobody sends a call on twice: %s", record.timeline()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(5);
        }
        for (TelephoneStatus telephone : world.lineController.telephones().status()) {
            assertThat(disk.read(telephone.name())).as("what is kept is what is set").isEqualTo(telephone.services());
        }
    }

    private ScriptedTelephone any() {
        List<ScriptedTelephone> all = new ArrayList<>(world.telephones.values());
        return all.get(random.nextInt(all.size()));
    }

    private String number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    private void deed() {
        ScriptedTelephone telephone = any();
        switch (random.nextInt(24)) {
            case 0, 1, 2 -> telephone.lift();
            case 3, 4, 5 -> telephone.hangUp();
            case 6, 7, 8 -> telephone.press(number());
            case 9, 10, 11, 12 -> telephone.press(code());
            case 13 -> telephone.press(String.valueOf("0123456789*#".charAt(random.nextInt(12))));
            case 14 -> telephone.flash();
            case 15 -> sipCalls();
            case 16 -> {
                if (telephone.rings()) {
                    telephone.lift();
                }
            }
            case 17 -> world.sip.report(new SipEvent.MessagesWaiting("carrier", "21" + random.nextInt(1, 6), random.nextInt(3)));
            case 18 -> {
                if (random.nextInt(8) == 0) {
                    world.exchange.call("5550101", CallerId.of("5557" + random.nextInt(100, 999), "CALLER"), 500 + random.nextInt(30_000), new Voices.Silence(), 3_000, world.now());
                }
            }
            case 19 -> conversation();
            case 20 -> sets(telephone, List.of("*72", "*90", "*92").get(random.nextInt(3)) + "21" + random.nextInt(1, 4));
            case 21 -> sets(telephone, List.of("*73", "*91", "*93", "*79", "*87").get(random.nextInt(5)));
            default -> {
                if (random.nextInt(20) == 0) {
                    telephone.unplug();
                    world.after(random.nextInt(5_000), telephone::replug);
                }
            }
        }
    }

    /// Somebody sets something as it is meant to be; whatever else is going on there.
    private void sets(ScriptedTelephone telephone, String code) {
        telephone.hangUp();
        world.after(100, telephone::lift);
        world.after(300, () -> telephone.press(code));
        world.after(1_000, telephone::hangUp);
    }

    /// One calls, another answers or a third one picks it up, it is parked and fetched; others may break in upon all of it.
    private void conversation() {
        ScriptedTelephone one = any();
        ScriptedTelephone other = any();
        ScriptedTelephone third = any();
        String number = ServicesInTheWorldTest.NUMBERS.get(other.line().name());
        String place = String.valueOf(random.nextInt(4));
        one.hangUp();
        other.hangUp();
        third.hangUp();
        world.after(100, one::lift);
        world.after(300, () -> one.press(number));
        world.after(2_000, random.nextInt(3) > 0 ? other::lift : third::lift);
        world.after(2_300, () -> third.press("*98"));
        world.after(3_000, other::flash);
        world.after(3_300, () -> other.press("*68" + place));
        world.after(4_000, other::hangUp);
        if (random.nextInt(3) > 0) {
            world.after(5_000, third::lift);
            world.after(5_300, () -> third.press("*61" + place));
        }
        world.after(9_000, one::hangUp);
        world.after(9_100, third::hangUp);
        if (random.nextInt(3) == 0) {
            // Nobody else does anything for a while.
            world.advance(9_500);
        }
    }

    private String code() {
        List<StarCode> all = List.copyOf(new EnumMap<>(ServicesInTheWorldTest.codes().codes()).keySet());
        StarCode code = all.get(random.nextInt(all.size()));
        return ServicesInTheWorldTest.codes().codes().get(code) + switch (code.takes()) {
            case NOTHING -> "";
            case CALL, NUMBER -> number();
            case PLACE -> String.valueOf(random.nextInt(4));
            case PLACE_AND_NUMBER -> random.nextInt(4) + number();
            // The world's night is a few hours long.
            case TIME -> String.format("%02d%02d", 4 + random.nextInt(4), random.nextInt(60));
        };
    }

    // ---- SIP

    private static String sdp(LegId leg) {
        return OfferAnswer.offer("10.0.0.2", 10_000 + (int) (leg.number() % 20_000) * 2, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
    }

    private void sipCalls() {
        LegId leg = world.legIds.get();
        boolean withheld = random.nextInt(3) == 0;
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension("201"), number(), new SipEvent.CallingParty(withheld ? "" : "201", "", withheld), sdp(leg), "x"));
        world.after(random.nextInt(45_000), () -> bye(leg));
    }

    private void bye(LegId leg) {
        if (world.sip.alive(leg)) {
            world.sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
        }
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        phones.put(leg, true);
        int will = random.nextInt(4);
        if (will == 0) {
            world.after(300, () -> {
                if (world.sip.alive(leg)) {
                    world.sip.report(new SipEvent.Released(leg, ReleaseCause.BUSY, 486, "Busy Here"));
                }
            });
        } else if (will < 3) {
            world.after(random.nextInt(4_000), () -> {
                if (world.sip.alive(leg)) {
                    world.sip.report(new SipEvent.Answered(leg, sdp(leg)));
                }
            });
        }
        world.after(1_000 + random.nextInt(20_000), () -> bye(leg));
    }

    @Override
    public void answered(LegId leg, String sdp) { }

    @Override
    public void progress(LegId leg, String sdp) { }

    @Override
    public void ended(LegId leg, ReleaseCause cause, int status) { }

    // ---- the end of the day

    private void settle() {
        world.advance(10_000);
        world.telephones.values().forEach(ScriptedTelephone::hangUp);
        world.until(() -> {
            world.telephones.values().forEach(ScriptedTelephone::hangUp);
            return world.open.isEmpty();
        }, 15 * 60_000, "the last calls to end");
        world.advance(60_000);
        assertThat(world.calls.figures().toString()).isEqualTo("ControlFigures[calls=0, legs=0, linesInCalls=0, rtp=0]");
        assertThat(world.calls.parked()).isEmpty();
        assertThat(world.sip.alive()).as("telephones still in a call").isZero();
        assertThat(world.network.openPairs()).as("RTP ports still open").isZero();
        assertThat(world.media.statistics().bridges()).isZero();
        assertThat(world.closedLoops).as("loops that the exchange sees closed").isEmpty();
        assertThat(world.lineController.telephones().status()).allSatisfy(telephone ->
                assertThat(telephone.state().getClass().getSimpleName()).as(telephone.name()).isIn("OnHook", "Ringing"));
    }

    private void report(long nanos) {
        Map<ReleaseCause, Long> causes = new TreeMap<>();
        world.records.forEach(record -> causes.merge(record.cause(), 1L, Long::sum));
        Map<String, Long> happened = new TreeMap<>();
        for (CallRecord record : world.records) {
            for (CallRecord.Entry entry : record.timeline()) {
                for (String what : List.of("forwards always", "forwards busy", "forwards no answer", "picks it up", "left at place", "taken from place", "transferred to")) {
                    happened.merge(what, entry.what().contains(what) ? 1L : 0L, Long::sum);
                }
            }
        }
        System.out.printf("%d calls, %d answered, %.1f virtual hours in %.1f s; causes %s; %s%n", world.records.size(),
                world.records.stream().filter(record -> record.answered() != null).count(), world.now() / 3.6e12, nanos / 1e9, causes, happened);
        // A world in which hardly anything happens would prove little.
        assertThat(happened.values()).allMatch(count -> count > 2);
        assertThat(causes.keySet()).contains(ReleaseCause.NORMAL, ReleaseCause.BUSY, ReleaseCause.FORWARDED_TOO_OFTEN, ReleaseCause.ANONYMOUS_REFUSED);
        assertThat(ServiceState.NOTHING.words()).isEmpty();
    }
}
