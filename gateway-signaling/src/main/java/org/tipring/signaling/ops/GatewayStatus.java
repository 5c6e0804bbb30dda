package org.tipring.signaling.ops;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.tipring.signaling.call.CallStatus;

/// The gateway at one moment, as its status page shows it. Made by whoever owns the state, never changed afterwards.
///
/// @param trouble why the gateway cannot take calls, as a sentence; empty when it can. `/health` says 503 with it
public record GatewayStatus(Instant started, String trouble, List<Line> lines, List<CallStatus> calls, List<Registration> registrations,
                            List<Trunk> trunks, List<Ban> bans) {

    public GatewayStatus {
        lines = List.copyOf(lines);
        calls = List.copyOf(calls);
        registrations = List.copyOf(registrations);
        trunks = List.copyOf(trunks);
        bans = List.copyOf(bans);
    }

    /// What a gateway shows that has not got so far yet.
    public static GatewayStatus starting(Instant started) {
        return new GatewayStatus(started, "the gateway is starting", List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /// @param since when it came into this state
    /// @param detail why it is out of service and how to mend that, or what its call is doing, and its device; may be empty
    /// @param sound null before its first call
    public record Line(String name, LineState state, Instant since, String detail, LineSound sound) {

        public Line(String name, LineState state, Instant since, String detail) {
            this(name, state, since, detail, null);
        }
    }

    /// What a line sounds like in its call, or was like in the last one. What is not known is NaN.
    ///
    /// @param echoLossDb how much weaker what we say comes back (ERL)
    /// @param echoRemovedDb how much of that the echo canceller takes away (ERLE), before its suppressor
    /// @param echoDelayMillis when the echo is strongest, the device's buffers included; @param echoTailMillis when it has died away
    /// @param echoSettled whether the canceller has learnt all that it can
    /// @param clockPpm how much faster than the computer's the line's clock runs, millionths
    /// @param heardDbm0 how loud the far end speaks; @param noiseDbm0 how loud it is when nobody does; @param sentDbm0 how loud we speak to it
    public record LineSound(double echoLossDb, double echoRemovedDb, int echoDelayMillis, int echoTailMillis, boolean echoSettled,
                            double clockPpm, double heardDbm0, double noiseDbm0, double sentDbm0) { }

    /// Coarser than the line machine's own states: what an operator counts. A label of a metric, so few and fixed.
    public enum LineState {
        IDLE, RINGING, IN_USE,
        /// Hangs up, or rests after a call.
        GUARD,
        OUT_OF_SERVICE,
        /// Another telephone on the same pair is off-hook.
        IN_USE_ELSEWHERE,
        /// No battery: the cable is out.
        NO_LINE,
        /// What carries the line does not: no SIM card, no network.
        ALARM,
        /// The device must be pulled out and plugged in.
        NEEDS_REPLUG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /// Whether it carries calls or could.
        boolean serves() {
            return this == IDLE || this == RINGING || this == IN_USE || this == GUARD || this == IN_USE_ELSEWHERE;
        }
    }

    /// A telephone of ours.
    public record Registration(String extension, String contact, Instant expires) { }

    /// A provider.
    ///
    /// @param detail why it is down, or where it is registered
    public record Trunk(String name, boolean up, String detail) { }

    /// An address that is not listened to.
    ///
    /// @param times how often it has been banned
    public record Ban(String source, String why, int times, Instant until) { }
}
