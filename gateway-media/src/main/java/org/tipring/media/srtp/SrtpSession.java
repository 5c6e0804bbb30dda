package org.tipring.media.srtp;

/// Both directions of one secured stream pair: what we send under our key, what we hear under theirs.
///
/// A new key of theirs (RFC 4568 section 7.1.4, a re-INVITE) is tried first, and the one before as long as nothing has come under the new one:
/// what was under way is still heard. Made by any thread, then owned by the media thread.
public final class SrtpSession {

    /// How much longer a packet gets at most.
    public static final int MOST_OVERHEAD = 20;

    private final MasterKey ours;
    private final MasterKey theirs;
    private SrtpContext out;
    private SrtpContext in;
    private SrtpContext inBefore;

    /// @throws IllegalArgumentException when both are the same key: two directions would share one key stream (RFC 3711 section 9.1)
    public SrtpSession(MasterKey ours, MasterKey theirs) {
        if (ours.equals(theirs)) {
            throw new IllegalArgumentException("both directions have the same key");
        }
        this.ours = ours;
        this.theirs = theirs;
        this.out = new SrtpContext(ours);
        this.in = new SrtpContext(theirs);
    }

    public SrtpSuite suite() {
        return theirs.suite();
    }

    /// Takes over what the session before knows, where a key is still the same.
    ///
    /// @param before null: there was none
    /// @return whether what we send begins a new key, so that a new source and new numbers are wanted: nobody then has to guess whether
    ///     roll-overs are counted on or anew
    public boolean continueFrom(SrtpSession before) {
        if (before == null) {
            return true;
        }
        if (theirs.equals(before.theirs)) {
            in = before.in;
            inBefore = before.inBefore;
        } else {
            in.continueFrom(before.in);
            inBefore = before.in;
        }
        boolean sameKey = ours.equals(before.ours);
        if (sameKey) {
            out = before.out;
        }
        return !sameKey;
    }

    /// As [SrtpContext#protect], from the start of the array.
    public int protect(byte[] packet, int length) {
        return out.protect(packet, 0, length);
    }

    public int protectRtcp(byte[] packet, int length) {
        return out.protectRtcp(packet, 0, length);
    }

    /// As [SrtpContext#unprotect], from the start of the array.
    public int unprotect(byte[] packet, int length) {
        int clear = in.unprotect(packet, 0, length);
        if (inBefore == null || clear == SrtpContext.MALFORMED) {
            return clear;
        }
        if (clear >= 0) {
            inBefore = null;
            return clear;
        }
        return inBefore.unprotect(packet, 0, length);
    }

    public int unprotectRtcp(byte[] packet, int length) {
        int clear = in.unprotectRtcp(packet, 0, length);
        return clear >= 0 || inBefore == null ? clear : inBefore.unprotectRtcp(packet, 0, length);
    }

    @Override
    public String toString() {
        return "SRTP session (keys not shown)";
    }
}
