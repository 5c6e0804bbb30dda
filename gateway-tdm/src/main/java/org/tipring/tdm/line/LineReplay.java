package org.tipring.tdm.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DominantFrequency;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.TonePlan;

/// A recording of a line, heard as the line would hear it: the same detector, the same machine, time counted in samples.
public final class LineReplay {

    /// What the line was doing when the recording began.
    public enum Begin {
        /// Off-hook a moment ago; dial tone is to come.
        SEIZED,
        /// The digits are out.
        DIALLED,
        /// In conversation.
        TALKING
    }

    /// @param millis from the begin of the recording; @param what in words
    public record Entry(long millis, String what) { }

    /// A stretch of sound between two silences.
    public record Burst(long millis, long lengthMillis, double hertz, double dBm0) { }

    private static final long NANOS_PER_FRAME = 20_000_000L;
    private static final int FRAME_MILLIS = 20;
    private static final int FRAME = 160;
    private static final double QUIET_DBM0 = -48;
    private static final int SILENCE_TOLD_FRAMES = 250;
    /// As much of a burst's sound as its frequency is measured from.
    private static final int MEASURED = 20 * FRAME;

    private final FxoLine line;
    private final ToneDetector detector;
    private final List<Entry> timeline = new ArrayList<>();
    private final List<Burst> bursts = new ArrayList<>();
    private final short[] recent = new short[MEASURED];
    private int recentSamples;
    private final boolean keepsBursts;
    private long burstFrom = -1;
    private long frames;
    private int quietFrames;
    private FxoAction.ReleaseEvidence released;
    private long releasedMillis = -1;
    private FxoAction.AnswerEvidence answered;
    private long answeredMillis = -1;

    /// @param keepsBursts [#bursts] will be asked for
    public LineReplay(TonePlan plan, LineTimings timings, Begin begin, boolean keepsBursts) {
        this.keepsBursts = keepsBursts;
        line = new FxoLine(new LineId("replay"), timings);
        detector = new ToneDetector(plan, new Told());
        line.handle(new FxoEvent.PortReady(), 0);
        line.handle(new FxoEvent.Seize("1"), 0);
        line.handle(new FxoEvent.OffHook(), 0);
        if (begin != Begin.SEIZED) {
            line.handle(new FxoEvent.DialToneReported(), 0);
            line.handle(new FxoEvent.DigitsSent(), 0);
        }
        if (begin == Begin.TALKING) {
            line.handle(new FxoEvent.PolarityReversed(), 0);
        }
    }

    /// The next 20 ms of the recording, 160 samples.
    public void hear(short[] frame) {
        long now = frames * NANOS_PER_FRAME;
        measure(frame);
        detector.process(frame);
        frames++;
        now += NANOS_PER_FRAME;
        while (line.nextDeadline() <= now) {
            carryOut(line.tick(Math.max(line.nextDeadline(), now - NANOS_PER_FRAME)));
        }
    }

    /// All of it, whole frames.
    public void hear(short[] samples, int from, int to) {
        short[] frame = new short[FRAME];
        for (int at = from; at + FRAME <= to; at += FRAME) {
            System.arraycopy(samples, at, frame, 0, FRAME);
            hear(frame);
        }
    }

    private void measure(short[] frame) {
        boolean loud = LevelMeter.dBm0(frame, 0, FRAME) > QUIET_DBM0;
        if (loud) {
            quietFrames = 0;
            if (burstFrom < 0) {
                burstFrom = millis();
                recentSamples = 0;
            }
            if (recentSamples + FRAME <= MEASURED) {
                System.arraycopy(frame, 0, recent, recentSamples, FRAME);
                recentSamples += FRAME;
            }
            return;
        }
        if (burstFrom >= 0 && keepsBursts) {
            DominantFrequency heard = DominantFrequency.of(recent, 0, recentSamples);
            bursts.add(new Burst(burstFrom, millis() - burstFrom, heard.hertz(), LevelMeter.dBm0(recent, 0, recentSamples)));
        }
        burstFrom = -1;
        if (++quietFrames % SILENCE_TOLD_FRAMES == 0) {
            carryOut(line.handle(new FxoEvent.Silent((long) quietFrames * FRAME_MILLIS / 1000), frames * NANOS_PER_FRAME));
        }
    }

    private long millis() {
        return frames * FRAME_MILLIS;
    }

    private void say(String what) {
        timeline.add(new Entry(millis() + FRAME_MILLIS, what));
    }

    private void happened(FxoEvent event) {
        carryOut(line.handle(event, (frames + 1) * NANOS_PER_FRAME));
    }

    private void carryOut(List<FxoAction> actions) {
        for (FxoAction action : actions) {
            switch (action) {
                case FxoAction.Released(FxoAction.ReleaseEvidence evidence) -> {
                    released = evidence;
                    releasedMillis = millis() + FRAME_MILLIS;
                    say("decision: released, " + EvidenceLog.word(evidence));
                }
                case FxoAction.Answered(FxoAction.AnswerEvidence evidence) -> {
                    answered = evidence;
                    answeredMillis = millis() + FRAME_MILLIS;
                    say("decision: answered, " + EvidenceLog.word(evidence.certainty()) + ": " + EvidenceLog.word(evidence));
                }
                case FxoAction.AnswerHeard(FxoAction.AnswerEvidence evidence) ->
                        say("answer heard, " + EvidenceLog.word(evidence.certainty()) + ": " + EvidenceLog.word(evidence));
                case FxoAction.CallerMet(FxoAction.Meeting how) -> say("decision: met a caller, " + EvidenceLog.word(how));
                case FxoAction.SendDigits _ -> {
                    say("the line would dial now");
                    line.handle(new FxoEvent.DigitsSent(), (frames + 1) * NANOS_PER_FRAME);
                }
                default -> { }
            }
        }
    }

    public List<Entry> timeline() {
        return List.copyOf(timeline);
    }

    /// Those that have ended.
    public List<Burst> bursts() {
        return List.copyOf(bursts);
    }

    /// What ended the call, or null: it goes on.
    public FxoAction.ReleaseEvidence released() {
        return released;
    }

    /// When; -1 when it goes on.
    public long releasedMillis() {
        return releasedMillis;
    }

    /// When the call counted as answered; -1: it did not.
    public long answeredMillis() {
        return answeredMillis;
    }

    /// What the answer was taken from, or null.
    public FxoAction.AnswerEvidence answered() {
        return answered;
    }

    private final class Told implements ToneDetector.Listener {

        @Override
        public void toneStarted(CallProgressTone tone) {
            short[] sound = Arrays.copyOf(recent, recentSamples);
            say(EvidenceLog.word(tone) + " tone, strongest at " + String.format(Locale.ROOT, "%.0f Hz, %.1f dBm0",
                    DominantFrequency.of(sound).hertz(), LevelMeter.dBm0(sound)));
            happened(new FxoEvent.ToneStarted(tone));
        }

        @Override
        public void toneEnded(CallProgressTone tone) {
            say(EvidenceLog.word(tone) + " tone ended");
            happened(new FxoEvent.ToneEnded(tone));
        }

        @Override
        public void voiceHeard() {
            say("voice, or another sound that is no tone of this country");
            happened(new FxoEvent.VoiceHeard());
        }
    }
}
