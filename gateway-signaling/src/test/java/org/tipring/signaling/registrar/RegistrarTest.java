package org.tipring.signaling.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.registrar.Registrar.Contact;
import org.tipring.signaling.registrar.Registrar.Outcome;
import org.tipring.signaling.registrar.Registrar.Registration;

/// RFC 3261 section 10.3.
class RegistrarTest {

    private static final long SECOND = 1_000_000_000L;

    private final Registrar registrar = new Registrar();

    private Outcome register(String callId, long cseq, long expires, Contact... contacts) {
        return at(0, callId, cseq, expires, contacts);
    }

    private Outcome at(long seconds, String callId, long cseq, long expires, Contact... contacts) {
        return registrar.register(new Registration("201", callId, cseq, List.of(contacts), false, expires, "192.0.2.1", 5062, "udp"),
            seconds * SECOND);
    }

    private Outcome star(String callId, long cseq, long expires, Contact... contacts) {
        return registrar.register(new Registration("201", callId, cseq, List.of(contacts), true, expires, "192.0.2.1", 5062, "udp"), 0);
    }

    private static Contact contact(String host) {
        return new Contact("sip:201@" + host, -1);
    }

    private int bound() {
        return registrar.bindings("201", 0).size();
    }

    @Test
    void aBindingKeepsTheAddressThatItCameFrom() {
        register("a", 1, 300, contact("10.0.0.7"));
        assertThat(registrar.bindings("201", 0)).containsExactly(
            new Binding("201", "sip:201@10.0.0.7", "192.0.2.1", 5062, "udp", "a", 1, 300 * SECOND));
        assertThat(registrar.bindings("202", 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1,-1,3600", "300,-1,300", "300,120,120", "100000,-1,3600", "-1,99999,3600", "60,-1,60"})
    void theContactsOwnExpiresCountsFirstAndBothAreLimited(long header, long own, long granted) {
        register("a", 1, header, new Contact("sip:201@h", own));
        assertThat(registrar.bindings("201", 0).getFirst().secondsLeft(0)).isEqualTo(granted);
    }

    @Test
    void tooBriefIs423() {
        assertThat(register("a", 1, 59, contact("h"))).isInstanceOfSatisfying(Outcome.Refused.class, no -> assertThat(no.status()).isEqualTo(423));
        assertThat(bound()).isZero();
    }

    @Test
    void anOlderRequestOfTheSameCallChangesNothing() {
        register("a", 5, 300, contact("h"));
        assertThat(register("a", 5, 0, contact("h"))).isInstanceOf(Outcome.Refused.class);
        assertThat(register("a", 4, 0, contact("h"))).isInstanceOf(Outcome.Refused.class);
        assertThat(bound()).isOne();
        assertThat(register("b", 1, 0, contact("h"))).as("another Call-ID: the telephone was restarted").isInstanceOf(Outcome.Accepted.class);
        assertThat(bound()).isZero();
    }

    @Test
    void refreshReplacesAndZeroRemoves() {
        register("a", 1, 300, contact("h"));
        Outcome.Accepted refreshed = (Outcome.Accepted) at(100, "a", 2, 300, contact("h"));
        assertThat(refreshed.bindings()).hasSize(1).first().satisfies(binding -> assertThat(binding.expiresAtNanos()).isEqualTo(400 * SECOND));
        Outcome.Accepted removed = (Outcome.Accepted) at(101, "a", 3, 0, contact("h"));
        assertThat(removed.removed()).hasSize(1);
        assertThat(removed.bindings()).isEmpty();
    }

    @Test
    void withoutContactItOnlyLists() {
        register("a", 1, 300, contact("h"), contact("i"));
        assertThat(((Outcome.Accepted) register("x", 1, -1)).bindings()).hasSize(2);
    }

    @Test
    void theStarRemovesAllButOnlyAloneAndWithZero() {
        register("a", 1, 300, contact("h"), contact("i"));
        assertThat(star("b", 1, 300)).isInstanceOf(Outcome.Refused.class);
        assertThat(star("b", 1, -1)).isInstanceOf(Outcome.Refused.class);
        assertThat(star("b", 1, 0, contact("h"))).isInstanceOf(Outcome.Refused.class);
        assertThat(star("a", 1, 0)).as("not newer").isInstanceOf(Outcome.Refused.class);
        assertThat(bound()).isEqualTo(2);
        assertThat(((Outcome.Accepted) star("b", 1, 0)).removed()).hasSize(2);
        assertThat(bound()).isZero();
    }

    @Test
    void moreContactsThanAPersonHasTelephonesAreRefusedAsAWhole() {
        Contact[] six = IntStream.range(0, 6).mapToObj(i -> contact("h" + i)).toArray(Contact[]::new);
        assertThat(register("a", 1, 300, six)).isInstanceOfSatisfying(Outcome.Refused.class, no -> assertThat(no.status()).isEqualTo(403));
        assertThat(bound()).isZero();
        Contact[] five = java.util.Arrays.copyOf(six, 5);
        register("a", 1, 300, five);
        assertThat(register("b", 1, 300, contact("new"))).isInstanceOf(Outcome.Refused.class);
        assertThat(bound()).isEqualTo(5);
    }

    @Test
    void bindingsRunOut() {
        register("a", 1, 60, contact("h"));
        register("b", 1, 300, contact("i"));
        assertThat(registrar.nextDeadline()).isEqualTo(60 * SECOND);
        assertThat(registrar.bindings("201", 60 * SECOND)).hasSize(1);
        assertThat(registrar.tick(59 * SECOND)).isEmpty();
        assertThat(registrar.tick(60 * SECOND)).extracting(Binding::contact).containsExactly("sip:201@h");
        assertThat(registrar.tick(300 * SECOND)).hasSize(1);
        assertThat(registrar.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(registrar.size()).isZero();
    }
}
