package org.tipring.signaling.call;

import java.time.Duration;
import java.util.Map;

/// What a hook flash means to analog telephones, and a key after it: `[flash]` of lines.ini.
///
/// @param alone what a flash does by itself
/// @param keys what it does with a key after it, where `alone` says [Deed#KEY]
/// @param keyWait how long that key is waited for
/// @param hangUpTransfers hanging up connects the two that it has called one after the other; else the held one rings back
/// @param ringBack how long that rings
/// @param callWaiting whether a second caller is announced at all
public record FlashHabits(Map<Situation, Deed> alone, Map<Character, Deed> keys, Duration keyWait, boolean hangUpTransfers, Duration ringBack,
        boolean callWaiting) {

    public FlashHabits {
        alone = Map.copyOf(alone);
        keys = Map.copyOf(keys);
    }

    /// Where a flash finds a telephone.
    public enum Situation {
        IN_A_CALL,
        /// A second caller waits.
        CALL_WAITING,
        /// It has called a second one itself, and the first is held.
        TWO_CALLS,
        /// It has two calls, of which the second came in.
        AFTER_CALL_WAITING,
        CONFERENCE
    }

    /// What becomes of the calls.
    public enum Deed {
        /// The call is held, and a second one may be dialled.
        SECOND_CALL,
        /// The other one is heard, and this one is held; in a conference: the last one is heard alone.
        SWAP,
        /// Who is heard is released, and the other one is heard.
        END,
        /// The other one is released or refused; in a conference: the last one.
        RELEASE,
        CONFERENCE,
        /// The two others are connected, and the telephone is out of it.
        TRANSFER,
        /// The flash is given to the telephone line at the other end: its exchange or PBX does something.
        LINE,
        /// The next key says it.
        KEY,
        NOTHING
    }

    /// What a flash does by itself in North America, and the keys of Europe (ETSI ETS 300 738 and what networks made of it: 0, 1, 2, 3, 4).
    public static final FlashHabits DEFAULT = new FlashHabits(
            Map.of(Situation.IN_A_CALL, Deed.SECOND_CALL, Situation.CALL_WAITING, Deed.SWAP, Situation.TWO_CALLS, Deed.CONFERENCE,
                    Situation.AFTER_CALL_WAITING, Deed.SWAP, Situation.CONFERENCE, Deed.RELEASE),
            Map.of('0', Deed.RELEASE, '1', Deed.END, '2', Deed.SWAP, '3', Deed.CONFERENCE, '4', Deed.TRANSFER),
            Duration.ofSeconds(5), true, Duration.ofSeconds(30), true);

    Deed alone(Situation situation) {
        return alone.getOrDefault(situation, Deed.NOTHING);
    }

    Deed key(char key) {
        return keys.getOrDefault(key, Deed.NOTHING);
    }
}
