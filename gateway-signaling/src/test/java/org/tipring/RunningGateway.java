package org.tipring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tipring.demo.Telephone;
import org.tipring.gateway.Gateway;
import org.tipring.media.codec.AudioFormat;
import org.tipring.peer.Ports;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.control.ControlFigures;
import org.tipring.signaling.control.line.LineStatus;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.line.FxoState;

/// A whole gateway in this process for peers from outside: the files of etc/ with free loopback ports, known passwords, and what a
/// test changes in them. One emulated line, fxo1, number 5550100; telephones 201 and 202.
final class RunningGateway implements AutoCloseable {

    static final Map<String, String> PASSWORDS = Map.of("201", "twohundredone", "202", "twohundredtwo");
    static final String LINE_NUMBER = "5550100";

    private final Gateway gateway;
    private final BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();

    private final GatewayConfig config;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningGateway(Path folder) throws Exception {
        config = ConfigLoader.load(folder);
        gateway = Gateway.start(config, PASSWORDS, records::add);
    }

    /// @param changes from the text as it stands in etc/ to what shall stand there, by file
    static RunningGateway start(Path folder, Map<String, Map<String, String>> changes) throws Exception {
        Path etc = Path.of(System.getProperty("tipring.home", ".."), "etc");
        int media = Ports.freeRun(100);
        Map<String, Map<String, String>> always = Map.of(
            "gateway.ini", Map.of("0.0.0.0 ", "127.0.0.1 ", "= 5060 ", "= 0 ", "16384-16583", media + "-" + (media + 99),
                "= 8080", "= 0", "~/.local/state/tipring", folder.resolve("state").toString()),
            "phones.ini", Map.of("[phone 201]", "[phone 201]\npassword = " + PASSWORDS.get("201"),
                "[phone 202]", "[phone 202]\npassword = " + PASSWORDS.get("202")));
        for (String file : new String[] {"gateway.ini", "lines.ini", "phones.ini", "trunks.ini", "dialplan.ini"}) {
            String text = Files.readString(etc.resolve(file));
            text = changed(file, text, always.getOrDefault(file, Map.of()));
            text = changed(file, text, changes.getOrDefault(file, Map.of()));
            Files.writeString(folder.resolve(file), text);
        }
        return new RunningGateway(folder);
    }

    private static String changed(String file, String text, Map<String, String> changes) {
        String result = text;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (!result.contains(change.getKey())) {
                throw new IllegalArgumentException("etc/" + file + " has no '" + change.getKey() + "' any more; mend this test");
            }
            result = result.replace(change.getKey(), change.getValue());
        }
        return result;
    }

    Gateway gateway() {
        return gateway;
    }

    EmulatedModems exchange() {
        return gateway.emulated();
    }

    InetSocketAddress udp() {
        return new InetSocketAddress("127.0.0.1", gateway.sipUdpPort());
    }

    InetSocketAddress tcp() {
        return new InetSocketAddress("127.0.0.1", gateway.sipTcpPort());
    }

    GatewayConfig config() {
        return config;
    }

    /// A telephone of ours, registered.
    Telephone telephone(String user) throws IOException, InterruptedException {
        int ports = Ports.freeRun(20);
        Telephone telephone = new Telephone(user, PASSWORDS.get(user), config.sip().realm(), "127.0.0.1", gateway.sipUdpPort(), ports, ports + 19,
            List.of(AudioFormat.PCMU, AudioFormat.PCMA));
        if (!telephone.registered(10_000)) {
            telephone.close();
            throw new AssertionError("the telephone " + user + " cannot register");
        }
        return telephone;
    }

    /// Until `/health` says that.
    void awaitHealth(Predicate<String> wanted, Duration deadline) throws IOException, InterruptedException {
        awaitPage("/health", wanted, deadline);
    }

    /// Until a page of the status page is like that.
    ///
    /// @param wanted of the status and the body, with a blank between
    void awaitPage(String page, Predicate<String> wanted, Duration deadline) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + gateway.statusAddress().getPort() + page);
        long until = System.nanoTime() + deadline.toNanos();
        while (true) {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            String said = answer.statusCode() + " " + answer.body().strip();
            if (wanted.test(said)) {
                return;
            }
            if (System.nanoTime() > until) {
                throw new AssertionError(page + " says after " + deadline + ": " + said);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /// The record of the next call that ends.
    CallRecord nextRecord(Duration deadline) throws InterruptedException {
        CallRecord record = records.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (record == null) {
            throw new AssertionError("no call ended within " + deadline + "; in progress: " + gateway.ask(() -> gateway.calls().status()));
        }
        return record;
    }

    int recordsWaiting() {
        return records.size();
    }

    /// The line takes calls again, nothing of an earlier call is left, and its record is taken from the queue.
    void awaitIdle() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!idle()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not idle: " + gateway.lineStatus() + " " + gateway.ask(() -> gateway.calls().status()));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        records.clear();
    }

    private boolean idle() throws InterruptedException {
        ControlFigures figures = gateway.ask(() -> gateway.calls().figures());
        return figures.equals(new ControlFigures(0, 0, 0, 0))
            && gateway.lineStatus().stream().map(LineStatus::state).allMatch(state -> state instanceof FxoState.OnHook);
    }

    static String timeline(CallRecord record) {
        return record.cause() + " by " + record.endedBy() + " " + record.detail() + record.timeline().stream()
            .map(entry -> String.format("%n  %6d ms %s %s", entry.millis(), entry.where(), entry.what())).collect(Collectors.joining())
            + record.media().stream().map(media -> String.format("%n  %s", media)).collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException {
        http.close();
        gateway.close();
    }
}
