package org.tipring.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tipring.demo.Telephone;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.DominantFrequency;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.net.WavWriter;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.EmulatedCard;
import org.tipring.tdm.emulator.RunningCard;

/// How an analog telephone feels, on the emulated card and in real time: the times between what a hand does and what an ear or a SIP telephone
/// notices. What happens at the card is timed by the card's clock; what happens at the SIP telephone when it has been told.
final class PhonesBench implements Bench {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MOST_PORTS = 32;
    private static final int CALLER = 0;
    private static final int CALLED = 1;
    private static final int FIRST_NUMBER = 201;
    private static final long SEED = 20261125;

    /// What a call out takes, in milliseconds.
    private record Feel(List<Double> dialTone, List<Double> silence, List<Double> invite, List<Double> bye) {
        Feel() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final int starts;
    private final int rounds;
    private final int displays;
    private final int windowSeconds;
    private final Feel first = new Feel();
    private final Feel usual = new Feel();
    private final List<Double> ringStop = new ArrayList<>();

    PhonesBench(boolean quick) {
        starts = quick ? 2 : 8;
        rounds = quick ? 5 : 30;
        displays = quick ? 20 : 1_000;
        windowSeconds = quick ? 5 : 20;
    }

    @Override
    public String name() {
        return "phones";
    }

    @Override
    public String measures() {
        return "an analog telephone's feel, " + rounds + " calls each way; " + MOST_PORTS + " of one card talking through SIP";
    }

    @Override
    public void run(Report report) throws Exception {
        Path home = Path.of(System.getProperty("tipring.home", "."));
        String obstacle = EmulatedCard.obstacle(home);
        if (obstacle != null) {
            report.skipped(name(), obstacle);
            return;
        }
        Path program = EmulatedCard.build(home, home.resolve("gateway-tdm/target/line-card"), false);
        ConfigFolder config = ConfigFolder.temporary().phones(MOST_PORTS);
        Path link = config.path().resolve("card");
        try (RunningCard card = RunningCard.start(program, "F".repeat(MOST_PORTS), link)) {
            telephones(config.write(), link);
            fresh(card, config);
            try (GatewayProcess gateway = GatewayProcess.run(config)) {
                List<Telephone> sips = new ArrayList<>();
                try {
                    if (!up(gateway, sips, MOST_PORTS, config)) {
                        report.failed(name(), "the gateway does not come up: " + gateway.output());
                        return;
                    }
                    for (int round = 0; round < rounds; round++) {
                        out(card, sips.getFirst(), usual);
                        in(card, sips.getFirst());
                    }
                    feel(report);
                    talk(report, card, gateway, sips);
                } finally {
                    sips.forEach(Telephone::close);
                }
            }
        } finally {
            config.delete();
        }
        displays(report);
    }

    /// What displays are told, read by programs that are nobody's kin.
    private void displays(Report report) throws Exception {
        for (CallerIds.Form form : CallerIds.Form.values()) {
            String judge = CallerIdJudges.judgeOf(form);
            String name = "phones.display." + form.word();
            if (Tools.installed(judge)) {
                report.row(name, 100.0 * CallerIdJudges.read(form, displays, SEED) / displays, "%", displays,
                        "of random numbers (and names) as we send them, at -13 dBm0, read by " + judge + "; seed " + SEED);
            } else {
                report.skipped(name, judge + " is not installed");
            }
        }
    }

    /// The first call after a start, several times. One start more goes before them: its call is the first for our own SIP telephone, too.
    private void fresh(RunningCard card, ConfigFolder config) throws Exception {
        for (int start = 0; start <= starts; start++) {
            List<Telephone> sip = new ArrayList<>();
            try (GatewayProcess gateway = GatewayProcess.run(config)) {
                try {
                    if (up(gateway, sip, 1, config)) {
                        out(card, sip.getFirst(), start == 0 ? new Feel() : first);
                    }
                } finally {
                    sip.forEach(Telephone::close);
                }
            }
        }
    }

    private static boolean up(GatewayProcess gateway, List<Telephone> sips, int count, ConfigFolder config) throws Exception {
        if (gateway.await(line -> line.contains("line=p" + (MOST_PORTS - 1) + " in service"), SOON) == null) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            // A pair rests after a call: more of them than one telephone uses in a run.
            int rtp = 26_000 + 80 * i;
            sips.add(new Telephone(Integer.toString(FIRST_NUMBER + i), ConfigFolder.PASSWORD, ConfigFolder.REALM, "127.0.0.1", config.udpPort(), rtp, rtp + 79,
                    List.of(AudioFormat.PCMU)));
        }
        for (Telephone sip : sips) {
            if (!sip.registered(SOON.toMillis())) {
                return false;
            }
        }
        return true;
    }

    /// p0 to p31 are called 100 to 131.
    private static void telephones(ConfigFolder config, Path link) throws Exception {
        String lines = IntStream.range(0, MOST_PORTS).mapToObj(i -> "[line p" + i + "]\ndevice = " + link + "\ndriver = line-card\nport = fxs " + i + "\nnumber = "
                + (100 + i) + "\n\n").collect(Collectors.joining());
        String names = IntStream.range(0, MOST_PORTS).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
        String routes = IntStream.range(0, MOST_PORTS).mapToObj(i -> "[route to p" + i + "]\ncalled = " + (100 + i) + "\nto = analog, set p" + i + "\n\n")
                .collect(Collectors.joining());
        Files.writeString(config.path().resolve("lines.ini"), lines, StandardOpenOption.APPEND);
        Path plan = config.path().resolve("dialplan.ini");
        Files.writeString(plan, Files.readString(plan).replace("from   = phones\n", "") + "\n[interface analog]\nmembers = " + names + "\nnumbers = as-dialled\n\n" + routes);
    }

    /// The analog telephone calls the SIP telephone.
    private void out(RunningCard card, Telephone sip, Feel feel) throws Exception {
        int before = card.count(CALLER, "contact closed") + 1;
        int sounds = card.count(CALLER, "sound on") + 1;
        int silences = card.count(CALLER, "sound off") + 1;
        int opened = card.count(CALLER, "contact open") + 1;
        int firstKeys = card.count(CALLER, "key 2") + 1;
        int lastKeys = card.count(CALLER, "key 1") + 1;
        card.tell(CALLER + " lift");
        RunningCard.Event lifted = card.await(CALLER, "contact closed", before, SOON);
        RunningCard.Event tone = card.await(CALLER, "sound on", sounds, SOON);
        feel.dialTone.add((double) (tone.millis() - lifted.millis()));
        TimeUnit.MILLISECONDS.sleep(400 + sounds * 37 % 100);
        card.tell(CALLER + " press 201 70 70");
        SipEvent.Invited call = (SipEvent.Invited) sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
        long invitedAt = System.nanoTime();
        feel.silence.add((double) (card.await(CALLER, "sound off", silences, SOON).millis() - card.await(CALLER, "key 2", firstKeys, SOON).millis()));
        feel.invite.add((invitedAt - card.await(CALLER, "key 1", lastKeys, SOON).readNanos()) / 1e6);
        sip.answer(call);
        sip.await(event -> event instanceof SipEvent.Acknowledged, SOON.toMillis());
        TimeUnit.MILLISECONDS.sleep(200);
        card.tell(CALLER + " hang-up");
        sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis());
        feel.bye.add((System.nanoTime() - card.await(CALLER, "contact open", opened, SOON).readNanos()) / 1e6);
    }

    /// The SIP telephone calls the analog one.
    private void in(RunningCard card, Telephone sip) throws Exception {
        int bells = card.count(CALLED, "bell on") + 1;
        int stops = card.count(CALLED, "bell off") + 1;
        int lifts = card.count(CALLED, "contact closed") + 1;
        sip.call("101");
        card.await(CALLED, "bell on", bells, SOON);
        TimeUnit.MILLISECONDS.sleep(300 + bells * 53 % 500);
        card.tell(CALLED + " lift");
        RunningCard.Event lifted = card.await(CALLED, "contact closed", lifts, SOON);
        ringStop.add((double) (card.await(CALLED, "bell off", stops, SOON).millis() - lifted.millis()));
        sip.await(event -> event instanceof SipEvent.Answered, SOON.toMillis());
        sip.hangUp();
        TimeUnit.MILLISECONDS.sleep(200);
        card.tell(CALLED + " hang-up");
        TimeUnit.MILLISECONDS.sleep(400);
    }

    private void feel(Report report) {
        rows(report, "phones.first.dial-tone", first.dialTone, "the first call after a start, as soon as the telephone is in service: off-hook to dial tone; goal 50 ms");
        rows(report, "phones.first.first-digit", first.silence, "the same: first key's begin to silence; goal 20 ms");
        rows(report, "phones.first.invite", first.invite, "the same: last key's begin to the INVITE; goal 50 ms");
        rows(report, "phones.dial-tone", usual.dialTone, "off-hook (contact) to the first sound of dial tone; goal 50 ms");
        rows(report, "phones.first-digit", usual.silence, "first key's begin to the end of dial tone in the ear; goal 20 ms");
        rows(report, "phones.invite", usual.invite, "last key's begin to the INVITE at the SIP telephone when nothing longer can match; goal 50 ms");
        rows(report, "phones.bye", usual.bye, "on-hook (contact) to the BYE at the SIP telephone; goal 250 ms; 200 ms of it tell a hang-up from a dial's pulse");
        rows(report, "phones.ring-stop", ringStop, "answer (contact) to the end of ringing current; goal 60 ms");
    }

    /// Port 0 calls SIP telephone 201, port 1 202, ...: all of them talk at once, first undisturbed, then with one byte in a hundred damaged.
    private void talk(Report report, RunningCard card, GatewayProcess gateway, List<Telephone> sips) throws Exception {
        // A loop that was opened to say "the far end has hung up" must be closed again, or the card does not see the hand.
        TimeUnit.SECONDS.sleep(2);
        for (int port = 0; port < MOST_PORTS; port++) {
            card.tell(port + " lift");
        }
        TimeUnit.MILLISECONDS.sleep(500);
        for (int port = 0; port < MOST_PORTS; port++) {
            card.tell(port + " press " + (FIRST_NUMBER + port) + " 70 70");
        }
        List<Integer> missing = new ArrayList<>();
        for (int port = 0; port < MOST_PORTS; port++) {
            if (sips.get(port).await(event -> event instanceof SipEvent.Invited, SOON.toMillis()) instanceof SipEvent.Invited call) {
                sips.get(port).answer(call);
            } else {
                missing.add(port);
            }
        }
        if (!missing.isEmpty()) {
            report.failed(name(), "no call came from ports " + missing + ": " + missing.stream().flatMap(port -> card.events(port).stream())
                    .map(RunningCard.Event::toString).toList() + " " + gateway.output());
        }
        String pinned = pin(gateway);
        Path words = speech();
        short[] theirs = new SpeechLike(4).take((2 * windowSeconds + 12) * 1000);
        for (int port = 0; port < MOST_PORTS; port++) {
            card.tell(port + " speak " + words);
            sips.get(port).device().speak(theirs);
        }
        TimeUnit.SECONDS.sleep(3);
        report.row("phones.32.cpu", share(gateway), "%", windowSeconds, "of one core" + pinned + ": the gateway with " + MOST_PORTS
                + " telephones of one card in calls with " + MOST_PORTS + " SIP telephones, all speaking at once, echo cancellers on");
        int output = gateway.output().size();
        card.tell("damage 100");
        report.row("phones.32.damaged.cpu", share(gateway), "%", windowSeconds, "the same with 1 % of all bytes changed, both ways");
        card.tell("damage 0");
        Files.delete(words);
        long lost = gateway.output().stream().skip(output).filter(line -> line.contains("out of service")).count();
        report.row("phones.32.damaged.lost", lost, "ports", MOST_PORTS, "that went out of service meanwhile");
        TimeUnit.SECONDS.sleep(10);
        hear(report, card, sips);
    }

    private double share(GatewayProcess gateway) throws InterruptedException {
        long cpu = gateway.cpu().toNanos();
        long from = System.nanoTime();
        TimeUnit.SECONDS.sleep(windowSeconds);
        return 100.0 * (gateway.cpu().toNanos() - cpu) / (System.nanoTime() - from);
    }

    /// Leaves one core to the gateway, where there is `taskset`.
    private static String pin(GatewayProcess gateway) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            return " (not held to it: there is no taskset here)";
        }
        int exit = new ProcessBuilder("/usr/bin/taskset", "-acp", "0", Long.toString(gateway.pid())).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        return exit == 0 ? ", to which it is held" : " (not held to it: taskset refuses)";
    }

    /// Whether each of the calls is still there and carries a tone both ways.
    private void hear(Report report, RunningCard card, List<Telephone> sips) throws Exception {
        short[] tone = new short[12_000];
        new ToneGenerator(new TonePlan.Signal(Tone.of(-10, 700), Cadence.STEADY)).next(tone, 0, 8_000);
        int[] before = new int[MOST_PORTS];
        for (int port = 0; port < MOST_PORTS; port++) {
            before[port] = card.count(port, "sound on");
            sips.get(port).device().rewind();
        }
        for (int port = 0; port < MOST_PORTS; port++) {
            card.tell(port + " tone 700 1000");
        }
        TimeUnit.MILLISECONDS.sleep(1_500);
        long atSip = sips.stream().filter(sip -> hears(sip.device().played())).count();
        sips.forEach(sip -> sip.device().speak(tone));
        TimeUnit.MILLISECONDS.sleep(1_500);
        long atCard = IntStream.range(0, MOST_PORTS).filter(port -> card.count(port, "sound on") > before[port]).count();
        report.row("phones.32.hear", Math.min(atSip, atCard), "calls", MOST_PORTS, "that carry a tone both ways afterwards (" + atSip + " to SIP, " + atCard
                + " to the card)");
    }

    private static boolean hears(short[] sound) {
        for (int at = 0; at + 800 <= sound.length; at += 800) {
            double hertz = DominantFrequency.of(sound, at, 800).hertz();
            if (Math.abs(hertz - 700) < 5) {
                return true;
            }
        }
        return false;
    }

    private Path speech() throws Exception {
        short[] samples = new SpeechLike(3).take((2 * windowSeconds + 8) * 1000);
        Path file = Files.createTempFile("tipring-speech-", ".wav");
        try (WavWriter wav = WavWriter.mono(file)) {
            wav.write(samples, 0, samples.length);
        }
        return file;
    }

    private static void rows(Report report, String name, List<Double> millis, String conditions) {
        if (millis.isEmpty()) {
            report.failed(name, "no call was made");
            return;
        }
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        report.row(name + ".p50", sorted[sorted.length / 2], "ms", sorted.length, conditions);
        report.row(name + ".p99", sorted[Math.min(sorted.length - 1, (int) (sorted.length * 0.99))], "ms", sorted.length,
                sorted.length < 100 ? "fewer than 100: the maximum" : "");
    }
}
