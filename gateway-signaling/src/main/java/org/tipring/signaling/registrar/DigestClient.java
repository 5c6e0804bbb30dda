package org.tipring.signaling.registrar;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The client side of digest authentication: answers 401 and 407 of a provider (RFC 7616, RFC 8760).
///
/// Its owner asks it only about challenges from the host that the credentials are for; the realm is checked here. So a stranger who
/// sends 401 into a call learns nothing (CVE-2021-41158).
public final class DigestClient {

    /// The first answer, and one more when the server says that the nonce was stale or changed it (AST-2020-002: no endless loop).
    public static final int MAX_TRIES = 2;

    private final Credentials credentials;
    private final Supplier<String> cnonces;

    /// @param cnonces unpredictable texts, one for each answer
    public DigestClient(Credentials credentials, Supplier<String> cnonces) {
        this.credentials = credentials;
        this.cnonces = cnonces;
    }

    /// @param challenges values of the WWW- or Proxy-Authenticate headers of one response
    /// @param triesBefore answers already given for this request
    /// @return the value of the (Proxy-)Authorization header; empty when it is no use to try, or none of their business
    public Optional<String> answer(String method, String uri, List<String> challenges, int triesBefore) {
        if (triesBefore >= MAX_TRIES) {
            return Optional.empty();
        }
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            for (String challenge : challenges) {
                Optional<DigestParameters> digest = DigestParameters.parse(challenge)
                    .filter(parameters -> DigestAlgorithm.of(parameters.get("algorithm")) == algorithm);
                Optional<String> answer = digest.flatMap(parameters -> answer(method, uri, parameters, algorithm, triesBefore));
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> answer(String method, String uri, DigestParameters challenge, DigestAlgorithm algorithm, int triesBefore) {
        String realm = challenge.get("realm");
        String nonce = challenge.get("nonce");
        String ha1 = credentials.ha1(algorithm, realm);
        boolean refusedBefore = triesBefore > 0 && !challenge.get("stale").equalsIgnoreCase("true");
        if (ha1 == null || nonce.isEmpty() || refusedBefore) {
            return Optional.empty();
        }
        boolean qop = List.of(challenge.get("qop").split("\\s*,\\s*")).contains("auth");
        if (!qop && !challenge.get("qop").isEmpty()) {
            return Optional.empty();
        }
        String cnonce = cnonces.get();
        String response = algorithm.response(ha1, method, uri, nonce, "00000001", cnonce, qop ? "auth" : "");
        StringBuilder answer = new StringBuilder("Digest username=").append(DigestParameters.quoted(credentials.user()))
            .append(", realm=").append(DigestParameters.quoted(realm))
            .append(", nonce=").append(DigestParameters.quoted(nonce))
            .append(", uri=").append(DigestParameters.quoted(uri))
            .append(", response=\"").append(response).append('"')
            .append(", algorithm=").append(algorithm.token());
        if (qop) {
            answer.append(", cnonce=\"").append(cnonce).append("\", qop=auth, nc=00000001");
        }
        if (!challenge.get("opaque").isEmpty()) {
            answer.append(", opaque=").append(DigestParameters.quoted(challenge.get("opaque")));
        }
        return Optional.of(answer.toString());
    }
}
