package org.tipring.tdm.card;

import java.util.ArrayList;
import java.util.List;

/// The host's side of a session with a card: greets it, keeps it alive, carries commands there and reports back. Pure; owned by the control
/// thread. Sound is not its concern: that goes by on the reader thread.
///
/// | | identity with our number | other identity, pong | silence | refused version |
/// |---|---|---|---|---|
/// | **Greeting** | → Up !up | a card of another version: !lost | !lost | !lost |
/// | **Up** | | session 0: → Greeting !interrupted | !lost | |
public final class CardSession {

    private static final int VERSION = 1;
    private static final int ACK = 0x02;
    private static final int PING = 0x03;
    private static final int PONG = 0x04;
    private static final int HELLO = 0x05;
    private static final int IDENTITY = 0x06;
    private static final int FIRST_NUMBERED = 0x10;

    private static final long HELLO_NANOS = 200_000_000L;
    private static final long PING_NANOS = 250_000_000L;
    private static final long SILENCE_NANOS = 5_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    /// What is to be done.
    public sealed interface Action {

        record Transmit(byte[] bytes) implements Action { }

        /// The card is there and in its first state.
        record Up(CardIdentity identity) implements Action { }

        /// The card has begun anew by itself (it lost power, or us): all that was set is gone. `Up` follows when it is there again.
        record Interrupted(String why) implements Action { }

        /// The card does not speak with us; open the port anew.
        record Lost(String why) implements Action { }

        record Report(int port, CardReport report) implements Action { }
    }

    /// What a card says of itself each quarter of a second.
    ///
    /// @param offHook by port, bit 0 is port 0; @param damaged frames that it could not read, modulo 65536; @param underruns of its sound, likewise
    public record Pulse(long uptimeMillis, int offHook, int damaged, int underruns) { }

    private final int number;
    private volatile NumberedMessages messages = new NumberedMessages();
    private volatile long resentBefore;
    private boolean up;
    private boolean over;
    private long heardAt;
    private long speakAt;
    private boolean acknowledge;
    private Pulse pulse = new Pulse(0, 0, 0, 0);
    private boolean pulsed;
    private long pingedAt;
    private volatile long roundTripNanos;
    private volatile long damagedThere;
    private volatile long underruns;
    private int session;
    private long unreadable;
    private List<Action> actions = new ArrayList<>();

    /// @param number of the first session, 1 to 65535; another one than that of any session that the card may still be in
    public CardSession(int number) {
        this.number = number & 0xFFFF;
        this.session = this.number == 0 ? 1 : this.number;
    }

    public List<Action> start(long nowNanos) {
        heardAt = nowNanos;
        return turn(nowNanos);
    }

    /// A frame that is no sound.
    public List<Action> frame(int type, int port, int sequence, byte[] payload, long nowNanos) {
        if (over) {
            return List.of();
        }
        heardAt = nowNanos;
        switch (type) {
            case IDENTITY -> identity(CardIdentity.parse(payload, 0, payload.length), nowNanos);
            case PONG -> pong(payload, nowNanos);
            case ACK -> messages.acknowledged(sequence);
            default -> {
                if (up && type >= FIRST_NUMBERED) {
                    numbered(type, port, sequence, payload);
                }
            }
        }
        return turn(nowNanos);
    }

    /// Sound has come from the card: it is alive.
    public void heard(long atNanos) {
        heardAt = Math.max(heardAt, atNanos);
    }

    public List<Action> command(int port, CardCommand command, long nowNanos) {
        if (up) {
            messages.put(command.type(), port, command.payload());
        }
        return turn(nowNanos);
    }

    public List<Action> tick(long nowNanos) {
        return over ? List.of() : turn(nowNanos);
    }

    public long nextDeadline() {
        return over ? NEVER : Math.min(Math.min(speakAt, messages.nextDeadline()), heardAt + SILENCE_NANOS);
    }

    public Pulse pulse() {
        return pulse;
    }

    /// From a ping to its answer, the last time; 0: none came yet. Any thread.
    public long roundTripNanos() {
        return roundTripNanos;
    }

    /// Frames that the card could not read, in this session. Any thread.
    public long damagedThere() {
        return damagedThere;
    }

    /// How often the card ran out of sound, in this session. Any thread.
    public long underruns() {
        return underruns;
    }

    /// Messages that were sent more than once. Any thread.
    public long resent() {
        return resentBefore + messages.resent();
    }

    /// Messages that came whole and could not be read.
    public long unreadable() {
        return unreadable;
    }

    private void identity(CardIdentity identity, long now) {
        if (identity == null) {
            unreadable++;
        } else if (identity.version() != VERSION) {
            lose("the card speaks version " + identity.version() + " of the protocol, this gateway version " + VERSION
                    + ": put a matching firmware on the card");
        } else if (identity.session() == session && !up) {
            up = true;
            speakAt = now + PING_NANOS;
            actions.add(new Action.Up(identity));
        } else if (identity.session() == 0) {
            interrupted(now);
        }
    }

    private void pong(byte[] payload, long now) {
        if (payload.length < 14) {
            unreadable++;
            return;
        }
        if (word(payload, 0) == 0) {
            interrupted(now);
        } else {
            Pulse before = pulse;
            pulse = new Pulse(word(payload, 2) | (long) word(payload, 4) << 16, word(payload, 6) | word(payload, 8) << 16, word(payload, 10),
                    word(payload, 12));
            if (pulsed) {
                damagedThere += pulse.damaged() - before.damaged() & 0xFFFF;
                underruns += pulse.underruns() - before.underruns() & 0xFFFF;
            }
            pulsed = true;
            roundTripNanos = now - pingedAt;
        }
    }

    private void interrupted(long now) {
        if (up) {
            up = false;
            pulsed = false;
            session = session == 0xFFFF ? 1 : session + 1;
            resentBefore += messages.resent();
            messages = new NumberedMessages();
            acknowledge = false;
            speakAt = now;
            actions.add(new Action.Interrupted("the card has begun anew: it lost power or did not hear the gateway for 5 s"));
        }
    }

    private void numbered(int type, int port, int sequence, byte[] payload) {
        acknowledge = true;
        if (!messages.accept(sequence)) {
            return;
        }
        CardReport report = CardReport.parse(type, payload, 0, payload.length);
        if (report == null) {
            unreadable++;
        } else {
            actions.add(new Action.Report(port, report));
        }
    }

    private List<Action> turn(long now) {
        if (now - heardAt >= SILENCE_NANOS && !over) {
            lose("the card says nothing any more, or is no line card: for 5 s nothing came that makes sense");
        }
        if (!over) {
            speak(now);
        }
        List<Action> result = actions;
        actions = new ArrayList<>();
        return result;
    }

    private void speak(long now) {
        if (speakAt <= now) {
            if (up) {
                transmit(PING, 0, new byte[0]);
                pingedAt = now;
            } else {
                transmit(HELLO, 0, new byte[] {VERSION, (byte) session, (byte) (session >> 8)});
            }
            speakAt = now + (up ? PING_NANOS : HELLO_NANOS);
        }
        if (acknowledge) {
            acknowledge = false;
            transmit(ACK, messages.expected(), new byte[0]);
        }
        messages.due(now).forEach(bytes -> actions.add(new Action.Transmit(bytes)));
    }

    private void transmit(int type, int sequence, byte[] payload) {
        byte[] wire = new byte[CardFrames.MOST_WIRE];
        int length = CardFrames.encode(type, CardFrames.CARD, sequence, payload, payload.length, wire, 0);
        actions.add(new Action.Transmit(java.util.Arrays.copyOf(wire, length)));
    }

    private void lose(String why) {
        over = true;
        up = false;
        actions.add(new Action.Lost(why));
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
