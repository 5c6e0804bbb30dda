package org.tipring.command;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import org.tipring.gateway.Gateway;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.GatewayConfig.PhoneSection;
import org.tipring.signaling.config.PhoneSecrets;
import org.tipring.tdm.emulator.EmulateVoiceModem;

/// What `gateway run` says first: what to register, what to dial, where to look.
final class Welcome {

    private Welcome() {
    }

    static void print(PrintStream out, Gateway gateway, GatewayConfig config, PhoneSecrets.Secrets secrets) {
        out.println("Tipring is running. Ctrl-C hangs up and puts every line on-hook.");
        out.println();
        out.println("Register a SIP telephone:");
        out.println("  server    " + shown(config.sip().bind()) + ":" + gateway.sipUdpPort() + " (UDP"
                + (gateway.sipTcpPort() > 0 ? "; TCP " + gateway.sipTcpPort() : "") + ")");
        for (PhoneSection phone : config.phones()) {
            // A password that the operator wrote is not shown; one that we made up is known to nobody else.
            String password = secrets.generated().contains(phone.name()) ? secrets.passwords().get(phone.name()) : "(as in phones.ini)";
            out.println("  user      " + phone.name() + "   password " + password);
        }
        if (gateway.emulated() != null || gateway.emulatedMobiles() != null) {
            dial(out, config);
        }
        out.println();
        InetSocketAddress page = gateway.statusAddress();
        out.println("Status      " + (page == null ? "none ([status] port = none)"
                : "http://" + page.getAddress().getHostAddress() + ":" + page.getPort() + "/"));
        out.println("Records     " + config.records().file().toAbsolutePath());
        out.flush();
    }

    private static void dial(PrintStream out, GatewayConfig config) {
        List<GatewayConfig.ExchangeLine> lines = config.exchange().lines();
        out.println();
        out.println("An emulated telephone network is connected to " + String.join(", ", lines.stream().map(line -> line.line() + " (" + line.number() + ")").toList())
                + ". Dial through it:");
        EmulateVoiceModem.NUMBERS.forEach(number -> out.printf("  9 %-9s %s%n", number.digits(), number.what()));
    }

    private static String shown(String bind) {
        return bind.equals("0.0.0.0") ? "this machine's address" : bind;
    }
}
