package org.tipring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.AudioFormat;

/// What a packet and a call cost in things that can be counted, over real sockets, from the load of `scripts/bench media`. Counts are held
/// here and times are not: a busy machine makes the counts better, as a wake-up then finds more packets.
class MediaCountsTest {

    private static final int CALLS = 20;
    private static final int WARM_UP_SECONDS = 2;
    private static CProgram program;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(CProgram.obstacle() == null, () -> "the load is a C program: " + CProgram.obstacle());
        program = CProgram.compile("load");
    }

    @AfterAll
    static void forget() throws Exception {
        if (program != null) {
            program.close();
        }
    }

    private interface Maker {
        RelaySubject.Threaded make(LoadTool load) throws Exception;
    }

    /// @param bytes allocated for a packet; @param waits of the process for a packet
    private record Counts(double bytes, double waits, long packets) { }

    private static Counts counts(Maker maker) throws Exception {
        try (LoadTool load = new LoadTool(program); RelaySubject.Threaded subject = maker.make(load)) {
            load.start(subject.ports(), subject.payloadTypes());
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long waits = ProcessCounts.of(subject.pid()).waits();
            long bytes = subject.allocated();
            load.begin(20_000);
            TimeUnit.SECONDS.sleep(3);
            bytes = subject.allocated() - bytes;
            waits = ProcessCounts.of(subject.pid()).waits() - waits;
            long packets = load.end().received();
            assertThat(packets).isGreaterThan(CALLS * 2 * 100);
            return new Counts((double) bytes / packets, (double) waits / packets, packets);
        }
    }

    private static RelaySubject.Threaded relay(LoadTool load, AudioFormat second, boolean hearKeys) throws Exception {
        return new RelaySubject.Relay(2 * CALLS, load::port, second, hearKeys);
    }

    @Test
    void theEngineAllocatesNothingForAPacketBeyondWhatTheSelectorDoes() throws Exception {
        Counts sockets = counts(load -> new RelaySubject.JdkReflector(2 * CALLS, load::port));
        assertThat(sockets.bytes()).as("a boxed Integer for each ready socket; -XX:AutoBoxCacheMax, with which the gateway runs, keeps them").isLessThan(17);
        // RTCP, 0.4 reports a second for 50 packets, is in it.
        for (AudioFormat second : new AudioFormat[] {AudioFormat.PCMA, AudioFormat.PCMU}) {
            assertThat(counts(load -> relay(load, second, false)).bytes()).as("A-law to %s", second.encoding()).isLessThan(Math.max(sockets.bytes(), 13) + 5);
        }
        assertThat(counts(load -> relay(load, AudioFormat.PCMU, true)).bytes()).as("with jitter buffer and key detector").isLessThan(17 + 5);
    }

    @Test
    void aPacketCostsOneReadOneWriteAndAtMostOneWait() throws Exception {
        String obstacle = SystemCalls.obstacle();
        assumeTrue(obstacle == null, obstacle);
        try (LoadTool load = new LoadTool(program); RelaySubject.Threaded subject = relay(load, AudioFormat.PCMU, false)) {
            load.start(subject.ports(), subject.payloadTypes());
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            Map<String, Long> calls;
            try {
                calls = SystemCalls.count(RelaySubject.THREAD, 2);
            } catch (java.io.IOException e) {
                assumeTrue(false, e.getMessage());
                return;
            }
            double sent = calls.getOrDefault("sendto", 0L);
            double all = calls.values().stream().mapToLong(Long::longValue).sum();
            assertThat(sent).as("%s", calls).isGreaterThan(CALLS * 2 * 50);
            assertThat(calls.getOrDefault("recvfrom", 0L) / sent).as("reads: %s", calls).isLessThan(1.05);
            assertThat(all / sent).as("all: %s", calls).isLessThan(3.1);
        }
    }

    @Test
    void theMediaThreadWaitsAtMostOnceForAPacketAndACallHasNoThread() throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        int before = threads.getThreadCount();
        int[] during = new int[1];
        Counts counts = counts(load -> {
            RelaySubject.Threaded relay = relay(load, AudioFormat.PCMU, false);
            during[0] = threads.getThreadCount();
            return relay;
        });
        assertThat(during[0] - before).as("threads for %s calls", CALLS).isLessThanOrEqualTo(2);
        assertThat(counts.waits()).as("voluntary context switches of the whole process for each packet").isLessThan(1.2);
    }
}
