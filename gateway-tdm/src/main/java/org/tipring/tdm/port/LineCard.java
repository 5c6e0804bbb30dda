package org.tipring.tdm.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.card.CardCommand;
import org.tipring.tdm.card.CardFrames;
import org.tipring.tdm.card.CardIdentity;
import org.tipring.tdm.card.CardReader;
import org.tipring.tdm.card.CardReport;
import org.tipring.tdm.card.CardSession;
import org.tipring.tdm.serial.SerialLink;

/// A line card on one serial link, and its ports. [CardSession] says what to do, this class does.
///
/// ```
///  reader thread:  bytes ─► CardReader ─┬─ sound ─► CardSound of the port ─► media thread ─► CardOutlet ─► link
///                                       └─ the rest ─► control thread: CardSession ─► ports ─► CardOutlet
/// ```
/// Owned by the control thread.
public final class LineCard {

    private static final int AUDIO = 0x01;
    private static final int HOOK_STATE = 0x40;
    private static final int MOST_PORTS = 32;
    /// A driver that takes longer than this to open a port has hung.
    private static final long OPENING_LIMIT_NANOS = 5_000_000_000L;
    private static final long[] REOPEN_NANOS = {1_000_000_000L, 2_000_000_000L, 4_000_000_000L};

    /// A port of the card, as the card sees it.
    interface Port {

        int number();

        CardSound sound();

        /// The card is there, in its first state.
        void up(CardIdentity identity, long nowNanos);

        void gone(String why);

        void report(CardReport report, long nowNanos);
    }

    private final String name;
    private final Supplier<SerialLink> links;
    private final Executor control;
    private final Executor openings;
    private final LongSupplier clock;
    private final List<Port> ports = new ArrayList<>();
    private final CardSound[] sounds = new CardSound[MOST_PORTS];
    private final PortCounters counters = new PortCounters();
    private int sessionNumber;
    private boolean wanted;
    private SerialLink link;
    private volatile Inbox inbox;
    private volatile CardSession session;
    private volatile long interrupted;
    /// Of the sessions before this one.
    private volatile long pastDamagedHere;
    private volatile long pastDamagedThere;
    private volatile long pastResent;
    private volatile long pastUnderruns;
    private volatile CardOutlet outlet;
    private CardIdentity identity;
    private long openAt = Deadlines.NEVER;
    private long givenUpAt = Deadlines.NEVER;
    private int failures;
    private long lastNanos = Long.MIN_VALUE;

    /// @param name names its threads
    /// @param links gives a closed link for each attempt to open the device
    /// @param control runs tasks on the control thread, in order and never inside the call that hands them over
    /// @param openings runs the opening of a link, which may hang in a driver: never on the control thread, and not on a virtual thread
    /// @param clock nanoseconds as the control thread and the links count them
    /// @param sessionNumber of the first session: another one than that of the process before, such as a random one
    public LineCard(String name, Supplier<SerialLink> links, Executor control, Executor openings, LongSupplier clock, int sessionNumber) {
        this.name = name;
        this.links = links;
        this.control = control;
        this.openings = openings;
        this.clock = clock;
        this.sessionNumber = sessionNumber & 0x7FFF;
    }

    // ---- for its ports

    void add(Port port) {
        ports.add(port);
        sounds[port.number()] = port.sound();
    }

    PortCounters counters() {
        return counters;
    }

    void toCard(byte[] bytes, int offset, int length) {
        CardOutlet open = outlet;
        if (open != null) {
            open.write(bytes, offset, length);
        }
    }

    void start(long nowNanos) {
        if (!wanted) {
            wanted = true;
            openAt = nowNanos;
        }
        tick(nowNanos);
    }

    void command(int port, CardCommand command, long nowNanos) {
        if (session != null) {
            carryOut(session.command(port, command, nowNanos), nowNanos);
        }
    }

    /// The device is let go with the last of its ports.
    void close(Port port) {
        ports.remove(port);
        if (ports.isEmpty()) {
            wanted = false;
            openAt = Deadlines.NEVER;
            givenUpAt = Deadlines.NEVER;
            letGo();
        }
    }

    String describe() {
        String where = link == null ? name : link.describe();
        return identity == null ? where : where + " (" + identity.model() + ", firmware " + identity.firmware() + ", serial number "
                + identity.serial() + ")";
    }

    void tick(long nowNanos) {
        if (openAt <= nowNanos) {
            open(nowNanos);
        }
        if (givenUpAt <= nowNanos) {
            lost(name + ": the driver does not open the device; unplug it, wait ten seconds and plug it in again", nowNanos);
        }
        if (session != null && session.nextDeadline() <= nowNanos) {
            session.heard(inbox.soundAtNanos);
            carryOut(session.tick(nowNanos), nowNanos);
        }
    }

    long nextDeadline() {
        return Math.min(Math.min(openAt, givenUpAt), session == null ? Deadlines.NEVER : session.nextDeadline());
    }

    /// What the card and the way to it have seen since the start, for an operator. Any thread.
    public CardFigures figures() {
        CardSession now = session;
        Inbox heard = inbox;
        return new CardFigures(counters.opened.sum(), counters.lost.sum(), interrupted, pastDamagedHere + (heard == null ? 0 : heard.reader.damaged()),
                pastDamagedThere + (now == null ? 0 : now.damagedThere()), pastResent + (now == null ? 0 : now.resent()), counters.lostFrames.sum(),
                pastUnderruns + (now == null ? 0 : now.underruns()), counters.overflow.sum(), now == null ? 0 : now.roundTripNanos());
    }

    private void remember() {
        CardFigures sum = figures();
        pastDamagedHere = sum.damagedHere();
        pastDamagedThere = sum.damagedThere();
        pastResent = sum.resent();
        pastUnderruns = sum.underruns();
    }

    // ---- the link

    private void open(long now) {
        openAt = Deadlines.NEVER;
        givenUpAt = now + OPENING_LIMIT_NANOS;
        SerialLink opening = links.get();
        Inbox hearing = new Inbox();
        link = opening;
        inbox = hearing;
        openings.execute(() -> {
            String failure = failure(opening, hearing);
            control.execute(() -> opened(hearing, failure, clock.getAsLong()));
        });
    }

    private static String failure(SerialLink opening, Inbox hearing) {
        try {
            opening.open(hearing);
            return null;
        } catch (IOException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            // A defect, ours or the library's: the card is out of service and says so, others go on.
            return "internal error: " + e;
        }
    }

    /// @param hearing the link; when the opening was given up, nobody waits for it any more
    private void opened(Inbox hearing, String failure, long now) {
        if (inbox != hearing) {
            return;
        }
        givenUpAt = Deadlines.NEVER;
        if (failure != null) {
            lost(failure, now);
            return;
        }
        counters.opened.increment();
        outlet = CardOutlet.start(link, name);
        sessionNumber = sessionNumber % 0x7FFF + 1;
        session = new CardSession(sessionNumber);
        carryOut(session.start(now), now);
    }

    private void lost(String why, long now) {
        counters.lost.increment();
        givenUpAt = Deadlines.NEVER;
        letGo();
        ports.forEach(port -> port.gone(why));
        if (wanted) {
            openAt = now + REOPEN_NANOS[Math.min(failures++, REOPEN_NANOS.length - 1)];
        }
    }

    private void letGo() {
        remember();
        if (outlet != null) {
            outlet.close();
            outlet = null;
        }
        if (link != null) {
            link.close();
        }
        inbox = null;
        session = null;
        identity = null;
    }

    private void carryOut(List<CardSession.Action> actions, long now) {
        lastNanos = Math.max(lastNanos, now);
        for (CardSession.Action action : actions) {
            switch (action) {
                case CardSession.Action.Transmit(byte[] bytes) -> toCard(bytes, 0, bytes.length);
                case CardSession.Action.Up(CardIdentity who) -> {
                    identity = who;
                    failures = 0;
                    List.copyOf(ports).forEach(port -> port.up(who, now));
                }
                case CardSession.Action.Interrupted(String why) -> {
                    interrupted++;
                    ports.forEach(port -> port.gone(why));
                }
                case CardSession.Action.Lost(String why) -> lost(why, now);
                case CardSession.Action.Report(int number, CardReport report) -> ports.stream().filter(port -> port.number() == number)
                        .findFirst().ifPresent(port -> port.report(report, now));
            }
        }
    }

    /// The reader thread's side. What a link says after it was given up is not heard any more.
    private final class Inbox implements SerialLink.Receiver, CardReader.Listener {

        private final CardReader reader = new CardReader(this);
        private volatile long soundAtNanos = Long.MIN_VALUE;
        private long readAtNanos;

        @Override
        public void bytes(byte[] bytes, int length, long atNanos) {
            readAtNanos = atNanos;
            reader.feed(bytes, length);
        }

        @Override
        public void frame(int type, int port, int sequence, byte[] body, int offset, int length) {
            CardSound sound = port < MOST_PORTS ? sounds[port] : null;
            if (type == AUDIO) {
                soundAtNanos = readAtNanos;
                if (sound != null && length <= CardFrames.MOST_PAYLOAD) {
                    sound.frame(sequence, body, offset, length);
                }
                return;
            }
            if (type == HOOK_STATE && sound != null && length == 1 && body[offset] == 1) {
                sound.begin();
            }
            byte[] payload = Arrays.copyOfRange(body, offset, offset + length);
            long at = readAtNanos;
            control.execute(() -> {
                if (inbox == this && session != null) {
                    carryOut(session.frame(type, port, sequence, payload, at), Math.max(at, lastNanos));
                }
            });
        }

        @Override
        public void gone(String why) {
            control.execute(() -> {
                if (inbox == this) {
                    lost(why, lastNanos);
                }
            });
        }
    }
}
