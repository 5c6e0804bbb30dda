package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.engine.clock.CaptureClock;
import org.tipring.media.engine.clock.PlayoutClock;
import org.tipring.media.engine.key.KeyClamp;
import org.tipring.media.engine.record.Recorder;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;

/// An RTP peer and a telephone line. The line's clock leads both ways; what it is against ours and the peer's is evened out.
///
/// ```
///  line ──read──► echo canceller ──► ToneDetector, DtmfDetector ──► KeyClamp ──► CaptureClock ──► encode ──► collect ptime ──► RTP
///  line ◄─write── keys as DTMF ◄── PeerPlayout ◄── decode or conceal ◄── jitter buffer ◄── RTP
/// ```
final class LineBridge implements Bridge, PacketSink {

    private final long id;
    private final LineEndpoint line;
    private final RtpEndpoint rtp;
    private final boolean lineIsLeft;
    private final LoopContext loop;
    private final Backlog backlog = new Backlog();
    private final PeerPlayout player;
    private final CaptureClock captureClock;
    private final short[] toLine = new short[Pcm.FRAME];
    private final short[] toPeer = new short[Pcm.FRAME];
    private final KeyClamp clamp = new KeyClamp();
    private final Holding holding = new Holding();
    /// What the line hears while the peer holds the call; null: what the peer says.
    private ToneSound hold;
    private Recorder recorder;
    private boolean leftOver;
    private boolean data;
    private final KeyTail keyTail;
    private boolean served;
    private long servedAt;

    /// @param lineIsLeft whether the line is the first end, which recordings have on the left
    LineBridge(long id, LineEndpoint line, RtpEndpoint rtp, boolean lineIsLeft, LoopContext loop) {
        this.id = id;
        this.line = line;
        this.rtp = rtp;
        this.lineIsLeft = lineIsLeft;
        this.loop = loop;
        this.leftOver = line.keySounds();
        this.player = new PeerPlayout(line.clock(), new PlayoutClock(line.clock(), null));
        this.captureClock = new CaptureClock(line.clock());
        this.keyTail = new KeyTail(rtp);
        rtp.sink(this);
        onSettled(rtp, loop.nowNanos);
    }

    @Override
    public long id() {
        return id;
    }

    /// One frame out for each frame in. After a stall the line has played nothing for as long as it has heard something unread: writing
    /// all those frames now would delay the sound for the rest of the call, so the oldest are withheld; and to the peer all but the newest,
    /// which it would have to throw away itself.
    @Override
    public void serve(long nowNanos) {
        while (line.read(backlog.slot(), nowNanos)) {
            short[] fromLine = backlog.slot();
            backlog.add();
            playout(nowNanos);
            line.answer(toLine, backlog.kept() + backlog.lost());
            char begun = line.hearKeys(fromLine);
            line.suppress(fromLine);
            if (recorder != null) {
                recorder.write(lineIsLeft ? fromLine : toLine, lineIsLeft ? toLine : fromLine);
            }
            keys(begun, fromLine, nowNanos);
        }
        if (!data && (line.carriesData() || rtp.carriesData())) {
            data = true;
            rtp.passData();
            clamp.open();
        }
        if (backlog.kept() > 0) {
            afterAbsence(nowNanos);
            send(nowNanos);
        }
    }

    /// While the modem dialled, what the telephone said went nowhere and filled the jitter buffer; it would delay the call's first words.
    /// Were it us who stalled, more frames would have waited.
    private void afterAbsence(long nowNanos) {
        if (served && nowNanos - servedAt > LineEndpoint.AWAY_NANOS) {
            captureClock.interrupted();
            if (backlog.lost() == 0 && rtp.playout() != null) {
                rtp.playout().catchUp();
                player.restart();
            }
        }
        served = true;
        servedAt = nowNanos;
    }

    /// A key of the line goes to the peer as events if it takes them, and then not as sound as well, which costs 10 ms of delay. What was down
    /// before the line came here has been dealt with there.
    private void keys(char begun, short[] fromLine, long nowNanos) {
        boolean down = line.keySounds();
        leftOver = leftOver && down && begun == 0;
        if (rtp.output().takesKeys()) {
            rtp.output().lineKey(begun, down, nowNanos);
            clamp.pass(fromLine, line.suspectsKey(), down);
        } else if (down && leftOver) {
            Arrays.fill(fromLine, (short) 0);
        }
    }

    private void send(long nowNanos) {
        int lost = backlog.lost();
        if (lost > 0) {
            rtp.output().skip(lost * Pcm.FRAME, nowNanos);
            loop.skippedFrames.add(lost);
        }
        for (int i = 0; i < backlog.kept(); i++) {
            captureClock.put(backlog.frame(i), nowNanos);
            while (captureClock.next(toPeer)) {
                rtp.output().sound(toPeer, Pcm.FRAME, nowNanos);
            }
        }
        if (lost > 0) {
            captureClock.interrupted();
        }
        backlog.clear();
    }

    private void playout(long nowNanos) {
        Playout playout = rtp.playout();
        if (playout != null) {
            player.next(toLine, rtp, playout, nowNanos);
        }
        if (playout == null || keyTail.sounds(nowNanos)) {
            Arrays.fill(toLine, (short) 0);
        }
        if (hold != null) {
            hold.next(toLine, 0, Pcm.FRAME);
        }
    }

    @Override
    public void onSound(RtpEndpoint from, RtpPacket packet, boolean newSource, int ticks, long nowNanos) {
        if (newSource) {
            player.forget();
        }
        if (holding.heard(nowNanos)) {
            hold = null;
        }
        rtp.playout().put(packet, ticks, nowNanos);
    }

    @Override
    public void onNoise(RtpEndpoint from, RtpPacket packet, boolean newSource, long nowNanos) {
        rtp.playout().noise(packet);
    }

    @Override
    public void onKey(RtpEndpoint from, Signal signal, RtpPacket packet, boolean newSource, long nowNanos) {
        if (signal.begins()) {
            line.keyDown(from.key());
        }
        if (signal.ends()) {
            line.keyUp();
            keyTail.ended(nowNanos);
        }
    }

    @Override
    public void onSettled(RtpEndpoint from, long nowNanos) {
        if (holding.settled(from, nowNanos)) {
            hold = holding.playing() ? loop.settings.holdSound().begin() : null;
        }
    }

    @Override
    public void onTyped(RtpEndpoint from, char key, long nowNanos) {
        line.key(key);
    }

    @Override
    public void record(Recorder newRecorder, long nowNanos) {
        recorder = Recorder.replace(recorder, newRecorder);
    }

    @Override
    public boolean joins(RtpEndpoint endpoint) {
        return rtp == endpoint;
    }

    @Override
    public LineEndpoint line(String name) {
        return line.name().equals(name) ? line : null;
    }

    @Override
    public void part() {
        line.keyUp();
        rtp.sink(null);
        record(null, 0);
    }
}
