package org.tipring.media.engine.record;

import java.io.IOException;
import java.nio.file.Path;
import org.tipring.media.pcm.Recording;

/// Makes the file of a `MediaCommand.Record`: `WavWriter::stereo`. Called on a writer's thread, never on the media thread.
public interface RecordingOpener {

    Recording open(Path file) throws IOException;
}
