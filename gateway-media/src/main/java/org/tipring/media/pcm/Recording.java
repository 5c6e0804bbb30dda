package org.tipring.media.pcm;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;

/// Where the two directions of a call are written down, one on the left, one on the right.
///
/// Here so that the media loop can record without knowing files.
public interface Recording extends Closeable, Flushable {

    /// Appends `samples` of each direction.
    void write(short[] left, short[] right, int samples) throws IOException;

    /// After this the recording so far is complete for whoever reads it.
    @Override
    void flush() throws IOException;
}
