package org.tipring.signaling.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tipring.signaling.config.GatewayConfig.PhoneSection;

/// Passwords for telephones whose configuration has none: made once, kept in a file that only the gateway's user may read.
public final class PhoneSecrets {

    public static final String FILE = "phones.secrets";
    /// Without letters and digits that are taken for each other when somebody types them into a telephone.
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    /// About 79 bits: not to be guessed over a network or from a captured digest response.
    private static final int LENGTH = 16;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    /// @param state the gateway's state directory; made when it is missing
    public PhoneSecrets(Path state) {
        file = state.resolve(FILE);
    }

    /// @param passwords of every telephone, configured or generated; @param generated which of them are generated
    public record Secrets(Map<String, String> passwords, Set<String> generated) {

        @Override
        public String toString() {
            return "Secrets of " + passwords.keySet();
        }
    }

    /// The passwords of all telephones. Those that are missing are generated and kept.
    ///
    /// @throws IOException with the file, the reason and a remedy
    public Secrets of(List<PhoneSection> phones) throws IOException {
        Map<String, String> kept = read();
        Map<String, String> all = new LinkedHashMap<>();
        Set<String> generated = new java.util.LinkedHashSet<>();
        int before = kept.size();
        for (PhoneSection phone : phones) {
            if (phone.password().isEmpty()) {
                all.put(phone.name(), kept.computeIfAbsent(phone.name(), _ -> generate()));
                generated.add(phone.name());
            } else {
                all.put(phone.name(), phone.password());
            }
        }
        if (kept.size() > before) {
            write(kept);
        }
        return new Secrets(all, generated);
    }

    private static String generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        if (!Files.exists(file)) {
            return kept;
        }
        if (!PRIVATE.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + ": others may read the passwords in it: chmod 600 " + file + ", or delete it to have new ones made");
        }
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                kept.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return kept;
    }

    private void write(Map<String, String> kept) throws IOException {
        StringBuilder text = new StringBuilder("; Passwords that Tipring generated; delete a line to have a new one made.\n");
        kept.forEach((name, password) -> text.append(name).append(" = ").append(password).append('\n'));
        WholeFile.write(file, text.toString(), WholeFile.Readers.OWNER);
    }
}
