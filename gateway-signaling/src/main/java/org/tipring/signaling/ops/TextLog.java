package org.tipring.signaling.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/// Text messages (SMS) that came and went, in `texts.jsonl`: one JSON object a line. What is to become of them is another program's matter, which
/// can follow this file.
public final class TextLog {

    private static final System.Logger LOG = System.getLogger(TextLog.class.getName());
    public static final String NAME = "texts.jsonl";

    /// A message that came.
    ///
    /// @param sent when the network took it; null: it did not say
    /// @param unread as it came, in hexadecimal, where it could not be read; else empty
    public record Received(String line, String from, String text, Instant sent, String unread) { }

    /// A message that was to be sent.
    ///
    /// @param failure why it was not; empty: the network has it
    public record Sent(String line, String to, String text, String failure) { }

    private final DurableLines file;

    public TextLog(Path state) {
        file = new DurableLines(state.resolve(NAME));
    }

    /// Any thread; returns at once.
    ///
    /// @param kept is told, on another thread, whether it is on the disk
    public void write(Received text, Consumer<Boolean> kept) {
        Json json = event("received", text.line).field("from", text.from).field("sent", text.sent).field("text", text.text);
        if (!text.unread.isEmpty()) {
            json.field("unread", text.unread);
        }
        append(json.endObject().toString(), text.line, "text message from " + text.from, "the SIM card keeps it", kept);
    }

    public void write(Sent text) {
        Json json = event(text.failure.isEmpty() ? "sent" : "failed", text.line).field("to", text.to).field("text", text.text);
        if (!text.failure.isEmpty()) {
            json.field("why", text.failure);
        }
        append(json.endObject().toString(), text.line, "text message to " + text.to + (text.failure.isEmpty() ? " sent" : " not sent: " + text.failure),
                "nothing will tell of it but this log", _ -> { });
    }

    private static Json event(String event, String line) {
        return new Json().object().field("time", Instant.now().truncatedTo(ChronoUnit.MILLIS)).field("event", event).field("line", line);
    }

    /// A disk may take its time: on a thread that may wait.
    private void append(String json, String line, String words, String otherwise, Consumer<Boolean> kept) {
        // A sender may call himself what he likes.
        String what = words.replaceAll("\\p{Cntrl}", " ");
        Thread.ofVirtual().name("texts").start(() -> {
            boolean written = false;
            try {
                file.append(json);
                written = true;
                LOG.log(System.Logger.Level.INFO, "line={0} {1}; it is in {2}", line, what, file);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.ERROR, "line={0} {1}: {2} cannot be written ({3}), so {4}. Make room, or let the gateway write there", line, what, file,
                        e.getMessage(), otherwise);
            }
            kept.accept(written);
        });
    }
}
