package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.time.Deadlines;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.card.CardIdentity;
import org.tipring.tdm.card.CardReport;
import org.tipring.tdm.serial.SerialLink;

/// A driver that hangs in opening a card holds up neither the control thread nor other lines.
class LineCardTest implements LineCard.Port {

    private static final long SECOND = 1_000_000_000L;

    private final VirtualClock clock = new VirtualClock();
    private final ArrayDeque<Runnable> hanging = new ArrayDeque<>();
    private final ArrayDeque<Runnable> control = new ArrayDeque<>();
    private final List<String> gone = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final LineCard card = new LineCard("card0", this::link, control::add, hanging::add, clock::now, 1);

    private SerialLink link() {
        Link link = new Link();
        links.add(link);
        return link;
    }

    @Test
    void anOpeningThatHangsIsGivenUpAndTriedAgain() {
        card.add(this);
        card.start(clock.now());
        assertThat(hanging).hasSize(1);
        run(4);
        assertThat(gone).isEmpty();
        run(2);
        assertThat(gone).singleElement().asString().contains("does not open").contains("unplug");
        assertThat(links.getFirst().closed).isTrue();
        run(2);
        assertThat(hanging).as("tried again").hasSize(2);
        hanging.poll().run();
        run(1);
        assertThat(card.figures().opened()).as("the first attempt is nobody's any more").isZero();
        hanging.poll().run();
        run(1);
        assertThat(card.figures().opened()).isEqualTo(1);
        card.close(this);
        assertThat(card.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    private void run(int seconds) {
        long end = clock.now() + seconds * SECOND;
        while (clock.now() < end) {
            clock.advanceTo(Math.min(end, Math.max(clock.now() + 1_000_000, card.nextDeadline())));
            card.tick(clock.now());
            while (!control.isEmpty()) {
                control.poll().run();
            }
        }
    }

    private static final class Link implements SerialLink {
        private volatile boolean closed;

        @Override
        public void open(Receiver receiver) throws IOException {
            if (closed) {
                throw new IOException("closed before it was open");
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String describe() {
            return "card0";
        }
    }

    @Override
    public int number() {
        return 0;
    }

    @Override
    public CardSound sound() {
        return null;
    }

    @Override
    public void up(CardIdentity identity, long nowNanos) {
    }

    @Override
    public void gone(String why) {
        gone.add(why);
    }

    @Override
    public void report(CardReport report, long nowNanos) {
    }
}
