package org.tipring.command;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.tipring.demo.Telephone;
import org.tipring.gateway.Gateway;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.control.line.LineStatus;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.EmulatedCard;
import org.tipring.tdm.emulator.RunningCard;
import picocli.CommandLine.Command;

/// `gateway rehearse`: a gateway on the loopback interface makes a call from and to an analog telephone and one over a line, and ends. `scripts/gateway` has it do so after a build,
/// while Java writes down which classes that took and what was hot (JEP 514, ahead-of-time cache): a later start, and its first call, need not
/// find that out again.
@Command(name = "rehearse", hidden = true, mixinStandardHelpOptions = true,
        description = "Makes a call of each kind with itself and ends, for Java to learn from. Exit 0 if all of them came about.")
public final class RehearseCommand implements Callable<Integer> {

    private static final long SOON_MILLIS = 10_000;
    private static final Duration SOON = Duration.ofMillis(SOON_MILLIS);
    private static final int TALK_MILLIS = 600;
    private static final int RTP_PORTS = 40;
    private static final String PASSWORD = "quiet-harbour-41";
    private static final String LINE = "5550100";

    private boolean held = true;

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Logging.configure(Level.WARNING);
        try (TemporaryFolder folder = new TemporaryFolder("tipring-rehearsal-"); RunningCard card = card(folder.path().resolve("card"))) {
            GatewayConfig config = configuration(folder.path(), card != null);
            int rtp = firstPort();
            try (Gateway gateway = Gateway.start(config, Map.of("201", PASSWORD), _ -> { });
                    Telephone telephone = new Telephone("201", PASSWORD, "tipring", "127.0.0.1", gateway.sipUdpPort(), rtp, rtp + RTP_PORTS - 1,
                            List.of(AudioFormat.PCMU))) {
                expect("registration", telephone.registered(SOON_MILLIS));
                if (card != null) {
                    fromAnalog(card, telephone);
                    toAnalog(card, telephone);
                }
                overTheLine(gateway, telephone);
            }
        }
        return held ? 0 : 1;
    }

    /// @return null where the firmware cannot be compiled: then it is rehearsed without analog telephones
    private static RunningCard card(Path link) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("tipring.home", "."));
        return EmulatedCard.obstacle(home) != null ? null : RunningCard.start(EmulatedCard.build(home, home.resolve("gateway-tdm/target/line-card"), false), "F", link);
    }

    private void fromAnalog(RunningCard card, Telephone telephone) throws IOException, InterruptedException {
        card.tell("0 lift");
        card.await(0, "sound on", 1, SOON);
        card.tell("0 press 201 70 70");
        answer(telephone, "a call from an analog telephone");
        card.tell("0 hang-up");
        expect("its end", telephone.await(event -> event instanceof SipEvent.Released, SOON_MILLIS) != null);
    }

    private void toAnalog(RunningCard card, Telephone telephone) throws IOException, InterruptedException {
        telephone.call("211");
        card.await(0, "bell on", 1, SOON);
        card.tell("0 lift");
        talk(telephone, "a call to an analog telephone");
        telephone.hangUp();
        card.tell("0 hang-up");
    }

    private void overTheLine(Gateway gateway, Telephone telephone) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!gateway.lineStatus().stream().allMatch(LineStatus::inService) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        telephone.call("9123");
        talk(telephone, "a call over the line");
        telephone.hangUp();
    }

    private void answer(Telephone telephone, String what) throws IOException, InterruptedException {
        if (telephone.await(event -> event instanceof SipEvent.Invited, SOON_MILLIS) instanceof SipEvent.Invited call) {
            telephone.ring(call);
            telephone.answer(call);
            expect(what, telephone.await(event -> event instanceof SipEvent.Acknowledged, SOON_MILLIS) != null);
            speak(telephone);
        } else {
            expect(what, false);
        }
    }

    private void talk(Telephone telephone, String what) throws InterruptedException {
        expect(what, telephone.await(event -> event instanceof SipEvent.Answered, SOON_MILLIS) != null);
        speak(telephone);
    }

    private static void speak(Telephone telephone) throws InterruptedException {
        telephone.device().speak(new SpeechLike(1).take(TALK_MILLIS));
        TimeUnit.MILLISECONDS.sleep(TALK_MILLIS);
    }

    private void expect(String what, boolean came) {
        if (!came) {
            held = false;
            System.err.println("rehearsal: there was no " + what);
        }
    }

    private static int firstPort() {
        return 30_000 + RTP_PORTS * ThreadLocalRandom.current().nextInt(500);
    }

    private static GatewayConfig configuration(Path folder, boolean card) throws ConfigException, IOException {
        int rtp = firstPort();
        Files.writeString(folder.resolve("gateway.ini"), """
                [sip]
                bind     = 127.0.0.1
                udp port = %d
                tcp port = none
                realm    = tipring
                [media]
                bind  = 127.0.0.1
                ports = %d-%d
                [records]
                state = %s
                [status]
                port = 0
                """.formatted(freePort(), rtp, rtp + RTP_PORTS - 1, folder));
        Files.writeString(folder.resolve("phones.ini"), "[phone 201]\npassword = " + PASSWORD + "\n");
        Files.writeString(folder.resolve("lines.ini"), "[line fxo1]\ndevice = emulated\n[exchange]\nfxo1 = " + LINE + "\n"
                + (card ? "[line fxs1]\ndevice = " + folder.resolve("card") + "\ndriver = line-card\nport = fxs 0\nnumber = 211\n" : ""));
        Files.writeString(folder.resolve("dialplan.ini"), """
                [country]
                name   = US
                code   = 1
                trunk  = 1
                abroad = 011
                [interface phones]
                sip     = registrar
                members = 201
                numbers = as-dialled
                [interface landlines]
                members = fxo1
                numbers = national
                %s[route extensions]
                called = 2XX
                to     = phones
                [route out]
                from   = phones
                called = 9 X...
                to     = landlines, strip 1
                [route in]
                from = landlines
                to   = phones, set 201
                """.formatted(card ? "[interface analog]\nmembers = fxs1\nnumbers = as-dialled\n[route analog]\ncalled = 211\nto = analog, set fxs1\n" : ""));
        return ConfigLoader.load(folder);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }
}
