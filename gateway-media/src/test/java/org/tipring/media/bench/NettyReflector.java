package org.tipring.media.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/// Sends back what comes, on Netty's NIO transport with one event loop, set up as favourably as we know: buffers of fixed size, many
/// reads in a turn, one flush after them.
final class NettyReflector implements AutoCloseable {

    final AtomicLong reflected = new AtomicLong();
    private final MultiThreadIoEventLoopGroup group;

    NettyReflector(InetAddress address, int firstPort, int ports, ThreadFactory threads) throws InterruptedException {
        group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap().group(group).channel(NioDatagramChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(2048).maxMessagesPerRead(64))
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel channel) {
                        channel.pipeline().addLast(new Reflect());
                    }
                });
        for (int i = 0; i < ports; i++) {
            bootstrap.bind(address, firstPort + i).sync();
        }
    }

    private final class Reflect extends SimpleChannelInboundHandler<DatagramPacket> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            context.write(new DatagramPacket(packet.content().retain(), packet.sender()), context.voidPromise());
            reflected.setRelease(reflected.getPlain() + 1);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully().syncUninterruptibly();
    }
}
