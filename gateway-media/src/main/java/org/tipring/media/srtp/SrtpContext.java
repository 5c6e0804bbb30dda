package org.tipring.media.srtp;

/// Secures or opens the packets of one direction, in place. Roll-over counters and replay windows are kept for a few sources (SSRC) at a
/// time; one that nobody can authenticate never displaces one that was.
///
/// No state changes before a packet has proved to be authentic. Nothing is allocated per packet with the counter-mode suites; with AEAD
/// the JDK's cipher allocates. One instance for each direction: two directions must not share a key (RFC 3711 section 9.1). Owned by one
/// thread.
public final class SrtpContext {

    /// Not RTP or RTCP, or shorter than what secures it.
    public static final int MALFORMED = -1;
    /// Seen before, or too old to know.
    public static final int REPLAYED = -2;
    /// The tag is wrong: another key, or a forgery.
    public static final int NOT_AUTHENTIC = -3;

    private final SrtpTransform rtp;
    private final SrtpTransform rtcp;
    private final ReplayWindow[] rtpSources = sources();
    private final ReplayWindow[] rtcpSources = sources();
    private final ReplayWindow candidate = new ReplayWindow();
    private int rtcpIndex;
    private long uses;

    public SrtpContext(MasterKey master) {
        SrtpSuite suite = master.suite();
        KeyDerivation derive = new KeyDerivation(master.key(), master.salt());
        byte[] rtpKey = derive.derive(KeyDerivation.RTP_ENCRYPTION, suite.keyLength);
        byte[] rtpSalt = derive.derive(KeyDerivation.RTP_SALT, suite.saltLength);
        byte[] rtcpKey = derive.derive(KeyDerivation.RTCP_ENCRYPTION, suite.keyLength);
        byte[] rtcpSalt = derive.derive(KeyDerivation.RTCP_SALT, suite.saltLength);
        if (suite.aead) {
            this.rtp = new GcmTransform(rtpKey, rtpSalt, false);
            this.rtcp = new GcmTransform(rtcpKey, rtcpSalt, true);
        } else {
            this.rtp = new CounterModeTransform(rtpKey, rtpSalt,
                    derive.derive(KeyDerivation.RTP_AUTHENTICATION, HMAC_KEY), suite.rtpTag);
            this.rtcp = new CounterModeTransform(rtcpKey, rtcpSalt,
                    derive.derive(KeyDerivation.RTCP_AUTHENTICATION, HMAC_KEY), suite.rtcpTag);
        }
    }

    /// Goes on where the context before stopped whose key this one replaces.
    void continueFrom(SrtpContext before) {
        for (int i = 0; i < SOURCES; i++) {
            rtpSources[i].continueFrom(before.rtpSources[i]);
        }
        uses = before.uses;
    }

    /// Secures an RTP packet. The array must have room for [SrtpSuite#rtpOverhead] more bytes.
    ///
    /// @return the length of the SRTP packet, or [#MALFORMED]; [#REPLAYED] where a sequence number would be used twice, which would give
    ///     the key stream away
    public int protect(byte[] packet, int offset, int length) {
        int head = rtpHead(packet, offset, length);
        if (head < 0) {
            return MALFORMED;
        }
        int ssrc = int32(packet, offset + 8);
        ReplayWindow source = source(rtpSources, ssrc);
        long index = source.indexOf(int16(packet, offset + 2));
        if (!source.isNew(index)) {
            return REPLAYED;
        }
        accept(rtpSources, source, index);
        rtp.protect(packet, offset, length, head, ssrc, index, (int) (index >> 16));
        return length + rtp.tagLength();
    }

    /// Opens an SRTP packet.
    ///
    /// @return the length of the RTP packet, or a negative reason why there is none; the packet's bytes are then as they were
    public int unprotect(byte[] packet, int offset, int length) {
        int clearLength = length - rtp.tagLength();
        int head = rtpHead(packet, offset, clearLength);
        if (head < 0) {
            return MALFORMED;
        }
        int ssrc = int32(packet, offset + 8);
        ReplayWindow source = source(rtpSources, ssrc);
        long index = source.indexOf(int16(packet, offset + 2));
        if (!source.isNew(index)) {
            return REPLAYED;
        }
        if (!rtp.unprotect(packet, offset, clearLength, head, ssrc, index, (int) (index >> 16), true)) {
            return source.inherited ? fromZero(packet, offset, clearLength, head, source) : NOT_AUTHENTIC;
        }
        accept(rtpSources, source, index);
        return clearLength;
    }

    /// Some begin to count roll-overs anew with a new key, RFC 3711 section 3.3.1 notwithstanding.
    private int fromZero(byte[] packet, int offset, int clearLength, int head, ReplayWindow source) {
        int sequence = int16(packet, offset + 2);
        if (!rtp.unprotect(packet, offset, clearLength, head, source.ssrc, sequence, 0, true)) {
            return NOT_AUTHENTIC;
        }
        source.start(source.ssrc);
        accept(rtpSources, source, sequence);
        return clearLength;
    }

    /// Secures a compound RTCP packet. The array must have room for [SrtpSuite#rtcpOverhead] more bytes.
    ///
    /// @return the length of the SRTCP packet, or [#MALFORMED]
    public int protectRtcp(byte[] packet, int offset, int length) {
        if (length < RTCP_HEAD || (packet[offset] & 0xC0) != 0x80) {
            return MALFORMED;
        }
        int index = rtcpIndex;
        rtcpIndex = rtcpIndex + 1 & ~ENCRYPTED;
        int word = index | ENCRYPTED;
        int tag = rtcp.tagLength();
        rtcp.protect(packet, offset, length, RTCP_HEAD, int32(packet, offset + 4), index, word);
        if (rtcp instanceof CounterModeTransform) {
            // Here the word lies before the tag; with AEAD behind it (RFC 7714 section 9.2).
            System.arraycopy(packet, offset + length, packet, offset + length + Integer.BYTES, tag);
            int32(word, packet, offset + length);
        } else {
            int32(word, packet, offset + length + tag);
        }
        return length + tag + Integer.BYTES;
    }

    /// Opens an SRTCP packet.
    ///
    /// @return the length of the RTCP packet, or a negative reason why there is none; the packet's bytes are then as they were
    public int unprotectRtcp(byte[] packet, int offset, int length) {
        int tag = rtcp.tagLength();
        int clearLength = length - tag - Integer.BYTES;
        if (clearLength < RTCP_HEAD || (packet[offset] & 0xC0) != 0x80) {
            return MALFORMED;
        }
        boolean counterMode = rtcp instanceof CounterModeTransform;
        int wordAt = offset + clearLength + (counterMode ? 0 : tag);
        int word = int32(packet, wordAt);
        int index = word & ~ENCRYPTED;
        int ssrc = int32(packet, offset + 4);
        ReplayWindow source = source(rtcpSources, ssrc);
        if (!source.isNew(index)) {
            return REPLAYED;
        }
        if (counterMode) {
            System.arraycopy(packet, wordAt + Integer.BYTES, packet, wordAt, tag);
        }
        boolean authentic = rtcp.unprotect(packet, offset, clearLength, RTCP_HEAD, ssrc, index, word, word < 0);
        if (!authentic) {
            if (counterMode) {
                System.arraycopy(packet, wordAt, packet, wordAt + Integer.BYTES, tag);
                int32(word, packet, wordAt);
            }
            return NOT_AUTHENTIC;
        }
        accept(rtcpSources, source, index);
        return clearLength;
    }

    @Override
    public String toString() {
        return "SRTP context (keys not shown)";
    }

    /// @return the length of header, contributing sources and extension (RFC 3550 section 5.1), or -1
    private static int rtpHead(byte[] packet, int offset, int length) {
        if (length < RTP_HEAD || (packet[offset] & 0xC0) != 0x80) {
            return -1;
        }
        int head = RTP_HEAD + 4 * (packet[offset] & 0xF);
        if ((packet[offset] & 0x10) != 0) {
            if (head + 4 > length) {
                return -1;
            }
            head += 4 + 4 * int16(packet, offset + head + 2);
        }
        return head > length ? -1 : head;
    }

    private ReplayWindow source(ReplayWindow[] sources, int ssrc) {
        for (ReplayWindow source : sources) {
            if (source.used && source.ssrc == ssrc) {
                return source;
            }
        }
        candidate.start(ssrc);
        return candidate;
    }

    private void accept(ReplayWindow[] sources, ReplayWindow source, long index) {
        ReplayWindow kept = source;
        if (source == candidate) {
            kept = sources[0];
            for (ReplayWindow other : sources) {
                kept = other.lastUse < kept.lastUse ? other : kept;
            }
            kept.start(source.ssrc);
        }
        kept.inherited = false;
        kept.lastUse = ++uses;
        kept.mark(index);
    }

    private static ReplayWindow[] sources() {
        ReplayWindow[] windows = new ReplayWindow[SOURCES];
        for (int i = 0; i < SOURCES; i++) {
            windows[i] = new ReplayWindow();
        }
        return windows;
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static int int32(byte[] bytes, int at) {
        return int16(bytes, at) << 16 | int16(bytes, at + 2);
    }

    private static void int32(int value, byte[] bytes, int at) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    private static final int RTP_HEAD = 12;
    private static final int RTCP_HEAD = 8;
    private static final int HMAC_KEY = 20;
    private static final int SOURCES = 4;
    private static final int ENCRYPTED = 0x8000_0000;
}
