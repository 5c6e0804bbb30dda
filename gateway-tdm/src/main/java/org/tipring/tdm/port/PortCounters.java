package org.tipring.tdm.port;

import java.util.concurrent.atomic.LongAdder;

/// What a port has seen of its device; counted on any thread.
final class PortCounters {

    final LongAdder underruns = new LongAdder();
    final LongAdder overruns = new LongAdder();
    final LongAdder dtmfShields = new LongAdder();
    final LongAdder silentSamples = new LongAdder();
    final LongAdder staleSamples = new LongAdder();
    final LongAdder lostFrames = new LongAdder();
    final LongAdder overflow = new LongAdder();
    final LongAdder lost = new LongAdder();
    volatile ModemReportCounts reports = new ModemReportCounts();
    final LongAdder opened = new LongAdder();
}
