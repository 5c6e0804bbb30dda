package org.tipring.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tipring.media.dsp.echo.EchoFigures;
import org.tipring.media.engine.LineFigures;
import org.tipring.media.engine.LoopStatistics;
import org.tipring.media.engine.MediaLoop;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.control.CallController;
import org.tipring.signaling.control.CallObserver;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.line.LineStatus;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.control.loop.Count;
import org.tipring.signaling.control.loop.Level;
import org.tipring.signaling.control.loop.Timed;
import org.tipring.signaling.ops.CallHistory;
import org.tipring.signaling.ops.CallLedger;
import org.tipring.signaling.ops.CallRecordWriter;
import org.tipring.signaling.ops.Counters;
import org.tipring.signaling.ops.EmergencyLog;
import org.tipring.signaling.ops.GatewayStatus;
import org.tipring.signaling.ops.Metrics;
import org.tipring.signaling.ops.StatusPage;
import org.tipring.signaling.ops.Trouble;
import org.tipring.signaling.sip.JainSipEndpoint;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.line.LineCondition;
import org.tipring.tdm.modem.ModemReport;
import org.tipring.tdm.port.ModemReportCounts;

/// What the gateway shows of itself: hands calls to the ledger and whoever else wants them, and publishes a picture of the control
/// thread's state twice a second. Owned by the control thread; the published picture may be read by any.
final class Observation implements CallObserver, Timed {

    private static final long PUBLISH_NANOS = 500_000_000L;

    private final Instant started = Instant.now();
    private final MediaLoop media;
    private final ControlLoop control;
    private final Consumer<CallRecord> alsoRecords;
    private final EmergencyLog emergencies;
    private final CallHistory history = new CallHistory();
    private final Metrics metrics;
    private final CallLedger ledger;
    private final Map<String, GatewayStatus.Registration> registrations = new LinkedHashMap<>();
    private final Map<String, GatewayStatus.Trunk> trunks = new LinkedHashMap<>();
    /// Mailboxes of which a provider does not tell, by provider and account, and why.
    private final Map<String, String> untold = new TreeMap<>();
    /// Why SIP is not answered; empty while it is.
    private String deaf = "";
    private JainSipEndpoint sip;
    private LineController lines;
    private CallController calls;
    private volatile GatewayStatus published;
    private long publishAt;

    Observation(CallRecordWriter records, EmergencyLog emergencies, MediaLoop media, ControlLoop control, Consumer<CallRecord> alsoRecords) {
        this.emergencies = emergencies;
        this.media = media;
        this.control = control;
        this.alsoRecords = alsoRecords;
        this.published = GatewayStatus.starting(started);
        this.metrics = new Metrics(() -> published, this::counters);
        this.metrics.follow(records);
        this.ledger = new CallLedger(metrics, records, history);
    }

    /// A provider of which nothing has been heard yet.
    void expect(String trunk) {
        trunks.put(trunk, new GatewayStatus.Trunk(trunk, false, "has not answered yet"));
    }

    void watch(LineCards cards) {
        metrics.follow(cards.counts());
        metrics.watch(cards.levels());
    }

    void watch(ModemReportCounts reports) {
        metrics.follow(Arrays.stream(ModemReport.values()).map(report -> new Count("tipring.modem.reports",
                "What voice modems have said of their lines (DLE codes), by what it is; gateway-tdm/README.md says what is made of each.", "report",
                report.name().toLowerCase(Locale.ROOT), () -> reports.of(report))).toList());
    }

    void watch(MobileLines mobiles) {
        metrics.follow(mobiles.texts().counts());
    }

    void watch(JainSipEndpoint sip, LineController lines, CallController calls) {
        this.sip = sip;
        this.lines = lines;
        metrics.follow(lines.counts().all());
        metrics.follow(lines.telephones().counts().all());
        metrics.watch(lines.telephones().counts().levels());
        this.calls = calls;
        for (JainSipEndpoint.Mailbox mailbox : sip.mailboxes()) {
            metrics.follow(List.of(new Count("tipring.mailbox.failures", "How often a subscription to a provider's mailbox was refused, not answered or ended too soon.",
                "mailbox", mailbox.account(), mailbox.failures())));
            metrics.watch(List.of(new Level("tipring.mailbox.watched", "1 while the provider tells of the messages in a mailbox that was subscribed to.", "mailbox",
                mailbox.account(), () -> mailbox.watched().getAsBoolean() ? 1 : 0)));
        }
        for (JainSipEndpoint.Asked trunk : sip.asked()) {
            metrics.follow(List.of(
                new Count("tipring.trunk.asked", "How often a provider was asked whether it is there (OPTIONS).", "trunk", trunk.trunk(), trunk.asked()),
                new Count("tipring.trunk.unanswered", "How often a provider gave no answer to that, or one that it takes no calls.", "trunk", trunk.trunk(),
                    trunk.unanswered())));
        }
    }

    /// @return null when the configuration wants no status page
    StatusPage serve(GatewayConfig.StatusSection where) throws IOException {
        if (where.port() < 0) {
            return null;
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(where.address()), where.port());
        return new StatusPage(new StatusPage.Settings(address, ""),
                new StatusPage.Sources(() -> published, history::newestFirst, metrics::scrape));
    }

    @Override
    public void started(String id) {
        ledger.started(id);
    }

    @Override
    public void answered(String id) {
        ledger.answered(id);
    }

    @Override
    public void ended(CallRecord record) {
        ledger.ended(record);
        alsoRecords.accept(record);
    }

    @Override
    public void emergency(String id, String notice, List<String> tell) {
        emergencies.write(id, notice, tell);
    }

    void happened(SipEvent event) {
        switch (event) {
            case SipEvent.Registered(String phone, String contact, long seconds) ->
                    registrations.put(phone, new GatewayStatus.Registration(phone, contact, Instant.now().plusSeconds(seconds)));
            case SipEvent.Unregistered(String phone, String _) -> registrations.remove(phone);
            case SipEvent.TrunkUp(String trunk, String how) -> trunks.put(trunk, new GatewayStatus.Trunk(trunk, true, how));
            case SipEvent.TrunkDown(String trunk, String why) -> trunks.put(trunk, new GatewayStatus.Trunk(trunk, false, why));
            case SipEvent.MailboxWatched(String trunk, String account) -> untold.remove(trunk + " " + account);
            case SipEvent.MailboxFailed(String trunk, String account, String why) -> untold.put(trunk + " " + account, "does not tell of mailbox " + account + ": " + why);
            case SipEvent.Deaf(String why) -> sipFails(why);
            default -> { }
        }
    }

    /// The last picture; any thread.
    GatewayStatus published() {
        return published;
    }

    void sipFails(String why) {
        deaf = why;
    }

    void sipAnswersAgain() {
        deaf = "";
    }

    @Override
    public void tick(long now) {
        publishAt = now + PUBLISH_NANOS;
        Map<String, LineFigures> sounds = new HashMap<>();
        media.lineFigures().forEach(figures -> sounds.put(figures.line(), figures));
        List<GatewayStatus.Line> shown = lines.status().stream().map(line -> shown(line, sounds.get(line.name()), now)).toList();
        List<GatewayStatus.Trunk> providers = trunks.values().stream().map(this::withMailboxes).toList();
        List<GatewayStatus.Line> all = new ArrayList<>(shown);
        lines.telephones().status().forEach(telephone -> all.add(Telephones.shown(telephone, sound(sounds.get(telephone.name())), now)));
        published = new GatewayStatus(started, Trouble.of(deaf, shown, providers), all, calls.status(), List.copyOf(registrations.values()),
                providers, sip.bans().stream().map(ban -> new GatewayStatus.Ban(ban.source(), "too many " + ban.why().sentence(), ban.times(), ban.until())).toList());
    }

    private GatewayStatus.Trunk withMailboxes(GatewayStatus.Trunk trunk) {
        StringBuilder detail = new StringBuilder(trunk.detail());
        untold.forEach((mailbox, why) -> detail.append(mailbox.startsWith(trunk.name() + " ") ? "; " + why : ""));
        return new GatewayStatus.Trunk(trunk.name(), trunk.up(), detail.toString());
    }

    @Override
    public long nextDeadline() {
        return publishAt;
    }

    private static GatewayStatus.LineSound sound(LineFigures line) {
        if (line == null) {
            return null;
        }
        EchoFigures echo = line.echo() == null ? new EchoFigures(Double.NaN, Double.NaN, 0, 0, false, false) : line.echo();
        return new GatewayStatus.LineSound(echo.erlDb(), echo.erleDb(), echo.delayMillis(), echo.tailMillis(), echo.converged(), line.clockPpm(),
                line.heardDbm0(), line.heardNoiseDbm0(), line.sentDbm0());
    }

    private static GatewayStatus.Line shown(LineStatus line, LineFigures figures, long now) {
        String doing = line.doing().isEmpty() ? "" : line.doing() + "; ";
        return new GatewayStatus.Line(line.name(), state(line.state(), line.condition()), Instant.now().minusNanos(now - line.sinceNanos()),
                line.state() instanceof FxoState.OutOfService(String why, var _) ? why : doing + line.device(), sound(figures));
    }

    private static GatewayStatus.LineState state(FxoState state, LineCondition condition) {
        return switch (state) {
            case FxoState.OutOfService _ -> idle(condition, GatewayStatus.LineState.OUT_OF_SERVICE);
            case FxoState.OnHook _ -> idle(condition, GatewayStatus.LineState.IDLE);
            case FxoState.Ringing _ -> GatewayStatus.LineState.RINGING;
            case FxoState.Clearing _, FxoState.Guard _ -> GatewayStatus.LineState.GUARD;
            case FxoState.Answering _, FxoState.Seizing _, FxoState.Met _, FxoState.AwaitingDialTone _, FxoState.Dialling _, FxoState.Proceeding _,
                 FxoState.Talking _ -> GatewayStatus.LineState.IN_USE;
        };
    }

    /// What a line without a call shows.
    private static GatewayStatus.LineState idle(LineCondition condition, GatewayStatus.LineState otherwise) {
        return switch (condition) {
            case FINE -> otherwise;
            case IN_USE_ELSEWHERE -> GatewayStatus.LineState.IN_USE_ELSEWHERE;
            case NO_LINE -> GatewayStatus.LineState.NO_LINE;
            case ALARM -> GatewayStatus.LineState.ALARM;
            case NEEDS_REPLUG -> GatewayStatus.LineState.NEEDS_REPLUG;
        };
    }

    private Counters counters() {
        LoopStatistics figures = media.statistics();
        return new Counters(
                new Counters.Rtp(figures.packetsSent(), figures.packetsReceived(), figures.foreignPackets(), figures.malformedPackets(),
                        figures.concealedFrames(), figures.paths().stun(), figures.paths().unauthentic(), figures.paths().withheld(),
                        figures.paths().learnt(), figures.relays().transcoded(), figures.relays().late()),
                new Counters.Sip(sip.counters().droppedAtGate(), sip.counters().droppedOfBanned(), sip.counters().refusedByControl(),
                        sip.counters().refusedTransfers()),
                new Counters.Queues(control.refused(), figures.commandOverflows(), 0),
                new Counters.Files(figures.recordingLostFrames(), figures.captureLostPackets(), figures.recordingFailures()), figures.lateTicks(),
                control.failures() + figures.faults(), new Counters.Modems(figures.modems().cng(), figures.modems().ced(), figures.modems().ans(),
                        figures.modems().ansam()));
    }
}
