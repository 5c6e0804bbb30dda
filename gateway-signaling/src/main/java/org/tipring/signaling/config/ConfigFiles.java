package org.tipring.signaling.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;
import org.tipring.signaling.routing.text.Spelling;

/// Finds the files: in a directory, or the embedded ones, which are those of etc/.
final class ConfigFiles {

    static final List<String> NAMES = List.of("gateway.ini", "lines.ini", "phones.ini", "trunks.ini", "dialplan.ini");
    private static final String EMBEDDED = "/org/tipring/etc/";

    private final Path dir;
    private final Mistakes mistakes;

    private ConfigFiles(Path dir, Mistakes mistakes) {
        this.dir = dir;
        this.mistakes = mistakes;
    }

    /// @param dir null: the embedded files
    static ConfigFiles in(Path dir, Mistakes mistakes) throws IOException {
        if (dir == null) {
            return new ConfigFiles(null, mistakes);
        }
        if (!Files.isDirectory(dir)) {
            throw new IOException(dir + ": there is no such directory: name the one that holds gateway.ini and dialplan.ini");
        }
        List<String> found;
        try (Stream<Path> all = Files.list(dir)) {
            found = all.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".ini")).sorted().toList();
        }
        for (String name : found) {
            if (!NAMES.contains(name)) {
                mistakes.error(new Place(dir.resolve(name).toString(), 1, 1), "nothing reads a file of this name", Spelling.cure(name, NAMES));
            }
        }
        return new ConfigFiles(found.isEmpty() ? null : dir, mistakes);
    }

    boolean embedded() {
        return dir == null;
    }

    /// The name that mistakes carry.
    String shown(String name) {
        return embedded() ? name : dir.resolve(name).toString();
    }

    /// Null when there is none, or none that can be read, which is a mistake.
    byte[] bytes(String name) {
        try (InputStream in = embedded() ? ConfigFiles.class.getResourceAsStream(EMBEDDED + name) : open(dir.resolve(name))) {
            // One byte more than may be, so that the reader sees that it is too long, however long it is.
            return in == null ? null : in.readNBytes(IniScan.LONGEST_FILE + 1);
        } catch (IOException unreadable) {
            mistakes.error(new Place(shown(name), 1, 1), "cannot be read (" + unreadable.getClass().getSimpleName() + ")",
                    "check that it is a file and that the gateway's user may read it");
            return null;
        }
    }

    private static InputStream open(Path file) throws IOException {
        return Files.exists(file) ? Files.newInputStream(file) : null;
    }

    /// Empty when there is none.
    List<Section> sections(String name) {
        byte[] bytes = bytes(name);
        return bytes == null ? List.of() : IniReader.read(shown(name), bytes, mistakes);
    }
}
