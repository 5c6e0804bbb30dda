package org.tipring.media.engine;

import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.SrtpSession;

/// The keys of a stream pair: none, those of SDP, or what an exchange in the media path ends with. Owned by the media thread.
final class PeerSecrets {

    private final long id;
    private final LoopContext loop;
    private final PeerPath path;
    private final RtpOutput output;
    private final Runnable moved;
    private boolean closed;

    /// @param moved told when the exchange has shown that the peer is elsewhere
    PeerSecrets(long id, LoopContext loop, PeerPath path, RtpOutput output, Runnable moved) {
        this.id = id;
        this.loop = loop;
        this.path = path;
        this.output = output;
        this.moved = moved;
    }

    void negotiate(MediaPath.Keys keys) {
        switch (keys) {
            case MediaPath.Keys.None() -> {
                path.close();
                path.open();
            }
            case MediaPath.Keys.Agreed(SrtpSession session) -> {
                path.close();
                secured(session);
            }
            case MediaPath.Keys.ToAgree(KeyExchange exchange) -> {
                if (path.agree(exchange)) {
                    exchange.start(new Exchanged(exchange));
                }
            }
        }
    }

    private void secured(SrtpSession session) {
        if (path.secure(session)) {
            output.restart();
        }
    }

    void close() {
        closed = true;
        path.close();
    }

    /// What a key exchange says, brought to the media thread. One that has been replaced has nothing to say any more.
    private final class Exchanged implements KeyExchange.Wire {

        private final KeyExchange exchange;

        private Exchanged(KeyExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void send(byte[] datagram) {
            onMediaThread(() -> path.sendExchange(datagram));
        }

        @Override
        public void agreed(SrtpSession session) {
            onMediaThread(() -> {
                secured(session);
                if (path.exchanged()) {
                    moved.run();
                }
                loop.events.accept(new MediaEvent.Secured(id, session.suite().name()));
            });
        }

        @Override
        public void failed(String why) {
            onMediaThread(() -> loop.events.accept(new MediaEvent.NotSecured(id, why)));
        }

        private void onMediaThread(Runnable task) {
            loop.mediaThread.execute(() -> {
                if (!closed && path.agreesBy(exchange)) {
                    task.run();
                }
            });
        }
    }
}
