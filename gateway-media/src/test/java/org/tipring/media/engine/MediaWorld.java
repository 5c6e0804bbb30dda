package org.tipring.media.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.record.CaptureOpener;
import org.tipring.media.engine.record.RecordingOpener;
import org.tipring.media.net.InMemoryNetwork;
import org.tipring.media.net.ScriptedPhone;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.time.VirtualClock;

/// A media loop, phones and lines in virtual time.
final class MediaWorld {

    static final int EVENTS = 101;

    final VirtualClock clock = new VirtualClock();
    final InMemoryNetwork network = new InMemoryNetwork(clock::now);
    final List<MediaEvent> events = new ArrayList<>();
    final MediaLoop loop;
    private int nextHost = 1;

    MediaWorld() {
        this(MediaSettings.DEFAULTS);
    }

    MediaWorld(MediaSettings settings) {
        this(settings, _ -> {
            throw new IOException("no recorder");
        });
    }

    MediaWorld(MediaSettings settings, RecordingOpener recorder) {
        this(settings, recorder, (_, _) -> {
            throw new IOException("no captures");
        }, Runnable::run);
    }

    MediaWorld(MediaSettings settings, RecordingOpener recorder, CaptureOpener capturer, Executor writers) {
        loop = new MediaLoop("media-test", network, settings, events::add, recorder, capturer, writers, new Random(4711));
        clock.advanceMillis(1000);
    }

    /// A line whose far side a test can hear and speak for.
    static class Line implements AudioEndpoint {
        final String name;
        final List<short[]> said = new ArrayList<>();
        final List<short[]> heard = new ArrayList<>();

        Line(String name) {
            this.name = name;
        }

        Termination termination() {
            return new Termination.Line(name, this, TonePlan.US);
        }

        void say(short[] frame) {
            said.add(frame.clone());
        }

        @Override
        public boolean read(short[] frame) {
            if (said.isEmpty()) {
                return false;
            }
            System.arraycopy(said.removeFirst(), 0, frame, 0, Pcm.FRAME);
            return true;
        }

        @Override
        public void write(short[] frame) {
            heard.add(frame.clone());
        }

        short[] heardSamples() {
            return concat(heard);
        }
    }

    /// A leg: a stream pair and the phone at its other end.
    record Leg(long id, ScriptedPhone phone, List<short[]> heard) {
        Termination termination() {
            return new Termination.Rtp(id);
        }

        short[] heardSamples() {
            return concat(heard);
        }
    }

    Leg leg(AudioFormat format, int packetMillis) throws IOException {
        return leg(format, EVENTS, packetMillis);
    }

    Leg leg(AudioFormat format, int telephoneEvent, int packetMillis) throws IOException {
        return leg(format, telephoneEvent, packetMillis, RtpParameters.Extras.NONE, Pcm.RATE);
    }

    /// @param rate of the phone's samples
    Leg leg(AudioFormat format, int telephoneEvent, int packetMillis, RtpParameters.Extras extras, int rate) throws IOException {
        long id = loop.openRtp();
        InetSocketAddress address = new InetSocketAddress("192.168.0." + nextHost++, 4000);
        ScriptedPhone phone = new ScriptedPhone(network, clock::now, address, format, telephoneEvent, loop.localPort(id), rate);
        List<short[]> heard = new ArrayList<>();
        phone.ear(heard::add);
        loop.post(new MediaCommand.Negotiate(id, new RtpParameters(address, format, telephoneEvent, packetMillis, true, true, extras)));
        turn();
        return new Leg(id, phone, heard);
    }

    void connect(long bridge, Termination a, Termination b) {
        loop.post(new MediaCommand.Connect(bridge, a, b));
        turn();
    }

    void turn() {
        loop.runOnce(clock.now(), false);
    }

    /// Lets time go by in steps of 10 ms, and does something before each.
    void run(long millis, Runnable every20) {
        for (long t = 0; t < millis; t += 10) {
            if (t % 20 == 0) {
                every20.run();
            }
            turn();
            clock.advanceMillis(10);
        }
    }

    <T extends MediaEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static short[] concat(List<short[]> parts) {
        short[] all = new short[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /// Endless sine of 0.5 amplitude, a frame at a time.
    static final class Sine {
        private final double hertz;
        private int at;

        Sine(double hertz) {
            this.hertz = hertz;
        }

        short[] frame() {
            return samples(Pcm.FRAME);
        }

        short[] samples(int count) {
            short[] frame = new short[count];
            for (int i = 0; i < count; i++) {
                frame[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * hertz * at++ / Pcm.RATE));
            }
            return frame;
        }
    }

    /// How much of a sound's power is at one frequency, 0..1.
    static double share(short[] sound, int from, int to, double hertz) {
        double re = 0;
        double im = 0;
        double power = 0;
        for (int i = from; i < to; i++) {
            double w = 2 * Math.PI * hertz * i / Pcm.RATE;
            re += sound[i] * Math.cos(w);
            im += sound[i] * Math.sin(w);
            power += (double) sound[i] * sound[i];
        }
        return power == 0 ? 0 : 2 * (re * re + im * im) / (power * (to - from));
    }

    static double rms(short[] sound, int from, int to) {
        double power = 0;
        for (int i = from; i < to; i++) {
            power += (double) sound[i] * sound[i];
        }
        return Math.sqrt(power / Math.max(1, to - from));
    }
}
