package org.tipring.media.srtp;

/// Encryption and authentication of one kind of packet (RTP or RTCP) in one direction. The packet's clear head stays as it is.
interface SrtpTransform {

    /// Encrypts `length - head` bytes in place and appends the tag.
    ///
    /// @param head how many bytes stay in clear
    /// @param index 48-bit packet index, or the 31-bit index of SRTCP
    /// @param trailer what is authenticated behind the packet: the roll-over counter, or the word of SRTCP with its E bit
    void protect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer);

    /// Checks the tag that lies behind the first `length` bytes, and only then decrypts in place.
    ///
    /// @param encrypted false: only the tag is checked
    /// @return whether the packet is authentic
    boolean unprotect(byte[] packet, int offset, int length, int head, int ssrc, long index, int trailer, boolean encrypted);

    int tagLength();
}
