package org.tipring.signaling.sip;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;

/// SIP over JAIN-SIP.
public final class JainSipEndpoint implements SipEndpoint, AutoCloseable {

    /// @param control where `events` is called
    /// @param legIds names for incoming legs; may be called from any thread
    public JainSipEndpoint(SipSettings settings, Supplier<LegId> legIds, Executor control, Consumer<SipEvent> events) {
    }

    /// Opens the ports and starts registering with the trunks.
    public void start() throws IOException {
    }

    /// Closes everything, ends every leg with `TEMPORARY_FAILURE`, and opens it again: the remedy for [SipEvent.Deaf].
    public void restart() throws IOException {
    }

    /// The port that it listens on.
    public int udpPort() {
        return 0;
    }

    /// -1 when it does not listen for TCP.
    public int tcpPort() {
        return -1;
    }

    @Override
    public void invite(LegId leg, Target target, SipEvent.CallingParty from, String offer) {
    }

    @Override
    public void ring(LegId leg) {
    }

    @Override
    public void progress(LegId leg, String answer) {
    }

    @Override
    public void answer(LegId leg, String sdp) {
    }

    @Override
    public void release(LegId leg, ReleaseCause cause, Duration retryAfter) {
    }

    @Override
    public void reject(LegId leg, int status, ReleaseCause cause) {
    }

    @Override
    public void answerOffer(LegId leg, String answer) {
    }

    @Override
    public void refuseOffer(LegId leg) {
    }

    @Override
    public boolean reachable(Target target) {
        return false;
    }

    @Override
    public String mediaAddress(LegId leg) {
        return "";
    }

    @Override
    public String mediaAddress(Target target) {
        return "";
    }

    /// Unregisters from the trunks and closes the ports. What calls there are end without a word; release them first.
    @Override
    public void close() {
    }
}
