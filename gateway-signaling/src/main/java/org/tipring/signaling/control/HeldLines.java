package org.tipring.signaling.control;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.tipring.tdm.line.LineId;

/// Lines that may still be kept by who called on them: on an analog line it is the caller who ends a call, and an exchange lets go of him only
/// some time after we have hung up (ITU-T Q.118: 1 to 2 minutes; many sooner, most at once). It begins to count anew when the line goes
/// off-hook too early. So a line on which an emergency call has found no dial tone rests, and meanwhile is nobody's; where one has rested in
/// vain, the others rest longer before they are tried. Owned by the control thread.
final class HeldLines {

    /// How long a line is on-hook before it is tried again: first, when that was too short, and when that was, too.
    private static final long[] REST_NANOS = {13_000_000_000L, 26_000_000_000L, 62_000_000_000L};
    /// For so long a caller may hold a line.
    private static final long HOLD_NANOS = 130_000_000_000L;

    /// @param help the emergency call that found no dial tone
    private record Held(ActiveCall help, long sinceNanos) { }

    private final Map<LineId, Long> hungUp = new HashMap<>();
    private final Map<LineId, Held> held = new HashMap<>();

    /// We have hung up on who called on that line.
    void hungUpOnCaller(LineId line, long now) {
        hungUp.put(line, now);
    }

    /// An emergency call has found no dial tone.
    void noDialTone(LineId line, ActiveCall help, long now) {
        if (mayBeHeld(line, now)) {
            Held before = held.put(line, new Held(help, now));
            if (before != null && before.help == help) {
                help.restsTooShort = Math.min(help.restsTooShort + 1, REST_NANOS.length - 1);
            }
        }
    }

    /// The exchange has taken digits there.
    void letGo(LineId line) {
        hungUp.remove(line);
        held.remove(line);
    }

    /// Whether the line need not be left in peace. While it rests it is no line for ordinary calls either: they would meet the caller, and
    /// make the rest begin anew.
    boolean mayTry(LineId line, ActiveCall who, long now) {
        Held rest = held.get(line);
        if (rest != null && rest.help.call.over()) {
            held.remove(line);
            rest = null;
        }
        return rest == null || who.emergency && now - rest.sinceNanos >= REST_NANOS[who.restsTooShort];
    }

    boolean anyHeld(Collection<LineId> lines, long now) {
        return lines.stream().anyMatch(line -> mayBeHeld(line, now));
    }

    private boolean mayBeHeld(LineId line, long now) {
        Long since = hungUp.get(line);
        return since != null && now - since < HOLD_NANOS;
    }
}
