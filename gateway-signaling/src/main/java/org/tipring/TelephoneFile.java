package org.tipring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.tipring.signaling.control.ServiceMemory;

/// Keeps what the services of analog telephones remember over a restart: a line for each, `TELEPHONE|DIALLED|CALLER|yes or no`, readable
/// by the gateway's user only.
final class TelephoneFile implements ServiceMemory {

    private static final System.Logger LOG = System.getLogger(TelephoneFile.class.getName());
    private static final int FIELDS = 4;

    private final Path file;
    private final Map<String, Kept> kept = new ConcurrentSkipListMap<>();

    TelephoneFile(Path state) {
        file = state.resolve("telephones");
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
            for (String line : lines) {
                String[] parts = line.split("\\|", -1);
                if (parts.length == FIELDS) {
                    kept.put(parts[0], new Kept(parts[1], parts[2], parts[3].equals("yes")));
                }
            }
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be read ({1}): redial, call return and do not disturb begin anew", file, unreadable.getMessage());
        }
    }

    @Override
    public Kept read(String telephone) {
        return kept.getOrDefault(telephone, Kept.NOTHING);
    }

    @Override
    public void write(String telephone, Kept now) {
        kept.put(telephone, now);
        Thread.ofVirtual().name("telephones").start(this::save);
    }

    private synchronized void save() {
        List<String> lines = new ArrayList<>();
        kept.forEach((name, one) -> lines.add(name + "|" + one.dialled() + "|" + one.caller() + "|" + (one.undisturbed() ? "yes" : "no")));
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "telephones", ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, lines, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written ({1}): a restart would forget what telephones dialled", file, unwritable.getMessage());
        }
    }
}
