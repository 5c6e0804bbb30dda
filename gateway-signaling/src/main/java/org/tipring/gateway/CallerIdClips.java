package org.tipring.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import org.tipring.media.net.WavWriter;
import org.tipring.signaling.control.loop.Count;
import org.tipring.tdm.line.LineId;

/// Keeps the sound of caller identities that were heard on idle lines and not understood, so that somebody can find out why. The call itself goes on
/// without a number.
final class CallerIdClips {

    private static final System.Logger LOG = System.getLogger(CallerIdClips.class.getName());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    /// A line that crackles for days must not fill the disk: 64 KB each.
    private static final int MOST = 50;

    private final Path folder;
    private final InstantSource clock;
    private final AtomicLong failed = new AtomicLong();

    CallerIdClips(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Count count() {
        return new Count("tipring.line.callerid.failed", "Caller identities whose sound was heard on an idle line and not understood; the recordings folder has the sound.",
                "driver", "line-card", failed::get);
    }

    /// Any thread; does not wait for the disk.
    ///
    /// @return what writes it
    Thread keep(LineId line, short[] sound) {
        long number = failed.incrementAndGet();
        return Thread.ofVirtual().start(() -> {
            if (number > MOST) {
                LOG.log(System.Logger.Level.WARNING, "line={0} caller ID was heard but not understood; {1} such sounds are kept already, this one is not", line, MOST);
                return;
            }
            Path file = folder.resolve(TIME.format(clock.instant()) + "-" + line + "-caller-id-" + number + ".wav");
            try {
                Files.createDirectories(folder);
                try (WavWriter writer = WavWriter.mono(file)) {
                    writer.write(sound, 0, sound.length);
                }
                LOG.log(System.Logger.Level.WARNING, "line={0} caller ID was heard but not understood; its sound is in {1}", line, file);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "line={0} caller ID was heard but not understood; its sound could not be kept in {1}: {2}", line, file, e.getMessage());
            }
        });
    }
}
