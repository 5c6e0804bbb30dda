package org.tipring.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.tipring.media.net.WavWriter;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerId.Presence;
import org.tipring.tdm.callerid.LineMessage.CallSetup;

/// Whether programs that are nobody's kin read the caller identities that we say: `minimodem` both kinds of data, `multimon-ng` the keys.
final class CallerIdJudges {

    private static final double DBM0 = -13;
    private static final int MULTIMON_RATE = 22_050;

    private CallerIdJudges() {
    }

    static String judgeOf(CallerIds.Form form) {
        return form == CallerIds.Form.DTMF ? "multimon-ng" : "minimodem";
    }

    /// @return how many of the numbers, with their names, it has read
    static int read(CallerIds.Form form, int messages, long seed) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Path file = Files.createTempFile("caller-id", ".wav");
        int right = 0;
        try {
            for (int i = 0; i < messages; i++) {
                CallSetup message = CallerIds.message(form, random);
                while (message.caller().presence() != Presence.NUMBER) {
                    message = CallerIds.message(form, random);
                }
                short[] sound = CallerIds.samples(form.sender(message, DBM0));
                String heard = heard(form, sound, file);
                right += heard.contains(message.caller().number()) && heard.contains(message.caller().name()) ? 1 : 0;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return right;
    }

    private static String heard(CallerIds.Form form, short[] sound, Path file) throws IOException, InterruptedException {
        if (form == CallerIds.Form.DTMF) {
            Files.write(file, faster(sound));
            return output("multimon-ng", "-q", "-a", "DTMF", "-t", "raw", file.toString()).replaceAll("DTMF: |\\s", "");
        }
        try (WavWriter writer = WavWriter.mono(file)) {
            writer.write(sound, 0, sound.length);
        }
        boolean bell = form == CallerIds.Form.BELL_202_SDMF || form == CallerIds.Form.BELL_202_MDMF;
        return output("minimodem", "--rx", "1200", "-M", bell ? "1200" : "1300", "-S", bell ? "2200" : "2100", "-f", file.toString());
    }

    /// At the only rate that multimon-ng takes. A straight line is good enough for keys.
    private static byte[] faster(short[] sound) {
        int length = (int) ((long) (sound.length - 1) * MULTIMON_RATE / Pcm.RATE);
        ByteBuffer out = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            double at = (double) i * Pcm.RATE / MULTIMON_RATE;
            int k = (int) at;
            out.putShort((short) Math.round(sound[k] + (at - k) * (sound[k + 1] - sound[k])));
        }
        return out.array();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return text;
    }
}
