/// Keys for SRTP by a DTLS handshake in the media path: RFC 5763, RFC 5764, on Bouncy Castle, which is seen here only.
package org.tipring.media.dtls;
