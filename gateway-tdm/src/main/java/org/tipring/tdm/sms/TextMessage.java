package org.tipring.tdm.sms;

import java.time.OffsetDateTime;

/// A text message that came.
///
/// @param from a number, or a name of up to eleven letters; empty when it could not be read
/// @param text empty when it could not be read
/// @param sentAt when the network took it; null when it did not say so in a way that can be read
/// @param unread the message as it came, in hexadecimal, when it could not be read; else empty
public record TextMessage(String from, String text, OffsetDateTime sentAt, String unread) {

    public TextMessage(String from, String text, OffsetDateTime sentAt) {
        this(from, text, sentAt, "");
    }

    static TextMessage unread(String hex) {
        return new TextMessage("", "", null, hex);
    }
}
