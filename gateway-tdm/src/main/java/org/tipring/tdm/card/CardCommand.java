package org.tipring.tdm.card;

import java.util.List;

/// What a host tells a card's port to do: the numbered messages in that direction.
public sealed interface CardCommand {

    /// @param linear 16 bits a sample, or mu-law
    /// @param always while on-hook, too
    record StartSound(boolean linear, int frameMillis, boolean always) implements CardCommand { }

    record StopSound() implements CardCommand { }

    /// When a contact means what, in milliseconds.
    ///
    /// @param longestFlash 0: there are no flashes
    record Timings(int debounce, int longestPulse, int longestFlash, int digitGap, int hangUp) implements CardCommand { }

    /// @param repeats how often the cadence is played; 0: until it is stopped
    /// @param cadence on, off, on, off ... in milliseconds, up to five pairs
    record Ring(int decihertz, int repeats, List<Integer> cadence) implements CardCommand {

        public Ring {
            cadence = List.copyOf(cadence);
            if (cadence.isEmpty() || cadence.size() > 10 || cadence.size() % 2 != 0) {
                throw new IllegalArgumentException("a card rings one to five pairs of on and off: " + cadence);
            }
        }
    }

    record StopRing() implements CardCommand { }

    record Polarity(boolean reversed) implements CardCommand { }

    record OpenLoop(int millis) implements CardCommand { }

    record Battery(boolean on) implements CardCommand { }

    record Hook(boolean offHook) implements CardCommand { }

    record Flash(int millis) implements CardCommand { }

    /// One digit of a dial.
    ///
    /// @param count 1 to 10; @param breakMillis loop open, @param makeMillis closed, 20 to 100
    record DialPulses(int count, int breakMillis, int makeMillis) implements CardCommand { }

    /// @param everyMillis 0: no more
    record Measure(int everyMillis) implements CardCommand { }

    default int type() {
        return switch (this) {
            case StartSound _ -> 0x10;
            case StopSound _ -> 0x11;
            case Timings _ -> 0x12;
            case Ring _ -> 0x13;
            case StopRing _ -> 0x14;
            case Polarity _ -> 0x15;
            case OpenLoop _ -> 0x16;
            case Battery _ -> 0x17;
            case Hook _ -> 0x20;
            case Flash _ -> 0x21;
            case DialPulses _ -> 0x22;
            case Measure _ -> 0x23;
        };
    }

    default byte[] payload() {
        return switch (this) {
            case StartSound(boolean linear, int frameMillis, boolean always) -> bytes(linear ? 2 : 1, frameMillis, always ? 2 : 1);
            case StopSound _, StopRing _ -> bytes();
            case Timings(int debounce, int pulse, int flash, int gap, int hangUp) -> words(debounce, pulse, flash, gap, hangUp);
            case Ring ring -> ring(ring);
            case Polarity(boolean reversed) -> bytes(reversed ? 1 : 0);
            case OpenLoop(int millis) -> words(millis);
            case Battery(boolean on) -> bytes(on ? 1 : 0);
            case Hook(boolean offHook) -> bytes(offHook ? 1 : 0);
            case Flash(int millis) -> words(millis);
            case DialPulses(int count, int breakMillis, int makeMillis) -> bytes(count, breakMillis, makeMillis);
            case Measure(int everyMillis) -> words(everyMillis);
        };
    }

    private static byte[] ring(Ring ring) {
        byte[] times = words(ring.cadence.stream().mapToInt(Integer::intValue).toArray());
        byte[] payload = new byte[4 + times.length];
        System.arraycopy(words(ring.decihertz), 0, payload, 0, 2);
        payload[2] = (byte) ring.repeats;
        payload[3] = (byte) (ring.cadence.size() / 2);
        System.arraycopy(times, 0, payload, 4, times.length);
        return payload;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /// 16 bits each, the low byte first.
    private static byte[] words(int... values) {
        byte[] bytes = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) values[i];
            bytes[2 * i + 1] = (byte) (values[i] >> 8);
        }
        return bytes;
    }
}
