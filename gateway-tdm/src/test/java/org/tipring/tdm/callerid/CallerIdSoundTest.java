package org.tipring.tdm.callerid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.net.WavFile;
import org.tipring.media.net.WavWriter;
import org.tipring.tdm.callerid.CallerId.Presence;
import org.tipring.tdm.callerid.CallerIdReceiver.Report;
import org.tipring.tdm.callerid.CallerIdReceiver.Scheme;
import org.tipring.tdm.callerid.CallerIdSender.Format;
import org.tipring.tdm.callerid.LineMessage.CallSetup;

/// What is sent as sound is what is heard, through bad lines, by us and by `minimodem`, which is nobody's kin.
class CallerIdSoundTest {

    /// The whole 10,000 of the goal with `-Dtipring.callerid.messages=10000`.
    private static final int MESSAGES = Integer.getInteger("tipring.callerid.messages", 400);

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void everyMessageIsRightThroughABadLine(Scheme scheme) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int unavailable = 0;
        for (int i = 0; i < MESSAGES; i++) {
            CallSetup sent = random(random, scheme);
            short[] line = new BadLine(random).carry(sound(scheme, sent, random));
            List<Report> heard = listen(line);
            String where = "seed %d, message %d: %s".formatted(seed, i, sent);
            assertThat(heard).as(where).hasSizeLessThanOrEqualTo(1);
            if (heard.isEmpty()) {
                unavailable++;
            } else {
                assertThat(heard.getFirst().message()).as(where).isEqualTo(sent);
            }
        }
        System.out.printf(Locale.ROOT, "caller ID %s: %d messages, %d unavailable, none wrong%n", scheme, MESSAGES, unavailable);
        assertThat(unavailable).as("seed %d", seed).isLessThanOrEqualTo(MESSAGES / 200);
    }

    @Test
    void bothFskSchemesListenAtOnceAndHumNoiseAndKeysAreNoMessage() {
        Random random = new Random(1);
        short[] noise = new short[8000 * 60];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 800 + 1500 * Math.sin(2 * Math.PI * 50 * i / 8000));
        }
        assertThat(listen(noise)).isEmpty();
    }

    @Test
    void keepsWhatItHeardInVain() {
        CallSetup sent = CallSetup.of(CallerId.of("5551234", ""));
        short[] torn = sound(Scheme.BELL_202, sent, new Random(3));
        java.util.Arrays.fill(torn, 4300, 4400, (short) 0);
        CallerIdReceiver receiver = new CallerIdReceiver();
        for (int at = 0; at + 160 <= torn.length; at += 160) {
            assertThat(receiver.process(torn, at, 160)).isEmpty();
        }
        assertThat(receiver.heardInVain()).isTrue();
        assertThat(receiver.clip()).startsWith(java.util.Arrays.copyOf(torn, 160));
    }

    /// `minimodem --rx callerid` knows both formats of Bell 202.
    @Test
    void minimodemReadsWhatWeSend(@TempDir Path folder) throws Exception {
        assumeTrue(exists("minimodem"), "minimodem is not installed: skipped");
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Format format = i % 2 == 0 ? Format.SDMF : Format.MDMF;
            CallSetup sent = new CallSetup(CallerId.of(digits(random, 10), format == Format.MDMF ? "NAME " + i : ""), "11250930", false);
            Path wav = folder.resolve("ours.wav");
            write(wav, samples(CallerIdSender.onHook(FskTones.BELL_202, format, sent, -13)));
            String printed = output("minimodem", "--rx", "callerid", "-f", wav.toString()).replace("-", "");
            assertThat(printed).contains(sent.caller().number());
            if (format == Format.MDMF) {
                assertThat(printed).contains("NAME " + i);
            }
        }
    }

    @Test
    void minimodemReadsOurV23(@TempDir Path folder) throws Exception {
        assumeTrue(exists("minimodem"), "minimodem is not installed: skipped");
        CallSetup sent = new CallSetup(CallerId.of("2079460018", "ADA LOVELACE"), "11250930", false);
        Path wav = folder.resolve("ours.wav");
        write(wav, samples(CallerIdSender.onHook(FskTones.V23, Format.MDMF, sent, -13)));
        assertThat(output("minimodem", "--rx", "1200", "-M", "1300", "-S", "2100", "-f", wav.toString())).contains("2079460018", "ADA LOVELACE");
    }

    @Test
    void weReadWhatMinimodemSends(@TempDir Path folder) throws Exception {
        assumeTrue(exists("minimodem") && exists("sox"), "minimodem or sox is not installed: skipped");
        for (FskTones tones : FskTones.values()) {
            CallSetup sent = new CallSetup(CallerId.of("2079460018", "ADA LOVELACE"), "11250930", true);
            Path octets = folder.resolve("octets");
            // Octets of alternating bits and of ones, as channel seizure and mark are, and some behind for the end of the file.
            Files.writeString(octets, "U".repeat(30) + "\u00ff".repeat(18) + new String(Mdmf.encode(sent), StandardCharsets.ISO_8859_1) + "UU", StandardCharsets.ISO_8859_1);
            Path wav = folder.resolve("theirs.wav");
            boolean bell = tones == FskTones.BELL_202;
            Process sender = new ProcessBuilder("minimodem", "--tx", "1200", "-M", bell ? "1200" : "1300", "-S", bell ? "2200" : "2100", "-R", "48000",
                "-8", "-v", "0.2", "-f", wav.toString()).redirectInput(octets.toFile()).redirectErrorStream(true).start();
            assertThat(sender.waitFor(10, TimeUnit.SECONDS)).isTrue();
            // At 8000 samples a second it makes each bit seven samples long: too slow.
            Path line = folder.resolve("line.wav");
            output("sox", wav.toString(), "-r", "8000", line.toString());
            assertThat(listen(WavFile.read(line).samples())).extracting(Report::message).containsExactly(sent);
        }
    }

    /// `multimon-ng` hears our keys.
    @Test
    void multimonHearsTheDtmfForm(@TempDir Path folder) throws Exception {
        assumeTrue(exists("multimon-ng") && exists("sox"), "multimon-ng or sox is not installed: skipped");
        Random random = new Random(11);
        for (int i = 0; i < 10; i++) {
            CallerId caller = CallerId.of(digits(random, 3 + random.nextInt(12)), "");
            Path wav = folder.resolve("keys.wav");
            write(wav, samples(CallerIdSender.dtmf(caller, -12)));
            Path raw = folder.resolve("keys.raw");
            output("sox", wav.toString(), "-r", "22050", "-e", "signed", "-b", "16", "-c", "1", raw.toString());
            String heard = output("multimon-ng", "-q", "-a", "DTMF", "-t", "raw", raw.toString()).replaceAll("DTMF: |\\s", "");
            assertThat(heard).isEqualTo("A" + caller.number() + "C");
        }
    }

    private static CallSetup random(Random random, Scheme scheme) {
        Presence presence = random.nextInt(8) == 0 ? Presence.WITHHELD : random.nextInt(8) == 0 ? Presence.UNAVAILABLE : Presence.NUMBER;
        String number = presence == Presence.NUMBER ? digits(random, 3 + random.nextInt(13)) : "";
        if (scheme == Scheme.DTMF) {
            return CallSetup.of(new CallerId(presence, number, ""));
        }
        String date = "%02d%02d%02d%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(24), random.nextInt(60));
        String name = random.nextBoolean() ? "" : "Caller %x".formatted(random.nextInt());
        return new CallSetup(new CallerId(presence, number, name), date, random.nextInt(4) == 0);
    }

    private static short[] sound(Scheme scheme, CallSetup message, Random random) {
        double level = -5 - 30 * random.nextDouble();
        // Without a name both formats can say it.
        boolean single = message.caller().name().isEmpty() && !message.longDistance() && !message.dateAndTime().isEmpty() && random.nextBoolean();
        Format format = single ? Format.SDMF : Format.MDMF;
        return samples(switch (scheme) {
            case BELL_202 -> CallerIdSender.onHook(FskTones.BELL_202, format, message, level);
            case V23 -> CallerIdSender.onHook(FskTones.V23, format, message, level);
            // Each of the two frequencies is at the level.
            case DTMF -> CallerIdSender.dtmf(message.caller(), Math.max(-28, level - 3));
        });
    }

    private static short[] samples(CallerIdSender sender) {
        short[] all = new short[8000 * 8];
        int length = 800;
        while (!sender.done()) {
            sender.next(all, length, 80);
            length += 80;
        }
        return java.util.Arrays.copyOf(all, length + 1600);
    }

    private static List<Report> listen(short[] line) {
        List<Report> heard = new ArrayList<>();
        CallerIdReceiver receiver = new CallerIdReceiver();
        for (int at = 0; at < line.length; at += 160) {
            receiver.process(line, at, Math.min(160, line.length - at)).ifPresent(heard::add);
        }
        return heard;
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private static boolean exists(String program) {
        return List.of(System.getenv("PATH").split(":")).stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return text;
    }

    private static void write(Path wav, short[] samples) throws IOException {
        try (var writer = WavWriter.mono(wav)) {
            writer.write(samples, 0, samples.length);
        }
    }

    /// Noise 20 dB below the signal, hum, a slope between the frequencies, an echo, a sampling clock that is off, and a loud ring's click.
    private static final class BadLine {

        private final Random random;

        BadLine(Random random) {
            this.random = random;
        }

        short[] carry(short[] sent) {
            double[] x = new double[sent.length];
            double tilt = random.nextDouble() * 0.7 - 0.35;
            int echoAt = 8 + random.nextInt(40);
            double echo = 0.15 * random.nextDouble();
            double energy = 0;
            int loud = 0;
            for (int i = 0; i < x.length; i++) {
                x[i] = sent[i] + (i > 0 ? tilt * sent[i - 1] : 0) + (i >= echoAt ? echo * sent[i - echoAt] : 0);
                energy += x[i] * x[i];
                loud += sent[i] != 0 ? 1 : 0;
            }
            double rms = Math.sqrt(energy / Math.max(1, loud));
            double noise = rms / 10;
            double hum = rms * 0.1 * random.nextDouble();
            double clock = 1 + (random.nextDouble() - 0.5) * 2 * 18 / 8000.0;
            short[] out = new short[(int) (x.length / clock) - 1];
            for (int i = 0; i < out.length; i++) {
                double value = between(x, i * clock) + noise * random.nextGaussian() + hum * Math.sin(2 * Math.PI * 50 * i / 8000);
                out[i] = (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
            }
            return out;
        }

        /// What the sound is between its samples (windowed sinc: a straight line would weaken what is near half the rate).
        private static double between(double[] x, double at) {
            double value = 0;
            for (int k = Math.max(0, (int) at - 7); k <= Math.min(x.length - 1, (int) at + 8); k++) {
                double d = Math.PI * (at - k);
                value += x[k] * (Math.abs(d) < 1e-9 ? 1 : Math.sin(d) / d * (0.5 + 0.5 * Math.cos(d / 8.5)));
            }
            return value;
        }
    }
}
