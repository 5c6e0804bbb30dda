package org.tipring.media.engine;

import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.time.Deadlines;

/// Two RTP peers. A packet is passed on when it comes: no buffer, no decoding, so no delay; loss and jitter stay visible to the jitter
/// buffer at the far end. Only a recording plays the packets, for itself, at 20 ms deadlines.
final class RelayBridge implements Bridge, PacketSink {

    private static final long RESYNC_NANOS = 100_000_000L;

    private final long id;
    private final RtpEndpoint a;
    private final RtpEndpoint b;
    /// Whether the next packet in this direction begins a new relation of numbers.
    private boolean freshFromA = true;
    private boolean freshFromB = true;

    private Recorder recorder;
    private long recordAt = Deadlines.NEVER;
    private final short[] left = new short[Pcm.FRAME];
    private final short[] right = new short[Pcm.FRAME];

    RelayBridge(long id, RtpEndpoint a, RtpEndpoint b) {
        this.id = id;
        this.a = a;
        this.b = b;
        a.sink(this);
        b.sink(this);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void onSound(RtpEndpoint from, RtpPacket packet, boolean newSource, int samples, long nowNanos) {
        if (recorder != null) {
            from.playout().put(packet, samples, nowNanos);
        }
        to(from).output().forward(packet, from.format(), takeFresh(from, newSource), samples, nowNanos);
    }

    @Override
    public void onKey(RtpEndpoint from, Signal signal, RtpPacket packet, boolean newSource, long nowNanos) {
        boolean begins = signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED;
        boolean fresh = begins ? takeFresh(from, newSource) : newSource;
        to(from).output().key(from.key(), signal, from.keyDuration(), packet, fresh, nowNanos);
    }

    @Override
    public void onTyped(RtpEndpoint from, char key, long nowNanos) {
        to(from).press(key, KeyPlayer.KEY_MILLIS, nowNanos);
    }

    private RtpEndpoint to(RtpEndpoint from) {
        return from == a ? b : a;
    }

    private boolean takeFresh(RtpEndpoint from, boolean newSource) {
        boolean fresh = newSource || (from == a ? freshFromA : freshFromB);
        if (from == a) {
            freshFromA = false;
        } else {
            freshFromB = false;
        }
        return fresh;
    }

    /// The recording's frame, when it is due.
    @Override
    public void serve(long nowNanos) {
        while (recordAt <= nowNanos) {
            next(a, left, nowNanos);
            next(b, right, nowNanos);
            recorder.write(left, right);
            recordAt = nowNanos - recordAt > RESYNC_NANOS ? nowNanos + Pcm.FRAME_NANOS : recordAt + Pcm.FRAME_NANOS;
        }
    }

    private static void next(RtpEndpoint end, short[] frame, long nowNanos) {
        Playout playout = end.playout();
        if (playout == null) {
            java.util.Arrays.fill(frame, (short) 0);
        } else {
            playout.next(frame, nowNanos);
        }
    }

    @Override
    public long nextDeadline() {
        return recordAt;
    }

    @Override
    public void record(Recorder newRecorder, long nowNanos) {
        recorder = Recorder.replace(recorder, newRecorder);
        recordAt = newRecorder == null ? Deadlines.NEVER : nowNanos;
    }

    @Override
    public boolean joins(RtpEndpoint endpoint) {
        return endpoint == a || endpoint == b;
    }

    @Override
    public LineEndpoint line(String name) {
        return null;
    }

    @Override
    public void part() {
        a.sink(null);
        b.sink(null);
        record(null, 0);
    }
}
