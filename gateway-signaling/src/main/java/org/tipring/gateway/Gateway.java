package org.tipring.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tipring.media.dtls.DtlsIdentity;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaThread;
import org.tipring.media.net.PcapWriter;
import org.tipring.media.net.RtpSocketNetwork;
import org.tipring.media.net.WavWriter;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.signaling.call.CallLimits;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.PinStores;
import org.tipring.signaling.control.CallController;
import org.tipring.signaling.control.CallFiles;
import org.tipring.signaling.control.LegMedia;
import org.tipring.signaling.control.Usage;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.line.LineSetup;
import org.tipring.signaling.control.line.LineStatus;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.ops.CallRecordWriter;
import org.tipring.signaling.ops.ControlSocket;
import org.tipring.signaling.ops.EmergencyLog;
import org.tipring.signaling.ops.StatusPage;
import org.tipring.signaling.sip.JainSipEndpoint;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.EmulatedMobiles;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.port.ModemReportCounts;

/// The gateway put together: everything is made here by hand, started from the bottom up and stopped from the top down.
public final class Gateway implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final int CONTROL_QUEUE = 10_000;
    /// How long a stop waits for calls to end and lines to go on-hook.
    private static final Duration STOP_WAIT = Duration.ofSeconds(10);

    private final GatewayConfig config;
    private final EmulatedModems emulated;
    private final MobileLines mobiles;
    private final ModemReportCounts modemReports = new ModemReportCounts();
    private final RtpSocketNetwork network;
    private final MediaLoop media;
    private final MediaThread mediaThread;
    private final ControlLoop control = new ControlLoop(CONTROL_QUEUE);
    private final LineCards cards;
    private final JainSipEndpoint sip;
    private final LineController lines;
    private final CallController calls;
    private final CallRecordWriter records;
    private final Observation observation;
    private final StatusPage status;
    private final ControlSocket orders;
    private Thread bans;

    private Gateway(GatewayConfig config, Map<String, String> passwords, Consumer<CallRecord> alsoRecords) throws IOException {
        this.config = config;
        records = new CallRecordWriter(config.records().file());
        emulated = EmulatedLines.start(config);
        mobiles = MobileLines.start(config);
        network = new RtpSocketNetwork(InetAddress.getByName(config.media().bind()), config.media().firstPort(), config.media().lastPort());
        media = new MediaLoop("media-0", network, Settings.media(config), event -> control.execute(() -> onMedia(event)),
                file -> WavWriter.stereo(file, config.recordings().largestBytes()),
                (file, local) -> new PcapWriter(file, local, config.recordings().largestBytes()));
        mediaThread = new MediaThread(media);
        AtomicLong legNumbers = new AtomicLong();
        Supplier<LegId> legIds = () -> new LegId(legNumbers.incrementAndGet());
        sip = new JainSipEndpoint(Settings.sip(config, passwords), legIds, control.sipDoor(), this::onSip);
        cards = new LineCards(control, media.wakeup(), new CallerIdClips(config.recordings().folder(), InstantSource.system()));
        lines = new LineController(lineSetups(), Telephones.setups(config, cards, control, media.wakeup()), control);
        LegMedia legMedia = new LegMedia(media, sip, lines, Settings.codecs(config), Settings.mediaPolicies(config),
                Settings.secures(config) ? new DtlsIdentity(Instant.now()) : KeyExchange.Maker.NONE,
                new CallFiles(media, Settings.files(config), InstantSource.system(), System::nanoTime));
        UsageFile usageFile = new UsageFile(config.records().state());
        Usage usage = usageFile.read();
        observation = new Observation(records, new EmergencyLog(config.records().state()), media, control, record -> {
            alsoRecords.accept(record);
            keep(usage, usageFile);
        });
        calls = new CallController(control, sip, lines, legMedia, config.dialPlan(), CallLimits.DEFAULT, InstantSource.system(), legIds,
                new Pins(new PinStores(config.records().state()), control, control::now), usage, observation);
        control.add(lines);
        control.add(calls);
        sip.guard(config.guard(), number -> calls.plan().isEmergency(number));
        observation.watch(sip, lines, calls);
        observation.watch(cards);
        observation.watch(mobiles);
        observation.watch(modemReports);
        config.trunks().forEach(trunk -> observation.expect(trunk.name()));
        control.add(observation);
        status = observation.serve(config.status());
        orders = orders();
    }

    /// Starts everything; returns when SIP is answered. Lines come into service on their own time.
    ///
    /// @param passwords of telephones by name, those of the configuration and those that were made up
    /// @param alsoRecords gets each record on the control thread, besides the file
    /// @throws IOException a port that is taken, a file that cannot be written; the message says which and why
    public static Gateway start(GatewayConfig config, Map<String, String> passwords, Consumer<CallRecord> alsoRecords) throws IOException {
        Gateway gateway = new Gateway(config, passwords, alsoRecords);
        try {
            gateway.start();
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    private void start() throws IOException {
        mediaThread.start();
        control.start(System::nanoTime);
        control.execute(() -> lines.start(control.now()));
        bans = new BanBook(config.records().state()).start(sip);
        sip.start();
    }

    /// @return null when there can be none, which is no reason not to take calls
    private ControlSocket orders() {
        try {
            return new ControlSocket(config.records().state(), new Orders(this, calls, lines.telephones(), mobiles.texts(), observation::published)::carryOut);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}", e.getMessage());
            return null;
        }
    }

    private static void keep(Usage usage, UsageFile file) {
        YearMonth month = usage.month();
        Map<String, Duration> figures = usage.figures();
        if (!figures.isEmpty()) {
            Thread.ofVirtual().name("usage").start(() -> file.write(month, figures));
        }
    }

    private List<LineSetup> lineSetups() {
        return config.lines().stream()
                .map(line -> line.cellular() ? mobiles.setup(line, control, media.wakeup())
                        : line.onCard() ? Settings.cardLine(line, config, cards)
                        : Settings.line(line, config, EmulatedLines.path(emulated, config, line), control, media.wakeup(), modemReports))
                .toList();
    }

    private void onMedia(org.tipring.media.engine.MediaEvent event) {
        calls.media(event);
    }

    private void onSip(SipEvent event) {
        observation.happened(event);
        if (event instanceof SipEvent.Deaf(String why)) {
            LOG.log(System.Logger.Level.ERROR, "SIP does not answer itself ({0}); it is being restarted", why);
            // Not on the control thread: closing sockets and threads of the stack may take its time.
            Thread.ofVirtual().name("sip-restart").start(this::restartSip);
        } else {
            calls.sip(event);
        }
    }

    private void restartSip() {
        try {
            sip.restart();
            control.execute(observation::sipAnswersAgain);
        } catch (IOException e) {
            String why = "it cannot be restarted: " + e.getMessage();
            LOG.log(System.Logger.Level.ERROR, "SIP does not answer, and {0}", why);
            control.execute(() -> observation.sipFails(why));
        }
    }

    public int sipUdpPort() {
        return sip.udpPort();
    }

    public int sipTcpPort() {
        return sip.tcpPort();
    }

    /// Where the status page is, or null when there is none.
    public InetSocketAddress statusAddress() {
        return status == null ? null : status.address();
    }

    /// The emulated exchange and its modems, or null when no line is emulated.
    public EmulatedModems emulated() {
        return emulated;
    }

    /// The emulated cellular modules, or null when there is none.
    public EmulatedMobiles emulatedMobiles() {
        return mobiles.emulated();
    }

    public CallController calls() {
        return calls;
    }

    /// Does something on the control thread and waits for it.
    public <T> T ask(Supplier<T> question) throws InterruptedException {
        var answer = new java.util.concurrent.atomic.AtomicReference<T>();
        CountDownLatch done = new CountDownLatch(1);
        control.execute(() -> {
            try {
                answer.set(question.get());
            } finally {
                done.countDown();
            }
        });
        if (!done.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the control thread does not answer");
        }
        return answer.get();
    }

    public List<LineStatus> lineStatus() throws InterruptedException {
        return ask(lines::status);
    }

    public org.tipring.media.engine.LoopStatistics mediaStatistics() {
        return media.statistics();
    }

    /// Ends the calls, puts every line on-hook, lets everything go.
    @Override
    public void close() {
        try {
            control.execute(calls::stop);
            awaitHelp();
            await(() -> calls.idle());
            awaitKept();
            control.execute(() -> lines.close(control.now()));
            await(lines::closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release();
        }
    }

    /// An emergency call is never cut off, however long the stop takes for it.
    private void awaitHelp() throws InterruptedException {
        if (ask(calls::emergency)) {
            LOG.log(System.Logger.Level.WARNING, "an emergency call goes on: the gateway stops when it is over");
        }
        while (ask(calls::emergency)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /// What telephones have dialled and set last.
    void awaitKept() throws InterruptedException {
        CountDownLatch kept = new CountDownLatch(1);
        control.execute(() -> lines.telephones().services().whenKept(kept::countDown));
        kept.await(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void await(Supplier<Boolean> condition) throws InterruptedException {
        long deadline = System.nanoTime() + STOP_WAIT.toNanos();
        while (!ask(condition) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void release() {
        if (bans != null) {
            bans.interrupt();
        }
        sip.close();
        try {
            control.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mediaThread.close();
        network.close();
        if (status != null) {
            status.close();
        }
        if (orders != null) {
            orders.close();
        }
        records.close();
        if (emulated != null) {
            emulated.close();
        }
        mobiles.close();
    }
}
