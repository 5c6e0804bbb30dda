package org.tipring.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tipring.signaling.call.CallStatus;
import org.tipring.signaling.control.CallController;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.control.telephone.TelephoneStatus;
import org.tipring.signaling.ops.GatewayStatus;
import org.tipring.signaling.ops.LineList;
import org.tipring.signaling.ops.TextLog;
import org.tipring.tdm.line.LineId;

/// What an operator may tell a running gateway: `calls`, `lines`, `telephones`, `sms LINE NUMBER TEXT`, `messages TELEPHONE COUNT`,
/// `record CALL on|off`, `pcap CALL on|off`.
public final class Orders {

    /// Answers that begin so say that nothing was done.
    public static final String REFUSED = "no: ";

    private static final Pattern MESSAGES = Pattern.compile("messages (\\S+) (\\d{1,3})");
    private static final Pattern TEXT = Pattern.compile("sms (\\S+) (\\S+) (.+)");
    /// How long an operator waits for a text message to be sent.
    private static final Duration SENDING = Duration.ofSeconds(60);
    private static final Pattern SWITCH = Pattern.compile("(record|pcap) (\\S+) (on|off)");

    private final Gateway gateway;
    private final Supplier<GatewayStatus> status;
    private final CallController calls;
    private final AnalogTelephones telephones;
    private final TextMessages texts;

    /// @param status what the gateway shows of itself
    Orders(Gateway gateway, CallController calls, AnalogTelephones telephones, TextMessages texts, Supplier<GatewayStatus> status) {
        this.texts = texts;
        this.gateway = gateway;
        this.status = status;
        this.calls = calls;
        this.telephones = telephones;
    }

    /// Carries an order out on the control thread.
    String carryOut(String order) {
        Matcher wanted = SWITCH.matcher(order);
        Matcher mailbox = MESSAGES.matcher(order);
        if (mailbox.matches()) {
            String said = ask(() -> messages(mailbox.group(1), Integer.parseInt(mailbox.group(2))));
            awaitKept();
            return said;
        }
        if (order.equals("calls")) {
            return ask(this::list);
        }
        if (order.equals("lines")) {
            return LineList.text(status.get(), Instant.now());
        }
        if (order.equals("lines json")) {
            return LineList.json(status.get());
        }
        if (order.equals("telephones")) {
            return ask(this::telephones);
        }
        Matcher text = TEXT.matcher(order);
        if (text.matches()) {
            return send(text.group(1), text.group(2), unescaped(text.group(3)));
        }
        if (!wanted.matches()) {
            return REFUSED + "there are 'calls', 'lines', 'telephones', 'sms LINE NUMBER TEXT', 'messages TELEPHONE COUNT', 'record CALL on|off' and 'pcap CALL on|off'";
        }
        String id = wanted.group(2);
        boolean on = wanted.group(3).equals("on");
        return ask(() -> wanted.group(1).equals("record") ? calls.record(id, on) : calls.capture(id, on)).orElse(nobody(id));
    }

    /// For an order, which is one line.
    public static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n");
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\(.)").matcher(text).replaceAll(found -> found.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(found.group(1)));
    }

    private String send(String line, String number, String text) {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        ask(() -> {
            texts.send(line, number, text, System.nanoTime(), outcome::complete);
            return true;
        });
        try {
            String failure = outcome.get(SENDING.toSeconds(), TimeUnit.SECONDS);
            return failure.isEmpty() ? "sent" : REFUSED + failure;
        } catch (TimeoutException _) {
            return "not sent yet, perhaps because of a call on the line; what becomes of it will be in " + TextLog.NAME;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String nobody(String id) {
        return REFUSED + "there is no call " + id.replaceAll("[^A-Za-z0-9-]", "?") + " now; 'scripts/gateway calls' lists them";
    }

    private String list() {
        List<CallStatus> now = calls.status();
        return now.isEmpty() ? "there is no call" : now.stream()
                .map(call -> "%-14s %-8s %s (%s) to %s%s%s".formatted(call.id(), call.state(), call.from(), call.caller(), call.called(),
                        call.to().isEmpty() ? "" : " at " + call.to(), call.sound().isEmpty() ? "" : "; sound: " + call.sound())).collect(Collectors.joining("\n"));
    }

    private String messages(String telephone, int count) {
        if (telephones.status().stream().noneMatch(one -> one.name().equals(telephone))) {
            return REFUSED + "there is no analog telephone " + telephone.replaceAll("[^A-Za-z0-9_-]", "?") + "; 'scripts/gateway telephones' lists them";
        }
        telephones.messages(new LineId(telephone), count);
        return telephone + ": " + (count == 0 ? "no message waits" : count + (count == 1 ? " message waits" : " messages wait"));
    }

    private String telephones() {
        List<TelephoneStatus> all = telephones.status();
        return all.isEmpty() ? "there is no analog telephone; lines.ini says how to have one" : Stream.concat(all.stream().map(Orders::line), calls.parked().stream().map(words -> "parked at " + words)).collect(Collectors.joining("\n"));
    }

    private static String line(TelephoneStatus telephone) {
        String state = telephone.state().getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        List<String> words = telephone.services().words();
        return "%-10s %-14s %-14s %s".formatted(telephone.name(), telephone.number(), state, words.isEmpty() ? "-" : String.join("; ", words));
    }

    /// Nobody is told of what a restart would not find.
    private void awaitKept() {
        try {
            gateway.awaitKept();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return gateway.ask(question);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
