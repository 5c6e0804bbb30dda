package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// One `[interface]`: a set of telephones, of lines, or a SIP trunk.
///
/// @param members lines or telephones, in order; empty for a trunk
/// @param sipUri of a trunk; empty for others
/// @param skip line states that pass a line over
/// @param keepFree lines that ordinary outgoing calls leave free
/// @param limit talking time per calendar month; null: none
public record Interface(String name, Kind kind, List<String> members, Pick pick, String sipUri, NumberForm numbers,
                        Set<LineFault> skip, int keepFree, Duration limit) {

    public enum Kind {
        /// Analog or mobile lines, or analog telephones.
        LINES,
        /// SIP telephones that register here.
        REGISTRAR,
        /// A SIP peer: a provider, a telephone system.
        TRUNK
    }

    public Interface {
        members = List.copyOf(members);
        skip = Set.copyOf(skip);
    }

    public static Interface of(String name, Kind kind, List<String> members, NumberForm numbers) {
        return new Interface(name, kind, members, Pick.ASCENDING, "", numbers, Set.of(), 0, null);
    }

    /// Whether its members are telephones: they are called by name and their numbers stay as dialled.
    public boolean telephones() {
        return kind != Kind.TRUNK && numbers == NumberForm.AS_DIALLED;
    }
}
