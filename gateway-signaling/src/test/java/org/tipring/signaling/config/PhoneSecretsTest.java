package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.signaling.config.GatewayConfig.PhoneSection;

class PhoneSecretsTest {

    @TempDir
    Path dir;

    private final List<PhoneSection> phones = List.of(new PhoneSection("201", "", "Reception"), new PhoneSection("202", "chosen by hand", "Workshop"));

    @Test
    void missingPasswordsAreMadeOnceAndKeptForTheGatewayOnly() throws IOException {
        Path state = dir.resolve("a/b");
        PhoneSecrets.Secrets first = new PhoneSecrets(state).of(phones);
        assertThat(first.generated()).containsExactly("201");
        assertThat(first.passwords().get("201")).matches("[a-z2-9]{16}");
        assertThat(first.passwords()).containsEntry("202", "chosen by hand");
        assertThat(new PhoneSecrets(state).of(phones).passwords()).isEqualTo(first.passwords());
        Path file = state.resolve(PhoneSecrets.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("chosen by hand");
        assertThat(Files.list(state)).containsExactly(file);
    }

    @Test
    void twoGatewaysHaveTwoPasswords() throws IOException {
        assertThat(new PhoneSecrets(dir.resolve("a")).of(phones).passwords()).isNotEqualTo(new PhoneSecrets(dir.resolve("b")).of(phones).passwords());
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        new PhoneSecrets(dir).of(phones);
        Files.setPosixFilePermissions(dir.resolve(PhoneSecrets.FILE), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new PhoneSecrets(dir).of(phones)).isInstanceOf(IOException.class).hasMessageContaining("chmod 600");
    }

    @Test
    void secretsDoNotPrintThemselves() throws IOException {
        PhoneSecrets.Secrets secrets = new PhoneSecrets(dir).of(phones);
        assertThat(secrets.toString()).doesNotContain(secrets.passwords().get("201")).doesNotContain("chosen");
        assertThat(phones.toString()).doesNotContain("chosen");
    }
}
