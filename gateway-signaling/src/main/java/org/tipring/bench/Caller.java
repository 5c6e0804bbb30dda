package org.tipring.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.sdp.Agreement;
import org.tipring.signaling.sdp.Answer;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sdp.SdpException;
import org.tipring.signaling.sip.JainSipEndpoint;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.signaling.sip.SipSettings;

/// A SIP telephone that can be in any number of calls at once, and answers every call that comes. Its sound is somebody else's matter: it
/// only tells where RTP has to go.
final class Caller implements AutoCloseable {

    private static final int QUEUE = 100_000;
    private static final int DISCARD = 9;
    private static final Target GATEWAY = new Target.Trunk("gateway", "");
    private static final List<AudioFormat> FORMATS = List.of(AudioFormat.PCMU);

    private final ControlLoop control = new ControlLoop(QUEUE);
    private final AtomicLong legs = new AtomicLong();
    private final Map<LegId, Outgoing> calls = new ConcurrentHashMap<>();
    /// Where the gateway wants the RTP of calls that came.
    private final Queue<InetSocketAddress> taken = new ConcurrentLinkedQueue<>();
    private final int rtpPortOfTaken;
    private final CountDownLatch registered = new CountDownLatch(1);
    private final JainSipEndpoint sip;

    /// A call of ours. Its texts are owned by the control thread.
    static final class Outgoing {
        final LegId leg;
        /// Completed with where the gateway wants RTP.
        final CompletableFuture<InetSocketAddress> answered = new CompletableFuture<>();
        /// Completed when the call has ended for whatever reason, with what to say of it.
        final CompletableFuture<String> over = new CompletableFuture<>();
        private String offer;
        private String answer = "";

        Outgoing(LegId leg) {
            this.leg = leg;
        }
    }

    Caller(String user, ConfigFolder config) throws IOException {
        this(user, config, DISCARD);
    }

    /// @param rtpPortOfTaken where RTP of calls that come is wanted
    Caller(String user, ConfigFolder config, int rtpPortOfTaken) throws IOException {
        this.rtpPortOfTaken = rtpPortOfTaken;
        SipSettings settings = SipSettings.telephone("127.0.0.1", "127.0.0.1", config.udpPort(), "udp", ConfigFolder.REALM, user, ConfigFolder.PASSWORD);
        sip = new JainSipEndpoint(settings, this::newLeg, control, this::happened);
        control.start(System::nanoTime);
        sip.start();
    }

    private LegId newLeg() {
        return new LegId(legs.incrementAndGet());
    }

    void awaitRegistered() throws InterruptedException, IOException {
        if (!registered.await(30, TimeUnit.SECONDS)) {
            throw new IOException("the gateway does not accept the registration");
        }
    }

    /// @param rtpPort of ours
    Outgoing call(String number, int rtpPort) {
        Outgoing call = new Outgoing(newLeg());
        calls.put(call.leg, call);
        control.execute(() -> {
            call.offer = OfferAnswer.offer(sip.mediaAddress(GATEWAY), rtpPort, FORMATS, 101, 20, Direction.SENDRECV, 1, 1);
            sip.invite(call.leg, new Target.Trunk("gateway", number), new SipEvent.CallingParty("", "", false), call.offer);
        });
        return call;
    }

    /// Where RTP of the calls that came goes, in the order in which they came.
    List<InetSocketAddress> taken() {
        return List.copyOf(taken);
    }

    void hangUp(Outgoing call) {
        control.execute(() -> sip.release(call.leg, ReleaseCause.NORMAL, null));
        end(call.leg, "hung up");
    }

    private void end(LegId leg, String how) {
        Outgoing call = calls.remove(leg);
        if (call != null) {
            call.over.complete(how);
            call.answered.completeExceptionally(new IOException("the call failed: " + how));
        }
    }

    private void happened(SipEvent event) {
        switch (event) {
            case SipEvent.TrunkUp _ -> registered.countDown();
            case SipEvent.Answered(LegId leg, String sdp) -> answered(leg, sdp);
            case SipEvent.Progress(LegId leg, String sdp) -> early(leg, sdp);
            case SipEvent.Invited invited -> answer(invited);
            case SipEvent.Released(LegId leg, ReleaseCause cause, int status, String detail) -> end(leg, cause + " " + status + " " + detail);
            default -> { }
        }
    }

    private void answer(SipEvent.Invited call) {
        switch (OfferAnswer.answer(call.offer(), sip.mediaAddress(call.leg()), rtpPortOfTaken, FORMATS, Direction.SENDRECV, 1, 1)) {
            case Answer.Accepted(String sdp, Agreement agreement) -> {
                taken.add(agreement.remote());
                sip.answer(call.leg(), sdp);
            }
            case Answer.Rejected _ -> sip.reject(call.leg(), 488, ReleaseCause.NOT_ACCEPTABLE);
        }
    }

    /// What 183 agreed is what a 200 without SDP means.
    private void early(LegId leg, String sdp) {
        Outgoing call = calls.get(leg);
        if (call != null && !sdp.isEmpty()) {
            call.answer = sdp;
        }
    }

    private void answered(LegId leg, String sdp) {
        early(leg, sdp);
        Outgoing call = calls.get(leg);
        if (call == null) {
            return;
        }
        try {
            call.answered.complete(OfferAnswer.agreed(call.offer, call.answer).remote());
        } catch (SdpException e) {
            end(leg, "the gateway's SDP cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        sip.close();
        try {
            control.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
