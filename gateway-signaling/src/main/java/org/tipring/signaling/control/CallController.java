package org.tipring.signaling.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaEvent;
import org.tipring.media.engine.RtpStatistics;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.Call;
import org.tipring.signaling.call.CallAction;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallLimits;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallStatus;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;

/// Owns the calls: turns what SIP, lines and media report into [CallEvent]s, and a call's [CallAction]s into requests to them.
/// Owned by the control thread.
public final class CallController implements Timed, LineCalls {

    private static final System.Logger LOG = System.getLogger(CallController.class.getName());
    /// How long a finished call waits for the last figures of its RTP.
    private static final long RECORD_WAIT_NANOS = 2_000_000_000L;
    /// What a caller is told who found every line taken.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final ControlLoop loop;
    private final SipEndpoint sip;
    private final LineController lines;
    private final LegMedia media;
    private final Attempts attempts;
    private final InstantSource wallClock;
    private final CallObserver observer;
    private final Supplier<LegId> legIds;
    private final CallLimits limits;
    private final String processId;
    private volatile DialPlan plan;

    private final Map<LegId, CallLeg> legs = new HashMap<>();
    private final Map<LineId, CallLeg.OnLine> onLines = new HashMap<>();
    private final Map<Long, ActiveCall> calls = new LinkedHashMap<>();
    private final Map<Long, ActiveCall> byRtp = new HashMap<>();
    private long callNumber;
    private boolean stopping;

    public CallController(ControlLoop loop, SipEndpoint sip, LineController lines, LegMedia media, DialPlan plan, CallLimits limits,
                          InstantSource wallClock, Supplier<LegId> legIds, CallObserver observer) {
        this.loop = loop;
        this.sip = sip;
        this.lines = lines;
        this.media = media;
        this.plan = plan;
        this.limits = limits;
        this.wallClock = wallClock;
        this.legIds = legIds;
        this.observer = observer;
        this.processId = Long.toString(wallClock.millis(), 36);
        this.attempts = new Attempts(this, sip, lines, media);
        lines.attach(this);
        media.attach(this);
    }

    // ---- what SIP reports ---------------------------------------------------------------------------------------------------

    public void sip(SipEvent event) {
        switch (event) {
            case SipEvent.Invited invited -> invited(invited);
            case SipEvent.Ringing(LegId leg) -> called(leg, new CallEvent.Alerting(leg), "sip", "180 ringing");
            case SipEvent.Progress(LegId leg, String sdp) -> progress(leg, sdp);
            case SipEvent.Answered(LegId leg, String sdp) -> answered(leg, sdp);
            case SipEvent.Acknowledged(LegId leg, String sdp) -> acknowledged(leg, sdp);
            case SipEvent.Reoffered(LegId leg, String offer) -> reoffered(leg, offer);
            case SipEvent.Released(LegId leg, ReleaseCause cause, int status, String detail) -> released(leg, cause, status, detail);
            case SipEvent.Digit(LegId leg, char digit) -> {
                if (legs.get(leg) instanceof CallLeg.Sip sipLeg) {
                    media.key(sipLeg, digit);
                }
            }
            case SipEvent.Deaf _ -> throw new IllegalArgumentException("the composition root restarts SIP: " + event);
            case SipEvent.TrunkUp(String trunk) -> LOG.log(System.Logger.Level.INFO, "trunk={0} registered", trunk);
            case SipEvent.TrunkDown(String trunk, String why) ->
                    LOG.log(System.Logger.Level.WARNING, "trunk={0} not registered: {1}", trunk, why);
            case SipEvent.Registered(String extension, String contact, long seconds) ->
                    LOG.log(System.Logger.Level.INFO, "phone={0} registered at {1} for {2} s", extension, contact, seconds);
            case SipEvent.Unregistered(String extension, String why) ->
                    LOG.log(System.Logger.Level.INFO, "phone={0} no longer registered: {1}", extension, why);
        }
    }

    private void invited(SipEvent.Invited invited) {
        CallSource source = switch (invited.source()) {
            case SipEvent.Source.Extension(String user) -> new CallSource(plan.interfaceOf(user).name(), user);
            case SipEvent.Source.Trunk(String name) -> new CallSource(name, "");
        };
        String caller = invited.from().withheld() ? "" : invited.from().number();
        ActiveCall active = begin(source, caller, invited.called());
        CallLeg.Sip leg = media.open(invited.leg(), active, "caller");
        active.caller = leg;
        legs.put(leg.id(), leg);
        active.call.note(loop.now(), "sip", "INVITE, Call-ID " + invited.sipCallId());
        Failure refusal = stopping ? new Failure(Failure.Kind.CONGESTION, ReleaseCause.SHUTDOWN, 0, "the gateway is being stopped")
                : media.offered(leg, invited.offer());
        if (refusal != null) {
            perform(active, active.call.handle(new CallEvent.End(refusal.cause(), refusal.detail()), loop.now()));
            return;
        }
        active.callingParty = invited.from();
        route(active, source, invited.called(), invited.from().withheld() ? "anonymous" : caller);
    }

    private void progress(LegId leg, String sdp) {
        if (legs.get(leg) instanceof CallLeg.Sip sipLeg && media.accepted(sipLeg, sdp)) {
            called(leg, new CallEvent.EarlyMedia(leg), "sip", "183 session progress");
        }
    }

    private void answered(LegId leg, String sdp) {
        if (!(legs.get(leg) instanceof CallLeg.Sip sipLeg)) {
            return;
        }
        if (media.accepted(sipLeg, sdp)) {
            called(leg, new CallEvent.Answered(leg, "sip"), "sip", "200 OK");
            return;
        }
        sip.release(leg, ReleaseCause.NOT_ACCEPTABLE, null);
        failed(sipLeg, Failure.of(ReleaseCause.NOT_ACCEPTABLE, 488, "the answer has no codec that was offered"));
    }

    private void acknowledged(LegId leg, String sdp) {
        if (legs.get(leg) instanceof CallLeg.Sip sipLeg) {
            sipLeg.call().call.note(loop.now(), "sip", "ACK");
            if (sipLeg.offerInAnswer && !media.accepted(sipLeg, sdp)) {
                end(sipLeg.call(), ReleaseCause.NOT_ACCEPTABLE, "the ACK brought no answer that fits the offer");
            }
        }
    }

    private void reoffered(LegId leg, String offer) {
        if (!(legs.get(leg) instanceof CallLeg.Sip sipLeg)) {
            return;
        }
        String answer = media.reoffered(sipLeg, offer);
        if (answer == null) {
            sip.refuseOffer(leg);
        } else {
            sipLeg.call().call.note(loop.now(), "sip", sipLeg.agreed == null || sipLeg.agreed.send() ? "re-INVITE" : "re-INVITE: hold");
            sip.answerOffer(leg, answer);
        }
    }

    private void released(LegId leg, ReleaseCause cause, int status, String detail) {
        CallLeg known = legs.get(leg);
        if (known == null) {
            return;
        }
        known.call().call.note(loop.now(), "sip", (status == 0 ? "" : status + " ") + detail);
        if (known == known.call().caller) {
            forget(known);
            perform(known.call(), known.call().call.handle(new CallEvent.CallerGone(cause, detail), loop.now()));
        } else {
            failed(known, Failure.of(cause, status, detail));
        }
    }

    // ---- what lines report --------------------------------------------------------------------------------------------------

    @Override
    public void line(LineId line, FxoAction.ToCall action) {
        CallLeg.OnLine leg = onLines.get(line);
        if (action instanceof FxoAction.OfferCall(CallerId callerId)) {
            offered(line, callerId);
            return;
        }
        if (leg == null) {
            // The call has left the line: what the line says of its clearing is nobody's any more.
            return;
        }
        switch (action) {
            case FxoAction.OfferCall _ -> throw new AssertionError("dealt with above");
            case FxoAction.Abandoned() -> callerGone(leg, ReleaseCause.CANCELLED, "the caller hung up before the answer");
            case FxoAction.Refused(FxoAction.Refusal why) -> {
                leg.call().call.note(loop.now(), "line", line + " refused: " + LineCauses.word(why));
                onLines.remove(line, leg);
                leg.line = null;
                attempts.huntOn(leg);
            }
            case FxoAction.Seized() -> seized(leg);
            case FxoAction.Dialled() -> note(leg, "line", "digits sent");
            case FxoAction.Alerting() -> called(leg, new CallEvent.Alerting(leg.id()), "line", "ringback");
            case FxoAction.Answered(FxoAction.AnswerEvidence evidence) -> {
                leg.answered = true;
                if (leg != leg.call().caller) {
                    called(leg, new CallEvent.Answered(leg.id(), LineCauses.word(evidence)), "line", "answered");
                }
            }
            case FxoAction.Released(FxoAction.ReleaseEvidence evidence) -> released(leg, evidence);
        }
    }

    private void offered(LineId line, CallerId callerId) {
        CallSource source = new CallSource(plan.interfaceOf(line.name()).name(), line.name());
        String caller = callerId.presence() == CallerId.Presence.NUMBER ? callerId.number() : "";
        ActiveCall active = begin(source, caller, lines.number(line));
        CallLeg.OnLine leg = new CallLeg.OnLine(newLeg(), active, source.interfaceName(), "", List.<LineId>of().iterator());
        leg.line = line;
        active.caller = leg;
        active.callingParty = new SipEvent.CallingParty(caller, callerId.name(), callerId.presence() == CallerId.Presence.WITHHELD);
        legs.put(leg.id(), leg);
        onLines.put(line, leg);
        note(leg, "line", line + " rings, caller ID " + callerId.presence() + " " + caller);
        if (stopping) {
            end(active, ReleaseCause.SHUTDOWN, "the gateway is being stopped");
            return;
        }
        route(active, source, lines.number(line),
                callerId.presence() == CallerId.Presence.WITHHELD ? "anonymous" : caller);
    }

    private void seized(CallLeg.OnLine leg) {
        leg.offHook = true;
        note(leg, "line", leg.line + " off-hook");
        ActiveCall active = leg.call();
        if (leg == active.caller) {
            if (active.joined != null) {
                media.join(active);
            }
        } else {
            called(leg, new CallEvent.EarlyMedia(leg.id()), "line", "sound from the line");
        }
    }

    private void released(CallLeg.OnLine leg, FxoAction.ReleaseEvidence evidence) {
        note(leg, "line", LineCauses.sentence(evidence));
        if (leg == leg.call().caller) {
            callerGone(leg, LineCauses.afterAnswer(evidence).cause(), LineCauses.sentence(evidence));
        } else {
            failed(leg, leg.answered ? LineCauses.afterAnswer(evidence) : LineCauses.beforeAnswer(evidence));
        }
    }

    private void callerGone(CallLeg leg, ReleaseCause cause, String detail) {
        if (leg != null) {
            forget(leg);
            perform(leg.call(), leg.call().call.handle(new CallEvent.CallerGone(cause, detail), loop.now()));
        }
    }

    // ---- what media reports -------------------------------------------------------------------------------------------------

    public void media(MediaEvent event) {
        switch (event) {
            case MediaEvent.ToneStarted(String line, var tone) -> {
                note(onLines.get(new LineId(line)), "media", "heard " + LineCauses.word(tone) + " tone");
                lines.heard(event);
            }
            case MediaEvent.ToneEnded(String line, var tone) -> {
                note(onLines.get(new LineId(line)), "media", LineCauses.word(tone) + " tone ended");
                lines.heard(event);
            }
            case MediaEvent.VoiceHeard _ -> lines.heard(event);
            case MediaEvent.Digit(long rtpId, char digit) -> noteRtp(rtpId, "key " + digit);
            case MediaEvent.RtpStarted(long rtpId) -> noteRtp(rtpId, "first RTP packet");
            case MediaEvent.RtpSilent(long rtpId, long millis) -> {
                ActiveCall active = byRtp.get(rtpId);
                if (active != null) {
                    end(active, ReleaseCause.MEDIA_LOST, "no RTP for " + millis + " ms");
                }
            }
            case MediaEvent.RtpClosed(long rtpId, RtpStatistics statistics) -> rtpClosed(rtpId, statistics);
        }
    }

    private void noteRtp(long rtpId, String what) {
        ActiveCall active = byRtp.get(rtpId);
        if (active != null) {
            active.call.note(loop.now(), "media", active.openRtp.get(rtpId) + ": " + what);
        }
    }

    private void rtpClosed(long rtpId, RtpStatistics figures) {
        ActiveCall active = byRtp.remove(rtpId);
        if (active == null) {
            return;
        }
        active.call.media(media.record(rtpId, active.openRtp.remove(rtpId), figures));
        if (active.call.over() && active.openRtp.isEmpty()) {
            write(active);
        }
    }

    // ---- what a call wants --------------------------------------------------------------------------------------------------

    private ActiveCall begin(CallSource source, String caller, String called) {
        long number = ++callNumber;
        String from = source.member().isEmpty() ? source.interfaceName() : source.interfaceName() + "/" + source.member();
        Instant started = wallClock.instant();
        Call call = new Call(processId + "-" + number, from, caller, called, limits, started, loop.now());
        ActiveCall active = new ActiveCall(call, number);
        calls.put(number, active);
        observer.started(call.id());
        LOG.log(System.Logger.Level.INFO, "call={0} from={1} caller={2} called={3}", call.id(), from, caller, called);
        return active;
    }

    private void route(ActiveCall active, CallSource source, String called, String caller) {
        RouteDecision decision = plan.route(new RouteRequest(source, called, caller, wallClock.instant()));
        perform(active, active.call.handle(new CallEvent.Routed(decision), loop.now()));
    }

    private void perform(ActiveCall active, List<CallAction> actions) {
        for (CallAction action : actions) {
            switch (action) {
                case CallAction.StartAttempt(var attempt) -> attempts.start(active, attempt, plan);
                case CallAction.AlertCaller() -> alertCaller(active);
                case CallAction.JoinEarly(LegId leg) -> joinEarly(active, legs.get(leg));
                case CallAction.AnswerCaller(LegId leg) -> answerCaller(active, legs.get(leg));
                case CallAction.ReleaseLeg(LegId leg, ReleaseCause cause) -> release(legs.get(leg), cause, 0);
                case CallAction.ReleaseCaller(ReleaseCause cause, int status) -> release(active.caller, cause, status);
                case CallAction.IgnoreCaller() -> ignore(active);
                case CallAction.Ended() -> ended(active);
            }
        }
    }

    private void alertCaller(ActiveCall active) {
        // After a 183 with sound a 180 would make some telephones play a ringback of their own over the line's.
        if (active.caller instanceof CallLeg.Sip leg && !leg.sdpSent) {
            sip.ring(leg.id());
        }
    }

    private void joinEarly(ActiveCall active, CallLeg with) {
        active.joined = with;
        if (active.caller instanceof CallLeg.Sip leg && with != null && media.describe(leg)) {
            sip.progress(leg.id(), leg.localSdp);
            media.join(active);
        }
    }

    private void answerCaller(ActiveCall active, CallLeg with) {
        if (active.joined != with) {
            media.part(active);
            active.joined = with;
        }
        observer.answered(active.call.id());
        switch (active.caller) {
            case CallLeg.Sip leg -> {
                media.describe(leg);
                sip.answer(leg.id(), leg.localSdp);
                media.join(active);
            }
            case CallLeg.OnLine leg -> lines.handle(leg.line, new FxoEvent.Answer());
        }
    }

    private void ignore(ActiveCall active) {
        if (active.caller instanceof CallLeg.Sip leg) {
            release(leg, ReleaseCause.DECLINED, 603);
        } else {
            forget(active.caller);
        }
    }

    private void release(CallLeg leg, ReleaseCause cause, int status) {
        if (leg == null || legs.get(leg.id()) != leg) {
            return;
        }
        forget(leg);
        switch (leg) {
            case CallLeg.Sip sipLeg when status != 0 -> sip.reject(sipLeg.id(), status, cause);
            case CallLeg.Sip sipLeg -> sip.release(sipLeg.id(), cause, cause.sipStatus() == 503 ? RETRY_AFTER : null);
            case CallLeg.OnLine onLine when onLine.line != null -> lines.handle(onLine.line, new FxoEvent.Release());
            case CallLeg.OnLine _ -> { }
        }
    }

    private void ended(ActiveCall active) {
        List.copyOf(active.legs()).forEach(leg -> release(leg, ReleaseCause.NORMAL, 0));
        media.part(active);
        List.copyOf(active.openRtp.keySet()).forEach(media::close);
        if (active.openRtp.isEmpty()) {
            write(active);
        } else {
            active.recordAtNanos = loop.now() + RECORD_WAIT_NANOS;
        }
    }

    private void write(ActiveCall active) {
        calls.remove(active.number);
        CallRecord record = active.call.record();
        LOG.log(System.Logger.Level.INFO, "call={0} over: {1} by {2}: {3}", record.id(), record.cause(), record.endedBy(), record.detail());
        observer.ended(record);
    }

    // ---- what the other classes of this package use ------------------------------------------------------------------------

    long now() {
        return loop.now();
    }

    LegId newLeg() {
        return legIds.get();
    }

    void started(CallLeg leg, String where, String sent) {
        legs.put(leg.id(), leg);
        leg.call().called.put(leg.id(), leg);
        perform(leg.call(), leg.call().call.handle(new CallEvent.LegStarted(leg.id(), where, sent), loop.now()));
    }

    /// Whether the leg still belongs to a call.
    boolean carries(CallLeg leg) {
        return legs.get(leg.id()) == leg;
    }

    void onLine(LineId line, CallLeg.OnLine leg) {
        onLines.put(line, leg);
    }

    void opened(long rtpId, ActiveCall active, String side) {
        active.openRtp.put(rtpId, side);
        byRtp.put(rtpId, active);
    }

    /// A called leg is over, or (null) nothing of the attempt could be started.
    void failed(CallLeg leg, Failure failure) {
        ActiveCall active = leg.call();
        boolean wasJoined = active.joined == leg;
        forget(leg);
        if (wasJoined && !active.call.over()) {
            media.part(active);
        }
        perform(active, active.call.handle(new CallEvent.LegFailed(leg.id(), failure), loop.now()));
    }

    void attemptFailed(ActiveCall active, Failure failure) {
        perform(active, active.call.handle(new CallEvent.LegFailed(null, failure), loop.now()));
    }

    private void forget(CallLeg leg) {
        if (leg == null) {
            return;
        }
        legs.remove(leg.id(), leg);
        leg.call().called.remove(leg.id());
        if (leg instanceof CallLeg.OnLine onLine && onLine.line != null) {
            onLines.remove(onLine.line, onLine);
        }
        if (leg instanceof CallLeg.Sip sipLeg && sipLeg != leg.call().caller && sipLeg.rtpId >= 0) {
            media.close(sipLeg.rtpId);
        }
    }

    private void called(CallLeg leg, CallEvent event, String where, String what) {
        if (leg != null && leg != leg.call().caller) {
            note(leg, where, what);
            perform(leg.call(), leg.call().call.handle(event, loop.now()));
        }
    }

    private void called(LegId id, CallEvent event, String where, String what) {
        called(legs.get(id), event, where, what);
    }

    private void note(CallLeg leg, String where, String what) {
        if (leg != null) {
            leg.call().call.note(loop.now(), where, what);
        }
    }

    private void end(ActiveCall active, ReleaseCause cause, String detail) {
        perform(active, active.call.handle(new CallEvent.End(cause, detail), loop.now()));
    }

    // ---- for the composition root and for operators -------------------------------------------------------------------------

    /// From the next call on. Calls in progress are untouched. Control thread.
    public void usePlan(DialPlan plan) {
        this.plan = plan;
    }

    /// Takes no more calls and ends those that there are.
    public void stop() {
        stopping = true;
        for (ActiveCall active : List.copyOf(calls.values())) {
            if (!active.call.over()) {
                end(active, ReleaseCause.SHUTDOWN, "the gateway is being stopped");
            }
        }
    }

    /// Whether a call is there that is not recorded yet.
    public boolean idle() {
        return calls.isEmpty();
    }

    /// What holds on to something now; all zero when nothing is going on.
    public ControlFigures figures() {
        return new ControlFigures(calls.size(), legs.size(), onLines.size(), byRtp.size());
    }

    public List<CallStatus> status() {
        List<CallStatus> all = new ArrayList<>();
        for (ActiveCall active : calls.values()) {
            all.add(active.call.status());
        }
        return all;
    }

    @Override
    public void tick(long now) {
        Collection<ActiveCall> all = List.copyOf(calls.values());
        for (ActiveCall active : all) {
            if (active.call.nextDeadline() <= now) {
                perform(active, active.call.tick(now));
            }
            if (active.recordAtNanos <= now && calls.containsKey(active.number)) {
                active.openRtp.keySet().forEach(byRtp::remove);
                write(active);
            }
        }
    }

    @Override
    public long nextDeadline() {
        long next = Deadlines.NEVER;
        for (ActiveCall active : calls.values()) {
            next = Math.min(next, Math.min(active.call.nextDeadline(), active.recordAtNanos));
        }
        return next;
    }
}
