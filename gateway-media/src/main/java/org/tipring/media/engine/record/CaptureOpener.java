package org.tipring.media.engine.record;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import org.tipring.media.rtp.PacketLog;

/// Makes the file of a `MediaCommand.Capture`: a `PcapWriter`. Called on a writer's thread, never on the media thread.
public interface CaptureOpener {

    PacketLog open(Path file, Inet4Address local) throws IOException;
}
