package org.tipring.signaling.sip;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mailbox says of itself: the body of a NOTIFY for `message-summary` (RFC 3842 section 5.2). Pure.
///
/// @param account user part of the mailbox's address; empty when it does not say
/// @param waiting how many new voice messages; where only that there are some is said, one
record MessageSummary(String account, int waiting) {

    private static final int MOST = 999;
    private static final Pattern ACCOUNT = Pattern.compile("(?:sips?|tel):([^@;>]{1,64}).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT = Pattern.compile("(\\d{1,6})\\s*/\\s*\\d{1,6}.*");

    /// Empty when it is none.
    static Optional<MessageSummary> parse(String body) {
        Boolean waiting = null;
        String account = "";
        int count = -1;
        for (String line : body.split("\\r?\\n")) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "messages-waiting" -> waiting = switch (value.toLowerCase(Locale.ROOT)) {
                    case "yes" -> true;
                    case "no" -> false;
                    default -> null;
                };
                case "message-account" -> {
                    Matcher uri = ACCOUNT.matcher(value);
                    account = uri.matches() ? uri.group(1) : "";
                }
                case "voice-message" -> {
                    Matcher number = COUNT.matcher(value);
                    count = number.matches() ? Math.min(MOST, Integer.parseInt(number.group(1))) : -1;
                }
                default -> { }
            }
        }
        // "yes" with no new voice messages is about old ones, or about fax.
        return waiting == null ? Optional.empty() : Optional.of(new MessageSummary(account, !waiting ? 0 : Math.max(count < 0 ? 1 : 0, count)));
    }
}
