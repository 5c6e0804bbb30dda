package org.tipring.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tipring.signaling.config.WholeFile;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.control.service.ServiceState;

/// Keeps what the services of analog telephones are set to over a restart, and how long their flashes are: a line for each,
/// `TELEPHONE dialled=5550100 forward.busy=202 flashes=280,285`, readable by the gateway's user only. What is there is whole at any moment: a
/// killed gateway, or a computer without power, finds the file of before a change or of after it, and after it once [#whenKept] has said so.
final class TelephoneFile implements ServiceMemory {

    private static final System.Logger LOG = System.getLogger(TelephoneFile.class.getName());
    /// Of a line as the first version wrote it: `TELEPHONE|DIALLED|CALLER|yes`.
    private static final int FIRST_FIELDS = 4;
    private static final Pattern FLASHES = Pattern.compile(" flashes=(\\d{1,5}(?:,\\d{1,5}){0,15})(?= |$)");

    private final Path file;
    private final Executor control;
    private final Map<String, ServiceState> kept = new TreeMap<>();
    private final Map<String, List<Integer>> flashes = new TreeMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean changed;
    private boolean saving;

    /// @param control where it is told that something is kept
    TelephoneFile(Path state, Executor control) {
        this.file = state.resolve("telephones");
        this.control = control;
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
            Matcher lengths = FLASHES.matcher(line);
            if (lengths.find()) {
                flashes.put(parts[0], Arrays.stream(lengths.group(1).split(",")).map(Integer::valueOf).toList());
            }
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
    public synchronized ServiceState read(String telephone) {
        return kept.getOrDefault(telephone, ServiceState.NOTHING);
    }

    @Override
    public synchronized void write(String telephone, ServiceState state) {
        kept.put(telephone, state);
        saveSoon();
    }

    /// The lengths of its last flashes in milliseconds, the oldest first.
    synchronized List<Integer> flashes(String telephone) {
        return flashes.getOrDefault(telephone, List.of());
    }

    synchronized void flashed(String telephone, List<Integer> lengths) {
        flashes.put(telephone, lengths);
        saveSoon();
    }

    private void saveSoon() {
        changed = true;
        if (!saving) {
            saving = true;
            Thread.ofVirtual().name("telephones").start(this::save);
        }
    }

    @Override
    public void whenKept(Runnable then) {
        synchronized (this) {
            if (saving) {
                waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /// Until nothing has changed while it was writing.
    private void save() {
        List<String> lines = take();
        while (lines != null) {
            try {
                WholeFile.write(file, lines, WholeFile.Readers.OWNER);
            } catch (IOException unwritable) {
                LOG.log(System.Logger.Level.WARNING, "{0} cannot be written ({1}): a restart would forget what telephones have set", file, unwritable.getMessage());
            }
            lines = take();
        }
    }

    /// @return what is to be written now; null: it is written, and who waits for that is told
    private synchronized List<String> take() {
        if (changed) {
            changed = false;
            Set<String> names = new TreeSet<>(kept.keySet());
            names.addAll(flashes.keySet());
            return names.stream().map(this::line).toList();
        }
        saving = false;
        waiting.forEach(control::execute);
        waiting.clear();
        return null;
    }

    private String line(String name) {
        String lengths = flashes(name).stream().map(String::valueOf).collect(Collectors.joining(","));
        String set = read(name).text();
        return name + " " + set + (lengths.isEmpty() ? "" : (set.isEmpty() ? "" : " ") + "flashes=" + lengths);
    }
}
