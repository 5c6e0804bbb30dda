package org.tipring.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.tipring.gateway.Gateway;
import org.tipring.signaling.config.PlanReload;
import org.tipring.signaling.routing.DialPlan;

/// Takes over a changed dial plan while the gateway runs: calls in progress keep the decision they had.
final class PlanWatch {

    private static final System.Logger LOG = System.getLogger(PlanWatch.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private PlanWatch() {
    }

    /// Starts watching; nothing to watch where the embedded plan is used.
    static void start(Path folder, Path state, DialPlan running, Gateway gateway) {
        if (!Files.exists(folder.resolve("dialplan.ini"))) {
            return;
        }
        PlanReload reload = new PlanReload(folder, state, running);
        Thread.ofVirtual().name("plan-watch").start(() -> {
            try {
                while (true) {
                    Thread.sleep(INTERVAL);
                    look(reload, gateway);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void look(PlanReload reload, Gateway gateway) throws InterruptedException {
        switch (reload.poll()) {
            case null -> { }
            case PlanReload.Outcome.Accepted(DialPlan plan, List<String> differences) -> {
                gateway.ask(() -> {
                    gateway.calls().usePlan(plan);
                    return plan;
                });
                LOG.log(System.Logger.Level.INFO, "dial plan reloaded, {0} changes", differences.size());
                differences.forEach(line -> LOG.log(System.Logger.Level.INFO, "dial plan: {0}", line));
            }
            case PlanReload.Outcome.Refused(String mistakes) -> {
                LOG.log(System.Logger.Level.WARNING, "dial plan refused, the running one stays");
                mistakes.lines().forEach(line -> LOG.log(System.Logger.Level.WARNING, "dial plan: {0}", line));
            }
        }
    }
}
