package org.tipring.media.dsp;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.LossConcealer;
import org.tipring.media.codec.ULaw;
import org.tipring.media.pcm.Pcm;

/// Prints what each kernel costs for one frame of 20 ms: thread CPU time, best and median of many rounds. Not a test.
///
/// `mvn -q -pl gateway-media test-compile && java -cp gateway-media/target/classes:gateway-media/target/test-classes org.tipring.media.dsp.KernelTimes`
public final class KernelTimes {

    private static final int FRAMES = 5000;
    private static final int ROUNDS = 41;
    /// So that no result is unused and optimised away.
    private static long sink;

    private interface Kernel {
        void frame(short[] frame);
    }

    private KernelTimes() {
    }

    public static void main(String[] args) {
        short[] speech = new SpeechLike(1).take(FRAMES * 20);
        short[] silence = new short[speech.length];
        short[] dial = tone(TonePlan.US, CallProgressTone.DIAL, speech.length);
        short[] busy = tone(TonePlan.DE, CallProgressTone.BUSY, speech.length);
        short[] digits = new short[speech.length];
        new DtmfGenerator("159D#".repeat(125), 80, 80, -10).next(digits, 0, digits.length);
        byte[] payload = new byte[Pcm.FRAME];
        ULaw uLaw = new ULaw();
        ALaw aLaw = new ALaw();

        System.out.printf("%-44s %8s %8s%n", "ns a frame (" + System.getProperty("java.version") + ")", "best", "median");
        time("mu-law encode", speech, frame -> uLaw.encode(frame, 0, Pcm.FRAME, payload, 0));
        time("mu-law decode", speech, frame -> uLaw.decode(payload, 0, Pcm.FRAME, frame, 0));
        time("A-law encode", speech, frame -> aLaw.encode(frame, 0, Pcm.FRAME, payload, 0));
        time("A-law decode", speech, frame -> aLaw.decode(payload, 0, Pcm.FRAME, frame, 0));
        time("A-law to mu-law, direct", speech, _ -> ULaw.fromALaw(payload, 0, Pcm.FRAME, payload, 0));
        ToneGenerator generator = new ToneGenerator(TonePlan.US.signal(CallProgressTone.DIAL));
        time("two-tone generator", speech, frame -> generator.next(frame, 0, Pcm.FRAME));
        time("level meter", speech, frame -> sink += LevelMeter.energy(frame, 0, Pcm.FRAME));
        timeTones("tone detector US, silence", TonePlan.US, silence);
        timeTones("tone detector US, dial tone", TonePlan.US, dial);
        timeTones("tone detector DE, busy", TonePlan.DE, busy);
        timeTones("tone detector US, speech", TonePlan.US, speech);
        timeTones("tone detector GB, speech", TonePlan.GB, speech);
        DtmfDetector detector = new DtmfDetector();
        time("DTMF detector, silence", silence, frame -> sink += detector.process(frame, Pcm.FRAME));
        time("DTMF detector, speech", speech, frame -> sink += detector.process(frame, Pcm.FRAME));
        time("DTMF detector, digits", digits, frame -> sink += detector.process(frame, Pcm.FRAME));
        LossConcealer every = new LossConcealer();
        time("loss concealer, no loss", speech, every::good);
        LossConcealer tenth = new LossConcealer();
        int[] count = {0};
        time("loss concealer, 10 % loss", speech, frame -> {
            if (++count[0] % 10 == 0) {
                tenth.conceal(frame);
            } else {
                tenth.good(frame);
            }
        });
        SpeechLike voice = new SpeechLike(2);
        time("speech-like sound", speech, frame -> voice.next(frame, 0, Pcm.FRAME));
        short[] ten = new SpeechLike(3).take(10_000);
        for (int i = 0; i < 4; i++) {
            long start = System.nanoTime();
            sink += Similarity.between(ten, ten).delaySamples();
            System.out.printf("similarity of 10 s with 10 s, run %d: %d ms%n", i + 1, (System.nanoTime() - start) / 1_000_000);
        }
        System.out.println(sink == 0 ? "" : "ok");
    }

    private static void timeTones(String name, TonePlan plan, short[] pcm) {
        ToneDetector detector = new ToneDetector(plan, new ToneDetector.Listener() {
            @Override
            public void toneStarted(CallProgressTone tone) { }

            @Override
            public void toneEnded(CallProgressTone tone) { }

            @Override
            public void voiceHeard() { }
        });
        time(name, pcm, detector::process);
    }

    private static void time(String name, short[] pcm, Kernel kernel) {
        var threads = ManagementFactory.getThreadMXBean();
        short[] frame = new short[Pcm.FRAME];
        double[] nanos = new double[ROUNDS];
        for (int round = -10; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < FRAMES; i++) {
                System.arraycopy(pcm, i * Pcm.FRAME, frame, 0, Pcm.FRAME);
                kernel.frame(frame);
            }
            if (round >= 0) {
                nanos[round] = (double) (threads.getCurrentThreadCpuTime() - start) / FRAMES;
            }
        }
        java.util.Arrays.sort(nanos);
        System.out.printf(Locale.ROOT, "%-44s %8.0f %8.0f%n", name, nanos[0], nanos[ROUNDS / 2]);
    }

    private static short[] tone(TonePlan plan, CallProgressTone tone, int samples) {
        short[] pcm = new short[samples];
        new ToneGenerator(plan.signal(tone)).next(pcm, 0, samples);
        return pcm;
    }
}
