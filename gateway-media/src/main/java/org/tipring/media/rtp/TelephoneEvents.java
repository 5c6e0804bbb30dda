package org.tipring.media.rtp;

/// Keys of a telephone in RTP (RFC 4733): the payload and the keys' codes.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |     event     |E|R| volume    |          duration             |   section 2.3
/// ```
public final class TelephoneEvents {

    public static final int PAYLOAD = 4;
    /// A key that is held longer goes on in a new segment (section 2.5.1.3).
    static final int MAX_DURATION = 0xffff;
    private static final int FLASH = 16;
    private static final String KEYS = "0123456789*#ABCD";

    private TelephoneEvents() {
    }

    /// @return the key of an event code, or 0 for codes that are no key (16 is hook flash, the rest are tones and signals)
    public static char key(int event) {
        return event < KEYS.length() ? KEYS.charAt(event) : 0;
    }

    /// Whether a packet of telephone-events tells of a hook flash (RFC 4733 section 3.2, event 16). It is no key, and is told once.
    public static boolean isFlash(byte[] data, int offset, int length) {
        return length >= PAYLOAD && (data[offset] & 0xff) == FLASH;
    }

    /// @throws IllegalArgumentException when that is no key
    public static int event(char key) {
        int event = KEYS.indexOf(key);
        if (event < 0) {
            throw new IllegalArgumentException("no key of a telephone: " + key);
        }
        return event;
    }
}
