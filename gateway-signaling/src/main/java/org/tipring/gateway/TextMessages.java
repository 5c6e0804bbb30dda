package org.tipring.gateway;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.tipring.signaling.control.loop.Count;
import org.tipring.signaling.ops.TextLog;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.port.CellularPort;
import org.tipring.tdm.sms.TextMessage;

/// Text messages of all mobile lines: what comes goes to a file, what an operator wants sent to its line. Control thread, but for the figures.
final class TextMessages implements CellularPort.TextKeeper {

    private static final String SENTENCE = "Text messages (SMS) of mobile lines: received and kept, not kept (tried again), sent, and failed to be sent; texts.jsonl has them.";

    private final TextLog log;
    private final Map<String, CellularPort> ports = new TreeMap<>();
    private final LongAdder received = new LongAdder();
    private final LongAdder unkept = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();

    TextMessages(TextLog log) {
        this.log = log;
    }

    void add(CellularPort port) {
        ports.put(port.line().name(), port);
    }

    List<Count> counts() {
        return List.of(count("received", received), count("not_kept", unkept), count("sent", sent), count("failed", failed));
    }

    private static Count count(String event, LongAdder figure) {
        return new Count("tipring.texts", SENTENCE, "event", event, figure::sum);
    }

    @Override
    public void arrived(LineId line, TextMessage message, Consumer<Boolean> kept) {
        log.write(new TextLog.Received(line.name(), message.from(), message.text(), message.sentAt() == null ? null : message.sentAt().toInstant(),
                message.unread()), written -> {
                    (written ? received : unkept).increment();
                    kept.accept(written);
                });
    }

    /// @param outcome gets why it was not sent, or nothing; perhaps much later, for calls come first
    void send(String line, String number, String text, long now, Consumer<String> outcome) {
        CellularPort port = ports.get(line);
        if (port == null) {
            outcome.accept("there is no mobile line " + line.replaceAll("[^A-Za-z0-9-]", "?") + (ports.isEmpty() ? " or any other" : "; there is " + String.join(", ", ports.keySet())));
            return;
        }
        try {
            port.sendText(number, text, failure -> {
                (failure.isEmpty() ? sent : failed).increment();
                log.write(new TextLog.Sent(line, number, text, failure));
                outcome.accept(failure);
            }, now);
        } catch (IllegalArgumentException wrong) {
            outcome.accept(wrong.getMessage());
        }
    }
}
