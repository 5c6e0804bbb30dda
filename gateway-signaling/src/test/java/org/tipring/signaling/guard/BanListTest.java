package org.tipring.signaling.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BanListTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final String SCANNER = "203.0.113.9";

    private final BanList list = new BanList(BanRules.DEFAULT);
    private long now = -5 * MINUTE;

    /// @return how many it took
    private int until(String source, Offence what, long apart) {
        for (int i = 1; i <= 10_000; i++) {
            if (list.offend(source, what, now).isPresent()) {
                return i;
            }
            now += apart;
        }
        return Integer.MAX_VALUE;
    }

    @ParameterizedTest
    @CsvSource({"WRONG_PASSWORD, 11", "UNKNOWN_USER, 11", "MALFORMED, 48", "UNAUTHENTICATED, 95"})
    void soManyAtOnceAreTooMany(Offence what, int many) {
        assertThat(until(SCANNER, what, 0)).isEqualTo(many);
        assertThat(list.banned(SCANNER, now)).isTrue();
        assertThat(list.banned("203.0.113.10", now)).isFalse();
        assertThat(list.bans(now)).singleElement().satisfies(ban -> assertThat(ban.why()).isEqualTo(what));
    }

    @Test
    void theTenthWrongPasswordIsTheLastWithItsChallengeBefore() {
        for (int i = 1; i <= 10; i++) {
            assertThat(list.offend(SCANNER, Offence.UNAUTHENTICATED, now)).isEmpty();
            assertThat(list.offend(SCANNER, Offence.WRONG_PASSWORD, now).isPresent()).as("wrong password %d", i).isEqualTo(i == 10);
            now += SECOND / 2;
        }
    }

    @Test
    void whoMistypesNowAndThenIsForgiven() {
        assertThat(until(SCANNER, Offence.WRONG_PASSWORD, MINUTE)).as("one a minute, forgotten at that rate").isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void eachBanLastsTwiceAsLongUpToTheLongest() {
        long expected = 10 * MINUTE;
        for (int times = 1; times <= 30; times++) {
            until(SCANNER, Offence.WRONG_PASSWORD, 0);
            Ban ban = list.bans(now).getFirst();
            assertThat(ban.times()).isEqualTo(times);
            assertThat(ban.untilNanos() - now).isEqualTo(Math.min(expected, 24 * 60 * MINUTE));
            assertThat(list.banned(SCANNER, ban.untilNanos() - 1)).isTrue();
            assertThat(list.banned(SCANNER, ban.untilNanos())).isFalse();
            now = ban.untilNanos();
            expected = Math.min(expected * 2, 48 * 60 * MINUTE);
        }
        now += 24 * 60 * MINUTE;
        until(SCANNER, Offence.WRONG_PASSWORD, 0);
        assertThat(list.bans(now).getFirst().times()).as("a day of good behaviour").isEqualTo(1);
    }

    @Test
    void aBannedSourceIsNotBannedAgainMeanwhile() {
        until(SCANNER, Offence.WRONG_PASSWORD, 0);
        long end = list.bans(now).getFirst().untilNanos();
        for (int i = 0; i < 1_000; i++) {
            assertThat(list.offend(SCANNER, Offence.WRONG_PASSWORD, now)).isEmpty();
        }
        assertThat(list.bans(now).getFirst().untilNanos()).isEqualTo(end);
    }

    @Test
    void aTelephoneThatAnswersTheChallengeMayRegisterAsOftenAsItLikes() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(list.offend(SCANNER, Offence.UNAUTHENTICATED, now)).isEmpty();
            list.proved(SCANNER, now);
        }
    }

    /// An office behind one address, with 40 telephones of which one has a wrong password and asks every 20 s.
    @Test
    void oneWronglySetTelephoneDoesNotCutOffItsOffice() {
        for (int second = 0; second < 24 * 3_600; second++) {
            if (second % 8 == 0) {
                list.proved(SCANNER, now);
            }
            if (second % 20 == 0) {
                assertThat(list.offend(SCANNER, Offence.WRONG_PASSWORD, now)).isEmpty();
            }
            now += SECOND;
        }
    }

    @Test
    void whoHasAnAccountAndGuessesAnothersIsBannedAllTheSame() {
        list.proved(SCANNER, now);
        assertThat(until(SCANNER, Offence.WRONG_PASSWORD, 0)).isEqualTo(111);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.255.254", "::1"})
    void loopbackIsNeverBannedUnlessSomebodyWantsIt(String address) {
        assertThat(until(address, Offence.WRONG_PASSWORD, 0)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void allAddressesOfAnIpv6SubscriberAreOne() {
        for (int i = 0; i < 10; i++) {
            assertThat(list.offend("2001:db8:1:2::" + Integer.toHexString(i + 1), Offence.UNKNOWN_USER, now)).isEmpty();
        }
        assertThat(list.offend("2001:db8:1:2:ffff::1", Offence.UNKNOWN_USER, now)).map(Ban::source).contains("2001:db8:1:2:0:0:0:0/64");
        assertThat(list.banned("2001:db8:1:2:abcd::", now)).isTrue();
        assertThat(list.banned("2001:db8:1:3::1", now)).isFalse();
        assertThat(list.lift("2001:db8:1:2::7")).isTrue();
        assertThat(list.banned("2001:db8:1:2:abcd::", now)).isFalse();
    }

    @Test
    void aLiftedBanIsForgotten() {
        until(SCANNER, Offence.WRONG_PASSWORD, 0);
        assertThat(list.lift(SCANNER)).isTrue();
        assertThat(list.lift(SCANNER)).isFalse();
        assertThat(list.banned(SCANNER, now)).isFalse();
        until(SCANNER, Offence.WRONG_PASSWORD, 0);
        assertThat(list.bans(now).getFirst().times()).isEqualTo(1);
    }

    @Test
    void aBanOfBeforeARestartHoldsAndCounts() {
        list.restore(new Ban(SCANNER, Offence.UNKNOWN_USER, 3, now + MINUTE), now);
        assertThat(list.banned(SCANNER, now)).isTrue();
        now += 2 * MINUTE;
        until(SCANNER, Offence.UNKNOWN_USER, 0);
        assertThat(list.bans(now).getFirst().times()).isEqualTo(4);
    }

    @Test
    void nobodyIsBannedWhereBansAreOff() {
        BanList off = new BanList(BanRules.NONE);
        for (int i = 0; i < 1_000; i++) {
            assertThat(off.offend(SCANNER, Offence.WRONG_PASSWORD, now)).isEmpty();
        }
        assertThat(off.remembered()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Offence.class)
    void aFloodFromEverywhereDoesNotGrowTheTables(Offence what) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BanList small = new BanList(new BanRules(1, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1), List.of()));
        for (int i = 0; i < 200_000; i++) {
            Optional<Ban> _ = small.offend(random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".1", what, now);
            now += 1_000_000;
        }
        assertThat(small.remembered()).as("seed %d", seed).isLessThanOrEqualTo(BanList.MAX_SOURCES);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.1, false", "192.0.2.4/30, 192.0.2.7, true", "192.0.2.4/30, 192.0.2.8, false",
        "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "0.0.0.0/0, 8.8.8.8, true", "0.0.0.0/0, ::1, false", "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false", "10.0.0.0/8, no address, false"})
    void aNetworkContainsItsAddresses(String net, String address, boolean contains) {
        assertThat(Net.of(net).contains(address)).isEqualTo(contains);
    }
}
