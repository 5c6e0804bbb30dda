package org.tipring.media.engine;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.tipring.media.pcm.StereoSink;
import org.tipring.media.rtp.DatagramNetwork;

/// API first; the body follows.
public final class MediaLoop {

    public MediaLoop(String name, DatagramNetwork network, MediaSettings settings, Consumer<MediaEvent> events) {
        throw new UnsupportedOperationException("not yet");
    }

    /// @param recorder opens the files of [MediaCommand.Record]
    /// @param random for SSRCs and first sequence numbers, which must not be guessable (RFC 3550 section 9.1): a seeded one in tests only
    public MediaLoop(String name, DatagramNetwork network, MediaSettings settings, Consumer<MediaEvent> events,
                     StereoSink.Opener recorder, RandomGenerator random) {
        throw new UnsupportedOperationException("not yet");
    }

    public String name() {
        throw new UnsupportedOperationException("not yet");
    }

    /// Opens a port pair; the media thread learns of it by command. Control thread.
    ///
    /// @return the stream pair's id in commands and events
    /// @throws IOException when no port is left; the message says which range and how to mend it
    public long openRtp() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /// The even port of a stream pair, for SDP. Control thread.
    public int localPort(long rtpId) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Gives a command to the media thread. Any thread.
    ///
    /// @return false when the queue is full: the command is refused and counted
    public boolean post(MediaCommand command) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Wakes the media thread because a line has sound: for `DeviceAudio.onReady`. Cheap, and at most one wake-up is under way. Any thread.
    public Runnable wakeup() {
        throw new UnsupportedOperationException("not yet");
    }

    /// One turn: commands, datagrams, lines, deadlines. Media thread, or a test in virtual time.
    ///
    /// @param mayWait false takes what is there; true sleeps at the end of the turn until a datagram, a command, a line or a deadline comes
    public void runOnce(long nowNanos, boolean mayWait) {
        throw new UnsupportedOperationException("not yet");
    }

    /// When [#runOnce] wants to be called at the latest even if nothing comes; `Deadlines.NEVER` when it does not. Media thread.
    public long nextDeadline() {
        throw new UnsupportedOperationException("not yet");
    }

    /// Any thread.
    public LoopStatistics statistics() {
        throw new UnsupportedOperationException("not yet");
    }
}
