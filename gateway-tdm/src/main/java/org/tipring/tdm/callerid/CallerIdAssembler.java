package org.tipring.tdm.callerid;

import java.util.Arrays;
import java.util.Optional;

/// Finds messages in the octets of a line, wherever they begin: what comes before, such as the channel seizure or noise, may look like
/// a message's start too, so each octet that could be one is tried until its checksum decides. A message with a broken octet, a false
/// checksum or a body that its format does not allow is none: a wrong number is worse than no number.
public final class CallerIdAssembler {

    /// The longest message there is.
    private static final int LONGEST = 255 + Octets.FRAME;

    private final byte[] octets = new byte[LONGEST];
    private int count;

    /// @param framed false where the octet's bits are doubtful
    /// @return the message that ends with this octet
    public Optional<LineMessage> octet(int octet, boolean framed) {
        if (!framed) {
            count = 0;
            return Optional.empty();
        }
        if (count == LONGEST) {
            System.arraycopy(octets, 1, octets, 0, LONGEST - 1);
            count--;
        }
        octets[count++] = (byte) octet;
        for (int start = 0; start + Octets.FRAME <= count; start++) {
            if (start + (octets[start + 1] & 0xff) + Octets.FRAME == count) {
                Optional<LineMessage> message = parse(Arrays.copyOfRange(octets, start, count));
                if (message.isPresent()) {
                    count = 0;
                    return message;
                }
            }
        }
        return Optional.empty();
    }

    /// Forgets what was begun.
    public void reset() {
        count = 0;
    }

    /// @param message with type, length and checksum
    static Optional<LineMessage> parse(byte[] message) {
        int type = message[0] & 0xff;
        if (Octets.sum(message) != 0 || message.length != (message[1] & 0xff) + Octets.FRAME) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(message, 2, message.length - 1);
        return switch (type) {
            case Sdmf.CALL_SETUP, Sdmf.MESSAGE_WAITING -> Sdmf.parse(type, body);
            case Mdmf.CALL_SETUP, Mdmf.MESSAGE_WAITING -> Mdmf.parse(type, body);
            default -> Optional.empty();
        };
    }
}
