package org.tipring.media.pcm;

import java.util.concurrent.atomic.LongAdder;

/// The meeting place of a device's thread and the media thread: one ring of samples for each direction.
///
/// The media thread uses the [AudioEndpoint] side, the device's reader thread [#fromDevice] and [#toDevice]. When samples have come
/// from the device the media thread is told through `ready`, at most once until it has read again.
public final class DeviceAudio implements AudioEndpoint {

    /// Half a second each way: far more than is ever wanted, so that a full ring always means a stalled reader.
    private static final int CAPACITY = 4096;

    private final SampleRing in = new SampleRing(CAPACITY);
    private final SampleRing out = new SampleRing(CAPACITY);
    private final LongAdder overflow = new LongAdder();
    private volatile Runnable ready = () -> { };

    /// Who to call, on the device's thread, when a whole frame waits to be read. Must be quick and must not block.
    public void onReady(Runnable ready) {
        this.ready = ready;
    }

    @Override
    public boolean read(short[] frame) {
        if (in.available() < Pcm.FRAME) {
            return false;
        }
        in.read(frame, 0, Pcm.FRAME);
        return true;
    }

    @Override
    public void write(short[] frame) {
        overflow.add(Pcm.FRAME - out.write(frame, 0, Pcm.FRAME));
    }

    /// Samples that the device has heard. Device's thread.
    public void fromDevice(short[] samples, int offset, int length) {
        overflow.add(length - in.write(samples, offset, length));
        if (in.available() >= Pcm.FRAME) {
            ready.run();
        }
    }

    /// Samples for the device to play. Device's thread.
    ///
    /// @return how many there were, up to `length`
    public int toDevice(short[] samples, int offset, int length) {
        return out.read(samples, offset, length);
    }

    /// Samples that wait for the device. Any thread.
    public int pendingToDevice() {
        return out.available();
    }

    /// Throws away what waits in the direction of the device. Device's thread, when a stream starts.
    public void clearToDevice() {
        out.skip(CAPACITY);
    }

    /// Throws away what the device gave earlier. Media thread, when a call starts.
    public void clearFromDevice() {
        in.skip(CAPACITY);
    }

    /// Samples lost because a ring was full, both directions.
    public long overflowSamples() {
        return overflow.sum();
    }
}
