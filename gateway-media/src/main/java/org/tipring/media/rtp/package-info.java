/// RFC 3550 and RFC 4733 without sockets: packets, sequence numbers, reports, telephone events.
package org.tipring.media.rtp;
