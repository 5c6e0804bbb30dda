package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tipring.bench.ConfigFolder;
import org.tipring.bench.GatewayProcess;
import org.tipring.demo.Telephone;
import org.tipring.media.codec.AudioFormat;
import org.tipring.peer.Ports;
import org.tipring.signaling.sip.SipEvent;

/// A small office of real processes: an emulated modem with its exchange, a gateway on its device, and a telephone in this JVM.
final class Office implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);
    private static final String IDLE = "\"state\":\"IDLE\"";
    private static final Duration PATIENT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    final ConfigFolder config;
    final GatewayProcess modem;
    GatewayProcess gateway;
    Telephone telephone;

    /// @param folder empty, for everything
    Office(Path folder) throws IOException, InterruptedException {
        Path device = folder.resolve("modem");
        config = new ConfigFolder(folder).line(device).mediaPorts(range(Ports.freeRun(100), 100)).write();
        modem = GatewayProcess.start("emulate", "voice-modem", "--link", device.toString());
        assertThat(modem.await(line -> line.startsWith("commands:"), PATIENT)).as("%s", modem.output()).isNotNull();
    }

    private static String range(int first, int count) {
        return first + "-" + (first + count - 1);
    }

    /// A gateway, with its line in service.
    void startGateway() throws IOException, InterruptedException {
        gateway = GatewayProcess.run(config);
        assertThat(gateway.await(line -> line.contains("line=fxo1 in service"), PATIENT)).as("%s", gateway.output()).isNotNull();
    }

    /// The telephone 201, registered.
    void startTelephone() throws IOException, InterruptedException {
        int ports = Ports.freeRun(20);
        telephone = new Telephone("201", ConfigFolder.PASSWORD, ConfigFolder.REALM, "127.0.0.1", config.udpPort(), ports, ports + 19,
                List.of(AudioFormat.PCMU));
        assertThat(telephone.registered(PATIENT.toMillis())).as("the telephone registers: %s", gateway.output()).isTrue();
    }

    /// Calls the exchange's echo and waits until it has answered.
    void talk() throws IOException, InterruptedException {
        telephone.call("9100");
        SipEvent outcome = telephone.await(event -> event instanceof SipEvent.Answered || event instanceof SipEvent.Released, PATIENT.toMillis());
        assertThat(outcome).as("gateway: %s%nmodem: %s", gateway.output(), modem.output()).isInstanceOf(SipEvent.Answered.class);
        assertThat(offHook()).isTrue();
    }

    /// Hangs up and waits until the line takes calls again: the exchange must be sure that it was no hook flash.
    void hangUp() throws Exception {
        telephone.hangUp();
        awaitIdle();
    }

    /// Asks the status page until the line is idle.
    void awaitIdle() throws Exception {
        String page = gateway.await(line -> line.startsWith("Status "), SOON).replaceFirst("\\S+\\s+", "") + "status.json";
        long deadline = System.nanoTime() + SOON.toNanos();
        String answer;
        do {
            assertThat(System.nanoTime()).as("the line is not idle after %s: %s", SOON, modem.output()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
            answer = http.send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString()).body();
        } while (offHook() || !answer.contains(IDLE));
    }

    /// Whether the exchange has seen the loop close last.
    boolean offHook() {
        List<String> hooks = modem.output().stream().filter(Office::isHook).toList();
        return !hooks.isEmpty() && hooks.getLast().endsWith("off-hook");
    }

    static boolean isHook(String line) {
        return line.endsWith(" off-hook") || line.endsWith(" on-hook");
    }

    /// The call records' lines.
    List<String> records() throws IOException {
        return Files.exists(config.records()) ? Files.readAllLines(config.records()) : List.of();
    }

    @Override
    public void close() {
        if (telephone != null) {
            telephone.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        modem.close();
        http.close();
    }
}
