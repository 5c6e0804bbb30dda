package org.tipring.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaEvent;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaSettings;
import org.tipring.media.engine.MediaThread;
import org.tipring.media.engine.RtpParameters;
import org.tipring.media.engine.Termination;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.RtpPacket;

/// Real sockets on the loopback interface.
@Timeout(20)
class RtpSocketNetworkTest {

    private static final long SECOND = 1_000_000_000L;

    private record Got(DatagramPair pair, boolean rtcp, long source, byte[] data) { }

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final List<Got> got = new ArrayList<>();
    private RtpSocketNetwork network;
    private DatagramSocket peer;

    @BeforeEach
    void open() throws IOException {
        network = new RtpSocketNetwork(loopback, 26_000, 26_199, 0);
        peer = new DatagramSocket(0, loopback);
        peer.setSoTimeout(5000);
    }

    @AfterEach
    void close() {
        network.close();
        peer.close();
    }

    private void poll(int wanted) {
        for (int tries = 0; got.size() < wanted && tries < 50; tries++) {
            network.poll(SECOND / 10, (pair, rtcp, source, data, length, _) ->
                    got.add(new Got(pair, rtcp, source, java.util.Arrays.copyOf(data, length))));
        }
    }

    private void send(int port, byte[] data) throws IOException {
        peer.send(new DatagramPacket(data, data.length, loopback, port));
    }

    @Test
    void datagramsComeFromBothPortsWithTheirSender() throws IOException {
        DatagramPair pair = network.open();
        send(pair.rtpPort(), new byte[] {1, 2, 3});
        send(pair.rtpPort() + 1, new byte[] {4});
        poll(2);

        long us = PackedAddress.of(new InetSocketAddress(loopback, peer.getLocalPort()));
        assertThat(got).hasSize(2).allMatch(g -> g.pair == pair && g.source == us);
        assertThat(got).anyMatch(g -> !g.rtcp && g.data.length == 3 && g.data[2] == 3);
        assertThat(got).anyMatch(g -> g.rtcp && g.data.length == 1 && g.data[0] == 4);
    }

    @Test
    void emptyAndOversizedDatagramsAreHandedOver() throws IOException {
        DatagramPair pair = network.open();
        send(pair.rtpPort(), new byte[0]);
        send(pair.rtpPort(), new byte[4000]);
        send(pair.rtpPort(), new byte[172]);
        poll(3);

        assertThat(got).extracting(g -> g.data.length).containsExactly(0, PacketBuffers.SIZE, 172);
    }

    @Test
    void aFloodIsReadInPartsSoThatOthersAreServed() throws IOException {
        DatagramPair flooded = network.open();
        DatagramPair quiet = network.open();
        int flood = 30;
        for (int i = 0; i < flood; i++) {
            send(flooded.rtpPort(), new byte[] {1});
        }
        send(quiet.rtpPort(), new byte[] {2});
        poll(1);

        assertThat(got).as("taken in one turn: one of each").hasSize(2);
        poll(flood + 1);
        assertThat(got).hasSize(flood + 1);
    }

    @Test
    void sendingGoesOutOfTheRightPort() throws IOException {
        DatagramPair pair = network.open();
        InetSocketAddress to = new InetSocketAddress(loopback, peer.getLocalPort());
        pair.sendRtp(new byte[] {7, 8, 9}, 2, to);
        pair.sendRtcp(new byte[] {5}, 1, to);

        DatagramPacket packet = new DatagramPacket(new byte[10], 10);
        peer.receive(packet);
        assertThat(packet.getLength()).isEqualTo(2);
        assertThat(packet.getPort()).isEqualTo(pair.rtpPort());
        peer.receive(packet);
        assertThat(packet.getPort()).isEqualTo(pair.rtpPort() + 1);
        assertThat(network.sendFailures()).isZero();
    }

    @Test
    void aPortOfAnotherProgramIsPassedOver() throws IOException {
        try (RtpSocketNetwork narrow = new RtpSocketNetwork(loopback, 26_200, 26_203, SECOND);
                DatagramSocket other = new DatagramSocket(new InetSocketAddress(loopback, 26_201))) {
            DatagramPair pair = narrow.open();
            assertThat(other.getLocalPort()).isEqualTo(26_201);
            assertThat(pair.rtpPort()).isEqualTo(26_202);
            assertThatThrownBy(narrow::open).isInstanceOf(IOException.class).hasMessageContaining("26200");
        }
    }

    @Test
    void aClosedPairIsQuietAndItsPortsFree() throws IOException {
        DatagramPair pair = network.open();
        int port = pair.rtpPort();
        pair.close();
        pair.close();
        pair.sendRtp(new byte[1], 1, new InetSocketAddress(loopback, peer.getLocalPort()));
        network.poll(0, (_, _, _, _, _, _) -> { });

        assertThat(network.sendFailures()).isEqualTo(1);
        assertThat(network.openPairs()).isZero();
        new DatagramSocket(port, loopback).close();
        new DatagramSocket(port + 1, loopback).close();
    }

    @Test
    void wakeupEndsAWaitWithoutEnd() throws InterruptedException {
        Thread waiting = Thread.ofPlatform().start(() -> network.poll(Long.MAX_VALUE, (_, _, _, _, _, _) -> { }));
        network.wakeup();
        waiting.join(10_000);
        assertThat(waiting.isAlive()).isFalse();
    }

    /// The whole path: two peers, the media thread between them, a tone paced by the real clock.
    @Test
    void aMediaThreadRelaysAndPlaysTones() throws Exception {
        BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
        MediaLoop loop = new MediaLoop("media-0", network, MediaSettings.DEFAULTS, events::add);
        try (MediaThread thread = new MediaThread(loop); DatagramSocket second = new DatagramSocket(0, loopback)) {
            second.setSoTimeout(5000);
            thread.start();
            long a = negotiate(loop, peer);
            long b = negotiate(loop, second);
            loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Rtp(b)));
            byte[] packet = new byte[172];
            RtpPacket.writeHeader(packet, false, 8, 1, 160, 9);
            DatagramPacket received = new DatagramPacket(new byte[2000], 2000);
            send(loop.localPort(a), packet);
            assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo(new MediaEvent.RtpStarted(a));
            second.receive(received);
            assertThat(received.getLength()).isEqualTo(172);

            loop.post(new MediaCommand.PlayTone(b, CallProgressTone.DIAL));
            long start = System.nanoTime();
            for (int i = 0; i < 26; i++) {
                second.receive(received);
            }
            long took = System.nanoTime() - start;
            assertThat(took).as("26 packets of 20 ms are half a second").isGreaterThan(SECOND * 4 / 10);
            loop.post(new MediaCommand.CloseRtp(a));
            loop.post(new MediaCommand.CloseRtp(b));
            assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(MediaEvent.RtpClosed.class);
            assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(MediaEvent.RtpClosed.class);
        }
        assertThat(network.openPairs()).isZero();
        assertThat(loop.statistics().faults()).isZero();
    }

    private static long negotiate(MediaLoop loop, DatagramSocket remote) throws IOException {
        long id = loop.openRtp();
        loop.post(new MediaCommand.Negotiate(id, new RtpParameters(
                new InetSocketAddress(remote.getLocalAddress(), remote.getLocalPort()), AudioFormat.PCMA, 101, 20, true, true)));
        return id;
    }
}
