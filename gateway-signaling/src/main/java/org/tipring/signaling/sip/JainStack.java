package org.tipring.signaling.sip;

import gov.nist.javax.sip.EventScanner;
import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.MessageProcessor;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ConcurrentModificationException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sip.IOExceptionEvent;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;

/// One running JAIN-SIP stack, fenced in: every property here keeps out something that was seen to go wrong (module README, "Why
/// JAIN-SIP, and its fences"). Start-up only; the rest of the package uses [#provider].
final class JainStack {

    private static final AtomicLong NAMES = new AtomicLong();
    private static final int PORT_TRIES = 20;
    private static final int THREADS = 4;

    private final Stack stack;
    private final SipProvider provider;
    private final int udpPort;
    private final int tcpPort;

    /// The valve goes in as an object; JAIN-SIP's own way takes a class name and makes the object itself, a tenth of a second later.
    private static final class Stack extends SipStackImpl {

        Stack(Properties properties, Gate gate) throws SipException {
            super(properties);
            gate.init(this);
            sipMessageValves.add(gate);
        }

        private static final int MOST_TRIES = 200;
        private static final long BETWEEN_TRIES_NANOS = 5_000_000;

        /// As the original, without its sleep of a second and its pool that all stacks of the process share.
        @Override
        public void stopStack() {
            toExit = true;
            for (MessageProcessor processor : getMessageProcessors()) {
                remove(processor);
            }
            closeAllSockets();
            getTimer().stop();
            clientTransactionTable.clear();
            serverTransactionTable.clear();
            dialogTable.clear();
        }

        /// A processor that was started a moment ago makes its list of channels on its own thread, and cannot be stopped before it has: it
        /// walks a list that is not there, or that grows. It is there within milliseconds.
        private void remove(MessageProcessor processor) {
            for (int tries = 1; ; tries++) {
                try {
                    if (tries == 1) {
                        removeMessageProcessor(processor);
                    } else {
                        processor.stop();
                    }
                    return;
                } catch (NullPointerException | ConcurrentModificationException startsStill) {
                    if (tries == MOST_TRIES) {
                        throw startsStill;
                    }
                    LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
                }
            }
        }
    }

    JainStack(SipSettings settings, Gate gate, SipListener listener) throws IOException {
        try {
            stack = new Stack(properties(settings.limits()), gate);
        } catch (SipException bug) {
            throw new IOException("the SIP stack does not start: " + bug.getMessage(), bug);
        }
        try {
            ListeningPoint udp = listen(settings.bindAddress(), settings.udpPort(), "udp", settings.tcpPort() == 0);
            udpPort = udp.getPort();
            provider = stack.createSipProvider(udp);
            if (settings.tcpPort() >= 0) {
                ListeningPoint tcp = listen(settings.bindAddress(), settings.tcpPort() == 0 ? udpPort : settings.tcpPort(), "tcp", false);
                provider.addListeningPoint(tcp);
                tcpPort = tcp.getPort();
            } else {
                tcpPort = -1;
            }
            provider.addSipListener(listener);
            stack.start();
        } catch (Exception failed) {
            stop(stack);
            throw failed instanceof IOException io ? io : new IOException("cannot listen for SIP: " + failed.getMessage(), failed);
        }
    }

    SipProvider provider() {
        return provider;
    }

    int udpPort() {
        return udpPort;
    }

    int tcpPort() {
        return tcpPort;
    }

    int port(Peer peer) {
        return peer.udp() || tcpPort < 0 ? udpPort : tcpPort;
    }

    /// Ends every thread of the stack.
    void stop() {
        stop(stack);
    }

    /// Its event scanner waits on a queue for ever, on a thread that keeps the process alive, unless one more event wakes it.
    private static void stop(Stack stack) {
        EventScanner scanner = stack.getEventScanner();
        stack.stop();
        if (scanner != null) {
            scanner.addEvent(new EventWrapper(new IOExceptionEvent(stack, "", 0, ""), null));
        }
    }

    private ListeningPoint listen(String address, int port, String transport, boolean freeForTcpToo) throws Exception {
        if (port > 0) {
            try {
                return stack.createListeningPoint(address, port, transport);
            } catch (Exception taken) {
                throw new IOException("cannot listen on " + address + ":" + port + "/" + transport + ": " + taken.getMessage()
                    + "; is another program, or another gateway, using it? (ss -lnup, ss -lntp)", taken);
            }
        }
        // JAIN-SIP takes no port 0. Between our probe and its own bind somebody else may take the port, so try again.
        for (int i = 1; ; i++) {
            int free = freePort(address, freeForTcpToo);
            try {
                return stack.createListeningPoint(address, free, transport);
            } catch (Exception taken) {
                if (i == PORT_TRIES) {
                    throw taken;
                }
            }
        }
    }

    private static int freePort(String address, boolean freeForTcpToo) throws IOException {
        InetAddress bind = InetAddress.ofLiteral(address);
        for (int i = 1; ; i++) {
            try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(bind, 0))) {
                if (freeForTcpToo) {
                    new ServerSocket(udp.getLocalPort(), 1, bind).close();
                }
                return udp.getLocalPort();
            } catch (IOException taken) {
                if (i == PORT_TRIES) {
                    throw taken;
                }
            }
        }
    }

    private static Properties properties(SipSettings.Limits limits) {
        Properties p = new Properties();
        p.setProperty("javax.sip.STACK_NAME", "tipring-" + NAMES.incrementAndGet());
        p.setProperty("javax.sip.ROUTER_PATH", PeerRouter.class.getName());
        p.setProperty("gov.nist.javax.sip.STACK_LOGGER", StackLog.class.getName());
        p.setProperty("gov.nist.javax.sip.SERVER_LOGGER", NoTrafficLog.class.getName());
        p.setProperty("gov.nist.javax.sip.MESSAGE_PARSER_FACTORY", StrictParserFactory.class.getName());
        // Otherwise every 200 out of the blue leaves a dialog behind.
        p.setProperty("gov.nist.javax.sip.REJECT_STRAY_RESPONSES", "true");
        // Providers tell of messages without being asked.
        p.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
        // The default starts a thread and a 64 KiB buffer for every datagram.
        p.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", String.valueOf(THREADS));
        p.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        p.setProperty("gov.nist.javax.sip.THREAD_PRIORITY", String.valueOf(Thread.NORM_PRIORITY));
        // Datagrams that waited longer than a client's patience are not worth parsing.
        p.setProperty("gov.nist.javax.sip.CONGESTION_CONTROL_ENABLED", "true");
        p.setProperty("gov.nist.javax.sip.CONGESTION_CONTROL_TIMEOUT", "8000");
        p.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", String.valueOf(limits.maxMessageBytes()));
        p.setProperty("gov.nist.javax.sip.MAX_SERVER_TRANSACTIONS", String.valueOf(limits.maxServerTransactions()));
        p.setProperty("gov.nist.javax.sip.MAX_CONNECTIONS", "1000");
        p.setProperty("gov.nist.javax.sip.READ_TIMEOUT", "10000");
        p.setProperty("gov.nist.javax.sip.CONNECTION_TIMEOUT", "5000");
        p.setProperty("gov.nist.javax.sip.SSL_HANDSHAKE_TIMEOUT", "5000");
        p.setProperty("gov.nist.javax.sip.SSL_RENEGOTIATION_ENABLED", "false");
        // Who may ring for how long is the dial plan's business; this is only the end of a transaction that everybody forgot.
        p.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_INVITE", "900");
        p.setProperty("gov.nist.javax.sip.EARLY_DIALOG_TIMEOUT_SECONDS", "900");
        return p;
    }
}
