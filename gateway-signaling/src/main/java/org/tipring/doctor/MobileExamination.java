package org.tipring.doctor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.doctor.Finding.Confidence;
import org.tipring.media.dsp.HeardTone;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.echo.EchoReturn;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.MobileEvent;

/// Measures a line of a mobile network: there is no loop and no dial tone, but a network that says plainly what it does.
///
/// | step | what is done | what is learnt |
/// |---|---|---|
/// | wake | the module is opened | that it is there, what it is, its SIM card, network and signal |
/// | call | a number is dialled | how long the network takes, what rings, who answers |
/// | listen | one second of nothing | how loud the other end is |
/// | echo | 1 s of noise is sent | return loss and delay: of the network and of whoever answered |
/// | clock | 12 s of nothing more | whether sound flows without gaps, and how fast the module's clock is |
/// | hang up | | how long the network takes |
public final class MobileExamination extends Examined {

    private static final long WAKE_MILLIS = 40_000;
    private static final long SETUP_MILLIS = 45_000;
    private static final long SETTLE_MILLIS = 1500;
    private static final long LISTEN_MILLIS = 1000;
    private static final long ECHO_MILLIS = 1700;
    private static final long CLOCK_MILLIS = 12_000;
    private static final long HANG_UP_MILLIS = 10_000;
    private static final double STEADY_MILLIS = 40;
    /// 3GPP TS 27.007 section 8.5; makers call less than this "marginal".
    private static final int WEAK_DBM = -95;
    private static final Pattern SIGNAL = Pattern.compile("(-\\d{2,3}) dBm");

    public MobileExamination(Practice practice) {
        super(practice);
    }

    /// @return false when the line cannot be used at all
    public boolean alone(Patient line) {
        if (!wakes(line, WAKE_MILLIS)) {
            return false;
        }
        String supply = line.port.supply();
        find("network", supply, Confidence.SURE);
        Matcher signal = SIGNAL.matcher(supply);
        if (!signal.find()) {
            find("signal", "the module does not say", Confidence.UNKNOWN);
        } else {
            boolean weak = Integer.parseInt(signal.group(1)) < WEAK_DBM;
            find("signal", signal.group() + (weak ? ": weak, calls may break off; move the antenna" : ": good enough"), Confidence.SURE);
        }
        return true;
    }

    /// Calls a number, which somebody answers.
    public void call(Patient line, String number) {
        long dialled = practice.now();
        line.clock.restart();
        int from = line.mark();
        line.port.sendDigits(number, dialled);
        practice.until(() -> line.saidSince(MobileEvent.Connected.class, dialled) >= 0 || line.saidSince(MobileEvent.Ended.class, dialled) >= 0, SETUP_MILLIS);
        took("the network takes it", line.saidSince(MobileEvent.Accepted.class, dialled), dialled);
        took("it rings there", line.saidSince(MobileEvent.Alerting.class, dialled), dialled);
        short[] before = line.since(from);
        HeardTone ringback = before.length == 0 ? null : HeardTone.in(before, 0, before.length);
        recordings.put("before-answer", before);
        find("ringback", ringback == null ? "none heard: nobody rang long enough, or the module gives no sound before the answer" : ringback.toString(),
                ringback == null ? Confidence.UNKNOWN : Confidence.SURE, "before-answer");
        if (line.saidSince(MobileEvent.Connected.class, dialled) < 0) {
            MobileEvent.Ended ended = line.last(MobileEvent.Ended.class);
            find("call", ended == null ? "nobody answered within " + SETUP_MILLIS / 1000 + " s" : "it failed: " + ended.words() + " (cause " + ended.cause() + ")",
                    Confidence.SURE);
        } else {
            took("somebody answers", line.saidSince(MobileEvent.Connected.class, dialled), dialled);
            talk(line);
        }
        hangUp(line, dialled);
    }

    private void took(String what, long at, long since) {
        find(what, at < 0 ? "not told" : String.format(Locale.ROOT, "after %.1f s", (at - since) / 1e9), at < 0 ? Confidence.UNKNOWN : Confidence.SURE);
    }

    private void talk(Patient line) {
        practice.run(SETTLE_MILLIS);
        int from = line.mark();
        practice.run(LISTEN_MILLIS);
        short[] heard = line.since(from);
        recordings.put("answered", heard);
        if (heard.length < Pcm.RATE / 2) {
            find("sound", "none comes from the module: is 'sound' in lines.ini its port for sound?", Confidence.SURE);
            return;
        }
        find("level", level(heard), Confidence.SURE, "answered");
        short[] burst = Examination.burst();
        int sent = line.mark();
        line.play(burst);
        practice.run(1000 + ECHO_MILLIS);
        short[] back = line.since(sent);
        recordings.put("echo", back);
        EchoReturn echo = EchoReturn.of(burst, back, power(heard));
        find("echo", echo == null ? "none that can be told from what is heard" : String.format(Locale.ROOT,
                "%.0f dB return loss, %.0f ms after it was sent (module, network and who answered)", echo.lossDb(), echo.delaySamples() * 1000.0 / Pcm.RATE),
                echo == null ? Confidence.LIKELY : Confidence.SURE, "echo");
        line.clock.restart();
        practice.run(CLOCK_MILLIS);
        boolean steady = line.clock.seconds() > 0 && line.clock.spreadMillis() < STEADY_MILLIS;
        find("clock", steady ? String.format(Locale.ROOT, "%+.0f ppm against ours, over %.0f s", line.clock.ppm(), line.clock.seconds())
                : String.format(Locale.ROOT, "not measured: sound was lost on the way (arrivals spread by %.0f ms)", line.clock.spreadMillis()),
                steady ? Confidence.LIKELY : Confidence.UNKNOWN);
    }

    private void hangUp(Patient line, long dialled) {
        MobileEvent.Ended ended = line.saidSince(MobileEvent.Ended.class, dialled) < 0 ? null : line.last(MobileEvent.Ended.class);
        if (ended != null) {
            find("end", "the other end: " + ended.words() + " (cause " + ended.cause() + ")", Confidence.SURE);
            return;
        }
        long hungUp = practice.now();
        line.port.goOnHook(hungUp);
        boolean gone = practice.await(line, FxoEvent.OnHook.class, hungUp, HANG_UP_MILLIS);
        find("end", gone ? String.format(Locale.ROOT, "ours, carried out within %.1f s", (practice.now() - hungUp) / 1e9) : "the module does not end the call",
                Confidence.SURE);
    }

    private static String level(short[] sound) {
        return String.format(Locale.ROOT, "%.0f dBm0 in the first second of the answer", LevelMeter.dBm0(sound));
    }
}
