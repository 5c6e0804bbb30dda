package org.tipring.media.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.media.srtp.SrtpSuite;

/// A whole media loop: three calls (in clear; secured; with a peer to be learnt), datagrams of any kind to their ports. Nothing that
/// comes ends in an exception, and each is heard, answered or counted.
public final class PortFuzz {

    private static final InetSocketAddress[] FROM = {new InetSocketAddress("192.168.0.1", 4000), new InetSocketAddress("192.168.0.1", 4001),
        new InetSocketAddress("198.51.100.9", 61_000), new InetSocketAddress("203.0.113.66", 4000)};

    private PortFuzz() {
    }

    /// A byte that says from where and to which port, a byte of length, the datagram; and so on.
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        long[] ids = {world.loop.openRtp(), world.loop.openRtp(), world.loop.openRtp()};
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        MasterKey key = new MasterKey(suite, new byte[suite.keyAndSaltLength()]);
        byte[] other = new byte[suite.keyAndSaltLength()];
        other[0] = 1;
        MediaPath[] paths = {MediaPath.PLAIN,
            new MediaPath(null, true, true, null, new MediaPath.Keys.Agreed(new SrtpSession(key, new MasterKey(suite, other)))),
            new MediaPath(null, false, true, InetAddress.ofLiteral("198.51.100.9"), new MediaPath.Keys.None())};
        for (int i = 0; i < ids.length; i++) {
            world.loop.post(new MediaCommand.Negotiate(ids[i], new RtpParameters(FROM[0], AudioFormat.PCMA, 101, 20, true, true), paths[i]));
        }
        world.connect(1, new Termination.Rtp(ids[0]), new Termination.Rtp(ids[1]));
        world.connect(2, new Termination.Rtp(ids[2]), line.termination());
        long sent = 0;
        for (int at = 0; at + 2 < data.length;) {
            int how = data[at];
            int length = Math.min(data.length - at - 2, 12 + (data[at + 1] & 0xff));
            byte[] datagram = Arrays.copyOfRange(data, at + 2, at + 2 + length);
            world.network.deliver(FROM[how & 3], world.loop.localPort(ids[(how >> 2 & 3) % 3]) + (how >> 4 & 1), datagram, length);
            sent++;
            line.say(new short[Pcm.FRAME]);
            world.turn();
            world.clock.advanceMillis(20);
            at += 2 + length;
        }
        LoopStatistics figures = world.loop.statistics();
        if (figures.faults() > 0) {
            throw new AssertionError("a fault in the media loop; its log says where");
        }
        long counted = figures.packetsReceived() + figures.rtcpReceived() + figures.foreignPackets() + figures.malformedPackets()
                + figures.paths().stun() + figures.paths().unauthentic();
        if (counted != sent) {
            throw new AssertionError(sent + " datagrams came, " + counted + " were counted: " + figures);
        }
    }
}
