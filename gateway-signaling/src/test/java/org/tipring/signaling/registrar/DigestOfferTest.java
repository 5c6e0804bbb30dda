package org.tipring.signaling.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which algorithms a challenge offers (RFC 8760 section 2.4: the preferred one first).
class DigestOfferTest {

    private static final byte[] SECRET = new byte[32];

    @Test
    void theStrongerAlgorithmIsOfferedFirst() {
        DigestAuthenticator authenticator = new DigestAuthenticator("r", SECRET, user -> null);
        assertThat(authenticator.challenges("192.0.2.1", false, 0)).hasSize(2);
        assertThat(authenticator.challenges("192.0.2.1", false, 0).getFirst()).contains("algorithm=SHA-256");
    }

    @Test
    void clientsThatStumbleOverItCanBeSparedSha256() {
        DigestAuthenticator authenticator = new DigestAuthenticator("r", SECRET, user -> null, Set.of(DigestAlgorithm.MD5));
        assertThat(authenticator.challenges("192.0.2.1", false, 0)).singleElement().asString().contains("algorithm=MD5,");
        assertThatThrownBy(() -> new DigestAuthenticator("r", SECRET, user -> null, EnumSet.noneOf(DigestAlgorithm.class)))
            .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aUserKnowsWhatHisPasswordOrHashesAllow() {
        assertThat(Credentials.ofPassword("u", "r", "p").knows(DigestAlgorithm.SHA_256)).isTrue();
        assertThat(Credentials.ofPassword("u", "", "p").knows(DigestAlgorithm.MD5)).isTrue();
        assertThat(Credentials.ofHashes("u", "r", "aa", "").knows(DigestAlgorithm.MD5)).isTrue();
        assertThat(Credentials.ofHashes("u", "r", "aa", "").knows(DigestAlgorithm.SHA_256)).isFalse();
    }
}
