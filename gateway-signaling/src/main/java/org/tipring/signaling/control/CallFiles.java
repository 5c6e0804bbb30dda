package org.tipring.signaling.control;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaLoop;

/// Which calls are recorded (what both sides say, stereo WAV) and captured (their packets, pcap), and into which files. Names are made of
/// the time and our own number of the call: nothing from the network gets into a path.
///
/// Calls that hang together (a conference, a transfer) have one recording, that of the oldest of them that is recorded. What it holds of a conference is what its analog telephone
/// says on the left, and what that hears on the right: all the others. Each record names the file. Owned by the control thread.
public final class CallFiles {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final long SECOND = 1_000_000_000L;

    /// @param folder where the files go
    /// @param recordAll whether calls are recorded without being asked; @param captureAll likewise
    public record Settings(Path folder, boolean recordAll, boolean captureAll) { }

    /// What is kept of a call.
    private static final class Kept {
        boolean recorded;
        boolean captured;
        /// How many files of each kind there are.
        int recordings;
        int captures;
    }

    private final MediaLoop loop;
    private final Settings settings;
    private final InstantSource wallClock;
    private final LongSupplier nanoTime;
    private final Map<Long, Kept> kept = new HashMap<>();

    /// @param nanoTime the media loop's clock
    public CallFiles(MediaLoop loop, Settings settings, InstantSource wallClock, LongSupplier nanoTime) {
        this.loop = loop;
        this.settings = settings;
        this.wallClock = wallClock;
        this.nanoTime = nanoTime;
    }

    private Kept of(ActiveCall call) {
        return kept.computeIfAbsent(call.number, _ -> {
            Kept begins = new Kept();
            begins.recorded = settings.recordAll();
            begins.captured = settings.captureAll();
            return begins;
        });
    }

    /// The sides have been joined, perhaps anew: a file has one pair of sides.
    ///
    /// @param bridge the number of their bridge; @param group the calls that are joined in it, the oldest first
    void joined(long bridge, List<ActiveCall> group) {
        group.stream().filter(call -> of(call).recorded).findFirst().ifPresent(call -> startRecording(call, bridge, group));
    }

    /// The time of calls' records.
    long now() {
        return nanoTime.getAsLong();
    }

    /// It is settled where this side's packets go.
    ///
    /// @param local our address on that side
    void negotiated(ActiveCall call, long rtpId, String local) {
        Kept files = of(call);
        if (files.captured) {
            files.captures = Math.max(1, files.captures);
            capture(call, files, rtpId, local);
        }
    }

    void ended(ActiveCall call) {
        Kept files = kept.remove(call.number);
        if (files != null && files.captures > 0) {
            loop.post(new MediaCommand.EndCapture(call.number));
        }
    }

    /// @param bridge the number of the bridge that gives the call its sound
    /// @return what to tell who asked
    String record(ActiveCall call, boolean on, long bridge) {
        Kept files = of(call);
        if (files.recorded == on) {
            return on ? "it is being recorded already" : "it is not being recorded";
        }
        files.recorded = on;
        if (on) {
            return call.bridged ? "recording to " + startRecording(call, bridge, List.of(call)) : "it will be recorded from the moment when both sides are joined";
        }
        if (call.bridged) {
            loop.post(new MediaCommand.Record(bridge, null));
        }
        return "the recording has ended";
    }

    private Path startRecording(ActiveCall call, long bridge, List<ActiveCall> group) {
        Kept files = of(call);
        files.recordings++;
        Path file = file(call, files.recordings, "wav");
        loop.post(new MediaCommand.Record(bridge, file));
        group.forEach(one -> one.call.note(now(), "call", "recorded to " + file.getFileName()));
        return file;
    }

    /// @param local our address on each side that has RTP
    /// @return what to tell who asked
    String capture(ActiveCall call, boolean on, Map<Long, String> local) {
        Kept files = of(call);
        if (files.captured == on) {
            return on ? "its packets are being captured already" : "its packets are not being captured";
        }
        files.captured = on;
        if (on) {
            files.captures++;
            local.forEach((rtpId, address) -> capture(call, files, rtpId, address));
            return "capturing to " + file(call, files.captures, "pcap");
        }
        loop.post(new MediaCommand.EndCapture(call.number));
        return "the capture has ended";
    }

    private void capture(ActiveCall call, Kept files, long rtpId, String local) {
        java.time.Instant now = wallClock.instant();
        long nanosToEpoch = now.getEpochSecond() * SECOND + now.getNano() - nanoTime.getAsLong();
        loop.post(new MediaCommand.Capture(call.number, List.of(rtpId), address(local), file(call, files.captures, "pcap"), nanosToEpoch));
    }

    /// @param local a literal, so nobody is asked
    private static Inet4Address address(String local) {
        try {
            return InetAddress.getByName(local) instanceof Inet4Address address ? address : (Inet4Address) InetAddress.getByName("0.0.0.0");
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no literal address: " + local, e);
        }
    }

    private Path file(ActiveCall call, int number, String kind) {
        String name = TIME.format(call.call.status().started()) + "-" + call.call.id();
        return settings.folder().resolve(name + (number > 1 ? "-" + number : "") + "." + kind);
    }
}
