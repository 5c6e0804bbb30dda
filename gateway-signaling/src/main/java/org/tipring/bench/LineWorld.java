package org.tipring.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.Subscriber;

/// A gateway in a process of its own with lines, whose modems and exchange are emulated in this one, and calls from a SIP telephone here
/// to a subscriber there.
final class LineWorld implements AutoCloseable {

    static final String SUBSCRIBER = "5559000";
    private static final String EMULATOR = "bench";
    private static final int FIRST_NUMBER = 5550100;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int ANSWER_SECONDS = 90;

    final GatewayProcess gateway;
    private final ConfigFolder config = ConfigFolder.temporary();
    private final EmulatedModems modems;
    private final Caller caller;
    private final RtpStreams streams;
    private final List<Caller.Outgoing> calls = new ArrayList<>();
    private final int lines;

    /// @param subscriber who answers all calls; @param sound of the telephone, one stream for each line
    LineWorld(int lines, Subscriber subscriber, RtpStreams.Sound sound) throws IOException, InterruptedException {
        this.lines = lines;
        List<EmulatedModems.Line> sockets = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            Path device = config.path().resolve("modem" + i);
            config.line(device);
            sockets.add(new EmulatedModems.Line(Integer.toString(FIRST_NUMBER + i), device, ModemSettings.CX93001));
        }
        config.write();
        modems = EmulatedModems.start(EMULATOR, ExchangeSettings.of("US"), sockets, 1, exchange -> exchange.subscribe(SUBSCRIBER, subscriber));
        gateway = GatewayProcess.run(config);
        int from = 0;
        for (int i = 1; i <= lines; i++) {
            String name = "line=fxo" + i + " in service";
            if (gateway.await(from, line -> line.contains(name), PATIENCE) == null) {
                List<String> said = gateway.output();
                close(null, null);
                throw new IOException("the line fxo" + i + " does not come into service: " + said);
            }
        }
        streams = new RtpStreams(sound);
        caller = new Caller("201", config);
        caller.awaitRegistered();
    }

    /// A call on every line, answered, with sound both ways.
    void talk() throws IOException, InterruptedException {
        for (int i = 0; i < lines; i++) {
            calls.add(caller.call("9" + SUBSCRIBER, streams.port()));
        }
        List<InetSocketAddress> remotes = new ArrayList<>();
        for (Caller.Outgoing call : calls) {
            try {
                remotes.add(call.answered.get(ANSWER_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                List<String> said = gateway.output();
                throw new IOException("call " + remotes.size() + " of " + lines + " was not answered: " + e.getMessage() + "; the gateway's last words: "
                        + said.subList(Math.max(0, said.size() - 3), said.size()), e);
            }
        }
        streams.start(remotes, new byte[lines]);
    }

    /// How many of the calls still live.
    long talking() {
        return calls.stream().filter(call -> !call.over.isDone()).count();
    }

    RtpStreams streams() {
        return streams;
    }

    /// What the emulation of all lines has used of a processor so far.
    static long emulationCpuNanos() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("emulator-" + EMULATOR))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.threadId())).sum();
    }

    @Override
    public void close() throws IOException {
        calls.forEach(caller::hangUp);
        close(caller, streams);
    }

    private void close(Caller caller, RtpStreams streams) throws IOException {
        gateway.close();
        if (caller != null) {
            caller.close();
        }
        if (streams != null) {
            streams.close();
        }
        modems.close();
        config.delete();
    }
}
