package org.tipring.signaling.ops;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.tipring.signaling.call.CallRecord;

/// The gateway over HTTP, read-only: `/` for people, `/status.json` and `/metrics` for programs, `/health` for a watchdog.
///
/// One Netty event loop, thread `web`. On the loopback interface whoever is on the machine may read; anywhere else, and wherever a
/// token is set, the token is asked for (as a bearer token, or as the password of any user).
public final class StatusPage implements AutoCloseable {

    /// @param address port 0 takes a free one
    /// @param token empty for none
    public record Settings(InetSocketAddress address, String token) {

        private static final int SHORTEST_TOKEN = 16;

        public Settings {
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("the status page's address is unknown: " + address.getHostString());
            }
            if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException("the status page shows who calls whom: outside 127.0.0.1 it needs a token, and "
                    + address.getAddress().getHostAddress() + " is outside; set a token or use 127.0.0.1");
            }
            if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
                throw new IllegalArgumentException("the status page's token is too short to be safe: " + SHORTEST_TOKEN
                    + " characters or more");
            }
        }
    }

    /// What the page shows; each is asked on the event loop and must answer at once.
    public record Sources(Supplier<GatewayStatus> status, Supplier<List<CallRecord>> endings, Supplier<String> metrics) { }

    private static final int LINE_LIMIT = 1024;
    private static final int HEADER_LIMIT = 8192;
    private static final int BODY_LIMIT = 1024;
    private static final int CONNECTION_LIMIT = 64;
    private static final int IDLE_SECONDS = 15;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("web", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;

    public StatusPage(Settings settings, Sources sources) throws IOException {
        ServerBootstrap server = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, CONNECTION_LIMIT)
            .childHandler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel channel) {
                    accept(channel, settings, sources);
                }
            });
        var bound = server.bind(settings.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException("the status page cannot listen on " + settings.address() + ": " + bound.cause().getMessage(), bound.cause());
        }
        listener = bound.channel();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void accept(SocketChannel channel, Settings settings, Sources sources) {
        if (connections.size() >= CONNECTION_LIMIT) {
            channel.close();
            return;
        }
        connections.add(channel);
        channel.pipeline()
            .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
            .addLast(new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(LINE_LIMIT).setMaxHeaderSize(HEADER_LIMIT)))
            .addLast(new HttpObjectAggregator(BODY_LIMIT, true))
            .addLast(new StatusRequests(settings, sources));
    }
}
