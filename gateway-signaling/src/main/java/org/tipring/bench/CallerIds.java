package org.tipring.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerId.Presence;
import org.tipring.tdm.callerid.CallerIdReceiver;
import org.tipring.tdm.callerid.CallerIdSender;
import org.tipring.tdm.callerid.CallerIdSender.Format;
import org.tipring.tdm.callerid.LineMessage.CallSetup;

/// Random caller identities as sound through bad lines: what comes out of them is right, or unavailable.
final class CallerIds {

    /// What a message is said in.
    enum Form {
        BELL_202_SDMF, BELL_202_MDMF, V23_SDMF, V23_MDMF, DTMF;

        CallerIdSender sender(CallSetup message, double dBm0) {
            Format format = name().endsWith("SDMF") ? Format.SDMF : Format.MDMF;
            return switch (this) {
                case BELL_202_SDMF, BELL_202_MDMF -> CallerIdSender.onHook(FskTones.BELL_202, format, message, dBm0);
                case V23_SDMF, V23_MDMF -> CallerIdSender.onHook(FskTones.V23, format, message, dBm0);
                // Each of the two frequencies is at the level.
                case DTMF -> CallerIdSender.dtmf(message.caller(), Math.max(-28, dBm0 - 3));
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    enum Harm { NOISE, HUM, ECHO, SLOPE, CLOCK, ALL }

    /// @param wrong a number, a name or a date that nobody sent; @param example of one, or empty
    record Figures(int runs, int wrong, int unavailable, String conditions, String example) { }

    private static final int BEFORE = Pcm.RATE / 10;
    private static final int AFTER = Pcm.RATE / 5;
    private static final double FAST = 18 / 8000.0;

    private CallerIds() {
    }

    static Figures of(Form form, int runsOfEach, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int wrong = 0;
        int lost = 0;
        String example = "";
        Map<Harm, Integer> unavailable = new EnumMap<>(Harm.class);
        for (Harm harm : Harm.values()) {
            for (int run = 0; run < runsOfEach; run++) {
                CallSetup sent = message(form, random);
                List<CallSetup> heard = listen(spoil(samples(form.sender(sent, -5 - 30 * random.nextDouble())), harm, random));
                if (heard.isEmpty()) {
                    lost++;
                    unavailable.merge(harm, 1, Integer::sum);
                } else if (!heard.equals(List.of(sent))) {
                    wrong++;
                    example = form + " with " + harm + ": " + heard + " instead of " + sent;
                }
            }
        }
        StringJoiner conditions = new StringJoiner(", ");
        unavailable.forEach((harm, count) -> conditions.add(harm.name().toLowerCase(Locale.ROOT) + " " + count));
        return new Figures(Harm.values().length * runsOfEach, wrong, lost, conditions.toString(), example);
    }

    static CallSetup message(Form form, SplittableRandom random) {
        Presence presence = random.nextInt(8) == 0 ? Presence.WITHHELD : random.nextInt(8) == 0 ? Presence.UNAVAILABLE : Presence.NUMBER;
        StringBuilder number = new StringBuilder();
        for (int digits = presence == Presence.NUMBER ? 3 + random.nextInt(13) : 0; digits > 0; digits--) {
            number.append(random.nextInt(10));
        }
        if (form == Form.DTMF) {
            return CallSetup.of(new CallerId(presence, number.toString(), ""));
        }
        boolean several = form == Form.BELL_202_MDMF || form == Form.V23_MDMF;
        String date = "%02d%02d%02d%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(24), random.nextInt(60));
        String name = several && random.nextBoolean() ? "Caller %x".formatted(random.nextInt()) : "";
        return new CallSetup(new CallerId(presence, number.toString(), name), date, several && random.nextInt(4) == 0);
    }

    static short[] samples(CallerIdSender sender) {
        short[] all = new short[8 * Pcm.RATE];
        int length = BEFORE;
        for (; !sender.done(); length += 80) {
            sender.next(all, length, 80);
        }
        return Arrays.copyOf(all, length + AFTER);
    }

    private static List<CallSetup> listen(short[] line) {
        List<CallSetup> heard = new ArrayList<>();
        CallerIdReceiver receiver = new CallerIdReceiver();
        for (int at = 0; at < line.length; at += Pcm.FRAME) {
            receiver.process(line, at, Math.min(Pcm.FRAME, line.length - at)).ifPresent(report -> heard.add((CallSetup) report.message()));
        }
        return heard;
    }

    /// Noise 20 dB below the signal; hum up to 20 dB below it; an echo up to 16 dB down, 1 to 6 ms later; up to 3 dB between the frequencies; a clock up to
    /// 0.2 % off; all at once.
    private static short[] spoil(short[] sent, Harm harm, SplittableRandom random) {
        boolean all = harm == Harm.ALL;
        double tilt = all || harm == Harm.SLOPE ? random.nextDouble() * 0.7 - 0.35 : 0;
        double echo = all || harm == Harm.ECHO ? 0.15 * random.nextDouble() : 0;
        int echoAt = 8 + random.nextInt(40);
        double[] x = new double[sent.length];
        double energy = 0;
        int loud = 1;
        for (int i = 0; i < x.length; i++) {
            x[i] = sent[i] + (i > 0 ? tilt * sent[i - 1] : 0) + (i >= echoAt ? echo * sent[i - echoAt] : 0);
            energy += x[i] * x[i];
            loud += sent[i] != 0 ? 1 : 0;
        }
        double rms = Math.sqrt(energy / loud);
        double noise = all || harm == Harm.NOISE ? rms / 10 : 0;
        double hum = all || harm == Harm.HUM ? Math.sqrt(2) * rms * 0.1 * random.nextDouble() : 0;
        double clock = 1 + (all || harm == Harm.CLOCK ? (random.nextDouble() - 0.5) * 2 * FAST : 0);
        short[] out = new short[(int) (x.length / clock) - 1];
        for (int i = 0; i < out.length; i++) {
            double value = (clock == 1 ? x[i] : between(x, i * clock)) + noise * random.nextGaussian() + hum * Math.sin(2 * Math.PI * 50 * i / Pcm.RATE);
            out[i] = (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }

    /// What the sound is between its samples: a straight line would weaken what is near half the rate.
    private static double between(double[] x, double at) {
        double value = 0;
        for (int k = Math.max(0, (int) at - 7); k <= Math.min(x.length - 1, (int) at + 8); k++) {
            double d = Math.PI * (at - k);
            value += x[k] * (Math.abs(d) < 1e-9 ? 1 : Math.sin(d) / d * (0.5 + 0.5 * Math.cos(d / 8.5)));
        }
        return value;
    }
}
