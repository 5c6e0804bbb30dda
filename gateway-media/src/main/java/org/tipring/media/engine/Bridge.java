package org.tipring.media.engine;

import org.tipring.media.engine.record.Recorder;
import org.tipring.media.time.Deadlines;

/// What joins two ends, or one end and the gateway. The kinds differ in who leads. Owned by the media thread.
///
/// | | who leads | what is done |
/// |---|---|---|
/// | [LineBridge] RTP and line | the line's clock | a frame read: encode and send; a frame taken from the jitter buffer: write |
/// | [RelayBridge] RTP and RTP | each arriving packet | new header, other codec or length if need be, send; or 20 ms of our clock where keys are to be heard |
/// | [LinePairBridge] line and line | each line's clock | a frame read from one: write to the other |
/// | [AttendedLine] line and nobody | the line's clock | a frame read: listen, and write a tone |
/// | [ConferenceBridge] a line and two others or more | the first line's clock | a frame read: write to each what all the others say |
/// | [HeldPeer] RTP and nobody | our clock | hold sound |
sealed interface Bridge permits LineBridge, RelayBridge, LinePairBridge, AttendedLine, ConferenceBridge, HeldPeer {

    long id();

    /// Takes what the lines have; nothing where there are none.
    void serve(long nowNanos);

    /// Whether a line's clock leads, so that [#serve] has to look in each turn. Other bridges are served when they have said so by
    /// [LoopContext#serveAt]: a turn that looked at each of many calls would cost more than the packet it is for.
    default boolean ledByLine() {
        return true;
    }

    /// When [#serve] is to be called even if nothing comes. Where a line leads, something always comes.
    default long nextDeadline() {
        return Deadlines.NEVER;
    }

    /// @param recorder null stops
    void record(Recorder recorder, long nowNanos);

    /// Whether this end is in the bridge.
    boolean joins(RtpEndpoint endpoint);

    /// This line, if it is in the bridge.
    ///
    /// @return null if it is not
    LineEndpoint line(String name);

    /// The ends are on their own again.
    void part();
}
