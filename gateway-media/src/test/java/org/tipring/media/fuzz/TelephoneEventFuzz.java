package org.tipring.media.fuzz;

import org.tipring.media.rtp.TelephoneEventReceiver;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;

/// Keys as events (RFC 4733): each four bytes are a packet, the byte before them says how much later and whether it is another key.
public final class TelephoneEventFuzz {

    private TelephoneEventFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        TelephoneEventReceiver keys = new TelephoneEventReceiver();
        int timestamp = 0;
        long now = 0;
        for (int at = 0; at + 5 <= data.length; at += 5) {
            now += (data[at] & 0x3f) * 5_000_000L;
            timestamp += data[at] < 0 ? 160 : 0;
            tell(keys.onPacket(timestamp, data, at + 1, at % 3 == 0 ? 4 : data.length - at - 1, now), keys);
            tell(keys.tick(now), keys);
        }
        tell(keys.tick(now + 10_000_000_000L), keys);
        if (keys.isDown()) {
            throw new AssertionError("a key is down for ever");
        }
    }

    private static void tell(Signal signal, TelephoneEventReceiver keys) {
        if (signal != Signal.NOTHING && "0123456789*#ABCD".indexOf(keys.key()) < 0) {
            throw new AssertionError("no key: " + (int) keys.key());
        }
    }
}
