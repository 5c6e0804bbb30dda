package org.tipring.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.control.service.ServiceState;

/// Keeps what the services of analog telephones are set to over a restart: a line for each, `TELEPHONE dialled=5550100 forward.busy=202`,
/// readable by the gateway's user only. What is there is whole at any moment: a killed gateway, or a computer without power, finds the file of
/// before a change or of after it.
final class TelephoneFile implements ServiceMemory {

    private static final System.Logger LOG = System.getLogger(TelephoneFile.class.getName());
    /// Of a line as the first version wrote it: `TELEPHONE|DIALLED|CALLER|yes`.
    private static final int FIRST_FIELDS = 4;

    private final Path file;
    /// Something is to be saved that nobody saves yet.
    private final AtomicBoolean waits = new AtomicBoolean();
    private final Map<String, ServiceState> kept = new ConcurrentSkipListMap<>();

    TelephoneFile(Path state) {
        file = state.resolve("telephones");
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
            for (int i = 0; i < lines.size(); i++) {
                read(i + 1, lines.get(i));
            }
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be read ({1}): forwarding, redial and all other services of telephones begin anew", file,
                    unreadable.getMessage());
        }
    }

    private void readLine(String line) {
        String[] first = line.split("\\|", -1);
        if (first.length == FIRST_FIELDS) {
            kept.put(first[0], ServiceState.of("dialled=" + first[1] + " caller=" + first[2] + " undisturbed=" + first[3]));
            return;
        }
        String[] parts = line.split(" ", 2);
        if (!parts[0].isEmpty()) {
            kept.put(parts[0], ServiceState.of(parts.length > 1 ? parts[1] : ""));
        }
    }

    private void read(int number, String line) {
        try {
            readLine(line);
        } catch (RuntimeException wrong) {
            LOG.log(System.Logger.Level.WARNING, "{0}:{1} cannot be read ({2}): the services of that telephone begin anew", file, number, wrong.getMessage());
        }
    }

    @Override
    public ServiceState read(String telephone) {
        return kept.getOrDefault(telephone, ServiceState.NOTHING);
    }

    @Override
    public void write(String telephone, ServiceState state) {
        kept.put(telephone, state);
        if (!waits.getAndSet(true)) {
            Thread.ofVirtual().name("telephones").start(this::save);
        }
    }

    /// Whether all that was written is in the file; waits while it is being written.
    synchronized boolean saved() {
        return !waits.get();
    }

    /// What comes while it writes has a turn of its own.
    private synchronized void save() {
        waits.set(false);
        List<String> lines = new ArrayList<>();
        kept.forEach((name, state) -> lines.add(name + " " + state.text()));
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "telephones", ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, lines, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written ({1}): a restart would forget what telephones have set", file, unwritable.getMessage());
        }
    }
}
