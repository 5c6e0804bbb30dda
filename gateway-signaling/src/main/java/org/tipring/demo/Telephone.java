package org.tipring.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaSettings;
import org.tipring.media.engine.MediaThread;
import org.tipring.media.engine.RtpParameters;
import org.tipring.media.engine.Termination;
import org.tipring.media.net.RtpSocketNetwork;
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

/// An IP telephone with a microphone and a loudspeaker: registers with a gateway, calls, and is called. One call at a time.
///
/// Its methods block the calling thread until what they wait for has happened; they may be called from one thread.
public final class Telephone implements AutoCloseable {

    private static final int TELEPHONE_EVENT = 101;
    private static final long BRIDGE = 1;
    private static final String TRUNK = "gateway";

    private final ControlLoop control = new ControlLoop(1000);
    private final RtpSocketNetwork network;
    private final MediaLoop media;
    private final MediaThread mediaThread;
    private final JainSipEndpoint sip;
    private final SoundDevice device;
    private final List<AudioFormat> formats;
    private final BlockingQueue<SipEvent> events = new LinkedBlockingQueue<>();
    private final AtomicLong legs = new AtomicLong();
    private LegId leg;
    private long rtp = -1;
    private String offer;
    private RtpParameters joined;

    /// @param ports where its RTP goes, first (even) and last
    /// @param formats what it can, the best first
    public Telephone(String user, String password, String realm, String gatewayHost, int gatewayPort, int firstPort, int lastPort,
                     List<AudioFormat> formats) throws IOException {
        this.formats = formats;
        this.network = new RtpSocketNetwork(InetAddress.getByName("127.0.0.1"), firstPort, lastPort);
        this.media = new MediaLoop("telephone-media", network, MediaSettings.DEFAULTS, _ -> { });
        this.mediaThread = new MediaThread(media);
        this.device = new SoundDevice("telephone-sound", media.wakeup());
        SipSettings settings = SipSettings.telephone("127.0.0.1", gatewayHost, gatewayPort, "udp", realm, user, password);
        this.sip = new JainSipEndpoint(settings, () -> new LegId(legs.incrementAndGet()), control, events::add);
        mediaThread.start();
        control.start(System::nanoTime);
        device.start();
        sip.start();
    }

    /// What is spoken into it and what comes out of it.
    public SoundDevice device() {
        return device;
    }

    /// Waits until the gateway has accepted the registration.
    public boolean registered(long millis) throws InterruptedException {
        return await(event -> event instanceof SipEvent.TrunkUp, millis) != null;
    }

    /// Sends an INVITE. [#await] tells what comes of it.
    public void call(String number) throws IOException, InterruptedException {
        open();
        leg = new LegId(legs.incrementAndGet());
        Target target = new Target.Trunk(TRUNK, number);
        control.execute(() -> {
            offer = OfferAnswer.offer(sip.mediaAddress(target), media.localPort(rtp), formats, TELEPHONE_EVENT, 20, Direction.SENDRECV, 1, 1);
            sip.invite(leg, target, new SipEvent.CallingParty("", "", false), offer);
        });
    }

    /// The next event that fits, or null when none comes in time. Others before it are acted upon, and forgotten.
    public SipEvent await(Predicate<SipEvent> wanted, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            SipEvent event = events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (event == null) {
                return null;
            }
            act(event);
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    private void act(SipEvent event) {
        switch (event) {
            case SipEvent.Progress(LegId _, String sdp) -> talk(sdp);
            case SipEvent.Answered(LegId _, String sdp) -> talk(sdp);
            case SipEvent.Released _ -> hungUp();
            default -> { }
        }
    }

    private void talk(String answer) {
        if (answer.isEmpty()) {
            return;
        }
        try {
            join(OfferAnswer.agreed(offer, answer));
        } catch (SdpException e) {
            throw new IllegalStateException("the gateway's answer cannot be read: " + e.getMessage(), e);
        }
    }

    /// What early media has joined already goes on: to connect anew would interrupt the first word after the answer.
    private void join(Agreement agreement) {
        RtpParameters parameters = new RtpParameters(agreement.remote(), agreement.format(), agreement.telephoneEvent(),
                agreement.packetMillis(), agreement.direction().sends(), agreement.direction().receives());
        if (parameters.equals(joined)) {
            return;
        }
        joined = parameters;
        media.post(new MediaCommand.Negotiate(rtp, parameters));
        media.post(new MediaCommand.Connect(BRIDGE, new Termination.Rtp(rtp), new Termination.Line("telephone", device.audio(), TonePlan.US)));
    }

    /// Rings, for a call that has come in.
    public void ring(SipEvent.Invited call) {
        leg = call.leg();
        control.execute(() -> sip.ring(call.leg()));
    }

    /// Lifts the handset.
    public void answer(SipEvent.Invited call) throws IOException, InterruptedException {
        open();
        leg = call.leg();
        control.execute(() -> {
            Answer answer = OfferAnswer.answer(call.offer(), sip.mediaAddress(call.leg()), media.localPort(rtp), formats, Direction.SENDRECV, 1, 1);
            switch (answer) {
                case Answer.Accepted(String sdp, Agreement agreement) -> {
                    join(agreement);
                    sip.answer(call.leg(), sdp);
                }
                case Answer.Rejected _ -> sip.reject(call.leg(), 488, ReleaseCause.NOT_ACCEPTABLE);
            }
        });
    }

    /// Presses keys, 120 ms each, with 80 ms between.
    public void press(String keys) throws InterruptedException {
        for (char key : keys.toCharArray()) {
            media.post(new MediaCommand.SendKey(rtp, key, 120));
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    public void hangUp() {
        LegId ending = leg;
        control.execute(() -> sip.release(ending, ReleaseCause.NORMAL, null));
        hungUp();
    }

    private void hungUp() {
        if (rtp >= 0) {
            media.post(new MediaCommand.Disconnect(BRIDGE));
            media.post(new MediaCommand.CloseRtp(rtp));
            rtp = -1;
            joined = null;
        }
    }

    private void open() throws IOException {
        rtp = media.openRtp();
    }

    @Override
    public void close() {
        sip.close();
        try {
            control.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        device.close();
        mediaThread.close();
        network.close();
    }
}
