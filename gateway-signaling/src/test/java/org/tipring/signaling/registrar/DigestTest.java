package org.tipring.signaling.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.registrar.DigestAuthenticator.Verdict;

/// RFC 7616, RFC 8760.
class DigestTest {

    private static final String REALM = "tipring";
    private static final String HERE = "192.0.2.1";
    private static final long SECOND = 1_000_000_000L;

    private final Map<String, Credentials> users = Map.of("201", Credentials.ofPassword("201", REALM, "secret"),
        "quo\"te", Credentials.ofPassword("quo\"te", REALM, "pass\\word"));
    private final DigestAuthenticator authenticator = new DigestAuthenticator(REALM, new byte[32], users::get);
    private int cnonces;

    private String answer(String user, String password, List<String> challenges, String method) {
        return new DigestClient(Credentials.ofPassword(user, "", password), () -> "cnonce" + ++cnonces)
            .answer(method, "sip:x@tipring", challenges, 0).orElseThrow();
    }

    private Verdict verify(String authorization, long now) {
        return authenticator.verify("INVITE", authorization, HERE, now);
    }

    /// RFC 7616 section 3.9.1, which gives both hashes for the same request.
    @ParameterizedTest
    @CsvSource({"MD5, 8ca523f5e9506fed4657c9700eebdbec", "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"})
    void theRfcsOwnExampleComesOut(String algorithm, String response) {
        String challenge = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=" + algorithm
            + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        DigestClient mufasa = new DigestClient(Credentials.ofPassword("Mufasa", "http-auth@example.org", "Circle of Life"),
            () -> "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        assertThat(mufasa.answer("GET", "/dir/index.html", List.of(challenge), 0).orElseThrow()).contains("response=\"" + response + "\"")
            .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    }

    /// RFC 2617 section 3.5, whose HA1 is known from there.
    @Test
    void aHashIsAsGoodAsThePassword() {
        Credentials hashed = Credentials.ofHashes("Mufasa", "testrealm@host.com", "939e7578ed9e3c518a452acee763bce9", "");
        String answer = new DigestClient(hashed, () -> "0a4f113b").answer("GET", "/dir/index.html",
            List.of("Digest realm=\"testrealm@host.com\", qop=\"auth\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""), 0).orElseThrow();
        assertThat(answer).contains("response=\"6629fae49393a05397450978507c4ef1\"");
    }

    @Test
    void offersSha256BeforeMd5AndTakesBoth() {
        List<String> challenges = authenticator.challenges(HERE, false, 0);
        assertThat(challenges).hasSize(2);
        assertThat(challenges.get(0)).contains("SHA-256").contains("qop=\"auth\"").doesNotContain("stale");
        assertThat(challenges.get(1)).contains("MD5");
        assertThat(verify(answer("201", "secret", challenges, "INVITE"), 0)).isEqualTo(new Verdict.Accepted("201"));
        List<String> md5 = authenticator.challenges(HERE, false, 0).subList(1, 2);
        assertThat(verify(answer("201", "secret", md5, "INVITE"), 0)).isEqualTo(new Verdict.Accepted("201"));
    }

    @Test
    void whereMd5IsAllThereIsNothingElseIsOffered() {
        DigestAuthenticator spared = new DigestAuthenticator(REALM, new byte[32], users::get, Set.of(DigestAlgorithm.MD5));
        List<String> challenges = spared.challenges(HERE, false, 0);
        assertThat(challenges).hasSize(1).first().asString().contains("algorithm=MD5");
        assertThat(spared.verify("INVITE", answer("201", "secret", challenges, "INVITE"), HERE, 0)).isEqualTo(new Verdict.Accepted("201"));
    }

    @Test
    void quotesInNamesChangeNothing() {
        List<String> challenges = authenticator.challenges(HERE, false, 0);
        assertThat(verify(answer("quo\"te", "pass\\word", challenges, "INVITE"), 0)).isEqualTo(new Verdict.Accepted("quo\"te"));
    }

    @Test
    void wrongPasswordAndUnknownUserLookTheSameFromOutside() {
        List<String> challenges = authenticator.challenges(HERE, false, 0);
        assertThat(verify(answer("201", "wrong", challenges, "INVITE"), 0)).isInstanceOf(Verdict.Refused.class);
        assertThat(verify(answer("999", "wrong", challenges, "INVITE"), 0)).isInstanceOf(Verdict.Refused.class);
        assertThat(verify(answer("201", "secret", challenges, "REGISTER"), 0)).as("for another method").isInstanceOf(Verdict.Refused.class);
        assertThat(authenticator.usedNonces()).as("strangers leave nothing behind").isZero();
    }

    @Test
    void anAnswerCountsOnce() {
        String answer = answer("201", "secret", authenticator.challenges(HERE, false, 0), "INVITE");
        assertThat(verify(answer, 0)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verify(answer, SECOND)).isEqualTo(new Verdict.Challenge(true));
    }

    @Test
    void anOldNonceIsStaleButOnlyForWhoKnowsThePassword() {
        List<String> challenges = authenticator.challenges(HERE, false, 0);
        assertThat(verify(answer("201", "secret", challenges, "INVITE"), 60 * SECOND)).isInstanceOf(Verdict.Accepted.class);
        List<String> second = authenticator.challenges(HERE, false, 0);
        assertThat(verify(answer("201", "secret", second, "INVITE"), 61 * SECOND)).isEqualTo(new Verdict.Challenge(true));
        assertThat(verify(answer("201", "wrong", second, "INVITE"), 61 * SECOND)).isInstanceOf(Verdict.Refused.class);
        assertThat(authenticator.challenges(HERE, true, 0)).allMatch(challenge -> challenge.endsWith("stale=true"));
    }

    @Test
    void aNonceIsForTheAddressThatAskedAndForThisGateway() {
        String answer = answer("201", "secret", authenticator.challenges("192.0.2.2", false, 0), "INVITE");
        assertThat(verify(answer, 0)).isEqualTo(new Verdict.Challenge(false));
        byte[] other = new byte[32];
        other[0] = 1;
        String foreign = answer("201", "secret", new DigestAuthenticator(REALM, other, users::get).challenges(HERE, false, 0), "INVITE");
        assertThat(verify(foreign, 0)).isEqualTo(new Verdict.Challenge(false));
    }

    @ParameterizedTest
    @CsvSource({"00000002,true", "00000041,true", "00000001,true"})
    void countsMayOvertakeEachOther(String nc, boolean accepted) {
        List<String> challenges = authenticator.challenges(HERE, false, 0);
        assertThat(counted(challenges, "00000040")).isInstanceOf(Verdict.Accepted.class);
        assertThat(counted(challenges, nc) instanceof Verdict.Accepted).isEqualTo(accepted);
        assertThat(counted(challenges, nc)).isEqualTo(new Verdict.Challenge(true));
        assertThat(counted(challenges, "00000000")).isEqualTo(new Verdict.Challenge(true));
        assertThat(counted(challenges, "ffffffff")).isInstanceOf(Verdict.Accepted.class);
        assertThat(counted(challenges, "00000042")).as("far below the highest").isEqualTo(new Verdict.Challenge(true));
    }

    private Verdict counted(List<String> challenges, String nc) {
        DigestParameters challenge = DigestParameters.parse(challenges.getFirst()).orElseThrow();
        String ha1 = DigestAlgorithm.SHA_256.hash("201:" + REALM + ":secret");
        String response = DigestAlgorithm.SHA_256.response(ha1, "INVITE", "sip:x", challenge.get("nonce"), nc, "c", "auth");
        return verify("Digest username=\"201\", realm=\"" + REALM + "\", nonce=\"" + challenge.get("nonce") + "\", uri=\"sip:x\", response=\""
            + response + "\", algorithm=SHA-256, cnonce=\"c\", qop=auth, nc=" + nc, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Digest", "Digest ", "Basic dXNlcjpwYXNz", "NoOneKnows x=y", "Digest realm=\"tipring", "Digest realm=\"tipring\"",
        "Digest a=b, a=c", "Digest =", "Digest realm=\"tipring\", nonce=\"%%%\", nc=1", "Digest realm=\"tipring\", algorithm=SHA-512-256"})
    void nonsenseIsChallenged(String authorization) {
        assertThat(verify(authorization, 0)).isEqualTo(new Verdict.Challenge(false));
        assertThat(verify(null, 0)).isEqualTo(new Verdict.Challenge(false));
    }

    @Test
    void withoutQopThereIsNoWayIn() {
        List<String> challenges = authenticator.challenges(HERE, false, 0).stream().map(challenge -> challenge.replace(", qop=\"auth\"", "")).toList();
        assertThat(verify(answer("201", "secret", challenges, "INVITE"), 0)).isEqualTo(new Verdict.Challenge(false));
    }

    @Test
    void theClientAnswersOnlyItsRealmAndGivesUpAfterTwo() {
        DigestClient client = new DigestClient(Credentials.ofPassword("u", "mine", "p"), () -> "c");
        assertThat(client.answer("INVITE", "sip:x", List.of("Digest realm=\"evil\", nonce=\"n\", qop=\"auth\""), 0)).isEmpty();
        List<String> mine = List.of("Digest realm=\"mine\", nonce=\"n\", qop=\"auth\"");
        assertThat(client.answer("INVITE", "sip:x", mine, 0)).isPresent();
        assertThat(client.answer("INVITE", "sip:x", mine, 1)).as("refused, not stale").isEmpty();
        assertThat(client.answer("INVITE", "sip:x", List.of(mine.getFirst() + ", stale=TRUE"), 1)).isPresent();
        assertThat(client.answer("INVITE", "sip:x", List.of(mine.getFirst() + ", stale=TRUE"), 2)).isEmpty();
        assertThat(client.answer("INVITE", "sip:x", List.of("Digest realm=\"mine\", nonce=\"n\", qop=\"auth-int\""), 0)).isEmpty();
    }

    @Test
    void credentialsNeverShowThemselves() {
        assertThat(users.get("201").toString()).contains("201").doesNotContain("secret");
    }
}
