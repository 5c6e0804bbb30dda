package org.tipring.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.tipring.demo.Demo;
import org.tipring.demo.Telephone;
import org.tipring.gateway.Gateway;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.PhoneSecrets;
import org.tipring.signaling.control.line.LineStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gateway demo`: the embedded default, a telephone, and two calls that are listened to.
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Starts the gateway with an emulated exchange, makes a call each way and checks what is heard. Exit 0 only if all of it held.")
public final class DemoCommand implements Callable<Integer> {

    private static final int FIRST_RTP_PORT = 26_000;
    private static final int LAST_RTP_PORT = 26_099;
    private static final Duration LINE_WAIT = Duration.ofSeconds(20);

    @Option(names = "--recordings", paramLabel = "DIR", description = "Where the WAV files go (default: recordings).")
    private Path recordings = Path.of("recordings");

    @Option(names = "--verbose", description = "Show the gateway's log too.")
    private boolean verbose;

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        if (!verbose) {
            Logging.configure(Level.WARNING);
        }
        try (TemporaryFolder state = new TemporaryFolder("tipring-demo-")) {
            return calls(state.path());
        }
    }

    private int calls(Path state) throws ConfigException, IOException, InterruptedException {
        GatewayConfig config = privately(ConfigLoader.load(null), state);
        Map<String, String> passwords = new PhoneSecrets(state).of(config.phones()).passwords();
        BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();
        String user = config.phones().getFirst().name();
        System.out.println("Starting the gateway with its embedded default: an emulated exchange behind an emulated voice modem.");
        try (Gateway gateway = Gateway.start(config, passwords, records::add);
             Telephone telephone = new Telephone(user, passwords.get(user), config.sip().realm(), "127.0.0.1", gateway.sipUdpPort(),
                     FIRST_RTP_PORT, LAST_RTP_PORT, List.of(AudioFormat.PCMU, AudioFormat.PCMA))) {
            System.out.println((inService(gateway) ? "  ok    " : "  FAIL  ") + "the line comes into service");
            String line = config.exchange().lines().getFirst().number();
            return new Demo(gateway.emulated(), line, telephone, records, recordings, System.out).run() ? 0 : 1;
        }
    }

    /// Waits for the modem's initialisation.
    private static boolean inService(Gateway gateway) throws InterruptedException {
        long deadline = System.nanoTime() + LINE_WAIT.toNanos();
        while (!gateway.lineStatus().stream().allMatch(LineStatus::inService)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    /// The embedded default on ports that disturb nobody, with nothing kept afterwards but the recordings.
    private static GatewayConfig privately(GatewayConfig config, Path state) {
        return new GatewayConfig(new GatewayConfig.SipSection("127.0.0.1", 0, 0, config.sip().realm(), config.sip().digest()),
                new GatewayConfig.MediaSection("127.0.0.1", config.media().firstPort(), config.media().lastPort(), config.media().silenceTimeout(),
                        config.media().holdSound(), config.media().holdMusic(), config.media().sound(), config.media().keysInSound()),
                new GatewayConfig.RecordsSection(state.resolve("calls.jsonl"), state), config.recordings(), new GatewayConfig.StatusSection("127.0.0.1", 0), config.guard(),
                config.country(), config.countries(), config.lines(), config.telephones(), config.phones(), config.phoneTransport(), config.trunks(), config.exchange(), config.dialPlan(), config.warnings());
    }
}
