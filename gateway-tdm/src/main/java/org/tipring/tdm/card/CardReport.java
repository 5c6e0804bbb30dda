package org.tipring.tdm.card;

/// What a card's port reports: the numbered messages to the host.
public sealed interface CardReport {

    record HookState(boolean offHook) implements CardReport { }

    record Flashed(int millis) implements CardReport { }

    /// @param count a digit, 10 is 0; 0: the first pulse of a digit is over, which follows
    record Pulses(int count) implements CardReport { }

    record RingPhase(boolean burst) implements CardReport { }

    record Rang(boolean rings) implements CardReport { }

    enum Line { NO_BATTERY, NORMAL, REVERSED }

    record LineState(Line line) implements CardReport { }

    record Measured(int decivolts, int decimilliamperes) implements CardReport { }

    /// @param type of the command that is carried out
    record Done(int type) implements CardReport { }

    record Refused(int type, int why) implements CardReport {

        public String words() {
            String reason = switch (why) {
                case 1 -> "it does not know it";
                case 2 -> "it has no such port";
                case 3 -> "it is for the other kind of port";
                case 4 -> "the board cannot do it";
                case 5 -> "its values make no sense";
                default -> "reason " + why;
            };
            return String.format("the card refuses command %02x: %s", type, reason);
        }
    }

    record Fault(int code) implements CardReport {

        public String words() {
            return switch (code) {
                case 1 -> "too hot";
                case 2 -> "too much current";
                default -> "fault " + code;
            };
        }
    }

    /// @return null for what cannot be read: a damaged message is not taken for another one
    static CardReport parse(int type, byte[] body, int offset, int length) {
        // How long each is; a flag is 0 or 1.
        boolean flag = length == 1 && (body[offset] == 0 || body[offset] == 1);
        int octet = length == 1 ? body[offset] & 0xFF : -1;
        return switch (type) {
            case 0x40 -> flag ? new HookState(octet == 1) : null;
            case 0x41 -> length == 2 ? new Flashed(word(body, offset)) : null;
            case 0x42 -> octet >= 0 ? new Pulses(octet) : null;
            case 0x43 -> flag ? new RingPhase(octet == 1) : null;
            case 0x44 -> flag ? new Rang(octet == 1) : null;
            case 0x45 -> octet >= 0 && octet < Line.values().length ? new LineState(Line.values()[octet]) : null;
            case 0x46 -> length == 4 ? new Measured((short) word(body, offset), (short) word(body, offset + 2)) : null;
            case 0x47 -> octet >= 0 ? new Done(octet) : null;
            case 0x4e -> length == 2 ? new Refused(body[offset] & 0xFF, body[offset + 1] & 0xFF) : null;
            case 0x4f -> octet >= 0 ? new Fault(octet) : null;
            default -> null;
        };
    }

    private static int word(byte[] body, int offset) {
        return body[offset] & 0xFF | (body[offset + 1] & 0xFF) << 8;
    }
}
