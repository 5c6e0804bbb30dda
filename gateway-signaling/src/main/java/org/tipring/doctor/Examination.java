package org.tipring.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.tipring.doctor.Finding.Confidence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.echo.EchoReturn;
import org.tipring.media.dsp.HeardTone;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.FxoEvent;

/// Measures a line: alone first, then by a call to another one of our lines, or to somebody's telephone, if there is one.
///
/// | step | what is done | what is learnt |
/// |---|---|---|
/// | wake | the device is opened | that it is there, and what it is; where it has a meter the line's battery, voltage and current |
/// | listen | off the hook, 4 s of nothing | dial tone, which countries have such a tone |
/// | quiet | one key breaks the dial tone, 1 s of nothing | noise |
/// | echo | 1 s of noise is sent | return loss and delay |
/// | call | the other line is called and answers, each sends a tone, it hangs up first | ringback, signals of answer and of hang-up, loss |
/// | clock | 12 s of nothing more | how fast the line's clock is |
///
/// It plays, dials and waits as a person would; a step that finds nothing says so and the next ones go on where they can.
public final class Examination extends Examined {

    private static final long WAKE_MILLIS = 20_000;
    private static final long HOOK_MILLIS = 5000;
    private static final long LISTEN_MILLIS = 4000;
    /// The exchange's own time before it plays anything, and the modem's before it hands over sound.
    private static final int SETTLE = Pcm.RATE / 2;
    /// Two seconds without battery are no line, and a meter tells each second.
    private static final long MEASURED_MILLIS = 2500;
    private static final long SETUP_MILLIS = 30_000;
    private static final long RINGBACK_MILLIS = 13_000;
    private static final long HANG_UP_MILLIS = 25_000;
    private static final long BETWEEN_CALLS_MILLIS = 3000;
    private static final long CLOCK_MILLIS = 12_000;
    private static final double STEADY_MILLIS = 40;
    private static final double NOISE_DBM0 = -18;
    private static final double TONE_DBM0 = -16;
    private static final double TONE_HERTZ = 1004;

    private final Collection<CountryProfile> countries;
    private final String quietDigit;
    private final List<HeardTone> tones = new ArrayList<>();
    private HeardTone dialTone;
    private HeardTone hangUpTone;
    private boolean answerReversal;
    private boolean answerSeen;
    private boolean hangUpSignal;

    /// @param countries whose tones are known
    /// @param quietDigit what ends dial tone without calling anybody
    public Examination(Practice practice, Collection<CountryProfile> countries, String quietDigit) {
        super(practice);
        this.countries = countries;
        this.quietDigit = quietDigit;
    }

    /// @return false when the line cannot be used at all
    public boolean alone(Patient line) {
        if (!wakes(line, WAKE_MILLIS)) {
            return false;
        }
        if (line.last(FxoEvent.RingStarted.class) != null) {
            find("line", "it is ringing: examine it when nobody calls", Confidence.SURE);
            return false;
        }
        long ready = practice.now();
        practice.until(() -> line.saidSince(FxoEvent.PortFailed.class, ready) >= 0, MEASURED_MILLIS);
        supply("line, on-hook", line);
        if (line.saidSince(FxoEvent.PortFailed.class, ready) >= 0) {
            find("line", line.last(FxoEvent.PortFailed.class).why(), Confidence.SURE);
            return false;
        }
        return offHook(line) && listened(line);
    }

    private void supply(String what, Patient line) {
        if (!line.port.supply().isEmpty()) {
            find(what, line.port.supply(), Confidence.SURE);
        }
    }

    private boolean offHook(Patient line) {
        long asked = practice.now();
        line.clock.restart();
        line.port.goOffHook(asked);
        boolean up = practice.await(line, FxoEvent.OffHook.class, asked, HOOK_MILLIS);
        if (!up) {
            find("hook", "the device does not go off the hook", Confidence.SURE);
        }
        return up;
    }

    private void onHook(Patient line) {
        long asked = practice.now();
        line.port.goOnHook(asked);
        practice.await(line, FxoEvent.OnHook.class, asked, HOOK_MILLIS);
        practice.run(BETWEEN_CALLS_MILLIS);
    }

    private boolean listened(Patient line) {
        int from = line.mark();
        practice.run(LISTEN_MILLIS);
        short[] sound = line.since(from);
        recordings.put("dial-tone", sound);
        dialTone = sound.length <= SETTLE ? null : HeardTone.in(sound, SETTLE, sound.length - SETTLE);
        if (dialTone == null) {
            find("dial tone", "none: " + level(sound) + "; is the cable in, is the line paid for?", Confidence.SURE, "dial-tone");
            onHook(line);
            return false;
        }
        find("dial tone", dialTone.toString(), Confidence.SURE, "dial-tone");
        supply("line, off-hook", line);
        tones.add(dialTone);
        echo(line);
        practice.run(CLOCK_MILLIS);
        clock(line.clock);
        onHook(line);
        return true;
    }

    private void clock(ClockFit clock) {
        boolean steady = clock.spreadMillis() < STEADY_MILLIS;
        find("clock", steady ? String.format(Locale.ROOT, "%+.0f ppm against ours, over %.0f s", clock.ppm(), clock.seconds())
            : String.format(Locale.ROOT, "not measured: sound was lost on the way (arrivals spread by %.0f ms); is the machine busy?", clock.spreadMillis()),
            steady ? Confidence.LIKELY : Confidence.UNKNOWN);
    }

    private void echo(Patient line) {
        long dialled = practice.now();
        line.port.sendDigits(quietDigit, dialled);
        practice.await(line, FxoEvent.DigitsSent.class, dialled, HOOK_MILLIS);
        practice.run(700);
        // Sound stops while a modem dials; from here on it flows without a gap.
        line.clock.restart();
        int quiet = line.mark();
        practice.run(1000);
        short[] silence = line.since(quiet);
        find("noise", level(silence), Confidence.SURE, "quiet");
        recordings.put("quiet", silence);
        if (HeardTone.in(silence, 0, silence.length) != null) {
            find("echo", "not measured: the key " + quietDigit + " did not make the line quiet; try another with --quiet-key", Confidence.UNKNOWN);
            return;
        }
        short[] burst = burst();
        int sent = line.mark();
        line.play(burst);
        practice.run(1000L * burst.length / Pcm.RATE + 700);
        short[] heard = line.since(sent);
        recordings.put("echo", heard);
        EchoReturn echo = EchoReturn.of(burst, heard, power(silence));
        find("echo", echo == null ? "none that can be told from noise" : String.format(Locale.ROOT, "%.0f dB return loss, %.1f ms after it was sent (device and line)",
            echo.lossDb(), echo.delaySamples() * 1000.0 / Pcm.RATE), echo == null ? Confidence.LIKELY : Confidence.SURE, "echo");
    }

    /// One second of noise.
    static short[] burst() {
        Random random = new Random(4711);
        double rms = LevelMeter.amplitude(NOISE_DBM0) / Math.sqrt(2);
        short[] burst = new short[Pcm.RATE];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = (short) Math.round(rms * random.nextGaussian());
        }
        return burst;
    }

    /// Calls `number` from the line. With `other`, that is our own line which rings; without, somebody answers it and hangs up after some
    /// seconds.
    public void call(Patient line, String number, Patient other) {
        if (other != null) {
            other.port.start(practice.now());
            if (!practice.until(() -> other.last(FxoEvent.PortReady.class) != null, WAKE_MILLIS)) {
                find("call", "the other line's device does not answer", Confidence.SURE);
                return;
            }
        }
        if (!offHook(line)) {
            return;
        }
        practice.run(2000);
        long dialled = practice.now();
        line.port.sendDigits(number, dialled);
        practice.await(line, FxoEvent.DigitsSent.class, dialled, HOOK_MILLIS * 2);
        int from = line.mark();
        boolean rang = other == null || practice.await(other, FxoEvent.RingStarted.class, dialled, SETUP_MILLIS);
        practice.run(RINGBACK_MILLIS);
        short[] ringing = line.since(from);
        recordings.put("ringback", ringing);
        HeardTone ringback = HeardTone.in(ringing, 0, ringing.length);
        find("ringback", ringback == null ? "none heard" : ringback.toString(), rang ? Confidence.SURE : Confidence.LIKELY, "ringback");
        if (!rang) {
            find("call", "the other line did not ring within " + SETUP_MILLIS / 1000 + " s: is " + number + " its number?", Confidence.SURE);
        } else {
            if (ringback != null) {
                tones.add(ringback);
            }
            talk(line, other);
        }
        onHook(line);
    }

    private void talk(Patient line, Patient other) {
        long answered = practice.now();
        if (other != null) {
            other.port.goOffHook(answered);
            practice.await(other, FxoEvent.OffHook.class, answered, HOOK_MILLIS);
        }
        practice.run(2000);
        answerSeen = true;
        // Modems have one report for a loop that opens and one that turns round; nobody opens a loop because of an answer.
        answerReversal = line.saidSince(FxoEvent.PolarityReversed.class, answered) >= 0 || line.saidSince(FxoEvent.LoopBroken.class, answered) >= 0;
        find("answer", answerReversal ? "the line's polarity is reversed" : "no signal: only that ringback ends", Confidence.SURE);
        if (other != null) {
            loss("loss from the other line", other, line);
            loss("loss to the other line", line, other);
        }
        long hungUp = practice.now();
        int from = line.mark();
        if (other != null) {
            other.port.goOnHook(hungUp);
        }
        practice.run(HANG_UP_MILLIS);
        hangUp(line, from, hungUp);
    }

    private void hangUp(Patient line, int from, long since) {
        short[] after = line.since(from);
        recordings.put("hang-up", after);
        long broken = line.saidSince(FxoEvent.LoopBroken.class, since);
        long reversed = line.saidSince(FxoEvent.PolarityReversed.class, since);
        hangUpSignal = broken >= 0 || reversed >= 0;
        int tail = Math.min(after.length, 10 * Pcm.RATE);
        hangUpTone = HeardTone.in(after, after.length - tail, tail);
        List<String> signals = new ArrayList<>();
        if (broken >= 0) {
            signals.add("the loop opened or turned after " + (broken - since) / 1_000_000 + " ms");
        }
        if (reversed >= 0) {
            signals.add("polarity turned after " + (reversed - since) / 1_000_000 + " ms");
        }
        if (hangUpTone != null) {
            signals.add("tone: " + hangUpTone);
            tones.add(hangUpTone);
        }
        find("hang-up", signals.isEmpty() ? "no signal within " + HANG_UP_MILLIS / 1000 + " s: the line would stay taken" : String.join("; ", signals),
            signals.isEmpty() ? Confidence.LIKELY : Confidence.SURE, "hang-up");
    }

    private void loss(String what, Patient speaking, Patient listening) {
        short[] tone = new short[2 * Pcm.RATE];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(LevelMeter.amplitude(TONE_DBM0) * Math.sin(2 * Math.PI * TONE_HERTZ * i / Pcm.RATE));
        }
        speaking.play(tone);
        practice.run(1000);
        int from = listening.mark();
        practice.run(800);
        short[] heard = listening.since(from);
        HeardTone came = HeardTone.in(heard, 0, heard.length);
        boolean same = came != null && came.hertz().size() == 1 && Math.abs(came.hertz().getFirst() - TONE_HERTZ) < 5;
        find(what, same ? String.format(Locale.ROOT, "%.1f dB at 1004 Hz", TONE_DBM0 - came.dBm0()) : "the tone did not come through", Confidence.SURE);
        practice.run(500);
    }

    private static String level(short[] sound) {
        return String.format(Locale.ROOT, "%.0f dBm0", LevelMeter.dBm0(sound));
    }

    /// What lines.ini should say of the line.
    public List<Proposal> proposals(String presentCountry, String presentAnswer, String presentDialTone) {
        List<Proposal> proposals = new ArrayList<>();
        List<String> fitting = countries.stream().filter(this::has).map(CountryProfile::iso).sorted().toList();
        String shown = fitting.size() > 6 ? String.join(", ", fitting.subList(0, 6)) + " and " + (fitting.size() - 6) + " more" : String.join(", ", fitting);
        String heard = tones.size() + (tones.size() == 1 ? " tone" : " tones") + " heard";
        // Half the world has the same dial tone: it takes another tone to name a country that nobody else named.
        boolean stay = fitting.contains(presentCountry) || fitting.isEmpty() || tones.size() == 1;
        proposals.add(new Proposal("country", presentCountry, stay ? presentCountry : fitting.getFirst(),
            fitting.isEmpty() ? Confidence.UNKNOWN : fitting.size() == 1 ? Confidence.SURE : Confidence.LIKELY,
            fitting.isEmpty() ? heard + ", no country has them all: write a pack of your own, countries/xx.ini"
                : heard + (fitting.contains(presentCountry) ? ", as in " : ", not as in " + presentCountry + " but as in ") + shown));
        if (answerSeen) {
            proposals.add(new Proposal("answer when", presentAnswer, answerReversal ? "sure" : presentAnswer.equals("sure") ? "likely" : presentAnswer,
                Confidence.SURE, answerReversal ? "the exchange reverses the line at the answer" : "the exchange says nothing at the answer"));
        }
        proposals.add(new Proposal("dial tone", presentDialTone, dialTone == null ? presentDialTone : "wait", dialTone == null ? Confidence.UNKNOWN : Confidence.SURE,
            dialTone == null ? "none was heard" : "it is there"));
        return proposals;
    }

    /// What lines.ini should say of the line's loudness.
    public List<Proposal> gains(int presentIn, int presentOut) {
        return GainAdvice.of(dialTone, presentIn, presentOut);
    }

    private boolean has(CountryProfile country) {
        return !tones.isEmpty() && tones.stream().allMatch(heard -> country.tones().signals().entrySet().stream()
            .anyMatch(signal -> signal.getKey() != CallProgressTone.CALL_WAITING && heard.resembles(signal.getValue())));
    }

    /// Whether it was seen what happens when the far end hangs up, and there was nothing to see.
    public boolean hangUpIsSilent() {
        return recordings.containsKey("hang-up") && !hangUpSignal && hangUpTone == null;
    }
}
