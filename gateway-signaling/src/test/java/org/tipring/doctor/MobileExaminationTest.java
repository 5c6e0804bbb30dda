package org.tipring.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.cellular.CellularModel;
import org.tipring.tdm.emulator.CellularEmulator;
import org.tipring.tdm.emulator.CellularMisbehaviour;
import org.tipring.tdm.emulator.CellularProfile;
import org.tipring.tdm.emulator.CellularWires;
import org.tipring.tdm.emulator.MobileNetwork;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.port.CellularLinks;
import org.tipring.tdm.port.CellularPort;

/// The examination of emulated mobile lines, in virtual time.
class MobileExaminationTest {

    private final VirtualClock clock = new VirtualClock();
    private final MobileNetwork network = new MobileNetwork();

    private MobileExamination examined(CellularProfile profile, String number, boolean usable, CellularMisbehaviour... misbehaviours) {
        EnumSet<CellularMisbehaviour> all = EnumSet.noneOf(CellularMisbehaviour.class);
        all.addAll(java.util.List.of(misbehaviours));
        CellularWires wires = new CellularWires(new CellularEmulator(profile, all, network, 7), clock::now);
        network.subscribe("100", Subscriber.echoes());
        network.subscribe("300", new Subscriber.Busy());
        network.subscribe("250", Subscriber.hangsUpAfter(5_000));
        Practice practice = new Practice(clock::now, () -> {
            clock.advanceTo(clock.now() + 2_000_000);
            wires.pump();
        });
        Patient line = practice.admit(events -> new CellularPort(new LineId("gsm1"), CellularModel.valueOf(profile.name()),
                () -> new CellularLinks(wires.commands(), wires.sound()), practice.control(), events, null, clock::now, null));
        MobileExamination examination = new MobileExamination(practice);
        assertThat(examination.alone(line)).as("%s", examination.findings()).isEqualTo(usable);
        if (number != null) {
            examination.call(line, number);
        }
        practice.close();
        return examination;
    }

    private static Map<String, String> found(MobileExamination examination) {
        return examination.findings().stream().collect(Collectors.toMap(Finding::what, Finding::found));
    }

    /// 0.2 s is what the subscriber takes to echo.
    @ParameterizedTest
    @EnumSource
    void tellsNetworkSignalAndHowACallFares(CellularProfile profile) {
        MobileExamination examination = examined(profile, "100", true);
        Map<String, String> found = found(examination);
        assertThat(found.get("network")).contains("registered", "Tipring Mobile");
        assertThat(found.get("signal")).isEqualTo("-69 dBm: good enough");
        assertThat(found.get("somebody answers")).matches("after [23]\\.\\d s");
        assertThat(found.get("echo")).matches("-?[0-3] dB return loss, 2\\d\\d ms after it was sent.*");
        assertThat(found.get("clock")).matches("[+-]\\d+ ppm against ours, over 1[12] s");
        assertThat(found.get("end")).contains("ours, carried out within 0");
        assertThat(examination.recordings()).containsOnlyKeys("before-answer", "answered", "echo");
        assertThat(network.busy()).isFalse();
    }

    @Test
    void aFastModuleIsFoundOut() {
        String clocked = found(examined(CellularProfile.QUECTEL, "100", true, CellularMisbehaviour.FAST_CLOCK)).get("clock");
        assertThat(Double.parseDouble(clocked.replaceAll(" ppm.*", ""))).isBetween(2_100.0, 2_500.0);
    }

    @Test
    void saysWhyACallFailsAndWhoEndsOne() {
        assertThat(found(examined(CellularProfile.SIMCOM, "300", true)).get("call")).contains("failed", "17");
        assertThat(found(examined(CellularProfile.HUAWEI, "250", true)).get("end")).contains("the other end", "16");
    }

    @Test
    void saysWhyALineCannotBeUsed() {
        network.registered(false, 0);
        assertThat(found(examined(CellularProfile.QUECTEL, null, false)).get("device")).contains("no network");
        assertThat(found(examined(CellularProfile.HUAWEI, null, false, CellularMisbehaviour.NO_VOICE)).get("device")).contains("no voice");
    }
}
