package org.tipring.tdm.card;

/// Finds frames in bytes as they come, whatever they are; what is damaged is counted and left out. Owned by the link's reader thread.
public final class CardReader {

    /// Who gets the frames.
    public interface Listener {

        /// @param body holds the payload; good until the call returns
        void frame(int type, int port, int sequence, byte[] body, int offset, int length);
    }

    private final Listener listener;
    private final byte[] body = new byte[CardFrames.MOST_BODY];
    private int filled;
    /// Bytes of the present run that are still to come, and whether a zero follows it.
    private int left;
    private boolean zeroFollows;
    private boolean broken;
    private boolean begun;
    private volatile long damaged;

    public CardReader(Listener listener) {
        this.listener = listener;
    }

    public void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            take(bytes[i] & 0xFF);
        }
    }

    /// Frames that were broken. Any thread.
    public long damaged() {
        return damaged;
    }

    private void take(int octet) {
        if (octet == 0) {
            complete();
            return;
        }
        begun = true;
        if (left > 0) {
            put(octet);
            left--;
            return;
        }
        if (zeroFollows) {
            put(0);
        }
        left = octet - 1;
        zeroFollows = octet != 0xFF;
    }

    private void put(int octet) {
        if (filled == body.length) {
            broken = true;
        } else {
            body[filled++] = (byte) octet;
        }
    }

    private void complete() {
        int length = filled - CardFrames.HEADER - CardFrames.CRC;
        if (!broken && left == 0 && length >= 0 && sound()) {
            listener.frame(body[0] & 0xFF, body[1] & 0xFF, body[2] & 0xFF, body, CardFrames.HEADER, length);
        } else if (begun) {
            damaged++;
        }
        filled = 0;
        left = 0;
        zeroFollows = false;
        broken = false;
        begun = false;
    }

    private boolean sound() {
        int crc = 0xFFFF;
        int end = filled - CardFrames.CRC;
        for (int i = 0; i < end; i++) {
            crc = CardFrames.crc(crc, body[i]);
        }
        return (body[end] & 0xFF) == (crc & 0xFF) && (body[end + 1] & 0xFF) == crc >> 8;
    }
}
