package org.tipring.signaling.routing;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// What makes a call that was not answered go on to the next `to` line.
public sealed interface FailOver {

    /// The causes that have a name in the language.
    enum Cause implements FailOver {
        /// The telephone or every telephone of a group is busy.
        BUSY,
        /// It rang as long as it may.
        NO_ANSWER,
        /// Not registered, unplugged, not answering requests.
        UNAVAILABLE,
        /// The network behind it says "congestion" or plays reorder tone.
        CONGESTION,
        /// The interface's `limit` is used up.
        LIMIT,
        /// No free line, or not more free than `keep free`.
        BUSY_LINE,
        /// The called party declined.
        REJECTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// One SIP response, 400 to 699.
    record SipStatus(int status) implements FailOver {
        @Override
        public String toString() {
            return Integer.toString(status);
        }
    }

    /// One ITU-T Q.850 cause, 1 to 127.
    record Q850(int cause) implements FailOver {
        @Override
        public String toString() {
            return "q850:" + cause;
        }
    }

    /// What holds where a route has no `next on`.
    Set<FailOver> DEFAULT = Set.copyOf(new LinkedHashSet<FailOver>(
            EnumSet.of(Cause.UNAVAILABLE, Cause.CONGESTION, Cause.BUSY_LINE)));
}
