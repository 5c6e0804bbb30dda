package org.tipring.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a call between two SIP telephones adds to the gateway's process: resident memory and threads, with sound both ways. The difference
/// of many calls to few, after calls enough to have warmed everything up.
final class CallFootprint {

    private static final int WARM_UP = 400;
    private static final int FEW = 50;
    private static final int MANY = 250;
    private static final int A_SECOND = 50;
    private static final int SETTLE_SECONDS = 4;
    private static final int ANSWER_SECONDS = 20;

    private CallFootprint() {
    }

    static void measure(Report report, CProgram load) throws IOException, InterruptedException {
        ConfigFolder config = ConfigFolder.temporary().write();
        try (GatewayProcess gateway = GatewayProcess.run(config)) {
            if (gateway.await(line -> line.startsWith("Tipring is running"), Duration.ofSeconds(60)) == null) {
                throw new IOException("the gateway does not start: " + gateway.output());
            }
            try (LoadTool tool = new LoadTool(load); Caller caller = new Caller("201", config);
                    Caller called = new Caller("202", config, tool.port(1))) {
                caller.awaitRegistered();
                called.awaitRegistered();
                List<Caller.Outgoing> warm = calls(caller, WARM_UP, tool.port(0));
                for (Caller.Outgoing call : warm) {
                    caller.hangUp(call);
                }
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                int before = called.taken().size();
                ProcessCounts atFew = talk(gateway, caller, called, before, FEW, tool);
                ProcessCounts atMany = talk(gateway, caller, called, before + FEW, MANY - FEW, tool);
                int added = MANY - FEW;
                String what = "telephone to telephone, sound both ways, %d calls beside %d, after %d that warmed up; whole gateway".formatted(MANY, FEW, WARM_UP);
                report.row("media.call.resident", (double) (atMany.residentKilobytes() - atFew.residentKilobytes()) / added, "kB/call", added,
                        what + ": %.0f MB in all".formatted(atMany.residentKilobytes() / 1024.0));
                report.row("media.call.threads", (double) (atMany.threads() - atFew.threads()) / added, "threads/call", added,
                        "the same; %d threads in all".formatted(atMany.threads()));
            }
        } finally {
            config.delete();
        }
    }

    private static ProcessCounts talk(GatewayProcess gateway, Caller caller, Caller called, int before, int count, LoadTool tool)
            throws IOException, InterruptedException {
        List<Caller.Outgoing> calls = calls(caller, count, tool.port(0));
        for (Caller.Outgoing call : calls) {
            tool.add(call.answered.join(), 0, 0);
        }
        List<InetSocketAddress> taken = called.taken();
        for (InetSocketAddress remote : taken.subList(before, taken.size())) {
            tool.add(remote, 0, 1);
        }
        tool.go();
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return ProcessCounts.of(gateway.pid());
    }

    private static List<Caller.Outgoing> calls(Caller caller, int count, int rtpPort) throws IOException, InterruptedException {
        List<Caller.Outgoing> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(caller.call("202", rtpPort));
            TimeUnit.MILLISECONDS.sleep(1000 / A_SECOND);
        }
        try {
            CompletableFuture.allOf(calls.stream().map(call -> call.answered).toArray(CompletableFuture[]::new)).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("not every call was answered: " + e.getMessage(), e);
        }
        return calls;
    }
}
