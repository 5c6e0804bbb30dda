package org.tipring.media.pcm;

import java.io.IOException;
import java.nio.file.Path;

/// Takes the two directions of a conversation, to keep them (a stereo WAV file). The engine writes into it without knowing files.
public interface StereoSink {

    /// Makes a sink for a file. Must not block for longer than opening a file takes.
    interface Opener {
        StereoSink open(Path file) throws IOException;
    }

    /// Takes one frame of each direction; the arrays are the caller's and are copied. Never blocks: what does not fit is lost and counted.
    void write(short[] left, short[] right);

    /// Frames lost because the disk was slower than the conversation, or because writing failed.
    long lostFrames();

    /// Ends the recording. What was taken is still written, on the sink's own time.
    void close();
}
