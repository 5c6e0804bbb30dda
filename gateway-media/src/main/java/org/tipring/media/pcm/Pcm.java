package org.tipring.media.pcm;

/// The one sampling format inside the gateway: 16-bit linear, mono.
public final class Pcm {

    /// Samples a second.
    public static final int RATE = 8000;
    /// Samples in a frame.
    public static final int FRAME = 160;
    /// A frame's length in time: 20 ms.
    public static final long FRAME_NANOS = 20_000_000L;

    private Pcm() {
    }
}
