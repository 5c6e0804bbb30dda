package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.concurrent.atomic.AtomicLong;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.registrar.Credentials;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;

/// An endpoint under test with its control thread, whose events a test reads one by one. Waits have a deadline.
final class Station implements AutoCloseable {

    static final String REALM = "tipring.test";
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final AtomicLong LEGS = new AtomicLong();

    private final ExecutorService control = Executors.newSingleThreadExecutor();
    private final LinkedBlockingQueue<SipEvent> events = new LinkedBlockingQueue<>();
    private final Queue<SipEvent> seen = new ArrayDeque<>();
    private final JainSipEndpoint endpoint;

    Station(SipSettings settings) throws IOException {
        this(settings, _ -> { });
    }

    /// @param beforeStart what else the endpoint is told
    Station(SipSettings settings, Consumer<JainSipEndpoint> beforeStart) throws IOException {
        endpoint = new JainSipEndpoint(settings, Station::newLeg, control, events::add);
        beforeStart.accept(endpoint);
        endpoint.start();
    }

    static Station gateway(SipSettings.Trunk... trunks) throws IOException {
        return new Station(settings(trunks));
    }

    static SipSettings settings(SipSettings.Trunk... trunks) {
        return settings("127.0.0.1", trunks);
    }

    static SipSettings settings(String bindAddress, SipSettings.Trunk... trunks) {
        return new SipSettings(bindAddress, 0, 0, REALM, "", "Tipring test",
            Map.of("201", credentials("201"), "202", credentials("202")), List.of(trunks),
            new SipSettings.Limits(16_384, 2_000, Duration.ZERO));
    }

    private static Credentials credentials(String user) {
        return Credentials.ofPassword(user, REALM, "secret-" + user);
    }

    Station phone(String user, String transport) throws IOException {
        return phone(user, "secret-" + user, transport);
    }

    Station phone(String user, String password, String transport) throws IOException {
        int port = transport.equals("tcp") ? endpoint.tcpPort() : endpoint.udpPort();
        return new Station(SipSettings.telephone("127.0.0.1", "127.0.0.1", port, transport, REALM, user, password));
    }

    /// A telephone that has registered.
    Station registered(String user, String transport) throws IOException {
        Station phone = phone(user, transport);
        phone.await(SipEvent.TrunkUp.class);
        await(SipEvent.Registered.class);
        return phone;
    }

    static LegId newLeg() {
        return new LegId(LEGS.incrementAndGet());
    }

    JainSipEndpoint sip() {
        return endpoint;
    }

    /// The next event, which has to be of this kind.
    <E extends SipEvent> E await(Class<E> kind) {
        try {
            SipEvent event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                return fail("no " + kind.getSimpleName() + " within " + PATIENCE.toSeconds() + " s; seen before: " + seen);
            }
            seen.add(event);
            assertThat(event).isInstanceOf(kind);
            return kind.cast(event);
        } catch (InterruptedException stopped) {
            return fail(stopped);
        }
    }

    /// Nothing has come that the test did not read. A round trip through the stack, by the caller, makes sure of the time.
    void hasNoMore() {
        assertThat(events).isEmpty();
    }

    static String offer(int port) {
        return OfferAnswer.offer("127.0.0.1", port, List.of(AudioFormat.PCMA, AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
    }

    @Override
    public void close() {
        endpoint.close();
        control.shutdownNow();
    }
}
