package org.tipring.tdm.emulator;

import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.CommandLine.Command;

/// A voice modem as a host sees it: bytes in, bytes out, and a telephone line behind. CX93010 class (ITU-T V.250, V.253).
///
/// | mode | bytes of the host are | left by |
/// |---|---|---|
/// | COMMAND | echoed, gathered to a line | CR |
/// | EXECUTING | kept for later | the result |
/// | DIALLING | a reason to give up | the result |
/// | STREAM | sound for the line, shielded by DLE | `<DLE>^`, `<DLE><ETX>`, `<DLE>!`, DTR |
/// | DEAD | lost | [#replug] |
///
/// Pure: no thread and no clock. Owned by the thread of its [Exchange], whose deadlines it shares: [#advance] brings both up to date.
public final class VoiceModemEmulator {

    enum Mode { COMMAND, EXECUTING, DIALLING, STREAM, DEAD }

    /// V.250: S1 counts rings, and clears so long after the last one. Until then ATD refuses.
    static final long S1_CLEARS_NANOS = Agenda.millis(8_000);

    /// From the CR to the answer.
    private static final long REPLY_NANOS = Agenda.millis(10);
    /// Conexant wants so much silence between a result and the next command.
    private static final long COMMAND_GAP_NANOS = Agenda.millis(100);
    private static final long HALF_TYPED_NANOS = Agenda.millis(30_000);
    private static final int LONGEST_LINE = 256;
    private static final int MOST_TYPED_AHEAD = 512;

    private final Loop loop;
    private final Agenda agenda;
    private final ModemSettings settings;
    private final HostPort port;
    private final VoiceStream stream;
    private final LineReporter reporter;
    private final ModemInterpreter interpreter;
    private final ModemParameters parameters;
    private final SplittableRandom random;
    private final StringBuilder line = new StringBuilder();
    private final ArrayDeque<String> deferred = new ArrayDeque<>();
    private final ByteQueue typedAhead = new ByteQueue(MOST_TYPED_AHEAD);
    private Mode mode = Mode.COMMAND;
    private String lastLine = "";
    private boolean inBody;
    private char prefix;
    private long lastByteAt;
    private long lastResultAt = Long.MIN_VALUE / 2;
    private long epoch;
    private boolean offHook;
    private boolean hookWaitsForRing;
    private boolean plugged = true;
    private Agenda.Entry dtrTimer;
    private int streams;
    private int hastyCommands;
    private long nextSpurious;

    public VoiceModemEmulator(Loop loop, ModemSettings settings, long seed) {
        this.loop = loop;
        this.agenda = loop.agenda();
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        this.parameters = new ModemParameters(settings.profile());
        this.port = new HostPort(settings.packetSamples() <= 64, random.split());
        this.stream = new VoiceStream(port, loop, settings);
        this.reporter = new LineReporter(this, port, loop, settings, random.split());
        this.interpreter = new ModemInterpreter(this, port, loop, settings, parameters, reporter);
        loop.attach(new Set());
    }

    // The host

    /// Bytes from the host.
    ///
    /// @return how many were taken; fewer than `length` when the transmit buffer is full: offer the rest again later
    public int fromHost(byte[] bytes, int offset, int length, long nowNanos) {
        advance(nowNanos);
        int taken = 0;
        while (taken < length) {
            if (mode == Mode.STREAM) {
                taken += stream.samplesFromHost(bytes, offset + taken, length - taken);
                if (taken == length || stream.room() == 0) {
                    return taken;
                }
            }
            take(bytes[offset + taken++], nowNanos);
        }
        return length;
    }

    private void take(byte value, long now) {
        switch (mode) {
            case COMMAND -> typed(value, now);
            case EXECUTING -> typedAhead.add(value);
            case DIALLING -> interpreter.abortDialling(now);
            case STREAM -> streamByte(value, now);
            case DEAD -> { }
        }
    }

    private void typed(byte value, long now) {
        if (now - lastByteAt > HALF_TYPED_NANOS) {
            forgetLine();
        }
        lastByteAt = now;
        if (interpreter.echo()) {
            port.raw(value);
        }
        char c = (char) (value & 0x7F);
        if (!inBody) {
            typedPrefix(c, now);
        } else if (c == parameters.register(3)) {
            String body = line.toString();
            forgetLine();
            lastLine = body;
            execute(body, now);
        } else if (c == parameters.register(5)) {
            line.setLength(Math.max(0, line.length() - 1));
        } else if (c >= ' ' && line.length() <= LONGEST_LINE) {
            line.append(c);
        }
    }

    private void typedPrefix(char c, long now) {
        if (prefix == 'A' && c == '/') {
            forgetLine();
            execute(lastLine, now);
        } else if (prefix == 'A' && (c == 't' || c == 'T')) {
            inBody = true;
            countHaste(now);
        } else {
            prefix = c == 'a' || c == 'A' ? 'A' : 0;
        }
    }

    private void countHaste(long now) {
        if (now - lastResultAt < COMMAND_GAP_NANOS) {
            hastyCommands++;
        }
    }

    private void forgetLine() {
        line.setLength(0);
        inBody = false;
        prefix = 0;
    }

    private void execute(String body, long now) {
        mode = Mode.EXECUTING;
        List<Command> commands = body.length() > LONGEST_LINE ? null : CommandLine.parse(body);
        later(REPLY_NANOS, now, at -> interpreter.start(commands, at));
    }

    private void streamByte(byte value, long now) {
        switch (stream.byteFromHost(value)) {
            case NOTHING -> { }
            case DRAIN_AND_END -> {
                stream.drain();
                endIfDrained(now);
            }
            case END_NOW -> endStream(now);
        }
    }

    /// The next packet for the host; call until it gives 0.
    public int toHost(byte[] into, int offset, int max, long nowNanos) {
        advance(nowNanos);
        return port.waiting() == 0 ? 0 : port.packet(into, offset, max);
    }

    // Time

    /// Brings the exchange and this modem up to date.
    public void advance(long nowNanos) {
        if (agenda.next() <= nowNanos) {
            loop.bringUpToDate(nowNanos);
        }
        if (stream.running()) {
            stream.run(nowNanos, false);
            endIfDrained(nowNanos);
            misreport(nowNanos);
        }
    }

    /// When [#advance] has something to do next: for this modem, or for its exchange.
    public long nextDeadline() {
        return stream.running() ? Math.min(stream.nextPacketAt(), agenda.next()) : agenda.next();
    }

    /// Does something later, unless the modem is reset before.
    void later(long afterNanos, long nowNanos, Agenda.Action action) {
        long made = epoch;
        agenda.at(nowNanos + afterNanos, at -> {
            if (made == epoch) {
                action.run(at);
            }
        });
    }

    /// Takes for dial tone what is speech, and for the end what is a pause.
    private void misreport(long now) {
        if (settings.does(Misbehaviour.SPURIOUS_DIALTONE) && now > nextSpurious && stream.running()) {
            if (nextSpurious > 0) {
                port.code(stream.peak() > 1_000 ? 'd' : 's');
            }
            nextSpurious = now + Agenda.millis(2_000 + random.nextInt(6_000));
        }
    }

    // The stream

    /// `CONNECT`, and sound from the next byte on.
    void startStream(VoiceStream.Kind kind, VoiceStream.Coding coding, long at) {
        mode = Mode.STREAM;
        forgetLine();
        typedAhead.clear();
        port.result(settings.does(Misbehaviour.VCON_INSTEAD_OF_CONNECT) ? "VCON" : "CONNECT");
        stream.start(kind, coding, at);
    }

    private void endIfDrained(long at) {
        if (stream.drained()) {
            endStream(at);
        }
    }

    private void endStream(long at) {
        stream.stop();
        if (settings.does(Misbehaviour.WEDGED) && ++streams >= settings.wedgeAfter()) {
            mode = Mode.DEAD;
            return;
        }
        if (stream.kind() != VoiceStream.Kind.TRANSMIT) {
            port.code((char) HostPort.ETX);
        }
        finish("OK", at);
    }

    /// Every sample until then is out: the next byte in the queue belongs to that time.
    void bringStreamUp(long at) {
        stream.run(at, true);
        endIfDrained(at);
    }

    /// An event in its place in the stream of bytes.
    void code(char letter, long at) {
        bringStreamUp(at);
        port.code(letter);
    }

    // Results

    /// The final result of a command line; the modem listens again.
    void finish(String word, long at) {
        port.result(word);
        mode = Mode.COMMAND;
        lastResultAt = at;
        while (!deferred.isEmpty()) {
            port.raw(deferred.poll());
        }
        while (typedAhead.size() > 0 && mode == Mode.COMMAND) {
            typed(typedAhead.take(), at);
        }
    }

    void dialling() {
        mode = Mode.DIALLING;
    }

    /// A text that nobody asked for: at once, or after the command that is under way.
    ///
    /// @param numeric the result word when it is one, else null
    void unsolicited(String block, String numeric) {
        if (mode == Mode.DEAD || mode == Mode.STREAM) {
            return;
        }
        if (mode == Mode.COMMAND && !inBody) {
            if (numeric != null) {
                port.result(numeric);
            } else {
                port.raw(block);
            }
        } else if (deferred.size() < 8) {
            deferred.add(block);
        }
    }

    void ringReported(int rings, long at) {
        int answerAfter = parameters.register(0);
        if (answerAfter > 0 && rings >= answerAfter && mode == Mode.COMMAND && !voiceClass()) {
            execute("A", at);
        }
    }

    // The hook

    boolean offHook() {
        return offHook;
    }

    boolean alive() {
        return mode != Mode.DEAD;
    }

    boolean voiceClass() {
        return interpreter.voiceClass();
    }

    /// The value of `-STE`.
    int stateEvents() {
        return parameters.get("-STE");
    }

    void goOffHook(long at) {
        if (offHook || hookWaitsForRing) {
            return;
        }
        if (settings.does(Misbehaviour.LATE_OFF_HOOK) && loop.ringing()) {
            hookWaitsForRing = true;
            return;
        }
        offHook = true;
        loop.offHook(true, at);
        reporter.soundChanged(at);
    }

    void goOnHook(long at) {
        hookWaitsForRing = false;
        if (offHook) {
            bringStreamUp(at);
            offHook = false;
            loop.offHook(false, at);
            reporter.soundChanged(at);
        }
    }

    // Control wires and power

    /// The host raises or drops its "data terminal ready" wire. Dropped for longer than S25, it hangs up (&D2).
    public void dtr(boolean on, long nowNanos) {
        advance(nowNanos);
        if (dtrTimer != null) {
            dtrTimer.cancel();
            dtrTimer = null;
        }
        if (!on && parameters.letter("&D") >= 2) {
            dtrTimer = agenda.at(nowNanos + Agenda.millis(parameters.register(25) * 10L), this::dtrDropped);
        }
    }

    private void dtrDropped(long at) {
        dtrTimer = null;
        if (mode != Mode.DEAD) {
            toCommandMode(at);
            interpreter.hungUp();
        }
    }

    private void toCommandMode(long at) {
        goOnHook(at);
        stream.stop();
        epoch++;
        mode = Mode.COMMAND;
        forgetLine();
        typedAhead.clear();
        deferred.clear();
        reporter.soundChanged(at);
    }

    /// The host has opened the port: true. Or it closed the port, which drops DTR: false. What the modem says meanwhile is lost.
    public void port(boolean open, long nowNanos) {
        dtr(open, nowNanos);
        port.clear();
    }

    /// The device loses its power; the loop opens.
    public void unplug(long nowNanos) {
        advance(nowNanos);
        toCommandMode(nowNanos);
        port.clear();
        plugged = false;
        mode = Mode.DEAD;
    }

    /// The device starts anew.
    public void replug(long nowNanos) {
        advance(nowNanos);
        toCommandMode(nowNanos);
        port.clear();
        interpreter.powerUp(nowNanos);
        streams = 0;
        plugged = true;
    }

    // For tests

    /// How often the transmit buffer ran empty.
    public long underruns() {
        return stream.underruns();
    }

    /// Commands that came less than 100 ms after a result.
    public int hastyCommands() {
        return hastyCommands;
    }

    public boolean isOffHook() {
        return offHook;
    }

    /// The modem as the wires reach it.
    private final class Set implements TelephoneSet {

        @Override
        public void catchUp(long atNanos) {
            bringStreamUp(atNanos);
        }

        @Override
        public void ringing(boolean on, long atNanos) {
            if (!plugged) {
                return;
            }
            if (mode != Mode.DEAD) {
                reporter.ringing(on, atNanos);
            }
            if (!on && hookWaitsForRing) {
                hookWaitsForRing = false;
                offHook = true;
                agenda.at(atNanos, at -> loop.offHook(offHook, at));
            }
        }

        @Override
        public void callerId(CallerId caller, LocalDateTime date, long atNanos) {
            if (plugged && mode != Mode.DEAD && parameters.get("+VCID") > 0) {
                reporter.callerId(caller, date, atNanos);
            }
        }

        @Override
        public void battery(boolean on, long atNanos) {
            reporter.battery(on, atNanos);
        }

        @Override
        public void reversed(long atNanos) {
            reporter.reversed(atNanos);
        }

        @Override
        public void soundChanged(long atNanos) {
            reporter.soundChanged(atNanos);
            interpreter.soundChanged(atNanos);
        }
    }
}
