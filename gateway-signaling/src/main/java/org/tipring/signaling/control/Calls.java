package org.tipring.signaling.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.tipring.signaling.call.Call;
import org.tipring.signaling.call.CallAction;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallLimits;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.Completion;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.tdm.line.FxoEvent;

/// Begins calls, gives them what happens, carries out what they want, and sees them to their record. Owned by the control thread.
final class Calls {

    private static final System.Logger LOG = System.getLogger(Calls.class.getName());
    /// How long a finished call waits for the last figures of its RTP.
    private static final long RECORD_WAIT_NANOS = 2_000_000_000L;
    /// What a caller is told who found every line taken.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    final CallBook book = new CallBook();
    private final ControlLoop loop;
    private final SipEndpoint sip;
    private final LineController lines;
    private final LegMedia media;
    private final Bridging bridging;
    private final Handsets handsets;
    private final Transfers transfers;
    private final CallerSide callerSide;
    private final Attempts attempts;
    private final CallLimits limits;
    private final InstantSource wallClock;
    private final Supplier<LegId> legIds;
    private final PinVerifier pins;
    private final CallObserver observer;
    private final String processId;
    /// Immutable, and asked by the SIP stack's threads, too.
    private volatile DialPlan plan;
    private long callNumber;
    private boolean stopping;

    Calls(ControlLoop loop, SipEndpoint sip, LineController lines, LegMedia media, DialPlan plan, CallLimits limits,
          InstantSource wallClock, Supplier<LegId> legIds, PinVerifier pins, Usage usage, CallObserver observer) {
        this.loop = loop;
        this.sip = sip;
        this.lines = lines;
        this.media = media;
        this.plan = plan;
        this.limits = limits;
        this.wallClock = wallClock;
        this.legIds = legIds;
        this.pins = pins;
        this.observer = observer;
        this.processId = Long.toString(wallClock.millis(), 36);
        this.bridging = media.bridging();
        this.handsets = new Handsets(this, lines, bridging);
        this.transfers = new Transfers(this, sip, media);
        this.callerSide = new CallerSide(this, sip, lines, media, observer);
        this.attempts = new Attempts(this, sip, lines, media, usage, wallClock);
    }

    DialPlan plan() {
        return plan;
    }

    void usePlan(DialPlan newPlan) {
        plan = newPlan;
    }

    long now() {
        return loop.now();
    }

    /// How long an attempt may ring where the plan does not say.
    Duration longestRing() {
        return limits.ring();
    }

    ZonedDateTime localTime() {
        return wallTime().atZone(plan.parts().country().zone());
    }

    Instant wallTime() {
        return wallClock.instant();
    }

    /// The calls of analog telephones.
    Handsets handsets() {
        return handsets;
    }

    /// Calls that SIP telephones have connected, and that providers may.
    Transfers transfers() {
        return transfers;
    }

    /// What the calling side hears and is told.
    CallerSide callerSide() {
        return callerSide;
    }

    LegId newLeg() {
        return legIds.get();
    }

    // ---- a call's life

    /// @param mayRing the caller is a line that rings
    ActiveCall begin(CallSource source, boolean mayRing, String caller, String called) {
        long number = ++callNumber;
        String from = source.member().isEmpty() ? source.interfaceName() : source.interfaceName() + "/" + source.member();
        Call call = new Call(processId + "-" + number, from, mayRing, caller, called, limits, wallClock.instant(), loop.now());
        ActiveCall active = new ActiveCall(call, number);
        book.add(active);
        observer.started(call.id());
        LOG.log(System.Logger.Level.INFO, "call={0} from={1} caller={2} called={3}", call.id(), from, caller, called);
        return active;
    }

    /// Asks the dial plan, unless the gateway is going down.
    void route(ActiveCall active, CallSource source, String called, String caller) {
        if (stopping) {
            end(active, ReleaseCause.SHUTDOWN, "the gateway is being stopped");
            return;
        }
        RouteDecision decision = plan.route(new RouteRequest(source, called, caller, wallClock.instant()));
        feed(active, new CallEvent.Routed(decision, plan));
    }

    /// A telephone is off hook and has dialled nothing: a SIP INVITE without a number. (An analog telephone collects digits itself, by the
    /// same answers of the plan: [TelephoneReports#judge].) A hot line (`called = nothing`) rings at once. A warm line (`called = nothing after 4s`)
    /// rings when its wait is over; until then the telephone hears dial tone, its keys come as [CallEvent.Key], and what they make is
    /// routed as if it had been dialled at once, emergency numbers too.
    void offHook(ActiveCall active, CallSource source, String caller) {
        Completion nothing = plan.completion(new RouteRequest(source, "", caller, wallClock.instant()));
        if (nothing == Completion.MAY_BE_LONGER && !stopping) {
            feed(active, new CallEvent.OffHook(source, plan));
        } else {
            route(active, source, "", caller);
        }
    }

    /// Tells a call what has happened.
    void feed(ActiveCall active, CallEvent event) {
        carryOut(active, active.call.handle(event, loop.now()));
    }

    void end(ActiveCall active, ReleaseCause cause, String detail) {
        feed(active, new CallEvent.End(cause, detail));
    }

    /// What waits for a line that is being freed.
    Attempts attempts() {
        return attempts;
    }

    void tick(ActiveCall active, long now) {
        if (active.forwardAtNanos <= now) {
            attempts.notAnswered(active);
        }
        if (active.call.nextDeadline() <= now) {
            carryOut(active, active.call.tick(now));
        }
        if (active.recordAtNanos <= now && book.has(active)) {
            write(active);
        }
    }

    /// Takes no more calls and ends the ordinary ones; a stop waits for emergency calls.
    void stop() {
        stopping = true;
        for (ActiveCall active : book.calls()) {
            if (!active.call.over() && !active.emergency) {
                end(active, ReleaseCause.SHUTDOWN, "the gateway is being stopped");
            }
        }
    }

    // ---- legs

    /// A leg of the present attempt is under way.
    void started(CallLeg leg, String where, String sent) {
        book.add(leg);
        feed(leg.call(), new CallEvent.LegStarted(leg.id(), where, sent));
        if (leg.call().notice != null) {
            leg.call().notice.goesOut(where);
        }
    }

    /// Something of a called leg; ignored when the leg is the caller's or has gone.
    void called(CallLeg leg, CallEvent event, String where, String what) {
        if (book.has(leg) && leg != leg.call().caller) {
            note(leg, where, what);
            feed(leg.call(), event);
        }
    }

    /// A called leg is over.
    void failed(CallLeg leg, Failure failure) {
        ActiveCall active = leg.call();
        boolean wasJoined = active.joined == leg;
        forget(leg);
        if (wasJoined && !active.call.over()) {
            bridging.part(active);
        }
        feed(active, new CallEvent.LegFailed(leg.id(), failure));
    }

    /// Nothing of the attempt could be started.
    void attemptFailed(ActiveCall active, Failure failure) {
        feed(active, new CallEvent.LegFailed(null, failure));
    }

    void callerGone(CallLeg leg, ReleaseCause cause, String detail) {
        forget(leg);
        feed(leg.call(), new CallEvent.CallerGone(cause, detail));
    }

    /// Goes on with a hunt on another line. What was heard of the present one is not the call's any more.
    void anotherLine(CallLeg.OnLine leg) {
        if (leg.call().joined == leg) {
            bridging.part(leg.call());
        }
        book.leaveLine(leg);
        leg.line = null;
        attempts.huntOn(leg);
    }

    /// Calls have been connected with each other. Who was connected with itself is in neither: they would go on between nobody and nobody.
    void connected(ActiveCall active) {
        bridging.arrange(active);
        if (bridging.deserted(active)) {
            end(active, ReleaseCause.NORMAL, "everybody in it has connected it to somebody else");
        }
    }

    /// Somebody else is at this side of the call from now on.
    void replace(CallLeg.Sip old, CallLeg leg) {
        ActiveCall active = old.call();
        book.remove(old);
        media.close(old.rtpId);
        active.caller = active.caller == old ? leg : active.caller;
        active.joined = active.joined == old ? leg : active.joined;
        book.add(leg);
        feed(active, new CallEvent.Replaced(old.id(), leg.id()));
        bridging.arrange(active);
    }

    /// Shows a line of text on a leg's telephone, if it is a SIP telephone of ours (MESSAGE, RFC 3428). For others there is no form that they would
    /// understand: no INFO package (RFC 6086) and no header tells a dialog of another one's caller.
    void show(CallLeg leg, String text) {
        if (leg instanceof CallLeg.Sip telephone) {
            SipEndpoint.Target.Extension target = new SipEndpoint.Target.Extension(telephone.member);
            if (!telephone.member.isEmpty() && sip.reachable(target)) {
                sip.message(target, text);
            }
        }
    }

    void note(CallLeg leg, String where, String what) {
        leg.call().call.note(loop.now(), where, what);
    }

    private void forget(CallLeg leg) {
        book.remove(leg);
        if (leg instanceof CallLeg.Sip sipLeg && sipLeg != leg.call().caller && sipLeg.rtpId >= 0) {
            media.close(sipLeg.rtpId);
        }
    }

    // ---- what a call wants

    private void carryOut(ActiveCall active, List<CallAction> actions) {
        for (CallAction action : actions) {
            switch (action) {
                case CallAction.StartAttempt(var attempt) -> attempts.start(active, attempt, plan);
                case CallAction.CallForHelp(RouteDecision.Emergency decision) -> {
                    active.emergency = true;
                    active.notice = new EmergencyNotice(active, decision, plan, loop, sip, observer, wallClock);
                }
                case CallAction.AlertCaller() -> callerSide.alert(active);
                case CallAction.JoinEarly(LegId leg) -> callerSide.joinEarly(active, book.leg(leg));
                case CallAction.LetWait() -> callerSide.letWait(active);
                case CallAction.AnswerAlone() -> callerSide.answerAlone(active);
                case CallAction.PlayToCaller(CallAction.Waiting sound) -> bridging.play(active, sound);
                case CallAction.VerifyPin(String store, String pin) -> pins.verify(store, pin, active.call.status().from() + " " + active.callingParty.number(),
                        right -> feed(active, new CallEvent.PinVerified(right)));
                case CallAction.AnswerCaller(LegId leg) -> callerSide.answer(active, book.leg(leg));
                case CallAction.ReleaseLeg(LegId leg, ReleaseCause cause) -> release(book.leg(leg), cause, 0);
                case CallAction.ReleaseCaller(ReleaseCause cause, int status) -> release(active.caller, cause, status);
                case CallAction.IgnoreCaller() -> ignore(active);
                case CallAction.Ended() -> ended(active);
            }
        }
    }

    private void ignore(ActiveCall active) {
        if (active.caller instanceof CallLeg.OnLine leg && !callerSide.met(leg)) {
            forget(leg);
        } else {
            release(active.caller, ReleaseCause.DECLINED, 603);
        }
    }

    private void release(CallLeg leg, ReleaseCause cause, int status) {
        if (!book.has(leg)) {
            return;
        }
        forget(leg);
        if (leg.through != null && !(leg instanceof CallLeg.OnTelephone)) {
            transfers.over(leg, cause, status);
        }
        switch (leg) {
            case CallLeg.Sip sipLeg when status != 0 -> sip.reject(sipLeg.id(), status, cause);
            case CallLeg.Sip sipLeg -> sip.release(sipLeg.id(), cause, cause.sipStatus() == 503 ? RETRY_AFTER : null);
            case CallLeg.OnLine onLine when onLine.line != null -> {
                if (onLine == onLine.call().caller) {
                    attempts.hunting().hangsUpOnCaller(onLine.line);
                }
                lines.handle(onLine.line, new FxoEvent.Release());
                String heard = lines.story(onLine.line);
                if (!heard.isEmpty()) {
                    note(onLine, "line", onLine.line + " heard: " + heard);
                }
            }
            case CallLeg.OnLine _, CallLeg.StandIn _ -> { }
            case CallLeg.OnTelephone onTelephone -> {
                ActiveCall active = onTelephone.call();
                if (onTelephone == active.caller || onTelephone == active.joined) {
                    bridging.part(active);
                }
                handsets.released(onTelephone, cause, status);
            }
        }
    }

    private void ended(ActiveCall active) {
        active.legs().forEach(leg -> release(leg, ReleaseCause.NORMAL, 0));
        bridging.part(active);
        List.copyOf(active.openRtp.keySet()).forEach(media::close);
        media.ended(active);
        if (active.openRtp.isEmpty()) {
            write(active);
        } else {
            active.recordAtNanos = loop.now() + RECORD_WAIT_NANOS;
        }
    }

    /// The last figures of a port pair have come.
    void rtpClosed(ActiveCall active, CallRecord.Media figures) {
        active.call.media(figures);
        if (active.call.over() && active.openRtp.isEmpty()) {
            write(active);
        }
    }

    private void write(ActiveCall active) {
        book.remove(active);
        CallRecord record = active.call.record();
        if (record.answered() != null && !active.carrier.isEmpty()) {
            attempts.count(active.carrier, Duration.between(record.answered(), record.ended()));
        }
        LOG.log(System.Logger.Level.INFO, "call={0} over: {1} by {2}: {3}", record.id(), record.cause(), record.endedBy(), record.detail());
        observer.ended(record);
        if (active.notice != null) {
            active.notice.over(record);
        }
    }
}
