package org.tipring.signaling.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.tipring.signaling.registrar.PinHash;

/// The PIN stores that `ask pin = NAME` names: one file for each in the state directory's `pins`, one hash a line, readable by the
/// gateway's user only. What was a PIN cannot be read from it.
public final class PinStores {


    private final Path folder;

    /// @param state the gateway's state directory
    public PinStores(Path state) {
        folder = state.resolve("pins");
    }

    /// Whether the PIN is in the store; false, too, when there is no such store.
    public boolean holds(String store, String pin) {
        try {
            return read(store).stream().anyMatch(kept -> PinHash.matches(pin, kept));
        } catch (IOException unreadable) {
            System.getLogger(PinStores.class.getName()).log(System.Logger.Level.ERROR,
                    "the PIN store {0} cannot be read ({1}); nobody gets in", file(store), unreadable.getMessage());
            return false;
        }
    }

    /// @throws IllegalArgumentException for what is no PIN
    public void add(String store, String pin) throws IOException {
        List<String> all = new ArrayList<>(read(store));
        all.add(PinHash.of(pin, new SecureRandom()));
        write(store, all);
    }

    /// Takes every PIN out.
    public void clear(String store) throws IOException {
        write(store, List.of());
    }

    public int count(String store) throws IOException {
        return read(store).size();
    }

    private List<String> read(String store) throws IOException {
        Path file = file(store);
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.of();
    }

    private void write(String store, List<String> lines) throws IOException {
        WholeFile.write(file(store), lines, WholeFile.Readers.OWNER);
    }

    private Path file(String store) {
        if (!store.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
            throw new IllegalArgumentException("a PIN store's name is up to 32 letters, digits, - or _: " + store);
        }
        return folder.resolve(store);
    }
}
