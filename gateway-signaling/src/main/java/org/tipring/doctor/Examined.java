package org.tipring.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tipring.doctor.Finding.Confidence;
import org.tipring.tdm.line.FxoEvent;

/// A line that has been measured: what an examination found, and the sounds that show it.
public abstract sealed class Examined permits Examination, MobileExamination {

    final Practice practice;
    final Map<String, short[]> recordings = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    Examined(Practice practice) {
        this.practice = practice;
    }

    public final List<Finding> findings() {
        return findings;
    }

    /// By name: 16-bit samples at 8000 a second.
    public final Map<String, short[]> recordings() {
        return recordings;
    }

    final void find(String what, String found, Confidence sure) {
        find(what, found, sure, "");
    }

    /// @param evidence the recording's name, or empty
    final void find(String what, String found, Confidence sure, String evidence) {
        findings.add(new Finding(what, found, sure, evidence));
    }

    /// Opens the device and says what it is, or why it cannot be used.
    final boolean wakes(Patient line, long patienceMillis) {
        line.port.start(practice.now());
        boolean ready = practice.until(() -> line.last(FxoEvent.PortReady.class) != null, patienceMillis);
        FxoEvent.PortFailed failed = line.last(FxoEvent.PortFailed.class);
        FxoEvent.PortGone gone = line.last(FxoEvent.PortGone.class);
        find("device", ready ? line.port.describe() : failed != null ? failed.why() : gone != null ? gone.why() : "it does not answer", Confidence.SURE);
        return ready;
    }

    /// Mean square of the samples.
    static double power(short[] sound) {
        double power = 0;
        for (short sample : sound) {
            power += (double) sample * sample / Math.max(1, sound.length);
        }
        return power;
    }
}
