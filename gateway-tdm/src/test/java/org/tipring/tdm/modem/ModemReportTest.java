package org.tipring.tdm.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.tdm.modem.VoiceModemSettings.LoopSignal;

class ModemReportTest {

    /// What modems say by themselves behind a DLE: Conexant 102752C table 5-2, US Robotics' CAS, and the codes that vgetty's drivers know of other
    /// makers. DLE, SUB and ETX are no reports.
    private static final String TABLES = "dbrJsqlLpPRX.hHceafuo/~0123456789ABCD*#@KimvVwTYEt$QS";

    @Test
    void eachCodeOfTheTablesIsKnownByItsMeaningAndNoOther() {
        for (int code = 0; code < 256; code++) {
            boolean known = TABLES.indexOf(code) >= 0;
            assertThat(ModemReport.of(code) != ModemReport.UNKNOWN).as("%c", code).isEqualTo(known);
        }
        assertThat(ModemReport.values()).allSatisfy(report -> assertThat(report.meaning()).isNotBlank());
    }

    /// In whatever state: only these are acted upon, the others are hints.
    @ParameterizedTest
    @EnumSource
    void fewAreActedUpon(VoiceModem.State state) {
        Map<VoiceModem.State, Set<ModemReport>> acted = new EnumMap<>(VoiceModem.State.class);
        acted.put(VoiceModem.State.SEIZING, EnumSet.of(ModemReport.RING));
        acted.put(VoiceModem.State.STREAM, EnumSet.of(ModemReport.DIAL_TONE, ModemReport.LOOP, ModemReport.POLARITY, ModemReport.VOLTAGE_DOWN));
        for (LoopSignal signal : LoopSignal.values()) {
            for (int code = 0; code < 256; code++) {
                List<ModemAction> told = new ArrayList<>();
                new LineReports(signal, told::add).dle(code, state, 0);
                assertThat(told).as("%c in %s", code, state).hasSize(acted.getOrDefault(state, Set.of()).contains(ModemReport.of(code)) ? 1 : 0);
            }
        }
    }

    @Test
    void anInterruptionIsWhatTheLineIsSetUpForAndAReversalAlwaysOne() {
        List<ModemAction.ToLine> told = new ArrayList<>();
        new LineReports(LoopSignal.LOOP_BREAK, told::add).dle('l', VoiceModem.State.STREAM, 0);
        new LineReports(LoopSignal.POLARITY, told::add).dle('l', VoiceModem.State.STREAM, 0);
        new LineReports(LoopSignal.LOOP_BREAK, told::add).dle('L', VoiceModem.State.STREAM, 0);
        assertThat(told).containsExactly(new ModemAction.LoopBroken(), new ModemAction.PolarityReversed(), new ModemAction.PolarityReversed());
    }
}
