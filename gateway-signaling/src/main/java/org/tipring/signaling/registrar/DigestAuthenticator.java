package org.tipring.signaling.registrar;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The server side of digest authentication (RFC 7616, RFC 8760): challenges, and judges what comes back.
///
/// A nonce is `time, counter, HMAC(secret; time, counter, realm, source)`: nothing is stored for a challenge, so a flood of strangers
/// costs no memory, and a nonce is good for 60 s and for the address that asked. Only nonces that somebody used successfully are
/// remembered, with the nonce counts seen, so that no answer counts twice. Unknown users cost and are told the same as wrong
/// passwords. Not thread-safe: its owner calls it from one thread or under one lock.
public final class DigestAuthenticator {

    /// Beyond this age a right answer gets a fresh nonce and `stale=true`: the client repeats without asking its user.
    static final long NONCE_LIFE_NANOS = 60_000_000_000L;

    private static final int NONCE_BYTES = 32;
    private static final int MAX_USED_NONCES = 10_000;

    private final String realm;
    private final SecretKeySpec secret;
    private final String opaque;
    private final Function<String, Credentials> users;
    private final Set<DigestAlgorithm> offered;
    private final Map<String, UsedNonce> used = new LinkedHashMap<>();
    private long newestForgotten = Long.MIN_VALUE;
    private long counter;

    /// @param secret at least 16 random bytes, new at each start
    /// @param users by user name; null for unknown ones
    public DigestAuthenticator(String realm, byte[] secret, Function<String, Credentials> users) {
        this(realm, secret, users, EnumSet.allOf(DigestAlgorithm.class));
    }

    /// @param offered in challenges. Some older clients look at the first challenge only and give up when it is SHA-256 (SIPp 3.6 does),
    ///     against RFC 8760 section 2.4; who has such clients gives their users an MD5 hash only, and offers MD5 only
    public DigestAuthenticator(String realm, byte[] secret, Function<String, Credentials> users, Set<DigestAlgorithm> offered) {
        if (offered.isEmpty()) {
            throw new IllegalArgumentException("a challenge needs an algorithm");
        }
        this.realm = realm;
        this.offered = EnumSet.copyOf(offered);
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
        this.users = users;
        byte[] word = Arrays.copyOf(hmac("opaque".getBytes(StandardCharsets.US_ASCII)), 12);
        this.opaque = Base64.getUrlEncoder().withoutPadding().encodeToString(word);
    }

    /// What an Authorization header is worth.
    public sealed interface Verdict {

        record Accepted(String user) implements Verdict { }

        /// No usable header, a nonce that is not ours, or too old or already used: challenge.
        ///
        /// @param stale the answer was right, only its nonce is spent
        record Challenge(boolean stale) implements Verdict { }

        /// Wrong password or unknown user; which of the two, nobody outside learns.
        ///
        /// @param known whether there is such a user
        record Refused(String user, boolean known) implements Verdict { }
    }

    /// The values of the WWW- or Proxy-Authenticate headers, in this order: SHA-256, then MD5 for older telephones.
    ///
    /// @param source address that asked, without port
    public List<String> challenges(String source, boolean stale, long nowNanos) {
        String nonce = nonce(source, nowNanos, counter++);
        List<String> headers = new ArrayList<>();
        for (DigestAlgorithm algorithm : offered) {
            headers.add("Digest realm=" + DigestParameters.quoted(realm) + ", nonce=\"" + nonce + "\", opaque=\"" + opaque
                + "\", algorithm=" + algorithm.token() + ", qop=\"auth\"" + (stale ? ", stale=true" : ""));
        }
        return headers;
    }

    /// @param authorization the header's value; null when there was none
    public Verdict verify(String method, String authorization, String source, long nowNanos) {
        DigestParameters answer = authorization == null ? null : DigestParameters.parse(authorization).orElse(null);
        if (answer == null || !answer.get("realm").equals(realm)) {
            return new Verdict.Challenge(false);
        }
        DigestAlgorithm algorithm = DigestAlgorithm.of(answer.get("algorithm"));
        String nonce = answer.get("nonce");
        long issued = issued(nonce, source);
        String nc = answer.get("nc");
        // Without qop there is no nonce count, and an eavesdropper could repeat the answer; we offered qop, so it has to be there.
        if (algorithm == null || issued == Long.MIN_VALUE || !answer.get("qop").equals("auth") || !nc.matches("[0-9A-Fa-f]{8}")
            || answer.get("cnonce").isEmpty()) {
            return new Verdict.Challenge(false);
        }
        String user = answer.get("username");
        Credentials known = users.apply(user);
        String ha1 = known == null ? null : known.ha1(algorithm, realm);
        // The same work for users that do not exist, so that time tells nothing.
        String used = ha1 != null ? ha1 : algorithm.hash(user + ":" + realm + ":" + opaque);
        String expected = algorithm.response(used, method, answer.get("uri"), nonce, nc, answer.get("cnonce"), "auth");
        boolean right = MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
            answer.get("response").toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        if (!right || ha1 == null) {
            return new Verdict.Refused(user, known != null);
        }
        return fresh(nonce, issued, Long.parseLong(nc, 16), nowNanos) ? new Verdict.Accepted(user) : new Verdict.Challenge(true);
    }

    /// Nonces that are remembered because they were used.
    int usedNonces() {
        return used.size();
    }

    private boolean fresh(String nonce, long issued, long count, long nowNanos) {
        forgetOld(nowNanos);
        if (nowNanos - issued > NONCE_LIFE_NANOS || issued <= newestForgotten && !used.containsKey(nonce)) {
            return false;
        }
        UsedNonce seen = used.computeIfAbsent(nonce, _ -> new UsedNonce(issued));
        return seen.take(count);
    }

    private void forgetOld(long nowNanos) {
        Iterator<UsedNonce> oldest = used.values().iterator();
        while (oldest.hasNext()) {
            UsedNonce nonce = oldest.next();
            if (nowNanos - nonce.issued <= NONCE_LIFE_NANOS && used.size() <= MAX_USED_NONCES) {
                return;
            }
            // A nonce forgotten for want of room could be replayed; so every unused one of its age is over too.
            newestForgotten = Math.max(newestForgotten, nonce.issued);
            oldest.remove();
        }
    }

    private String nonce(String source, long nowNanos, long count) {
        byte[] head = ByteBuffer.allocate(16).putLong(nowNanos).putLong(count).array();
        byte[] nonce = Arrays.copyOf(head, NONCE_BYTES);
        System.arraycopy(seal(head, source), 0, nonce, 16, 16);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /// When we issued it to this source; `Long.MIN_VALUE` when we did not.
    private long issued(String nonce, String source) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException notOurs) {
            return Long.MIN_VALUE;
        }
        if (bytes.length != NONCE_BYTES) {
            return Long.MIN_VALUE;
        }
        byte[] head = Arrays.copyOf(bytes, 16);
        if (!MessageDigest.isEqual(seal(head, source), Arrays.copyOfRange(bytes, 16, 32))) {
            return Long.MIN_VALUE;
        }
        return ByteBuffer.wrap(head).getLong();
    }

    private byte[] seal(byte[] head, String source) {
        byte[] tail = (realm + "|" + source).getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return Arrays.copyOf(hmac(all), 16);
    }

    private byte[] hmac(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(text);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /// The counts seen with one nonce: the highest, and which of the 63 below it, because two requests may overtake each other.
    private static final class UsedNonce {
        final long issued;
        private long highest;
        private long window;

        UsedNonce(long issued) {
            this.issued = issued;
        }

        boolean take(long count) {
            if (count > highest) {
                long shift = count - highest;
                window = shift >= Long.SIZE ? 1 : window << shift | 1;
                highest = count;
                return true;
            }
            long back = highest - count;
            if (count == 0 || back >= Long.SIZE || (window & 1L << back) != 0) {
                return false;
            }
            window |= 1L << back;
            return true;
        }
    }
}
