package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.engine.clock.CaptureClock;
import org.tipring.media.engine.clock.PlayoutClock;
import org.tipring.media.pcm.Pcm;

/// Somebody in a conference besides the line that leads it: says a frame and hears a frame, at that line's pace. Owned by the media thread.
abstract sealed class ConferenceParty {

    /// What it says now.
    final short[] says = new short[Pcm.FRAME];

    /// Takes what has come from it.
    abstract void take(long nowNanos);

    /// Fills [#says] with its next frame.
    abstract void next(long nowNanos);

    /// Gives it a frame of what the others say.
    abstract void hear(short[] frame, long nowNanos);

    /// The same frame was too late to be of use.
    abstract void miss(long nowNanos);

    /// Gives on what it hears at its own pace.
    abstract void give(long nowNanos);

    /// Whether it gets the keys of the leading line as events, and so is not to hear them as well.
    boolean takesKeys() {
        return false;
    }

    /// Whether a fax machine or modem has been heard from it.
    abstract boolean carriesData();

    abstract void keyDown(char key, long nowNanos);

    abstract void keyUp();

    abstract void part();

    /// ```
    ///  peer ──► jitter buffer ──► PlayoutClock ──► the others
    ///  peer ◄── RTP ◄── encode ◄── CaptureClock ◄── the others
    /// ```
    static final class OnRtp extends ConferenceParty {

        final RtpEndpoint rtp;
        final PeerPlayout player;
        final KeyTail keyTail;
        private final CaptureClock captureClock;
        private final short[] toPeer = new short[Pcm.FRAME];

        OnRtp(RtpEndpoint rtp, LineEndpoint lead) {
            this.rtp = rtp;
            this.player = new PeerPlayout(lead.clock(), new PlayoutClock(lead.clock(), null));
            this.keyTail = new KeyTail(rtp);
            this.captureClock = new CaptureClock(lead.clock());
        }

        @Override
        void take(long nowNanos) {
            // Packets come by themselves.
        }

        /// Who holds the conference says nothing: its music would be heard by all.
        @Override
        void next(long nowNanos) {
            Playout playout = rtp.playout();
            if (playout != null) {
                player.next(says, rtp, playout, nowNanos);
            }
            if (playout == null || rtp.holds() || keyTail.sounds(nowNanos)) {
                Arrays.fill(says, (short) 0);
            }
        }

        @Override
        void hear(short[] frame, long nowNanos) {
            captureClock.put(frame, nowNanos);
            while (captureClock.next(toPeer)) {
                rtp.output().sound(toPeer, Pcm.FRAME, nowNanos);
            }
        }

        @Override
        void miss(long nowNanos) {
            rtp.output().skip(Pcm.FRAME, nowNanos);
            captureClock.interrupted();
        }

        @Override
        void give(long nowNanos) {
            // It has gone out.
        }

        @Override
        boolean takesKeys() {
            return rtp.output().takesKeys();
        }

        @Override
        boolean carriesData() {
            return rtp.carriesData();
        }

        @Override
        void keyDown(char key, long nowNanos) {
            rtp.output().press(key, KeyPlayer.KEY_MILLIS, nowNanos);
        }

        @Override
        void keyUp() {
            // It was pressed for a fixed time.
        }

        @Override
        void part() {
            rtp.sink(null);
        }
    }

    /// Another line, with a clock of its own.
    static final class OnLine extends ConferenceParty {

        final LineEndpoint line;
        private final LinePairQueue said = new LinePairQueue();
        private final LinePairQueue heard = new LinePairQueue();
        private final PlayoutClock fromIt;
        private final PlayoutClock toIt;
        private final short[] frame = new short[Pcm.FRAME];
        private int frames;

        OnLine(LineEndpoint line, LineEndpoint lead) {
            this.line = line;
            this.fromIt = new PlayoutClock(lead.clock(), line.clock());
            this.toIt = new PlayoutClock(line.clock(), lead.clock());
        }

        @Override
        void take(long nowNanos) {
            frames = 0;
            while (line.read(frame, nowNanos)) {
                line.suppress(frame);
                said.put(frame, nowNanos);
                frames++;
            }
        }

        @Override
        void next(long nowNanos) {
            fromIt.next(says, said, nowNanos);
        }

        @Override
        void hear(short[] others, long nowNanos) {
            heard.put(others, nowNanos);
        }

        @Override
        void miss(long nowNanos) {
            // The queue forgets what is too old by itself.
        }

        @Override
        void give(long nowNanos) {
            for (int nth = 1; nth <= frames; nth++) {
                toIt.next(frame, heard, nowNanos);
                line.answer(frame, nth);
            }
        }

        @Override
        boolean carriesData() {
            return line.carriesData();
        }

        @Override
        void keyDown(char key, long nowNanos) {
            line.keyDown(key);
        }

        @Override
        void keyUp() {
            line.keyUp();
        }

        @Override
        void part() {
            line.keyUp();
        }
    }
}
