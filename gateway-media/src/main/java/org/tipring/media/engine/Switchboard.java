package org.tipring.media.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.engine.record.CaptureOpener;
import org.tipring.media.engine.record.PacketCapture;
import org.tipring.media.engine.record.Recorder;
import org.tipring.media.engine.record.RecordingOpener;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.time.Deadlines;

/// The ends and bridges that one media thread owns, and what commands do to them. A command that names what is not there is refused
/// and counted: it has crossed with a close, which is normal. Owned by the media thread.
final class Switchboard {

    private static final System.Logger LOG = System.getLogger("org.tipring.media");

    private final LoopContext loop;
    private final RecordingOpener recorder;
    private final CaptureOpener capturer;
    private final Executor writers;
    private final LongAdder captureLostPackets = new LongAdder();
    private final LongAdder recordingLostFrames = new LongAdder();
    private final LongAdder recordingFailures = new LongAdder();

    private final Map<Long, RtpEndpoint> endpoints = new HashMap<>();
    private final Map<Long, Bridge> bridges = new HashMap<>();
    private final Map<Long, Wire> wires = new HashMap<>();
    private final Map<Long, PacketCapture> captures = new HashMap<>();
    /// The same as the maps' values, to walk without an iterator.
    private final List<RtpEndpoint> endpointList = new ArrayList<>();
    private final List<Bridge> bridgeList = new ArrayList<>();
    private final List<Bridge> ledByLines = new ArrayList<>();
    private final List<Bridge> others = new ArrayList<>();
    /// Grows with the lines that there are, not with calls.
    private final Map<String, KnownLine> known = new ConcurrentHashMap<>();
    private volatile int bridgeCount;

    Switchboard(LoopContext loop, RecordingOpener recorder, CaptureOpener capturer, Executor writers) {
        this.loop = loop;
        this.recorder = recorder;
        this.capturer = capturer;
        this.writers = writers;
    }

    void open(long id, DatagramPair pair) {
        Wire wire = new Wire(pair, loop);
        RtpEndpoint endpoint = new RtpEndpoint(id, wire, loop);
        wire.attach(endpoint);
        wires.put(id, wire);
        endpoints.put(id, endpoint);
        endpointList.add(endpoint);
    }

    void carryOut(MediaCommand command, long nowNanos) {
        loop.nowNanos = nowNanos;
        boolean done = switch (command) {
            case MediaCommand.Negotiate(long id, RtpParameters parameters, MediaPath path) ->
                    negotiate(endpoints.get(id), parameters, path, nowNanos);
            case MediaCommand.Connect(long id, Termination a, Termination b) -> connect(id, a, b);
            case MediaCommand.Confer(long id, List<Termination> ends) -> confer(id, ends);
            case MediaCommand.Hold(long id, Termination end) -> hold(id, end, nowNanos);
            case MediaCommand.Attend(long id, Termination.Line line, var tone) -> attend(id, line, tone);
            case MediaCommand.Disconnect(long id) -> disconnect(bridges.get(id));
            case MediaCommand.CloseRtp(long id) -> close(endpoints.get(id), nowNanos);
            case MediaCommand.PlayTone(long id, var tone) -> {
                RtpEndpoint endpoint = endpoints.get(id);
                if (endpoint != null) {
                    endpoint.playTone(tone, nowNanos);
                }
                yield endpoint != null;
            }
            case MediaCommand.Key(long id, char key) -> key(endpoints.get(id), endpoint -> endpoint.typed(key, nowNanos));
            case MediaCommand.SendKey(long id, char key, int millis) ->
                    key(endpoints.get(id), endpoint -> endpoint.press(key, millis, nowNanos));
            case MediaCommand.Record(long id, var file) -> record(bridges.get(id), file, nowNanos);
            case MediaCommand.Capture capture -> capture(capture);
            case MediaCommand.EndCapture(long id) -> endCapture(id);
        };
        if (!done) {
            loop.refusedCommands.increment();
        }
    }

    private static boolean negotiate(RtpEndpoint endpoint, RtpParameters parameters, MediaPath path, long nowNanos) {
        if (endpoint != null) {
            endpoint.negotiate(parameters, path, nowNanos);
        }
        return endpoint != null;
    }

    private static boolean key(RtpEndpoint endpoint, Consumer<RtpEndpoint> use) {
        if (endpoint != null) {
            use.accept(endpoint);
        }
        return endpoint != null;
    }

    private boolean connect(long id, Termination a, Termination b) {
        if (isUnknown(a) || isUnknown(b) || a.equals(b)) {
            return false;
        }
        LineEndpoint lineA = line(a);
        LineEndpoint lineB = line(b);
        // What is joined anew is parted from what it was joined with before.
        disconnect(bridges.get(id));
        partFromOthers(a);
        partFromOthers(b);
        add(bridge(id, a, b, lineA, lineB));
        return true;
    }

    private boolean confer(long id, List<Termination> ends) {
        if (ends.size() < 3 || !(ends.getFirst() instanceof Termination.Line) || ends.stream().anyMatch(this::isUnknown)
            || ends.stream().distinct().count() < ends.size()) {
            return false;
        }
        List<LineEndpoint> lines = ends.stream().map(this::line).toList();
        disconnect(bridges.get(id));
        ends.forEach(this::partFromOthers);
        List<ConferenceParty> others = new ArrayList<>();
        for (int i = 1; i < ends.size(); i++) {
            others.add(lines.get(i) != null ? new ConferenceParty.OnLine(lines.get(i), lines.getFirst())
                    : new ConferenceParty.OnRtp(endpoint((Termination.Rtp) ends.get(i)), lines.getFirst()));
        }
        add(new ConferenceBridge(id, lines.getFirst(), others, loop));
        return true;
    }

    private boolean hold(long id, Termination end, long nowNanos) {
        if (isUnknown(end)) {
            return false;
        }
        LineEndpoint line = line(end);
        disconnect(bridges.get(id));
        partFromOthers(end);
        if (line != null) {
            AttendedLine attended = new AttendedLine(id, line);
            attended.hold(loop.settings.holdSound().begin());
            add(attended);
        } else {
            add(new HeldPeer(id, endpoint((Termination.Rtp) end), nowNanos));
        }
        return true;
    }

    private boolean attend(long id, Termination.Line line, CallProgressTone tone) {
        if (tone != null && !ToneSound.exists(tone, line.plan())) {
            return false;
        }
        LineEndpoint endpoint = line(line);
        if (bridges.get(id) instanceof AttendedLine attended && attended.line(line.name()) == endpoint) {
            attended.play(tone);
            return true;
        }
        disconnect(bridges.get(id));
        partFromOthers(line);
        AttendedLine attended = new AttendedLine(id, endpoint);
        attended.play(tone);
        add(attended);
        return true;
    }

    private void add(Bridge bridge) {
        bridges.put(bridge.id(), bridge);
        bridgeList.add(bridge);
        (bridge.ledByLine() ? ledByLines : others).add(bridge);
        loop.serveAt(bridge.nextDeadline());
        bridgeCount = bridgeList.size();
    }

    private Bridge bridge(long id, Termination a, Termination b, LineEndpoint lineA, LineEndpoint lineB) {
        if (lineA != null && lineB != null) {
            return new LinePairBridge(id, lineA, lineB);
        }
        if (lineA != null) {
            return new LineBridge(id, lineA, endpoint((Termination.Rtp) b), true, loop);
        }
        RtpEndpoint first = endpoint((Termination.Rtp) a);
        return lineB != null ? new LineBridge(id, lineB, first, false, loop)
                : new RelayBridge(id, first, endpoint((Termination.Rtp) b), loop);
    }

    /// Null for what is no line. A line that is taken over from another bridge goes on listening where it is: a key that is down now is
    /// not told again.
    private LineEndpoint line(Termination end) {
        if (!(end instanceof Termination.Line wanted)) {
            return null;
        }
        for (int i = 0; i < bridgeList.size(); i++) {
            LineEndpoint line = bridgeList.get(i).line(wanted.name());
            if (line != null && line.is(wanted)) {
                return line;
            }
        }
        return new LineEndpoint(wanted, known.computeIfAbsent(wanted.name(), KnownLine::new), loop);
    }

    private boolean isUnknown(Termination end) {
        return end instanceof Termination.Rtp rtp && endpoint(rtp) == null;
    }

    private RtpEndpoint endpoint(Termination.Rtp rtp) {
        return endpoints.get(rtp.rtpId());
    }

    private void partFromOthers(Termination end) {
        for (int i = bridgeList.size() - 1; i >= 0; i--) {
            Bridge bridge = bridgeList.get(i);
            boolean joined = switch (end) {
                case Termination.Rtp rtp -> bridge.joins(endpoint(rtp));
                case Termination.Line line -> bridge.line(line.name()) != null;
            };
            if (joined) {
                disconnect(bridge);
            }
        }
    }

    private boolean disconnect(Bridge bridge) {
        if (bridge == null) {
            return false;
        }
        bridge.part();
        bridges.remove(bridge.id());
        bridgeList.remove(bridge);
        ledByLines.remove(bridge);
        others.remove(bridge);
        bridgeCount = bridgeList.size();
        return true;
    }

    private boolean close(RtpEndpoint endpoint, long nowNanos) {
        if (endpoint == null) {
            return false;
        }
        partFromOthers(new Termination.Rtp(endpoint.id()));
        endpoints.remove(endpoint.id());
        wires.remove(endpoint.id());
        endpointList.remove(endpoint);
        endpoint.close(nowNanos);
        loop.deadline = Deadlines.NEVER;
        endpointList.forEach(left -> loop.wakeAt(left.nextDeadline()));
        return true;
    }

    private boolean record(Bridge bridge, java.nio.file.Path file, long nowNanos) {
        if (bridge == null) {
            return false;
        }
        bridge.record(file == null ? null : new Recorder(file, recorder, writers, recordingLostFrames, recordingFailures), nowNanos);
        return true;
    }

    private boolean capture(MediaCommand.Capture wanted) {
        PacketCapture capture = captures.computeIfAbsent(wanted.id(), _ -> new PacketCapture(wanted.file(), wanted.local(), wanted.nanosToEpoch(),
                capturer, writers, captureLostPackets, recordingFailures));
        boolean all = true;
        for (long rtpId : wanted.rtpIds()) {
            Wire wire = wires.get(rtpId);
            all &= wire != null;
            if (wire != null) {
                wire.capture(capture);
            }
        }
        return all;
    }

    private boolean endCapture(long id) {
        PacketCapture capture = captures.remove(id);
        if (capture != null) {
            wires.values().stream().filter(wire -> wire.capture() == capture).forEach(wire -> wire.capture(null));
            capture.close();
        }
        return true;
    }

    void datagram(DatagramPair pair, boolean rtcp, long source, byte[] data, int length, long nowNanos) {
        if (pair.attachment() instanceof Wire wire && wire.attachment() instanceof RtpEndpoint endpoint) {
            loop.nowNanos = nowNanos;
            wire.came(rtcp, source, data, length, nowNanos);
            endpoint.datagram(rtcp, source, data, length, nowNanos);
        } else {
            loop.foreign.increment();
        }
    }

    /// Lines first, then what is due.
    void turn(long nowNanos) {
        loop.nowNanos = nowNanos;
        for (int i = 0; i < ledByLines.size(); i++) {
            serve(ledByLines.get(i), nowNanos);
        }
        if (loop.serviceDeadline <= nowNanos) {
            serveOthers(nowNanos);
        }
        if (loop.deadline <= nowNanos) {
            tickEndpoints(nowNanos);
        }
    }

    private void serve(Bridge bridge, long nowNanos) {
        try {
            bridge.serve(nowNanos);
        } catch (RuntimeException e) {
            fault("bridge " + bridge.id(), e);
        }
    }

    private void serveOthers(long nowNanos) {
        loop.serviceDeadline = Deadlines.NEVER;
        for (int i = 0; i < others.size(); i++) {
            Bridge bridge = others.get(i);
            if (bridge.nextDeadline() <= nowNanos) {
                serve(bridge, nowNanos);
            }
            loop.serveAt(bridge.nextDeadline());
        }
    }

    private void tickEndpoints(long nowNanos) {
        loop.deadline = Deadlines.NEVER;
        for (int i = 0; i < endpointList.size(); i++) {
            RtpEndpoint endpoint = endpointList.get(i);
            try {
                endpoint.tick(nowNanos);
            } catch (RuntimeException e) {
                fault("RTP stream pair " + endpoint.id(), e);
            }
            loop.wakeAt(endpoint.nextDeadline());
        }
    }

    long nextDeadline() {
        return Math.min(loop.deadline, loop.serviceDeadline);
    }

    /// The one place where exceptions end: counted, the first of them logged, and all other calls go on.
    void fault(String where, RuntimeException e) {
        loop.faults.increment();
        if (loop.faults.get() == 1) {
            LOG.log(System.Logger.Level.ERROR, "fault in the media loop, at " + where + "; this is a bug, later ones are only counted", e);
        }
    }

    /// Any thread.
    List<LineFigures> lineFigures() {
        return known.values().stream().map(KnownLine::figures).filter(Objects::nonNull).toList();
    }

    int bridgeCount() {
        return bridgeCount;
    }

    long recordingLostFrames() {
        return recordingLostFrames.sum();
    }

    long captureLostPackets() {
        return captureLostPackets.sum();
    }

    long recordingFailures() {
        return recordingFailures.sum();
    }
}
