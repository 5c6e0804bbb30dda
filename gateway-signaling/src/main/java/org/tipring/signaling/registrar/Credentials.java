package org.tipring.signaling.registrar;

import java.util.EnumMap;
import java.util.Map;

/// A user name and what proves it: a password, or only its hashes (RFC 7616's HA1). Never shows them.
public final class Credentials {

    private final String user;
    private final String realm;
    private final String password;
    private final Map<DigestAlgorithm, String> hashes = new EnumMap<>(DigestAlgorithm.class);

    private Credentials(String user, String realm, String password) {
        this.user = user;
        this.realm = realm;
        this.password = password;
    }

    /// @param realm the realm they are for; empty means whichever the other side names (a client that trusts its provider)
    public static Credentials ofPassword(String user, String realm, String password) {
        Credentials credentials = new Credentials(user, realm, password);
        if (!realm.isEmpty()) {
            for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
                credentials.hashes.put(algorithm, algorithm.hash(user + ":" + realm + ":" + password));
            }
        }
        return credentials;
    }

    /// @param md5 HA1 for MD5 in hex, or empty; @param sha256 the same for SHA-256
    public static Credentials ofHashes(String user, String realm, String md5, String sha256) {
        Credentials credentials = new Credentials(user, realm, null);
        if (!md5.isEmpty()) {
            credentials.hashes.put(DigestAlgorithm.MD5, md5.toLowerCase(java.util.Locale.ROOT));
        }
        if (!sha256.isEmpty()) {
            credentials.hashes.put(DigestAlgorithm.SHA_256, sha256.toLowerCase(java.util.Locale.ROOT));
        }
        return credentials;
    }

    /// The same, for MD5 only.
    public Credentials md5Only() {
        return ofHashes(user, realm, ha1(DigestAlgorithm.MD5, realm), "");
    }

    public String user() {
        return user;
    }

    public String realm() {
        return realm;
    }

    /// Whether this user can answer a challenge with that algorithm.
    public boolean knows(DigestAlgorithm algorithm) {
        return password != null || hashes.containsKey(algorithm);
    }

    /// HA1, or null when only the other algorithm's hash is known or the realm is not ours.
    String ha1(DigestAlgorithm algorithm, String theirRealm) {
        if (realm.isEmpty()) {
            return algorithm.hash(user + ":" + theirRealm + ":" + password);
        }
        return realm.equals(theirRealm) ? hashes.get(algorithm) : null;
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + ", realm=" + realm + "]";
    }
}
