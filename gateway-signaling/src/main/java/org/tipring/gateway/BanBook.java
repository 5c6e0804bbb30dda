package org.tipring.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.tipring.signaling.config.WholeFile;
import org.tipring.signaling.guard.Offence;
import org.tipring.signaling.sip.JainSipEndpoint;
import org.tipring.signaling.sip.JainSipEndpoint.Banned;

/// The bans on disk: what a running gateway has banned, one a line, `UNTIL TIMES WHY SOURCE`, for who asks and for the next start; and
/// beside it what an operator wants lifted, one source a line, which the gateway takes and deletes.
public final class BanBook {

    private static final System.Logger LOG = System.getLogger(BanBook.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private final Path lifting;

    public BanBook(Path state) {
        file = state.resolve("bans");
        lifting = state.resolve("bans.lift");
    }

    /// Those that hold now.
    ///
    /// @throws IOException when the file is there and cannot be read
    public List<Banned> read() throws IOException {
        List<Banned> bans = new ArrayList<>();
        for (String line : lines(file)) {
            String[] parts = line.split(" ", 4);
            try {
                Banned ban = new Banned(parts[3], Offence.valueOf(parts[2]), Integer.parseInt(parts[1]), Instant.parse(parts[0]));
                if (ban.until().isAfter(Instant.now())) {
                    bans.add(ban);
                }
            } catch (RuntimeException damaged) {
                LOG.log(System.Logger.Level.WARNING, "{0}: a line is damaged and left out: {1}", file, line);
            }
        }
        return bans;
    }

    public void wish(String source) throws IOException {
        Files.createDirectories(lifting.getParent());
        Files.writeString(lifting, source + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Takes over the bans of before, and from then on keeps the file and lifts what is wished. Ends with the gateway, by interruption.
    public Thread start(JainSipEndpoint sip) {
        try {
            Files.deleteIfExists(lifting);
            read().forEach(sip::restoreBan);
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be read ({1}): what was banned before is heard again", file, unreadable.getMessage());
        }
        return Thread.ofVirtual().name("bans").start(() -> {
            List<String> written = null;
            try {
                while (true) {
                    lift(sip);
                    List<String> now = sip.bans().stream().map(BanBook::line).toList();
                    if (!now.equals(written)) {
                        write(now);
                        written = now;
                    }
                    Thread.sleep(INTERVAL);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void lift(JainSipEndpoint sip) {
        try {
            List<String> wished = lines(lifting);
            Files.deleteIfExists(lifting);
            for (String source : wished) {
                boolean was = sip.liftBan(source.strip());
                LOG.log(System.Logger.Level.INFO, was ? "the ban of {0} was lifted" : "{0} was to be lifted and is not banned", source.strip());
            }
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be read: {1}", lifting, unreadable.getMessage());
        }
    }

    private static List<String> lines(Path from) throws IOException {
        try {
            return Files.readAllLines(from, StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /// Whole seconds: a ban's end is worked out anew each time, and must not look like a change.
    private static String line(Banned ban) {
        return Instant.ofEpochSecond((ban.until().toEpochMilli() + 500) / 1_000) + " " + ban.times() + " " + ban.why().name() + " " + ban.source();
    }

    private void write(List<String> lines) {
        try {
            WholeFile.write(file, lines, WholeFile.Readers.EVERYBODY);
        } catch (IOException unwritable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written ({1}): 'gateway bans' shows an old state", file, unwritable.getMessage());
        }
    }
}
