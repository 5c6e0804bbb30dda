package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.engine.record.Recorder;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.time.Deadlines;

/// Two RTP peers. A packet is passed on when it comes ([Relay]): no buffer, so no delay; loss and jitter stay visible to the jitter
/// buffer at the far end. Two things need a clock: a recording, which plays the packets for itself, and a direction in which keys are
/// to be found in the sound ([BufferedRelay]).
final class RelayBridge implements Bridge, PacketSink {

    private static final long RESYNC_NANOS = 100_000_000L;

    private final long id;
    private final Side a;
    private final Side b;
    private final LoopContext loop;
    private final boolean hearKeys;

    private boolean data;
    private Recorder recorder;
    private long recordAt = Deadlines.NEVER;

    /// One peer, and the way of what it says.
    private static final class Side {
        final RtpEndpoint end;
        final RtpOutput to;
        final Relay relay;
        final BufferedRelay buffered;
        final RelayNoise noise;
        final Holding holding = new Holding();
        /// What a recording has of it.
        final short[] recorded = new short[Pcm.FRAME];

        Side(RtpEndpoint end, RtpOutput to, LoopContext loop) {
            this.end = end;
            this.to = to;
            relay = new Relay(end, to, loop);
            buffered = new BufferedRelay(end, to);
            noise = new RelayNoise(to);
        }

        /// Whatever happens, the other side hears our hold sound when it should, and only then.
        void settled(long nowNanos) {
            if (holding.settled(end, nowNanos)) {
                to.hold(holding.playing(), nowNanos);
                relay.anew();
            }
        }

        void heard(long nowNanos) {
            if (holding.heard(nowNanos)) {
                to.hold(false, nowNanos);
                relay.anew();
            }
        }

        long nextDeadline() {
            return Math.min(buffered.nextDeadline(), noise.nextDeadline());
        }
    }

    RelayBridge(long id, RtpEndpoint a, RtpEndpoint b, LoopContext loop) {
        this.id = id;
        this.a = new Side(a, b.output(), loop);
        this.b = new Side(b, a.output(), loop);
        this.loop = loop;
        this.hearKeys = loop.settings.hearKeys();
        a.sink(this);
        b.sink(this);
        this.a.settled(loop.nowNanos);
        this.b.settled(loop.nowNanos);
    }

    @Override
    public long id() {
        return id;
    }

    private Side side(RtpEndpoint from) {
        return from == a.end ? a : b;
    }

    private boolean isBuffered(Side side) {
        return hearKeys && !side.end.hasEvents();
    }

    @Override
    public void onSound(RtpEndpoint from, RtpPacket packet, boolean newSource, int ticks, long nowNanos) {
        Side side = side(from);
        side.heard(nowNanos);
        if (!data && from.carriesData()) {
            passData();
        }
        if (isBuffered(side)) {
            side.buffered.sound(packet, newSource, ticks, nowNanos);
            loop.serveAt(side.nextDeadline());
            return;
        }
        if (recorder != null) {
            from.playout().put(packet, ticks, nowNanos);
        }
        side.noise.stop();
        side.relay.sound(packet, newSource, ticks, nowNanos);
    }

    private void passData() {
        data = true;
        a.end.passData();
        b.end.passData();
        a.buffered.passData();
        b.buffered.passData();
    }

    @Override
    public void onNoise(RtpEndpoint from, RtpPacket packet, boolean newSource, long nowNanos) {
        Side side = side(from);
        if (isBuffered(side)) {
            side.buffered.noise(packet, nowNanos);
            loop.serveAt(side.nextDeadline());
            return;
        }
        if (recorder != null) {
            from.playout().noise(packet);
        }
        if (side.to.takesNoise()) {
            side.relay.noise(packet, newSource, nowNanos);
        } else {
            side.relay.skipped(packet);
            side.noise.play(packet, nowNanos);
            loop.serveAt(side.nextDeadline());
        }
    }

    @Override
    public void onKey(RtpEndpoint from, Signal signal, RtpPacket packet, boolean newSource, long nowNanos) {
        Side side = side(from);
        boolean begins = signal.begins();
        if (begins) {
            side.relay.keyBegins(nowNanos);
        }
        boolean fresh = begins ? side.relay.fresh(newSource) : newSource;
        side.to.key(from.key(), signal, from.keyDuration(), packet, fresh, nowNanos);
        side.relay.skipped(packet);
    }

    @Override
    public void onSettled(RtpEndpoint from, long nowNanos) {
        side(from).settled(nowNanos);
    }

    @Override
    public void onTyped(RtpEndpoint from, char key, long nowNanos) {
        side(from).to.press(key, KeyPlayer.KEY_MILLIS, nowNanos);
    }

    /// What is due: frames of buffered directions, noise, and the recording's frame.
    @Override
    public void serve(long nowNanos) {
        serve(a, nowNanos);
        serve(b, nowNanos);
        while (recordAt <= nowNanos) {
            keep(a, nowNanos);
            keep(b, nowNanos);
            recorder.write(a.recorded, b.recorded);
            recordAt = nowNanos - recordAt > RESYNC_NANOS ? nowNanos + Pcm.FRAME_NANOS : recordAt + Pcm.FRAME_NANOS;
        }
    }

    private void serve(Side side, long nowNanos) {
        while (side.buffered.nextDeadline() <= nowNanos) {
            short[] frame = side.buffered.serve(nowNanos);
            if (recorder != null && frame != null) {
                System.arraycopy(frame, 0, side.recorded, 0, Pcm.FRAME);
            }
        }
        if (side.noise.nextDeadline() <= nowNanos) {
            side.noise.serve(nowNanos);
        }
    }

    private void keep(Side side, long nowNanos) {
        if (isBuffered(side)) {
            if (side.buffered.nextDeadline() == Deadlines.NEVER) {
                Arrays.fill(side.recorded, (short) 0);
            }
            return;
        }
        Playout playout = side.end.playout();
        if (playout == null) {
            Arrays.fill(side.recorded, (short) 0);
        } else {
            playout.next(side.recorded, nowNanos);
        }
    }

    @Override
    public boolean ledByLine() {
        return false;
    }

    @Override
    public long nextDeadline() {
        return Math.min(recordAt, Math.min(a.nextDeadline(), b.nextDeadline()));
    }

    @Override
    public void record(Recorder newRecorder, long nowNanos) {
        recorder = Recorder.replace(recorder, newRecorder);
        recordAt = newRecorder == null ? Deadlines.NEVER : nowNanos;
        loop.serveAt(recordAt);
    }

    @Override
    public boolean joins(RtpEndpoint endpoint) {
        return endpoint == a.end || endpoint == b.end;
    }

    @Override
    public LineEndpoint line(String name) {
        return null;
    }

    @Override
    public void part() {
        a.end.sink(null);
        b.end.sink(null);
        a.to.hold(false, 0);
        b.to.hold(false, 0);
        record(null, 0);
    }
}
