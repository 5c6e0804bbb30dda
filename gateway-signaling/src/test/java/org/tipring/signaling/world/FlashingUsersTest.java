package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallStatus;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.call.FlashHabits.Deed;
import org.tipring.signaling.call.FlashHabits.Situation;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.FxsState;

/// People at telephones who flash, hang up, dial too slowly, dial while it rings, knock the hook, and pull the plug: no port is stuck, every
/// call has its record, and nobody hears a call that is not theirs.
class FlashingUsersTest {

    private static final int USERS = Integer.getInteger("tipring.world.users", 10_000);
    private static final int ANALOG = 6;
    private static final int PHONES = 6;
    private static final int LISTEN_EVERY = 60;
    private static final Logger QUIET = Logger.getLogger("org.tipring");

    private static final FlashHabits KEYS = new FlashHabits(Map.of(Situation.IN_A_CALL, Deed.SECOND_CALL, Situation.CALL_WAITING, Deed.KEY,
            Situation.TWO_CALLS, Deed.KEY, Situation.AFTER_CALL_WAITING, Deed.KEY, Situation.CONFERENCE, Deed.KEY), FlashHabits.DEFAULT.keys(),
            Duration.ofSeconds(5), false, Duration.ofSeconds(30), true);

    private TelephoneWorld world;
    private Random random;
    private int lifted;
    private final Map<String, Integer> seen = new TreeMap<>();
    /// What transfers of SIP telephones came to.
    private final Map<Integer, Integer> told = new TreeMap<>();

    @BeforeAll
    static void tensOfThousandsOfCallsAreNoNews() {
        QUIET.setLevel(Level.SEVERE);
    }

    @AfterAll
    static void speakAgain() {
        QUIET.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noPortIsStuckNoCallWithoutARecordAndNobodyHearsWhatIsNotTheirs(boolean keys) {
        long seed = Long.getLong("tipring.seed", 20261125) + (keys ? 1 : 0);
        System.out.println("FlashingUsersTest seed " + seed + (keys ? ", with keys" : ", flash alone"));
        world = new TelephoneWorld(seed, ANALOG, PHONES, keys ? KEYS : FlashHabits.DEFAULT, "");
        random = world.random;
        world.onRinging = this::rung;
        world.onTransferred = (leg, status) -> {
            told.merge(status, 1, Integer::sum);
            if (status == 200 && random.nextInt(4) > 0) {
                world.after(random.nextInt(1_500), () -> world.hangUp(leg));
            }
        };
        long began = System.nanoTime();
        for (int turns = 0; lifted < USERS / 2; turns++) {
            VirtualTelephone telephone = world.telephone(1 + random.nextInt(ANALOG));
            act(telephone);
            if (random.nextInt(12) == 0) {
                callIn();
            }
            if (random.nextInt(15) == 0) {
                world.sipCalls.keySet().stream().skip(random.nextInt(Math.max(1, world.sipCalls.size()))).findFirst().ifPresent(world::hangUp);
            }
            if (random.nextInt(10) == 0) {
                world.sipCalls.keySet().stream().skip(random.nextInt(Math.max(1, world.sipCalls.size()))).findFirst().ifPresent(this::transfer);
            }
            world.advance(random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(900));
            world.sip.forgetEnded();
            world.status().forEach(call -> seen.merge(call.state(), 1, Integer::sum));
            if (turns % LISTEN_EVERY == 0) {
                listen();
            }
        }
        System.out.printf("%d users, %d calls, %.1f virtual hours in %.1f s; states seen %s; transfers by REFER %s%n", lifted, world.records.size(), world.clock.now() / 3.6e12,
                (System.nanoTime() - began) / 1e9, seen, told);
        assertThat(seen).as("a world in which hardly anything happens would prove little")
                .containsKeys("talking", "held", "waiting", "conference", "trying");
        assertThat(keys || seen.containsKey("transferred")).isTrue();
        assertThat(told).containsKeys(200, 404, 481, 486);
        home();
    }

    // ---- people

    private void act(VirtualTelephone telephone) {
        if (random.nextInt(400) == 0) {
            telephone.unplug();
            world.after(500 + random.nextInt(5_000), telephone::plug);
            return;
        }
        if (!telephone.offHook) {
            if (telephone.ringing || random.nextInt(3) == 0) {
                lifted++;
                telephone.lift();
                if (random.nextInt(6) > 0) {
                    world.after(random.nextInt(1_500), () -> dial(telephone));
                }
            }
            return;
        }
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> telephone.flash();
            case 3 -> {
                telephone.flash();
                world.after(random.nextInt(800), () -> dial(telephone));
            }
            case 4 -> dial(telephone);
            case 5 -> keyed(telephone);
            case 6 -> {
                telephone.flash();
                world.after(100 + random.nextInt(400), () -> keyed(telephone));
            }
            case 7 -> knock(telephone);
            case 8 -> telephone.hangUp();
            default -> { }
        }
    }

    /// Some dial nobody, some a number that does not exist, some too slowly, some while it rings elsewhere.
    private void dial(VirtualTelephone telephone) {
        if (!telephone.offHook) {
            return;
        }
        String number = switch (random.nextInt(12)) {
            case 0 -> "7";
            case 1 -> "2";
            case 2 -> "*70" + (201 + random.nextInt(PHONES));
            case 3, 4, 5, 6 -> Integer.toString(211 + random.nextInt(ANALOG));
            default -> Integer.toString(201 + random.nextInt(PHONES));
        };
        long at = 0;
        for (char key : number.toCharArray()) {
            at += random.nextInt(20) == 0 ? 16_000 : 60 + random.nextInt(300);
            world.after(at, () -> world.control.execute(() -> world.calls.media(new org.tipring.media.engine.MediaEvent.LineDigit(telephone.line().name(), key))));
        }
    }

    private void keyed(VirtualTelephone telephone) {
        char key = (char) ('0' + random.nextInt(6));
        if (random.nextInt(4) == 0) {
            telephone.pulses(key - '0');
        } else {
            world.control.execute(() -> world.calls.media(new org.tipring.media.engine.MediaEvent.LineDigit(telephone.line().name(), key)));
        }
    }

    private void knock(VirtualTelephone telephone) {
        telephone.hangUp();
        world.after(20 + random.nextInt(400), telephone::lift);
    }

    private void callIn() {
        List<String> free = java.util.stream.IntStream.rangeClosed(201, 200 + PHONES).mapToObj(Integer::toString)
                .filter(user -> !world.users.containsValue(user)).toList();
        if (!free.isEmpty()) {
            LegId leg = world.call(free.get(random.nextInt(free.size())), Integer.toString(211 + random.nextInt(ANALOG)));
            if (random.nextInt(4) == 0) {
                world.after(random.nextInt(3_000), () -> world.hangUp(leg));
            }
        }
    }

    /// A SIP telephone's transfer key; some hang up at once, some wait for what comes of it, and some are hung up on.
    private void transfer(LegId leg) {
        String number = random.nextInt(15) == 0 ? "77" : random.nextInt(3) == 0 ? Integer.toString(201 + random.nextInt(PHONES)) : Integer.toString(211 + random.nextInt(ANALOG));
        world.sip.report(new SipEvent.Referred(leg, number, null, random.nextInt(30) == 0));
        if (random.nextInt(4) == 0) {
            world.after(random.nextInt(2_000), () -> world.hangUp(leg));
        }
    }

    /// A SIP telephone has one call at a time.
    private void rung(LegId leg) {
        String user = world.users.get(leg);
        boolean inUse = world.users.entrySet().stream().anyMatch(other -> other.getValue().equals(user) && !other.getKey().equals(leg));
        int answer = inUse ? 0 : random.nextInt(8);
        switch (answer) {
            case 0 -> world.after(50, () -> world.decline(leg, 486));
            case 1 -> world.after(random.nextInt(2_000), () -> world.decline(leg, 603));
            case 2 -> { }
            default -> world.after(200 + random.nextInt(2_500), () -> world.answer(leg));
        }
    }

    // ---- who hears whom

    /// Everybody hears exactly those whom the operator sees in one conversation with them.
    private void listen() {
        Map<String, String> before = states();
        Map<String, Set<String>> heard = world.listen();
        Map<String, String> after = states();
        if (!before.equals(after)) {
            return;
        }
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        heard.keySet().forEach(name -> expected.put(name, new LinkedHashSet<>(Set.of(name))));
        Set<String> transferred = new LinkedHashSet<>();
        for (CallStatus call : world.status()) {
            String from = call.from().replaceAll(".*/", "");
            String to = call.to().replaceAll(".*/", "");
            if (call.state().equals("transferred")) {
                transferred.add(from);
                transferred.add(to);
            } else if ((call.state().equals("talking") || call.state().equals("conference")) && expected.containsKey(from) && expected.containsKey(to)) {
                Set<String> together = new LinkedHashSet<>(expected.get(from));
                together.addAll(expected.get(to));
                together.forEach(name -> expected.put(name, together));
            }
        }
        // A transferred party may be in a conference of its own: who is in it, hears whom it was transferred to, too.
        Set<String> reachable = new LinkedHashSet<>(transferred);
        transferred.forEach(name -> reachable.addAll(expected.getOrDefault(name, Set.of())));
        heard.forEach((name, others) -> {
            Set<String> group = expected.get(name);
            others.forEach(other -> assertThat(heard.get(other)).as("%s hears %s; %s, %s", name, other, heard, world.story()).contains(name));
            if (group.stream().noneMatch(transferred::contains)) {
                Set<String> all = new LinkedHashSet<>(group);
                all.remove(name);
                assertThat(others).as("%s; %s, %s", name, world.story(), heard).isEqualTo(all);
            } else {
                assertThat(others).as("%s; %s", name, world.story()).doesNotContain(name).allMatch(other -> reachable.contains(other) || group.contains(other));
            }
        });
    }

    private Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        world.status().forEach(call -> states.put(call.id(), call.state()));
        return states;
    }

    // ---- at the end

    private void home() {
        world.onRinging = leg -> world.decline(leg, 486);
        world.advance(30_000);
        for (int round = 0; round < 3; round++) {
            world.telephones.values().forEach(telephone -> {
                if (telephone.ringing) {
                    telephone.lift();
                }
            });
            world.advance(500);
            world.telephones.values().forEach(VirtualTelephone::hangUp);
            List.copyOf(world.sipCalls.keySet()).forEach(world::hangUp);
            List.copyOf(world.users.keySet()).forEach(world::hangUp);
            world.advance(1_000);
        }
        world.advance(120_000);
        assertThat(world.broken).isEmpty();
        assertThat(world.sip.broken).isEmpty();
        assertThat(world.open).as("calls without a record: %s", world.story()).isEmpty();
        assertThat(world.records).allMatch(record -> record.cause() != null && record.ended() != null);
        assertThat(world.records.stream().map(CallRecord::id).distinct().count()).isEqualTo(world.records.size());
        assertThat(world.records.stream().map(CallRecord::cause)).contains(ReleaseCause.NORMAL, ReleaseCause.BUSY, ReleaseCause.OUT_OF_ORDER);
        assertThat(world.calls.figures().toString()).isEqualTo("ControlFigures[calls=0, legs=0, linesInCalls=0, rtp=0]");
        assertThat(world.control.failures()).as("errors caught on the control thread").isZero();
        assertThat(world.media.statistics().faults()).as("errors caught on the media thread").isZero();
        assertThat(world.media.statistics().bridges()).isZero();
        assertThat(world.network.openPairs()).isZero();
        world.telephones.forEach((name, telephone) -> {
            assertThat(world.state(name)).as(name).isEqualTo(new FxsState.OnHook());
            assertThat(telephone.ringing).isFalse();
            assertThat(telephone.waiting).isNull();
        });
        // And each port still makes a call.
        world.onRinging = world::answer;
        for (VirtualTelephone telephone : world.telephones.values()) {
            telephone.lift();
            world.advance(20);
            world.press(telephone, "201");
            world.advance(100);
            assertThat(world.story()).containsExactly(telephone.line().name() + "-201 talking");
            telephone.hangUp();
            world.advance(3_000);
        }
        assertThat(world.open).isEmpty();
    }
}
