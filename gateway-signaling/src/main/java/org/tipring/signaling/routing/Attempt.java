package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// One place a call is tried at.
///
/// @param interfaceName the interface, or the ring group (see [DialPlan#ringGroup])
/// @param members the member or members to use; empty when any of the interface will do, chosen by its `pick`
/// @param number as sent, in the form that the interface speaks; `,` is a pause of two seconds
/// @param shown the number as tests and `explain` print it: a pause is `,2s,`
/// @param pick how to go through several members
/// @param nextOn what moves the call on to the next attempt
/// @param ringFor how long it may ring; null: the gateway's default
/// @param ring which distinctive ring, 1 to 8; 0: the ordinary one
/// @param callerId number to show there, in the form that the interface speaks; empty: the caller's own
/// @param media `g711 clear-channel` and the like; empty: what is usual
/// @param preempt an emergency call may drop an ordinary call of this interface
public record Attempt(String interfaceName, List<String> members, String number, String shown, Pick pick,
                      Set<FailOver> nextOn, Duration ringFor, int ring, String callerId, String media, boolean preempt) {

    public Attempt {
        members = List.copyOf(members);
        nextOn = Set.copyOf(nextOn);
    }

    /// A plain attempt, for tests and for who has no more to say.
    public static Attempt of(String interfaceName, List<String> members, String number) {
        return new Attempt(interfaceName, members, number, number, Pick.ASCENDING, FailOver.DEFAULT, null, 0, "", "", false);
    }

    /// The same for one member alone.
    public Attempt only(String member) {
        return new Attempt(interfaceName, List.of(member), number, shown, Pick.ALL, nextOn, ringFor, ring, callerId, media, preempt);
    }

    /// Sound goes through as it is, for fax machines and modems: no key is taken out of it.
    public boolean clearChannel() {
        return media.contains("clear-channel") || media.contains("t38");
    }

    public boolean movesOn(FailOver cause) {
        return nextOn.contains(cause);
    }
}
