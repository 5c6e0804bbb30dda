package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.registrar.PinHash;

class PinStoresTest {

    @TempDir
    private Path state;

    @Test
    void aPinIsFoundAgainAndNeverReadable() throws Exception {
        PinStores stores = new PinStores(state);
        stores.add("travellers", "4711");
        stores.add("travellers", "08154711");
        assertThat(stores.holds("travellers", "4711")).isTrue();
        assertThat(stores.holds("travellers", "08154711")).isTrue();
        assertThat(stores.holds("travellers", "4712")).isFalse();
        assertThat(stores.holds("others", "4711")).isFalse();
        Path file = state.resolve("pins/travellers");
        assertThat(Files.readString(file)).doesNotContain("4711");
        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        stores.clear("travellers");
        assertThat(stores.holds("travellers", "4711")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "12345678901234567", "12a4", " 1234"})
    void whatIsNoPinIsRefused(String pin) {
        assertThatThrownBy(() -> new PinStores(state).add("x", pin)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "", "a/b", "x y"})
    void aNameCannotLeadElsewhere(String name) {
        assertThatThrownBy(() -> new PinStores(state).count(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "pbkdf2-sha256$0$AA==$AA==", "pbkdf2-sha256$9999999$AA==$AA==", "pbkdf2-sha256$1$*$*", "pbkdf2-sha256$1$$"})
    void aSpoiltLineLetsNobodyIn(String line) {
        assertThat(PinHash.matches("1234", line)).isFalse();
    }
}
