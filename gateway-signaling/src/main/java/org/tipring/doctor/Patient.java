package org.tipring.doctor;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.port.LinePort;

/// One line on the couch: its port, all that it said and all that was heard on it.
public final class Patient {

    /// What the wire said, and when.
    record Said(LineEvent event, long atNanos) { }

    final LinePort port;
    private final Deque<LineEvent> fresh;
    private final Deque<Said> said = new ArrayDeque<>();
    private short[] heard = new short[60 * Pcm.RATE];
    private int count;
    private short[] playing = new short[0];
    private int played;
    private final short[] frame = new short[Pcm.FRAME];

    final ClockFit clock = new ClockFit();

    /// @param fresh where the port's events come in
    Patient(LinePort port, Deque<LineEvent> fresh) {
        this.port = port;
        this.fresh = fresh;
    }

    /// A frame for each frame: what is to be played, or silence.
    void serve(long now) {
        for (LineEvent event = fresh.poll(); event != null; event = fresh.poll()) {
            said.add(new Said(event, now));
        }
        if (port.nextDeadline() <= now) {
            port.tick(now);
        }
        boolean came = false;
        while (port.audio().read(frame)) {
            if (count + Pcm.FRAME > heard.length) {
                heard = Arrays.copyOf(heard, 2 * heard.length);
            }
            System.arraycopy(frame, 0, heard, count, Pcm.FRAME);
            count += Pcm.FRAME;
            Arrays.fill(frame, (short) 0);
            int n = Math.min(Pcm.FRAME, playing.length - played);
            System.arraycopy(playing, played, frame, 0, n);
            played += n;
            port.audio().write(frame);
            came = true;
        }
        if (came) {
            clock.add(count, now);
        }
    }

    /// From the next frame on.
    void play(short[] sound) {
        playing = sound;
        played = 0;
    }

    /// Samples heard so far: a place in what was heard.
    int mark() {
        return count;
    }

    short[] since(int mark) {
        return Arrays.copyOfRange(heard, mark, count);
    }

    short[] between(int from, int to) {
        return Arrays.copyOfRange(heard, from, Math.min(to, count));
    }

    /// @return when it was said first since then, or -1
    long saidSince(Class<? extends LineEvent> kind, long sinceNanos) {
        return said.stream().filter(one -> kind.isInstance(one.event()) && one.atNanos() >= sinceNanos).mapToLong(Said::atNanos).findFirst().orElse(-1);
    }

    /// The latest of that kind.
    <T extends LineEvent> T last(Class<T> kind) {
        return said.stream().map(Said::event).filter(kind::isInstance).map(kind::cast).reduce((_, later) -> later).orElse(null);
    }
}
