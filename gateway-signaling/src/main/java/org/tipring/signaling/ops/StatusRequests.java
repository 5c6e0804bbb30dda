package org.tipring.signaling.ops;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/// Answers one connection's requests. Event loop only.
final class StatusRequests extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final System.Logger LOG = System.getLogger(StatusRequests.class.getName());

    /// A page on the internet whose name is made to point at 127.0.0.1 (DNS rebinding) still sends its own name.
    private static final Pattern LITERAL_HOST = Pattern.compile("(localhost|[0-9.]{7,15}|\\[[0-9a-fA-F:.]{2,45}])(:\\d{1,5})?");

    private final StatusPage.Settings settings;
    private final StatusPage.Sources sources;

    StatusRequests(StatusPage.Settings settings, StatusPage.Sources sources) {
        this.settings = settings;
        this.sources = sources;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keep = request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request);
        FullHttpResponse response = answer(request);
        boolean head = request.method().equals(HttpMethod.HEAD);
        response.headers()
            .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
            .set(HttpHeaderNames.CONNECTION, keep ? "keep-alive" : "close")
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set("X-Content-Type-Options", "nosniff")
            .set("Referrer-Policy", "no-referrer")
            .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'");
        if (head) {
            response.content().clear();
        }
        var sent = context.writeAndFlush(response);
        if (!keep) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "web: connection dropped: {0}", cause.toString());
        context.close();
    }

    private FullHttpResponse answer(FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return unreadable(request.decoderResult().cause());
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse refusal = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "This page can only be read.");
            refusal.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            return refusal;
        }
        if (!isForUs(request)) {
            return text(HttpResponseStatus.MISDIRECTED_REQUEST, "Ask for this page by its address, or as localhost.");
        }
        String path = request.uri().split("\\?", 2)[0];
        if (path.equals("/health")) {
            return health(sources.status().get());
        }
        if (!mayRead(request)) {
            FullHttpResponse refusal = text(HttpResponseStatus.UNAUTHORIZED, "This page needs the configured token as password.");
            refusal.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"Tipring\", charset=\"UTF-8\"");
            return refusal;
        }
        return page(path);
    }

    private FullHttpResponse page(String path) {
        try {
            return switch (path) {
                case "/" -> response(HttpResponseStatus.OK, "text/html; charset=utf-8",
                    StatusHtml.of(sources.status().get(), sources.endings().get(), Instant.now()));
                case "/status.json" -> response(HttpResponseStatus.OK, "application/json",
                    StatusJson.of(sources.status().get(), sources.endings().get(), Instant.now()));
                case "/metrics" -> response(HttpResponseStatus.OK, "text/plain; version=0.0.4; charset=utf-8", sources.metrics().get());
                default -> text(HttpResponseStatus.NOT_FOUND, "There are /, /status.json, /metrics and /health.");
            };
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "web: " + path + " failed", e);
            return text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "This failed; the log says why.");
        }
    }

    private static FullHttpResponse unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The address is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return text(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The header is too long.");
        }
        return text(HttpResponseStatus.BAD_REQUEST, "This is no HTTP request.");
    }

    private static FullHttpResponse health(GatewayStatus status) {
        return status.trouble().isEmpty() ? text(HttpResponseStatus.OK, "ok")
            : text(HttpResponseStatus.SERVICE_UNAVAILABLE, status.trouble());
    }

    /// With a token the name does not matter: a rebound page cannot know the token.
    private boolean isForUs(FullHttpRequest request) {
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        return !settings.token().isEmpty() || LITERAL_HOST.matcher(host).matches();
    }

    private boolean mayRead(FullHttpRequest request) {
        if (settings.token().isEmpty()) {
            return true;
        }
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        String given = "";
        if (authorization.startsWith("Bearer ")) {
            given = authorization.substring("Bearer ".length());
        } else if (authorization.startsWith("Basic ")) {
            given = passwordOf(authorization.substring("Basic ".length()));
        }
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), settings.token().getBytes(StandardCharsets.UTF_8));
    }

    private static String passwordOf(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
            return decoded.substring(decoded.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static FullHttpResponse text(HttpResponseStatus status, String sentence) {
        return response(status, "text/plain; charset=utf-8", sentence + "\n");
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, String body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
            Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        return response;
    }
}
