package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallStatus;
import org.tipring.signaling.control.loop.Count;
import org.tipring.signaling.control.loop.Level;

class MetricsTest {

    private final AtomicReference<GatewayStatus> status = new AtomicReference<>(GatewayStatus.starting(Instant.EPOCH));
    private final AtomicReference<Counters> counters = new AtomicReference<>(Counters.ZERO);
    private final Metrics metrics = new Metrics(status::get, counters::get);

    @Test
    void countsCallsByCause() {
        metrics.callStarted();
        metrics.callStarted();
        metrics.callAnswered();
        metrics.callEnded(CallRecords.answered("a"));
        metrics.callEnded(CallRecords.busy("b"));

        assertThat(metrics.scrape().lines()).contains(
            "tipring_calls_started_total 2.0", "tipring_calls_answered_total 1.0",
            "tipring_calls_ended_total{cause=\"normal\"} 1.0", "tipring_calls_ended_total{cause=\"busy\"} 1.0",
            "tipring_calls_ended_total{cause=\"no_circuit\"} 0.0", "tipring_calls_talk_seconds_sum 10.0",
            "tipring_rtp_packets_lost_total 4.0");
    }

    @Test
    void showsWhatIsGoingOn() {
        Instant now = Instant.EPOCH;
        status.set(new GatewayStatus(now, "",
            List.of(new GatewayStatus.Line("fxo1", GatewayStatus.LineState.IN_USE, now, ""),
                new GatewayStatus.Line("fxo2", GatewayStatus.LineState.OUT_OF_SERVICE, now, "unplugged"),
                new GatewayStatus.Line("fxo3", GatewayStatus.LineState.IN_USE, now, "")),
            List.of(new CallStatus("1", "phones/201", "201", "9", "landlines/fxo1", "answered", now, now)),
            List.of(), List.of(new GatewayStatus.Trunk("carrier", true, ""), new GatewayStatus.Trunk("other", false, "403")),
            List.of(new GatewayStatus.Ban("203.0.113.9", "too many wrong passwords", 1, now))));

        assertThat(metrics.scrape().lines()).contains(
            "tipring_line_state{line=\"fxo1\",state=\"in_use\"} 1.0", "tipring_line_state{line=\"fxo2\",state=\"out_of_service\"} 1.0",
            "tipring_lines{state=\"in_use\"} 2.0", "tipring_lines{state=\"out_of_service\"} 1.0", "tipring_lines{state=\"idle\"} 0.0",
            "tipring_calls_active 1.0", "tipring_trunks_up 1.0", "tipring_bans 1.0", "tipring_healthy 1.0");
    }

    @Test
    void saysWhatEachLineSoundsLike() {
        Instant now = Instant.EPOCH;
        var sound = new GatewayStatus.LineSound(14.2, 35.5, 64, 80, true, 2250, -19, -62, Double.NaN);
        status.set(new GatewayStatus(now, "", List.of(new GatewayStatus.Line("fxo1", GatewayStatus.LineState.IN_USE, now, "", sound),
            new GatewayStatus.Line("fxo2", GatewayStatus.LineState.IDLE, now, "")), List.of(), List.of(), List.of(), List.of()));

        assertThat(metrics.scrape().lines()).contains(
            "tipring_line_echo_loss_db{line=\"fxo1\"} 14.2", "tipring_line_echo_removed_db{line=\"fxo1\"} 35.5",
            "tipring_line_echo_delay_ms{line=\"fxo1\"} 64.0", "tipring_line_clock_ppm{line=\"fxo1\"} 2250.0",
            "tipring_line_heard_dbm0{line=\"fxo1\"} -19.0", "tipring_line_noise_dbm0{line=\"fxo1\"} -62.0");
        assertThat(metrics.scrape()).doesNotContain("tipring_line_sent_dbm0{").doesNotContain("line=\"fxo2\"}");
        everyFigureOfOursHasASentence();
        status.set(new GatewayStatus(now, "", List.of(), List.of(), List.of(), List.of(), List.of()));
        assertThat(metrics.scrape()).doesNotContain("line=\"fxo1\"");
    }

    @Test
    void passesOnWhatTheLowerModulesCount() {
        counters.set(new Counters(new Counters.Rtp(1, 2, 3, 4, 5, 13, 14, 15, 16, 21, 22), new Counters.Sip(6, 17, 7, 27), new Counters.Queues(8, 9, 10), new Counters.Files(18, 19, 20), 11, 12,
            new Counters.Modems(23, 24, 25, 26)));

        assertThat(metrics.scrape().lines()).contains(
            "tipring_rtp_packets_sent_total 1.0", "tipring_rtp_packets_received_total 2.0", "tipring_rtp_packets_foreign_total 3.0",
            "tipring_rtp_packets_malformed_total 4.0", "tipring_rtp_frames_concealed_total 5.0",
            "tipring_sip_refused_total{why=\"dropped\"} 6.0", "tipring_sip_refused_total{why=\"banned\"} 17.0", "tipring_sip_refused_total{why=\"overload\"} 7.0", "tipring_sip_refused_total{why=\"transfer\"} 27.0",
            "tipring_queue_overflows_total{queue=\"control\"} 8.0", "tipring_queue_overflows_total{queue=\"media\"} 9.0",
            "tipring_rtp_packets_stun_total 13.0", "tipring_rtp_packets_unauthentic_total 14.0", "tipring_rtp_packets_withheld_total 15.0",
            "tipring_rtp_peers_learnt_total 16.0", "tipring_rtp_packets_transcoded_total 21.0", "tipring_rtp_packets_late_total 22.0",
            "tipring_queue_overflows_total{queue=\"line\"} 10.0", "tipring_media_late_ticks_total 11.0", "tipring_faults_total 12.0",
            "tipring_recording_lost_frames_total 18.0", "tipring_capture_lost_packets_total 19.0", "tipring_recording_failed_total 20.0",
            "tipring_modems_heard_total{tone=\"cng\"} 23.0", "tipring_modems_heard_total{tone=\"ansam\"} 26.0");
    }

    @Test
    void countsRecordsThatAreInTheFile(@TempDir Path directory) throws Exception {
        CallRecordWriter writer = new CallRecordWriter(directory.resolve("calls.jsonl"));
        CallHistory history = new CallHistory();
        CallLedger ledger = new CallLedger(metrics, writer, history);
        metrics.follow(writer);
        ledger.started("a");
        ledger.answered("a");
        ledger.ended(CallRecords.answered("a"));
        writer.close();
        ledger.ended(CallRecords.busy("too late"));

        assertThat(history.newestFirst()).extracting(CallRecord::id).containsExactly("too late", "a");
        assertThat(metrics.scrape().lines()).contains("tipring_calls_started_total 1.0", "tipring_calls_answered_total 1.0",
            "tipring_rtp_mos_count{direction=\"received\"} 2", "tipring_rtp_mos_sum{direction=\"received\"} 8.62",
            "tipring_rtp_mos_count{direction=\"sent\"} 0", "tipring_rtp_loudness_total{direction=\"received\",speech=\"usual\"} 2.0",
            "tipring_rtp_loudness_total{direction=\"sent\",speech=\"faint\"} 2.0",  "tipring_calls_ended_total{cause=\"busy\"} 1.0","tipring_records_written_total 1.0", "tipring_records_failed_total 0.0",
            "tipring_queue_overflows_total{queue=\"records\"} 1.0");
    }

    @Test
    void goesOnAskingAfterAGarbageCollection() throws Exception {
        AtomicLong frames = new AtomicLong(1);
        WeakReference<Object> witness = follow(frames);
        for (int i = 0; i < 100 && witness.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(witness.get()).as("the garbage collector has not run, or this test shows nothing").isNull();
        frames.set(7);

        assertThat(metrics.scrape().lines()).contains("tipring_card_frames_lost_total{card=\"a\"} 7.0", "tipring_card_round_trip_ms{card=\"a\"} 7.0");
    }

    /// @return what goes with everything that nobody holds on to
    private WeakReference<Object> follow(AtomicLong frames) {
        metrics.follow(List.of(new Count("tipring.card.frames.lost", "Lost.", "card", "a", frames::get)));
        metrics.watch(List.of(new Level("tipring.card.round.trip.ms", "Answer.", "card", "a", frames::get)));
        return new WeakReference<>(new Object());
    }

    @Test
    void everyFigureOfOursHasASentence() {
        String scrape = metrics.scrape();
        List<String> names = scrape.lines().filter(line -> line.startsWith("# TYPE tipring_")).map(line -> line.split(" ")[2]).toList();
        assertThat(names).hasSizeGreaterThan(15);
        assertThat(names).allSatisfy(name -> assertThat(scrape).containsPattern("# HELP " + name + " [A-Z0-9].*\\."));
    }

    /// Otherwise a scan from the internet grows the metrics until the memory is gone.
    @Test
    void nothingThatACallerSendsBecomesALabel() {
        metrics.callEnded(CallRecords.answered("first"));
        long before = metrics.scrape().lines().count();
        for (int i = 0; i < 1000; i++) {
            metrics.callEnded(CallRecords.from("call" + i, "caller" + i));
        }
        assertThat(metrics.scrape().lines().count()).isEqualTo(before);
    }
}
