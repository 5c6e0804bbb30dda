package org.tipring.signaling.config;

import java.time.ZoneId;
import java.util.List;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.check.PlanTests;
import org.tipring.signaling.routing.read.PlanReader;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Section;

/// A dial plan from the bytes of a file.
public final class PlanFile {

    private PlanFile() {
    }

    /// @param file its name, for mistakes
    /// @return null when there are mistakes; tests that fail are mistakes, too
    public static DialPlan read(String file, byte[] bytes, ZoneId machineZone, Mistakes mistakes) {
        DialPlan plan = readUntested(file, bytes, machineZone, mistakes);
        if (plan == null) {
            return null;
        }
        int before = mistakes.errors();
        PlanTests.run(plan, mistakes);
        return mistakes.errors() > before ? null : plan;
    }

    /// As [#read], without its tests.
    public static DialPlan readUntested(String file, byte[] bytes, ZoneId machineZone, Mistakes mistakes) {
        int before = mistakes.errors();
        List<Section> sections = IniReader.read(file, bytes, mistakes);
        return mistakes.errors() > before ? null : PlanReader.read(file, sections, machineZone, mistakes);
    }
}
