package org.tipring.media.engine;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.PeerAddress;
import org.tipring.media.rtp.PeerAddress.Standing;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.SrtpSession;

/// The way between one RTP peer and us: which addresses are its, and what secures the packets. Owned by the media thread.
///
/// ```
/// in    source ──► standing: KNOWN, CANDIDATE or FOREIGN ──► open: SRTP to RTP, in place ──► prove: a candidate becomes the peer
/// out   RtpOutput ──► secured copy ──► DatagramPair, to where the peer is now
/// ```
final class PeerPath {

    /// Negative as the reasons of `SrtpContext` are.
    static final int NO_KEYS_YET = -100;
    /// RTCP comes every five seconds: three lost reports are no silence yet.
    private static final long RTCP_SILENCE_NANOS = 20_000_000_000L;
    private static final int HIGHEST_PORT = 0xffff;
    private static final long BROADCAST = 0xffff_ffffL;

    private final DatagramPair pair;
    private final LoopContext loop;
    private final PeerAddress rtp = new PeerAddress();
    private final PeerAddress rtcp = new PeerAddress(RTCP_SILENCE_NANOS);
    private InetSocketAddress rtpTo;
    private InetSocketAddress rtcpTo;
    private boolean mux;

    private boolean secured;
    private SrtpSession session;
    private KeyExchange exchange;
    /// Who the exchange is held with: the first that was let through.
    private long exchangePeer = PeerAddress.NOBODY;
    private final byte[] out = new byte[Playout.MAX_SAMPLES * 2 + 12 + SrtpSession.MOST_OVERHEAD + 256];

    PeerPath(DatagramPair pair, LoopContext loop) {
        this.pair = pair;
        this.loop = loop;
    }

    /// @return whether the peer has moved
    boolean negotiate(InetSocketAddress remote, MediaPath path) {
        mux = path.rtcpMux();
        rtp.learnFrom(path.learnableHost());
        if (!unicast(remote)) {
            // On hold the old way: nothing is sent, but its sound, if any, still comes from where it came from before.
            rtpTo = null;
            rtcpTo = null;
            return false;
        }
        boolean moved = rtp.negotiate(PackedAddress.of(remote));
        if (moved || !rtp.learnt()) {
            rtcp.learnFrom(PeerAddress.NOBODY);
            rtcp.negotiate(unicast(path.rtcp()) ? PackedAddress.of(path.rtcp()) : portAfter(PackedAddress.of(remote)));
        }
        aim();
        return moved;
    }

    /// Whether this can be a telephone. 0.0.0.0 is the hold of RFC 2543 (and would reach ourselves); a group would make us an amplifier.
    private static boolean unicast(InetSocketAddress address) {
        return address != null && address.getPort() != 0 && address.getAddress() instanceof Inet4Address host
                && !host.isAnyLocalAddress() && !host.isMulticastAddress() && PackedAddress.of(host, 0) >>> 16 != BROADCAST;
    }

    boolean reachable() {
        return rtpTo != null;
    }

    private static long portAfter(long address) {
        return address == PeerAddress.NOBODY || (address & HIGHEST_PORT) == HIGHEST_PORT ? PeerAddress.NOBODY : address + 1;
    }

    private void aim() {
        rtpTo = rtp.current() == PeerAddress.NOBODY ? null : PackedAddress.socketAddress(rtp.current());
        rtcpTo = rtcp.current() < 0 ? null : PackedAddress.socketAddress(rtcp.current());
    }

    /// @return whether what we send begins a new key
    boolean secure(SrtpSession next) {
        secured = true;
        boolean begins = next.continueFrom(session);
        session = next;
        return begins;
    }

    /// In clear, from now on.
    void open() {
        secured = false;
        session = null;
    }

    /// Nothing goes out or comes in until the exchange has agreed on keys.
    ///
    /// @return false when this is the one that is under way
    boolean agree(KeyExchange next) {
        if (next == exchange) {
            return false;
        }
        close();
        secured = true;
        session = null;
        exchange = next;
        exchangePeer = PeerAddress.NOBODY;
        return true;
    }

    /// Whether this exchange is the one that counts.
    boolean agreesBy(KeyExchange which) {
        return exchange == which;
    }

    void close() {
        if (exchange != null) {
            exchange.close();
            exchange = null;
        }
    }

    Standing standing(boolean onRtcpPort, long source, long nowNanos) {
        return (onRtcpPort ? rtcp : rtp).standing(source, nowNanos);
    }

    boolean muxed() {
        return mux;
    }

    /// A datagram of the key exchange.
    ///
    /// @return false when nobody waits for it
    boolean exchange(long source, byte[] data, int length) {
        if (exchange == null || exchangePeer != PeerAddress.NOBODY && exchangePeer != source) {
            return false;
        }
        exchangePeer = source;
        exchange.received(data, length);
        return true;
    }

    void sendExchange(byte[] datagram) {
        InetSocketAddress to = exchangePeer == PeerAddress.NOBODY ? rtpTo : PackedAddress.socketAddress(exchangePeer);
        if (to != null) {
            pair.sendRtp(datagram, datagram.length, to);
        }
    }

    /// The exchange is done: who held it with us is the peer, and has proved it.
    ///
    /// @return whether that is another address than the one that held
    boolean exchanged() {
        return exchangePeer != PeerAddress.NOBODY && exchangePeer != rtp.current() && learn(exchangePeer, 0, 0, true);
    }

    /// @return the length in clear, or negative: not to be heard
    int openRtp(byte[] data, int length) {
        if (!secured) {
            return length;
        }
        return session == null ? NO_KEYS_YET : session.unprotect(data, length);
    }

    int openRtcp(byte[] data, int length) {
        if (!secured) {
            return length;
        }
        return session == null ? NO_KEYS_YET : session.unprotectRtcp(data, length);
    }

    /// A right packet of a candidate; @return whether it is the peer now
    boolean proveRtp(long source, int ssrc, int sequence) {
        return learn(source, ssrc, sequence, secured);
    }

    private boolean learn(long source, int ssrc, int sequence, boolean certain) {
        if (!rtp.prove(source, ssrc, sequence, certain)) {
            return false;
        }
        // Its RTCP is most often the port after; if the NAT made that another one, it is learnt, too, but from this host only.
        rtcp.negotiate(portAfter(source));
        rtcp.learnFrom(PackedAddress.host(source));
        aim();
        return true;
    }

    /// A right RTCP packet of a candidate, from the source whose RTP is heard.
    void proveRtcp(long source) {
        rtcp.prove(source, 0, 0, true);
        aim();
    }

    void heard(boolean onRtcpPort, long nowNanos) {
        (onRtcpPort ? rtcp : rtp).heard(nowNanos);
    }

    long current() {
        return rtp.current();
    }

    void sendRtp(byte[] data, int length) {
        if (rtpTo == null) {
            return;
        }
        if (!secured) {
            pair.sendRtp(data, length, rtpTo);
        } else if (session == null) {
            loop.withheld.increment();
        } else {
            System.arraycopy(data, 0, out, 0, length);
            int protectedLength = session.protect(out, length);
            if (protectedLength > 0) {
                pair.sendRtp(out, protectedLength, rtpTo);
            } else {
                // A number would be used twice under one key.
                loop.withheld.increment();
            }
        }
    }

    /// @return false when there is nowhere to send it, or no key yet
    boolean sendRtcp(byte[] data, int length) {
        InetSocketAddress to = mux ? rtpTo : rtcpTo;
        if (to == null || secured && session == null) {
            return false;
        }
        byte[] bytes = data;
        int bytesLength = length;
        if (secured) {
            System.arraycopy(data, 0, out, 0, length);
            bytes = out;
            bytesLength = session.protectRtcp(out, length);
        }
        if (mux) {
            pair.sendRtp(bytes, bytesLength, to);
        } else {
            pair.sendRtcp(bytes, bytesLength, to);
        }
        return true;
    }
}
