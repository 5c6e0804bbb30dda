package org.tipring.tdm.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The host's side of a session, against a card in a few lines, over a wire that loses what it is told to lose.
class CardSessionTest {

    private static final long MILLI = 1_000_000L;
    private static final byte[] IDENTITY = {1, 0, 0, 3, 7, 0x3f, 0, 2, 1, 2, 1, 'm', 1, 'f', 1, 's'};

    private final CardSession session = new CardSession(7);
    private final NumberedMessages card = new NumberedMessages();
    private final List<CardSession.Action> seen = new ArrayList<>();
    private final List<String> arrived = new ArrayList<>();
    private final CardReader toCard = new CardReader(this::atCard);
    private final CardReader toHost = new CardReader(this::atHost);
    private final Random random = new Random(20261125);
    private int cardSession;
    private boolean silent;
    private int damagedAtCard = 65_530;
    private double loss;
    private long now;
    private final List<byte[]> answers = new ArrayList<>();

    private void atCard(int type, int port, int sequence, byte[] body, int offset, int length) {
        switch (type) {
            case 0x05 -> {
                cardSession = body[offset + 1] & 0xFF | (body[offset + 2] & 0xFF) << 8;
                answer(0x06, 0, identity(cardSession, 1));
            }
            case 0x03 -> answer(0x04, 0, pong());
            case 0x02 -> card.acknowledged(sequence);
            default -> {
                if (card.accept(sequence)) {
                    arrived.add(String.format("%02x:%d", type, port));
                }
                answer(0x02, card.expected(), new byte[0]);
            }
        }
    }

    private static byte[] identity(int number, int version) {
        byte[] payload = IDENTITY.clone();
        payload[0] = (byte) version;
        payload[1] = (byte) number;
        payload[2] = (byte) (number >> 8);
        return payload;
    }

    private byte[] pong() {
        byte[] payload = new byte[14];
        payload[0] = (byte) cardSession;
        payload[1] = (byte) (cardSession >> 8);
        payload[10] = (byte) damagedAtCard;
        payload[11] = (byte) (damagedAtCard >> 8);
        return payload;
    }

    private void answer(int type, int sequence, byte[] payload) {
        byte[] wire = new byte[CardFrames.MOST_WIRE];
        answers.add(Arrays.copyOf(wire, CardFrames.encode(type, 0xFF, sequence, payload, payload.length, wire, 0)));
    }

    private void atHost(int type, int port, int sequence, byte[] body, int offset, int length) {
        take(session.frame(type, port, sequence, Arrays.copyOfRange(body, offset, offset + length), now));
    }

    private void take(List<CardSession.Action> actions) {
        for (CardSession.Action action : actions) {
            if (action instanceof CardSession.Action.Transmit(byte[] bytes)) {
                feed(toCard, bytes);
            } else {
                seen.add(action);
            }
        }
    }

    private void feed(CardReader reader, byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int i = 0; i < damaged.length; i++) {
            if (random.nextDouble() < loss) {
                damaged[i] ^= (byte) (1 + random.nextInt(255));
            }
        }
        reader.feed(damaged, damaged.length);
    }

    private void run(long millis) {
        for (long end = now + millis * MILLI; now < end; now += MILLI) {
            if (session.nextDeadline() <= now) {
                take(session.tick(now));
            }
            card.due(now).forEach(answers::add);
            while (!answers.isEmpty()) {
                byte[] bytes = answers.removeFirst();
                if (!silent) {
                    feed(toHost, bytes);
                }
            }
        }
    }

    private List<CardSession.Action> events() {
        return List.copyOf(seen);
    }

    @Test
    void greetsUntilTheCardAnswersWithTheSessionsNumber() {
        silent = true;
        take(session.start(now));
        run(1000);
        assertThat(events()).isEmpty();
        silent = false;
        run(300);
        assertThat(events()).singleElement().isInstanceOfSatisfying(CardSession.Action.Up.class, up -> {
            assertThat(up.identity().session()).isEqualTo(7);
            assertThat(up.identity().kinds()).containsExactly(CardIdentity.Kind.FXS, CardIdentity.Kind.FXO);
        });
    }

    @Test
    void everyCommandAndEveryReportArrivesOnceAndInOrderThoughAByteInFiftyIsDamaged() {
        take(session.start(now));
        run(100);
        loss = 0.02;
        List<String> commands = new ArrayList<>();
        List<CardReport> reports = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int port = i % 32;
            CardCommand command = i % 2 == 0 ? new CardCommand.StopRing() : new CardCommand.Ring(250, 0, List.of(400, 200, 400, 2000));
            take(session.command(port, command, now));
            commands.add(String.format("%02x:%d", command.type(), port));
            card.put(0x42, port, new byte[] {(byte) (1 + i % 10)});
            reports.add(new CardReport.Pulses(1 + i % 10));
            run(20);
        }
        run(2000);
        assertThat(arrived).containsExactlyElementsOf(commands);
        assertThat(seen.stream().filter(CardSession.Action.Report.class::isInstance).map(action -> ((CardSession.Action.Report) action).report()))
                .containsExactlyElementsOf(reports);
        assertThat(seen).noneMatch(CardSession.Action.Lost.class::isInstance).noneMatch(CardSession.Action.Interrupted.class::isInstance);
        assertThat(session.resent()).isPositive();
    }

    @Test
    void aCardThatBeganAnewIsGreetedAnewWithAnotherNumber() {
        take(session.start(now));
        run(100);
        cardSession = 0;
        run(1000);
        assertThat(events()).extracting(Object::getClass).extracting(Class::getSimpleName).containsExactly("Up", "Interrupted", "Up");
        assertThat(((CardSession.Action.Up) seen.getLast()).identity().session()).isEqualTo(8);
    }

    @Test
    void aCardThatFallsSilentIsLostAfterFiveSeconds() {
        take(session.start(now));
        run(100);
        silent = true;
        run(4900);
        assertThat(events()).hasSize(1);
        run(400);
        assertThat(seen.getLast()).isInstanceOf(CardSession.Action.Lost.class);
        assertThat(session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatTheCardCountsIsCountedOnFromTheSessionsBeginAndOverItsWrap() {
        take(session.start(now));
        run(600);
        assertThat(session.damagedThere()).as("before us").isZero();
        damagedAtCard += 10;
        run(600);
        damagedAtCard += 5;
        run(600);
        assertThat(session.damagedThere()).isEqualTo(15);
        assertThat(session.roundTripNanos()).isBetween(0L, MILLI);
    }

    @Test
    void soundKeepsItAliveWhenPongsGetLost() {
        take(session.start(now));
        run(100);
        silent = true;
        for (int i = 0; i < 100; i++) {
            session.heard(now);
            run(100);
        }
        assertThat(events()).hasSize(1);
    }

    @Test
    void aCardOfAnotherVersionIsRefusedWithTheCure() {
        take(session.start(now));
        answers.clear();
        byte[] payload = identity(0, 2);
        take(session.frame(0x06, 0xFF, 0, payload, now));
        assertThat(seen).singleElement().isInstanceOfSatisfying(CardSession.Action.Lost.class,
                lost -> assertThat(lost.why()).contains("version 2").contains("firmware"));
    }

    @Test
    void nonsenseFromACardIsCountedAndBreaksNothing() {
        take(session.start(now));
        run(100);
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(20)];
            random.nextBytes(payload);
            int type = random.nextInt(256);
            // A PONG of session 0 or another version are orders, not nonsense.
            if (type != 0x04 && type != 0x06) {
                take(session.frame(type, random.nextInt(256), random.nextInt(256), payload, now));
            }
        }
        assertThat(session.unreadable()).isPositive();
        run(1000);
        assertThat(seen).noneMatch(CardSession.Action.Lost.class::isInstance);
    }
}
