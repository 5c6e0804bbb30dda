package org.tipring.signaling.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.loop.Count;
import org.tipring.signaling.control.loop.Level;

/// Every figure of the gateway, in one place, in Prometheus' form. Any thread.
///
/// Labels come from enums only, never from what a caller sends: a scan of the SIP port must not make the metrics grow.
public final class Metrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<GatewayStatus> status;
    private final Supplier<Counters> counters;
    private final Counter started;
    private final Counter answered;
    private final Map<ReleaseCause, Counter> ended = new EnumMap<>(ReleaseCause.class);
    private final DistributionSummary talked;
    private final Counter lost;
    private final Map<Loudness, Counter> received = new EnumMap<>(Loudness.class);
    private final Map<Loudness, Counter> sent = new EnumMap<>(Loudness.class);
    private final DistributionSummary mosReceived;
    private final DistributionSummary mosSent;
    /// The label is a line's name, which comes from the configuration.
    private final Map<MultiGauge, ToDoubleFunction<GatewayStatus.LineSound>> lineSounds = new LinkedHashMap<>();
    private final MultiGauge lineStates;
    /// The library forgets whom it asks, unless somebody else holds on to it: a figure would stand still from the next garbage collection on.
    private final List<Object> asked = new ArrayList<>();

    /// @param status the last published one; @param counters read at each request for the metrics
    public Metrics(Supplier<GatewayStatus> status, Supplier<Counters> counters) {
        this.status = status;
        this.counters = counters;
        started = Counter.builder("tipring.calls.started").description("Calls that began, from either side.").register(registry);
        answered = Counter.builder("tipring.calls.answered").description("Calls that were answered.").register(registry);
        for (ReleaseCause cause : ReleaseCause.values()) {
            ended.put(cause, Counter.builder("tipring.calls.ended").description("Calls that ended, by the cause in their record.")
                .tag("cause", label(cause)).register(registry));
        }
        talked = DistributionSummary.builder("tipring.calls.talk").baseUnit("seconds")
            .description("Time from answer to end of the calls that were answered.").register(registry);
        lost = Counter.builder("tipring.rtp.packets.lost")
            .description("RTP packets that never came, by their sequence numbers; counted when a call ends.").register(registry);
        for (Loudness loudness : Loudness.values()) {
            received.put(loudness, loudness("received", loudness));
            sent.put(loudness, loudness("sent", loudness));
        }
        mosReceived = mos("received");
        mosSent = mos("sent");
        lineStates = MultiGauge.builder("tipring.line.state").description("1 for the state that a line is in; 'gateway lines' says why.").register(registry);
        followStatus();
        followLineSounds();
        followRtp();
        followModems();
        followRefusals();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public void callStarted() {
        started.increment();
    }

    public void callAnswered() {
        answered.increment();
    }

    public void callEnded(CallRecord record) {
        ended.get(record.cause()).increment();
        // Duplicates can make a stream's figure negative (RFC 3550 section 6.4.1).
        record.media().forEach(media -> lost.increment(Math.max(0, media.lost())));
        record.media().forEach(media -> {
            record(mosReceived, media.mosReceived());
            record(mosSent, media.mosSent());
            received.get(Loudness.of(media.levels().received())).increment();
            sent.get(Loudness.of(media.levels().sent())).increment();
        });
        if (record.answered() != null) {
            talked.record(Duration.between(record.answered(), record.ended()).toMillis() / 1000.0);
        }
    }

    private Counter loudness(String direction, Loudness loudness) {
        return Counter.builder("tipring.rtp.loudness").tag("direction", direction).tag("speech", label(loudness))
            .description("Streams that have ended, by how loud their speech was: faint below -33 dBm0, loud above -9; unknown: nobody spoke, or it was not decoded.")
            .register(registry);
    }

    private DistributionSummary mos(String direction) {
        return DistributionSummary.builder("tipring.rtp.mos").tag("direction", direction)
            .description("Opinion scores (ITU-T G.107, 1 to 4.5) of the streams that have ended, seen from the gateway.").register(registry);
    }

    private static void record(DistributionSummary summary, double score) {
        if (score >= 0) {
            summary.record(score);
        }
    }

    public void follow(CallRecordWriter records) {
        FunctionCounter.builder("tipring.records.written", records, CallRecordWriter::written)
            .description("Call records that are in the file.").register(registry);
        FunctionCounter.builder("tipring.records.failed", records, CallRecordWriter::failed)
            .description("Call records that could not be written and went to the log instead.").register(registry);
        overflow("records", records, CallRecordWriter::overflowed);
    }

    public void follow(List<Count> counts) {
        asked.addAll(counts);
        for (Count count : counts) {
            FunctionCounter.builder(count.metric(), count, one -> one.figure().getAsLong()).description(count.sentence())
                .tag(count.tag(), count.value()).register(registry);
        }
    }

    public void watch(List<Level> levels) {
        asked.addAll(levels);
        for (Level level : levels) {
            Gauge.builder(level.metric(), level, one -> one.figure().getAsDouble()).description(level.sentence())
                .tags(level.tag().isEmpty() ? Tags.empty() : Tags.of(level.tag(), level.value())).register(registry);
        }
    }

    /// The text exposition format, version 0.0.4.
    public String scrape() {
        lineSounds.forEach((gauge, figure) -> gauge.register(rows(figure), true));
        lineStates.register(status.get().lines().stream()
            .<MultiGauge.Row<?>>map(line -> MultiGauge.Row.of(Tags.of("line", line.name(), "state", label(line.state())), 1)).toList(), true);
        return registry.scrape();
    }

    private void followStatus() {
        Gauge.builder("tipring.calls.active", this, m -> m.status.get().calls().size())
            .description("Calls in progress.").register(registry);
        for (GatewayStatus.LineState state : GatewayStatus.LineState.values()) {
            Gauge.builder("tipring.lines", this, m -> m.lines(state)).description("Telephone lines, by what they are doing.")
                .tag("state", label(state)).register(registry);
        }
        Gauge.builder("tipring.registrations", this, m -> m.status.get().registrations().size())
            .description("Contacts of telephones that are registered.").register(registry);
        Gauge.builder("tipring.trunks.up", this, m -> m.status.get().trunks().stream().filter(GatewayStatus.Trunk::up).count())
            .description("Providers that can be reached.").register(registry);
        Gauge.builder("tipring.bans", this, m -> m.status.get().bans().size())
            .description("Addresses that are not listened to, because of wrong passwords or floods; 'gateway bans' names them.").register(registry);
        Gauge.builder("tipring.healthy", this, m -> m.status.get().trouble().isEmpty() ? 1 : 0)
            .description("1 when the gateway can take calls, 0 when not; /health says why.").register(registry);
    }

    private void followLineSounds() {
        lineSound("tipring.line.echo.loss.db", "How much weaker the echo of a line is than what was sent to it (ERL).", s -> s.echoLossDb());
        lineSound("tipring.line.echo.removed.db", "How much of a line's echo the canceller takes away (ERLE).", s -> s.echoRemovedDb());
        lineSound("tipring.line.echo.delay.ms", "How late a line's echo is, the device's buffers included.", s -> s.echoDelayMillis());
        lineSound("tipring.line.clock.ppm", "How much faster than the computer's clock a line's clock runs, in millionths.", s -> s.clockPpm());
        lineSound("tipring.line.heard.dbm0", "How loud the far end of a line speaks.", s -> s.heardDbm0());
        lineSound("tipring.line.noise.dbm0", "How loud a line is when nobody speaks.", s -> s.noiseDbm0());
        lineSound("tipring.line.sent.dbm0", "How loud the sound is that is sent to a line.", s -> s.sentDbm0());
    }

    private void lineSound(String name, String sentence, ToDoubleFunction<GatewayStatus.LineSound> figure) {
        lineSounds.put(MultiGauge.builder(name).description(sentence).register(registry), figure);
    }

    private List<MultiGauge.Row<?>> rows(ToDoubleFunction<GatewayStatus.LineSound> figure) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (GatewayStatus.Line line : status.get().lines()) {
            double value = line.sound() == null ? Double.NaN : figure.applyAsDouble(line.sound());
            if (!Double.isNaN(value)) {
                rows.add(MultiGauge.Row.of(Tags.of("line", line.name()), value));
            }
        }
        return rows;
    }

    private void followRtp() {
        count("tipring.rtp.packets.sent", "RTP packets sent.", c -> c.rtp().sent());
        count("tipring.rtp.packets.received", "RTP packets received from negotiated peers.", c -> c.rtp().received());
        count("tipring.rtp.frames.concealed", "Frames of 20 ms made up for missing packets.", c -> c.rtp().concealed());
        count("tipring.rtp.packets.foreign", "Packets dropped because their address was not negotiated.", c -> c.rtp().foreign());
        count("tipring.rtp.packets.malformed", "Packets dropped because they were no RTP.", c -> c.rtp().malformed());
        count("tipring.rtp.packets.stun", "STUN requests on RTP ports; they are not answered, as there is no ICE.", c -> c.rtp().stun());
        count("tipring.rtp.packets.unauthentic",
            "Packets dropped because they were in clear, forged or replayed where SRTP was agreed.", c -> c.rtp().unauthentic());
        count("tipring.rtp.packets.withheld", "Packets not sent because there was no key for them yet.", c -> c.rtp().withheld());
        count("tipring.rtp.packets.transcoded", "Packets of one peer that were decoded and encoded in the codec of another.", c -> c.rtp().transcoded());
        count("tipring.rtp.packets.late", "Packets left out between two peers because they came after their turn and had to be cut or transcoded in order.",
            c -> c.rtp().late());
        count("tipring.rtp.peers.learnt", "Peers that sent from elsewhere than their SDP said and were followed there.", c -> c.rtp().learnt());
        count("tipring.media.late.ticks", "Turns of the media thread that came too late.", Counters::lateTicks);
    }

    private void followModems() {
        modem("cng", c -> c.modems().cng());
        modem("ced", c -> c.modems().ced());
        modem("ans", c -> c.modems().ans());
        modem("ansam", c -> c.modems().ansam());
    }

    private void modem(String tone, ToDoubleFunction<Counters> figure) {
        FunctionCounter.builder("tipring.modems.heard", this, m -> figure.applyAsDouble(m.counters.get()))
            .description("Fax machines and modems heard in calls, by their tone: cng calls, ced (fax), ans and ansam (modems) answer.").tag("tone", tone)
            .register(registry);
    }

    private void followRefusals() {
        refusal("dropped", c -> c.sip().dropped());
        refusal("banned", c -> c.sip().banned());
        refusal("overload", c -> c.sip().overload());
        refusal("transfer", c -> c.sip().transfers());
        count("tipring.recording.lost.frames", "Frames of 20 ms that recordings lack because the disk was slower than the call.", c -> c.files().lostFrames());
        count("tipring.capture.lost.packets", "Packets that captures lack because the disk was slower than the call.", c -> c.files().lostPackets());
        count("tipring.recording.failed", "Recordings and captures that could not be begun, or ended before their call; the log says why.", c -> c.files().failed());
        count("tipring.faults", "Errors in the gateway itself that were caught and logged; each is worth a report.", Counters::faults);
        overflow("control", this, m -> m.counters.get().queues().control());
        overflow("media", this, m -> m.counters.get().queues().media());
        overflow("line", this, m -> m.counters.get().queues().line());
    }

    private double lines(GatewayStatus.LineState state) {
        return status.get().lines().stream().filter(line -> line.state() == state).count();
    }

    private void count(String name, String sentence, ToDoubleFunction<Counters> figure) {
        FunctionCounter.builder(name, this, m -> figure.applyAsDouble(m.counters.get())).description(sentence).register(registry);
    }

    private void refusal(String why, ToDoubleFunction<Counters> figure) {
        FunctionCounter.builder("tipring.sip.refused", this, m -> figure.applyAsDouble(m.counters.get()))
            .description("SIP requests that were not taken, by reason.").tag("why", why).register(registry);
    }

    private <T> void overflow(String queue, T owner, ToDoubleFunction<T> figure) {
        FunctionCounter.builder("tipring.queue.overflows", owner, figure)
            .description("Entries that did not fit into a bounded queue and were dropped or refused.").tag("queue", queue).register(registry);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
