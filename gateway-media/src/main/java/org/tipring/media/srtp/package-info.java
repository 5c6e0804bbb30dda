/// Secure RTP and RTCP with keys from SDP: RFC 3711, 4568, 6188, 7714, on the JDK's own ciphers. No sockets, no clock.
package org.tipring.media.srtp;
