package org.tipring.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.codec.LossConcealer;
import org.tipring.media.codec.ULaw;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.echo.EchoCanceller;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.jitter.JitterBuffer;
import org.tipring.media.pcm.Pcm;

/// What each kernel costs for 20 ms of one direction, measured with JMH. No test of every build: the `bench` profile runs the annotation
/// processor that JMH needs, as README.md says.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {

    private static final int FRAMES = 1024;

    /// Speech, frame after frame.
    @State(Scope.Benchmark)
    public static class Speech {
        private final short[] sound = new SpeechLike(1).take(FRAMES * 20);
        private final short[] frame = new short[Pcm.FRAME];
        private int at;

        short[] next() {
            System.arraycopy(sound, at * Pcm.FRAME, frame, 0, Pcm.FRAME);
            at = (at + 1) % FRAMES;
            return frame;
        }
    }

    /// A codec at its own rate, with payloads of its own speech.
    @State(Scope.Benchmark)
    public static class Coding {
        @Param({"PCMU", "PCMA", "G722", "OPUS"})
        public String codec;

        private Codec encoder;
        private Codec decoder;
        private short[] sound;
        private final short[] out = new short[1440];
        private final byte[][] payloads = new byte[FRAMES][];
        private final byte[] payload = new byte[1440];
        private int samples;
        private int at;

        @Setup
        public void code() {
            AudioFormat format = Codecs.ALL.stream().filter(one -> one.encoding().equals(codec)).findFirst().orElseThrow();
            encoder = Codecs.of(format, Codecs.rate(format));
            decoder = Codecs.of(format, Codecs.rate(format));
            samples = Codecs.rate(format) / 50;
            sound = new short[FRAMES * samples];
            new SpeechLike(1).next(sound, 0, sound.length);
            for (int i = 0; i < FRAMES; i++) {
                int length = encoder.encode(sound, i * samples, samples, payload, 0);
                payloads[i] = java.util.Arrays.copyOf(payload, length);
            }
        }

        private int next() {
            at = (at + 1) % FRAMES;
            return at;
        }
    }

    @Benchmark
    public int encode(Coding coding) {
        return coding.encoder.encode(coding.sound, coding.next() * coding.samples, coding.samples, coding.payload, 0);
    }

    @Benchmark
    public int decode(Coding coding) {
        byte[] payload = coding.payloads[coding.next()];
        return coding.decoder.decode(payload, 0, payload.length, coding.out, 0);
    }

    /// From one law to the other, without the way through samples.
    @State(Scope.Benchmark)
    public static class Laws {
        private final byte[] payload = new byte[Pcm.FRAME];
        private final byte[] out = new byte[Pcm.FRAME];

        @Setup
        public void fill() {
            new Random(1).nextBytes(payload);
        }
    }

    @Benchmark
    public byte[] aLawToMuLaw(Laws laws) {
        ULaw.fromALaw(laws.payload, 0, Pcm.FRAME, laws.out, 0);
        return laws.out;
    }

    @State(Scope.Benchmark)
    public static class Detectors {
        private final DtmfDetector keys = new DtmfDetector();
        private int heard;
        private final ToneDetector tones = new ToneDetector(TonePlan.US, new ToneDetector.Listener() {
            @Override
            public void toneStarted(CallProgressTone tone) {
                heard++;
            }

            @Override
            public void toneEnded(CallProgressTone tone) {
                heard++;
            }

            @Override
            public void voiceHeard() {
                heard++;
            }
        });
    }

    @Benchmark
    public char keyDetector(Speech speech, Detectors detectors) {
        return detectors.keys.process(speech.next(), Pcm.FRAME);
    }

    @Benchmark
    public int toneDetector(Speech speech, Detectors detectors) {
        detectors.tones.process(speech.next());
        return detectors.heard;
    }

    @State(Scope.Benchmark)
    public static class Concealing {
        @Param({"0", "10"})
        public int lossPercent;

        private final LossConcealer concealer = new LossConcealer();
        private int frames;
    }

    @Benchmark
    public short[] concealer(Speech speech, Concealing concealing) {
        short[] frame = speech.next();
        if (concealing.frames++ % 100 < concealing.lossPercent * 10 && concealing.frames % 10 == 0) {
            concealing.concealer.conceal(frame);
        } else {
            concealing.concealer.good(frame);
        }
        return frame;
    }

    /// An echo after 65 ms, 10 dB down; the noise of a line.
    @State(Scope.Benchmark)
    public static class Echo {
        private static final int DELAY = 520;
        private static final int SETTLE = 5000;

        @Param({"false", "true"})
        public boolean converged;

        private final short[] said = new SpeechLike(1).take(FRAMES * 20);
        private final short[] echo = new short[said.length];
        private final short[] reference = new short[Pcm.FRAME];
        private final short[] line = new short[Pcm.FRAME];
        private EchoCanceller canceller;
        private int at;

        @Setup
        public void wire() {
            Random random = new Random(1);
            for (int i = 0; i < said.length; i++) {
                double sum = 6 * random.nextGaussian();
                for (int tap = 0; tap < 48; tap++) {
                    // Around the end to the beginning: the sound is played again and again.
                    sum += said[Math.floorMod(i - DELAY - tap, said.length)] * 0.22 * Math.exp(-tap / 10.0) * Math.cos(tap * 0.9);
                }
                echo[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
            }
            canceller = new EchoCanceller();
            for (int i = 0; converged && i < SETTLE && !canceller.figures().converged(); i++) {
                next();
            }
            if (converged && !canceller.figures().converged()) {
                throw new IllegalStateException("it does not converge: " + canceller.figures());
            }
        }

        private short[] next() {
            System.arraycopy(said, at * Pcm.FRAME, reference, 0, Pcm.FRAME);
            System.arraycopy(echo, at * Pcm.FRAME, line, 0, Pcm.FRAME);
            canceller.process(reference, line);
            at = (at + 1) % FRAMES;
            if (!converged && at % 50 == 0) {
                // It would soon be done; a new one begins anew, which so is in the figure.
                canceller = new EchoCanceller();
            }
            return line;
        }
    }

    @Benchmark
    public short[] echoCanceller(Echo echo) {
        return echo.next();
    }

    @State(Scope.Benchmark)
    public static class Jitter {
        private static final long FRAME_NANOS = Pcm.FRAME_NANOS;

        private final JitterBuffer buffer = new JitterBuffer(Pcm.RATE, Duration.ZERO, Duration.ofMillis(200));
        private final byte[] payload = new byte[Pcm.FRAME];
        private final Random random = new Random(1);
        private int packet;
        private long now;
    }

    /// A packet in, with up to 8 ms of jitter, and a decision out.
    @Benchmark
    public JitterBuffer.Decision jitterBuffer(Jitter jitter) {
        jitter.now += Jitter.FRAME_NANOS;
        jitter.buffer.put(jitter.packet & 0xffff, jitter.packet * Pcm.FRAME, Pcm.FRAME, jitter.payload, 0, Pcm.FRAME,
                jitter.now + jitter.random.nextInt(8_000_000));
        jitter.packet++;
        return jitter.buffer.take(jitter.now + 8_000_000);
    }

    @Test
    void measure() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(KernelBenchmark.class.getName()).forks(1)
                .jvmArgs("-Xmx512m", "-XX:+UseSerialGC").warmupIterations(3).warmupTime(TimeValue.milliseconds(500)).measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(500)).build()).run();
        assertThat(results).hasSizeGreaterThan(10);
        System.out.printf("kernels, JMH: ns for 20 ms of one direction, Java %s%n", System.getProperty("java.version"));
        results.stream().sorted(Comparator.comparing(KernelBenchmark::name)).forEach(result -> System.out.printf("kernels, JMH: %-28s %,10.0f +- %,6.0f%n",
                name(result), result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError()));
    }

    private static String name(RunResult result) {
        var parameters = result.getParams();
        String method = parameters.getBenchmark().substring(parameters.getBenchmark().lastIndexOf('.') + 1);
        return method + parameters.getParamsKeys().stream().map(key -> " " + key + "=" + parameters.getParam(key)).reduce("", String::concat);
    }
}
