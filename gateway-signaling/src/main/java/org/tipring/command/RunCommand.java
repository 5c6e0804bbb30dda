package org.tipring.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.tipring.gateway.Gateway;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.PhoneSecrets;
import org.tipring.tdm.serial.SerialDevices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gateway run`: the gateway in the foreground.
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Runs the gateway in the foreground until Ctrl-C, which hangs up and puts every line on-hook.")
public final class RunCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "DIR",
            description = "The folder with gateway.ini and its neighbours; default: etc here, or else the program's.")
    private Path folder = StandardFolder.path();

    @Override
    public Integer call() throws Exception {
        GatewayConfig config = ConfigLoader.load(folder);
        config.warnings().forEach(System.err::println);
        PhoneSecrets.Secrets secrets = new PhoneSecrets(config.records().state()).of(config.phones());
        CountDownLatch stopped = new CountDownLatch(1);
        Gateway gateway = Gateway.start(config, secrets.passwords(), _ -> { });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                gateway.close();
            } finally {
                stopped.countDown();
            }
        }, "stop"));
        SerialDevices.closeAfter(stopped);
        Welcome.print(System.out, gateway, config, secrets);
        PlanWatch.start(folder, config.records().state(), config.dialPlan(), gateway);
        stopped.await();
        return 0;
    }
}
