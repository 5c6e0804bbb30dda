package org.tipring.media.engine;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tipring.media.dsp.ModemTone;
import org.tipring.media.time.Deadlines;

/// What the ends and bridges of one loop share: its settings, its counters, and where events go. Owned by the media thread.
final class LoopContext {

    final MediaSettings settings;
    final Consumer<MediaEvent> events;
    final RandomGenerator random;
    /// Does something on the media thread, soon and in order; any thread.
    final Executor mediaThread;

    final Counter packetsReceived = new Counter();
    final Counter packetsSent = new Counter();
    final Counter rtcpReceived = new Counter();
    final Counter rtcpSent = new Counter();
    final Counter foreign = new Counter();
    final Counter malformed = new Counter();
    final Counter stun = new Counter();
    final Counter unauthentic = new Counter();
    final Counter withheld = new Counter();
    final Counter learnt = new Counter();
    final Counter lineFrames = new Counter();
    final Counter resyncFrames = new Counter();
    final Counter skippedFrames = new Counter();
    final Counter concealed = new Counter();
    final Counter transcoded = new Counter();
    final Counter lateInRelay = new Counter();
    final Counter lateTicks = new Counter();
    final Counter refusedCommands = new Counter();
    /// Fax machines and modems heard, by the ordinal of [ModemTone].
    final Counter[] modems = Stream.generate(Counter::new).limit(ModemTone.values().length).toArray(Counter[]::new);
    final Counter keyOverflows = new Counter();
    final Counter faults = new Counter();

    /// Room for the samples of one packet; nothing stays in it.
    final short[] scratch = new short[Playout.MAX_SAMPLES];

    /// The time of what is being done now.
    long nowNanos;

    /// When the endpoints have to be looked at; brought forward by [#wakeAt], moved on by each look.
    long deadline = Deadlines.NEVER;

    /// When the bridges that no line leads have to be served; as above, with [#serveAt].
    long serviceDeadline = Deadlines.NEVER;

    LoopContext(MediaSettings settings, Consumer<MediaEvent> events, RandomGenerator random, Executor mediaThread) {
        this.settings = settings;
        this.events = events;
        this.random = random;
        this.mediaThread = mediaThread;
    }

    void serveAt(long nanos) {
        serviceDeadline = Math.min(serviceDeadline, nanos);
    }

    void wakeAt(long nanos) {
        deadline = Math.min(deadline, nanos);
    }
}
