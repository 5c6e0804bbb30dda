package org.tipring.signaling.control;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tipring.signaling.call.LegId;
import org.tipring.tdm.line.LineId;

/// Who is in which call: every call that is not recorded yet, every leg that is alive, every line and every RTP port pair that belongs
/// to one. When nothing is going on, all of it is empty. Owned by the control thread.
final class CallBook {

    private final Map<Long, ActiveCall> calls = new LinkedHashMap<>();
    private final Map<LegId, CallLeg> legs = new HashMap<>();
    private final Map<LineId, CallLeg.OnLine> lines = new HashMap<>();
    private final Set<CallLeg.OnTelephone> telephones = new HashSet<>();
    private final Map<Long, ActiveCall> rtp = new HashMap<>();

    void add(ActiveCall call) {
        calls.put(call.number, call);
    }

    void remove(ActiveCall call) {
        calls.remove(call.number);
        call.openRtp.keySet().forEach(rtp::remove);
    }

    boolean has(ActiveCall call) {
        return calls.containsKey(call.number);
    }

    /// The calls of this moment, the oldest first; the list stays as it is while calls come and go.
    List<ActiveCall> calls() {
        return List.copyOf(calls.values());
    }

    Collection<ActiveCall> callsNow() {
        return calls.values();
    }

    void add(CallLeg leg) {
        legs.put(leg.id(), leg);
        if (leg != leg.call().caller) {
            leg.call().called.put(leg.id(), leg);
        }
    }

    /// A leg that is alive, or null.
    CallLeg leg(LegId id) {
        return legs.get(id);
    }

    /// A leg that is alive and over SIP, or null.
    CallLeg.Sip sipLeg(LegId id) {
        return legs.get(id) instanceof CallLeg.Sip leg ? leg : null;
    }

    boolean has(CallLeg leg) {
        return leg != null && legs.get(leg.id()) == leg;
    }

    void remove(CallLeg leg) {
        legs.remove(leg.id(), leg);
        leg.call().called.remove(leg.id());
        if (leg instanceof CallLeg.OnLine onLine) {
            leaveLine(onLine);
        }
        if (leg instanceof CallLeg.OnTelephone onTelephone) {
            telephones.remove(onTelephone);
        }
    }

    /// The leg of an analog telephone that is joined to somebody, or null: others wait.
    CallLeg.OnTelephone talkingOn(LineId line) {
        return telephones.stream().filter(leg -> leg.line.equals(line) && leg.call().bridged).findFirst().orElse(null);
    }

    void takeTelephone(CallLeg.OnTelephone leg) {
        telephones.add(leg);
    }

    /// The leg that a line carries, or null.
    CallLeg.OnLine onLine(LineId line) {
        return lines.get(line);
    }

    void takeLine(LineId line, CallLeg.OnLine leg) {
        leg.line = line;
        lines.put(line, leg);
    }

    /// The line is no longer this leg's.
    void leaveLine(CallLeg.OnLine leg) {
        if (leg.line != null) {
            lines.remove(leg.line, leg);
        }
    }

    void openRtp(long rtpId, ActiveCall call, String side) {
        call.openRtp.put(rtpId, side);
        rtp.put(rtpId, call);
    }

    /// The call that a port pair belongs to, or null.
    ActiveCall byRtp(long rtpId) {
        return rtp.get(rtpId);
    }

    /// @return the side that the port pair belonged to
    String closedRtp(long rtpId) {
        return rtp.remove(rtpId).openRtp.remove(rtpId);
    }

    ControlFigures figures() {
        return new ControlFigures(calls.size(), legs.size(), lines.size() + telephones.size(), rtp.size());
    }
}
