package org.tipring.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tipring.media.net.WavFile;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.CountryPacks;
import org.tipring.signaling.ops.Json;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.LineReplay;
import org.tipring.tdm.line.LineTimings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gateway line replay`
@Command(name = "replay", mixinStandardHelpOptions = true, description = {
        "Lets the line supervision of a country hear a recording, and says what it makes of it and when.",
        "The recording is what the line said: 8000 samples a second, WAV (PCM, A-law or mu-law)."})
public final class ReplayCommand implements Callable<Integer> {

    private static final int RATE = 8000;

    @Parameters(paramLabel = "FILE.wav", description = "The recording.")
    private Path file;

    @Option(names = "--country", required = true, paramLabel = "XX", description = "Whose exchange it was, ISO 3166 letters.")
    private String country;

    @Option(names = "--begin", paramLabel = "WHEN", description = "What the line was doing when the recording begins: seized (dial tone is to come), "
            + "dialled, talking; default ${DEFAULT-VALUE}.")
    private String begin = "talking";

    @Option(names = "--channel", paramLabel = "N", description = "Which channel is the line's sound, from 1; default ${DEFAULT-VALUE}. "
            + "In recordings of the gateway it is the first.")
    private int channel = 1;

    @Option(names = "--bursts", description = "Also every stretch of sound: its begin, length, strongest frequency and level.")
    private boolean bursts;

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigException {
        WavFile wav = WavFile.read(file);
        if (wav.rate() != RATE) {
            throw new IOException(file + " has " + wav.rate() + " samples a second: convert it first, sox " + file + " -r 8000 line.wav");
        }
        if (channel < 1 || channel > wav.channels().length) {
            throw new IOException(file + " has " + wav.channels().length + " channels, no channel " + channel);
        }
        LineReplay.Begin from;
        try {
            from = LineReplay.Begin.valueOf(begin.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IOException("--begin is seized, dialled or talking, not " + begin, unknown);
        }
        CountryProfile profile = CountryPacks.load(country, StandardFolder.path());
        LineReplay replay = new LineReplay(profile.tones(), LineTimings.DEFAULT, from, bursts);
        short[] samples = wav.channels()[channel - 1];
        replay.hear(samples, 0, samples.length);
        if (json) {
            System.out.println(json(profile, replay, samples.length));
        } else {
            print(replay);
        }
        return 0;
    }

    private void print(LineReplay replay) {
        if (bursts) {
            replay.bursts().forEach(burst -> System.out.printf(Locale.ROOT, "%9.2f s  sound for %.2f s, strongest at %.0f Hz, %.1f dBm0%n",
                    burst.millis() / 1e3, burst.lengthMillis() / 1e3, burst.hertz(), burst.dBm0()));
        }
        replay.timeline().forEach(entry -> System.out.printf(Locale.ROOT, "%9.2f s  %s%n", entry.millis() / 1e3, entry.what()));
        System.out.println(replay.released() == null ? "the call goes on" : String.format(Locale.ROOT, "the call ends at %.2f s: %s",
                replay.releasedMillis() / 1e3, replay.released().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }

    private String json(CountryProfile profile, LineReplay replay, int samples) {
        Json out = new Json().object().field("file", file.toString()).field("country", profile.iso()).field("begin", begin)
                .field("millis", 1000L * samples / RATE).field("answered", word(replay.answered())).field("released", word(replay.released()))
                .field("releasedMillis", replay.releasedMillis());
        out.key("timeline").array();
        replay.timeline().forEach(entry -> out.object().field("millis", entry.millis()).field("what", entry.what()).endObject());
        out.endArray();
        if (bursts) {
            out.key("bursts").array();
            replay.bursts().forEach(burst -> out.object().field("millis", burst.millis()).field("length", burst.lengthMillis())
                    .field("hertz", Math.round(burst.hertz())).field("dBm0", Math.round(burst.dBm0())).endObject());
            out.endArray();
        }
        return out.endObject().toString();
    }

    private static String word(Enum<?> name) {
        return name == null ? "" : name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
