package org.tipring.media.srtp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// An `a=crypto` line of SDP (RFC 4568). Its key is shown by [#toSdp] only.
///
/// @param tag 1 to 9 digits; the answer repeats the offer's
/// @param key the key of the party that wrote the line, for what it sends
public record CryptoAttribute(int tag, MasterKey key) {

    /// More lines than that are a flood, not an offer.
    public static final int MOST_LINES = 100;

    public CryptoAttribute {
        if (tag < 0 || tag > 999_999_999) {
            throw new IllegalArgumentException("a crypto tag has 1 to 9 digits: " + tag);
        }
    }

    public static CryptoAttribute generate(int tag, SrtpSuite suite, SecureRandom random) {
        return new CryptoAttribute(tag, MasterKey.generate(suite, random));
    }

    public SrtpSuite suite() {
        return key.suite();
    }

    /// The value behind `a=crypto:`. Secret: never to be logged.
    public String toSdp() {
        return tag + " " + suite() + " inline:" + Base64.getEncoder().encodeToString(key.keyAndSalt());
    }

    /// Those of the lines that we can use, in the order of the offer.
    ///
    /// @param values what stands behind `a=crypto:` in each line
    public static List<CryptoAttribute> usable(List<String> values) {
        List<CryptoAttribute> found = new ArrayList<>();
        for (String value : values.subList(0, Math.min(values.size(), MOST_LINES))) {
            parse(value).ifPresent(found::add);
        }
        return found;
    }

    /// @param value what stands behind `a=crypto:`
    /// @return empty for what is malformed, and for what we do not do: unknown suites, several keys or a master key identifier, a key
    ///     derivation rate, a stream left unencrypted or unauthenticated. Such a line is to be passed over (RFC 4568 section 5.1.2).
    public static Optional<CryptoAttribute> parse(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        String[] words = value.strip().split("[ \t]+");
        if (words.length < 3 || !words[0].matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        for (int i = 3; i < words.length; i++) {
            // A window size hint is only a hint; all else changes the stream. "-" marks what may be ignored (RFC 4568 section 6.3.7).
            if (!words[i].startsWith("WSH=") && !words[i].startsWith("-")) {
                return Optional.empty();
            }
        }
        int tag = Integer.parseInt(words[0]);
        return SrtpSuite.named(words[1]).flatMap(suite -> key(suite, words[2])).map(key -> new CryptoAttribute(tag, key));
    }

    private static Optional<MasterKey> key(SrtpSuite suite, String parameters) {
        if (!parameters.regionMatches(true, 0, INLINE, 0, INLINE.length()) || parameters.indexOf(';') >= 0) {
            return Optional.empty();
        }
        String[] parts = parameters.substring(INLINE.length()).split("\\|", -1);
        boolean lifetimeOnly = parts.length == 1 || parts.length == 2 && parts[1].matches("(2\\^)?[0-9]{1,15}");
        if (!lifetimeOnly) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(parts[0]);
            return bytes.length == suite.keyAndSaltLength() ? Optional.of(new MasterKey(suite, bytes)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "crypto " + tag + " " + key;
    }

    private static final String INLINE = "inline:";
    private static final int LONGEST = 512;
}
