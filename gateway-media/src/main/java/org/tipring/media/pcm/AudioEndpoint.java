package org.tipring.media.pcm;

/// One end of a sound path as the media thread sees it (MGCP *endpoint*, H.248 *termination*): a telephone line, seen from the
/// gateway. The device's clock leads: when [#read] gives a frame, one frame is due in the other direction.
///
/// Frames are [Pcm#FRAME] samples; the arrays belong to the caller and are copied. Never blocks, never allocates.
public interface AudioEndpoint {

    /// Takes the next frame that came from the device.
    ///
    /// @return false when less than a frame has come yet; `frame` is then untouched
    boolean read(short[] frame);

    /// Whether the device has just begun and holds nothing to play: one frame is due that no read pays for. It is the reserve that the
    /// device plays while the next one is on its way. False again after it was written.
    default boolean hungry() {
        return false;
    }

    /// Looks at what has come, without taking it away, and wants to be woken as soon as there is more, be it no whole frame: for who must
    /// notice something soon.
    ///
    /// @return how many samples, up to `into.length`; 0 where the device gives whole frames only
    default int peek(short[] into) {
        return 0;
    }

    /// What the device holds and has not played yet becomes silence, if it can do that.
    default void hush() { }

    /// Gives one frame to the device. A frame that finds the queue full is dropped and counted by the endpoint.
    void write(short[] frame);
}
