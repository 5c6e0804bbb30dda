package org.tipring.media.engine;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.tipring.media.dsp.ModemTone;
import org.tipring.media.engine.record.CaptureOpener;
import org.tipring.media.engine.record.RecordingOpener;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.time.Deadlines;

/// One media thread's work: takes commands, datagrams and line frames, and moves sound between them. What it owns is in [Switchboard].
///
/// ```
///  control ──post──► queue ─┐                       ┌─► events ──► control
///  network ──poll──────────►│ runOnce: commands,    │
///  lines   ──wakeup────────►│ datagrams, lines,     ├─► RTP, RTCP
///  time    ──nextDeadline──►│ deadlines             └─► lines
/// ```
/// In operation a [MediaThread] turns it; tests turn it themselves, in virtual time.
public final class MediaLoop {

    /// A turn that comes this much after its deadline is counted.
    private static final long LATE_NANOS = 5_000_000L;

    private static final CaptureOpener NO_CAPTURES = (_, _) -> {
        throw new IOException("this media loop captures nothing");
    };

    private final String name;
    private final DatagramNetwork network;
    private final int queueCapacity;
    private final LoopContext context;
    private final Switchboard switchboard;
    private final DatagramNetwork.Receiver receiver;

    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, DatagramPair> pairs = new ConcurrentHashMap<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder commandOverflows = new LongAdder();
    private final AtomicBoolean woken = new AtomicBoolean();
    private long nowNanos;

    /// Records nothing: [MediaCommand.Record] is refused and counted.
    public MediaLoop(String name, DatagramNetwork network, MediaSettings settings, Consumer<MediaEvent> events) {
        this(name, network, settings, events, file -> {
            throw new IOException("this media loop has no recorder");
        });
    }

    /// @param recorder opens the files of [MediaCommand.Record]: `WavWriter::stereo`
    public MediaLoop(String name, DatagramNetwork network, MediaSettings settings, Consumer<MediaEvent> events, RecordingOpener recorder) {
        this(name, network, settings, events, recorder, NO_CAPTURES);
    }

    /// @param recorder as above; @param capturer opens the files of [MediaCommand.Capture]: `PcapWriter`
    public MediaLoop(String name, DatagramNetwork network, MediaSettings settings, Consumer<MediaEvent> events, RecordingOpener recorder,
                     CaptureOpener capturer) {
        this(name, network, settings, events, recorder, capturer, task -> Thread.ofVirtual().name("recorder").start(task), new SecureRandom());
    }

    /// @param writers where recordings are written; `Runnable::run` in a test
    /// @param random for SSRCs and first sequence numbers, which must not be guessable (RFC 3550 section 9.1): a seeded one in tests only
    public MediaLoop(String name, DatagramNetwork network, MediaSettings settings, Consumer<MediaEvent> events,
                     RecordingOpener recorder, Executor writers, RandomGenerator random) {
        this(name, network, settings, events, recorder, NO_CAPTURES, writers, random);
    }

    /// @param writers where recordings and captures are written; @param random as above
    public MediaLoop(String name, DatagramNetwork network, MediaSettings settings, Consumer<MediaEvent> events,
                     RecordingOpener recorder, CaptureOpener capturer, Executor writers, RandomGenerator random) {
        this.name = name;
        this.network = network;
        this.queueCapacity = settings.commandQueue();
        this.context = new LoopContext(settings, events, random, this::enqueue);
        this.switchboard = new Switchboard(context, recorder, capturer, writers);
        this.receiver = this::onDatagram;
    }

    public String name() {
        return name;
    }

    /// Opens a port pair; the media thread learns of it by command. Control thread.
    ///
    /// @return the stream pair's id in commands and events
    /// @throws IOException when no port is left; the message says which range and how to mend it
    public long openRtp() throws IOException {
        DatagramPair pair = network.open();
        long id = ids.incrementAndGet();
        pairs.put(id, pair);
        // Past the queue's limit: a pair that the media thread does not know would never be closed.
        enqueue(() -> switchboard.open(id, pair));
        return id;
    }

    /// The even port of a stream pair, for SDP. Control thread.
    ///
    /// @throws IllegalArgumentException when it is not open
    public int localPort(long rtpId) {
        DatagramPair pair = pairs.get(rtpId);
        if (pair == null) {
            throw new IllegalArgumentException("no RTP stream pair " + rtpId + " is open");
        }
        return pair.rtpPort();
    }

    /// Gives a command to the media thread. Any thread.
    ///
    /// @return false when the queue is full: the command is refused and counted. [MediaCommand.CloseRtp] and
    ///         [MediaCommand.Disconnect] are never refused: they free what fills the queue
    public boolean post(MediaCommand command) {
        boolean frees = command instanceof MediaCommand.CloseRtp || command instanceof MediaCommand.Disconnect;
        if (!frees && waiting.get() >= queueCapacity) {
            commandOverflows.increment();
            return false;
        }
        enqueue(() -> carryOut(command));
        return true;
    }

    private void enqueue(Runnable command) {
        waiting.incrementAndGet();
        commands.add(command);
        network.wakeup();
    }

    /// Wakes the media thread because a line has sound: for `DeviceAudio.onReady`. Cheap, and at most one wake-up is under way. Any thread.
    public Runnable wakeup() {
        return () -> {
            if (!woken.get() && woken.compareAndSet(false, true)) {
                network.wakeup();
            }
        };
    }

    /// One turn: commands, datagrams, lines, deadlines. Media thread, or a test in virtual time.
    ///
    /// @param mayWait false takes what is there; true sleeps at the end of the turn until a datagram, a command, a line or a deadline comes
    public void runOnce(long nowNanos, boolean mayWait) {
        this.nowNanos = nowNanos;
        woken.set(false);
        long deadline = nextDeadline();
        if (deadline != Deadlines.NEVER && nowNanos - deadline > LATE_NANOS) {
            context.lateTicks.increment();
        }
        takeCommands();
        if (!mayWait) {
            network.poll(0, receiver);
        }
        switchboard.turn(nowNanos);
        if (mayWait) {
            network.poll(waitNanos(nowNanos), receiver);
        }
    }

    private long waitNanos(long now) {
        long deadline = nextDeadline();
        return deadline == Deadlines.NEVER ? Long.MAX_VALUE : Math.max(0, deadline - now);
    }

    private void takeCommands() {
        Runnable command;
        while ((command = commands.poll()) != null) {
            waiting.decrementAndGet();
            try {
                command.run();
            } catch (RuntimeException e) {
                switchboard.fault("a command", e);
            }
        }
    }

    private void carryOut(MediaCommand command) {
        if (command instanceof MediaCommand.CloseRtp(long rtpId)) {
            pairs.remove(rtpId);
        }
        switchboard.carryOut(command, nowNanos);
    }

    private void onDatagram(DatagramPair pair, boolean rtcp, long source, byte[] data, int length, long atNanos) {
        if (waiting.get() > 0) {
            // Given before this datagram came, but after the turn's commands were taken: the first packet of a peer that has just been
            // negotiated is not to be taken for a stranger's.
            nowNanos = atNanos;
            takeCommands();
        }
        try {
            switchboard.datagram(pair, rtcp, source, data, length, atNanos);
        } catch (RuntimeException e) {
            switchboard.fault("a datagram", e);
        }
    }

    /// When [#runOnce] wants to be called at the latest even if nothing comes; `Deadlines.NEVER` when it does not. Media thread.
    public long nextDeadline() {
        return switchboard.nextDeadline();
    }

    /// What is known of the lines that have had a call, as of the last time that this was asked and the line had sound. Any thread.
    public java.util.List<LineFigures> lineFigures() {
        return switchboard.lineFigures();
    }

    /// Any thread.
    public LoopStatistics statistics() {
        return new LoopStatistics(context.packetsReceived.get(), context.packetsSent.get(), context.rtcpReceived.get(),
                context.rtcpSent.get(), context.foreign.get(), context.malformed.get(), context.lineFrames.get(),
                context.resyncFrames.get(), context.skippedFrames.get(), context.concealed.get(), context.lateTicks.get(), commandOverflows.sum(),
                context.refusedCommands.get(), switchboard.recordingFailures(), switchboard.recordingLostFrames(), switchboard.captureLostPackets(),
                context.keyOverflows.get(), context.faults.get(), pairs.size(), switchboard.bridgeCount(),
                new LoopStatistics.Paths(context.stun.get(), context.unauthentic.get(), context.withheld.get(), context.learnt.get()),
                new LoopStatistics.Relays(context.transcoded.get(), context.lateInRelay.get()),
                new LoopStatistics.Modems(heard(ModemTone.CNG), heard(ModemTone.CED), heard(ModemTone.ANS), heard(ModemTone.ANSAM)));
    }

    private long heard(ModemTone tone) {
        return context.modems[tone.ordinal()].get();
    }
}
