package org.tipring.tdm.emulator;

import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
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
    private static final int MOST_TYPED_AHEAD = 512;
    private static final long AT_ONCE = 0;

    private final Loop loop;
    private final Agenda agenda;
    private final ModemSettings settings;
    private final HostPort port;
    private final VoiceStream stream;
    private final LineReporter reporter;
    private final ModemInterpreter interpreter;
    private final ModemParameters parameters;
    private final OtherProgram thief;
    private final TypedLine typed;
    private final ArrayDeque<String> deferred = new ArrayDeque<>();
    private final ByteQueue typedAhead = new ByteQueue(MOST_TYPED_AHEAD);
    private Mode mode = Mode.COMMAND;
    private long lastResultAt = Long.MIN_VALUE / 2;
    private long epoch;
    private boolean offHook;
    private boolean hookWaitsForRing;
    private Agenda.Entry dtrTimer;
    private int streams;
    private int hastyCommands;

    public VoiceModemEmulator(Loop loop, ModemSettings settings, long seed) {
        this.loop = loop;
        this.agenda = loop.agenda();
        this.settings = settings;
        SplittableRandom random = new SplittableRandom(seed);
        this.parameters = new ModemParameters(settings.profile());
        this.typed = new TypedLine(parameters);
        this.port = new HostPort(settings.packetSamples() <= 64, random.split());
        this.stream = new VoiceStream(port, loop, settings);
        this.reporter = new LineReporter(this, port, loop, settings, random.split());
        this.interpreter = new ModemInterpreter(this, port, loop, settings, parameters, reporter);
        this.thief = new OtherProgram(this, random.split());
        loop.attach(reporter);
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
        if (interpreter.echo()) {
            port.raw(value);
        }
        if (typed.byteTyped(value, now)) {
            hastyCommands += typed.begunAt() - lastResultAt < COMMAND_GAP_NANOS ? 1 : 0;
            execute(typed.line(), now);
        }
    }

    private void execute(String body, long now) {
        mode = Mode.EXECUTING;
        List<Command> commands = body.length() > TypedLine.LONGEST ? null : CommandLine.parse(body);
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
        int length = 0;
        while (length == 0 && port.waiting() > 0) {
            length = thief.leaves(into, offset, port.packet(into, offset, max), nowNanos);
        }
        return length;
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
            if (stream.running() && stream.kind() != VoiceStream.Kind.TRANSMIT) {
                reporter.listenForSilence(stream.peak(), parameters.silenceTenths(), nowNanos);
                reporter.misreport(stream.peak(), nowNanos);
            }
        }
    }

    /// When there is something to do next, for this modem or for its exchange; a time long past while bytes wait for the host.
    public long nextDeadline() {
        if (port.waiting() > 0) {
            return AT_ONCE;
        }
        return stream.running() ? Math.min(stream.nextPacketAt(), agenda.next()) : agenda.next();
    }

    /// Whether [#toHost] has something to give.
    boolean hasForHost() {
        return port.waiting() > 0;
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

    // The stream

    boolean streaming() {
        return stream.running();
    }

    /// `CONNECT`, and sound from the next byte on.
    void startStream(VoiceStream.Kind kind, VoiceStream.Coding coding, long at) {
        mode = Mode.STREAM;
        typed.forget();
        typedAhead.clear();
        port.result(settings.does(Misbehaviour.VCON_INSTEAD_OF_CONNECT) ? "VCON" : "CONNECT");
        stream.start(kind, coding, at);
        reporter.startListening(at);
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
        if (mode == Mode.COMMAND && !typed.underWay()) {
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

    /// False: deaf and dumb until it is replugged.
    public boolean alive() {
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

    /// A ring burst is over: a late hook closes now. Not within the exchange's own call, so as the next thing that happens.
    void ringEnded(long at) {
        if (hookWaitsForRing) {
            hookWaitsForRing = false;
            offHook = true;
            agenda.at(at, then -> loop.offHook(offHook, then));
        }
    }

    boolean wantsCallerId() {
        return parameters.get("+VCID") > 0;
    }

    /// For dialling, which waits for what sounds.
    void soundChanged(long at) {
        interpreter.soundChanged(at);
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
        typed.forget();
        typedAhead.clear();
        deferred.clear();
        reporter.soundChanged(at);
    }

    /// The host has opened the port: true. Or it closed the port, which drops DTR: false. What the modem says meanwhile is lost.
    public void port(boolean open, long nowNanos) {
        dtr(open, nowNanos);
        port.clear();
        thief.port(open && settings.does(Misbehaviour.MODEM_MANAGER), nowNanos);
    }

    /// The device loses its power; the loop opens.
    public void unplug(long nowNanos) {
        advance(nowNanos);
        toCommandMode(nowNanos);
        port.clear();
        mode = Mode.DEAD;
    }

    /// The device starts anew.
    public void replug(long nowNanos) {
        advance(nowNanos);
        toCommandMode(nowNanos);
        port.clear();
        interpreter.powerUp(nowNanos);
        streams = 0;
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
}
