package org.tipring.signaling.sip;

import java.util.Optional;
import javax.sip.Dialog;

/// Which call is to be replaced (RFC 3891): `call-id;to-tag=ours;from-tag=theirs`. Pure.
///
/// @param earlyOnly not once it is answered
record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {

    private static final int LONGEST = 600;

    /// @param text as it stands in the header; empty when it names no call
    static Optional<Replaces> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String[] parts = text.split(";");
        String toTag = "";
        String fromTag = "";
        boolean earlyOnly = false;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1).strip();
            switch ((equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(java.util.Locale.ROOT)) {
                case "to-tag" -> toTag = value;
                case "from-tag" -> fromTag = value;
                case "early-only" -> earlyOnly = true;
                default -> { }
            }
        }
        String callId = parts[0].strip();
        return callId.isEmpty() || toTag.isEmpty() || fromTag.isEmpty() ? Optional.empty() : Optional.of(new Replaces(callId, toTag, fromTag, earlyOnly));
    }

    /// How somebody else names a dialog of ours to the one at its other end.
    static String of(Dialog dialog) {
        return dialog.getCallId().getCallId() + ";to-tag=" + dialog.getRemoteTag() + ";from-tag=" + dialog.getLocalTag();
    }

    /// The to-tag is compared with our own tag (section 3).
    boolean names(Dialog dialog) {
        return dialog != null && callId.equals(dialog.getCallId().getCallId()) && toTag.equals(dialog.getLocalTag()) && fromTag.equals(dialog.getRemoteTag());
    }
}
