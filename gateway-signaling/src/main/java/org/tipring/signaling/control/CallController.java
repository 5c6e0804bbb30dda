package org.tipring.signaling.control;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tipring.media.dsp.ModemTone;
import org.tipring.media.engine.MediaEvent;
import org.tipring.media.engine.RtpStatistics;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallLimits;
import org.tipring.signaling.call.CallStatus;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.line.LineCauses;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.control.loop.Timed;
import org.tipring.signaling.control.service.WakeUps;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.LineId;

/// The calls of a gateway, as the rest of the program sees them: reports of SIP and media go in, the state of things comes out.
///
/// ```
///  SIP ──► SipReports ──┐            ┌──► SipEndpoint
///  lines ► LineReports ─┼──► Calls ──┼──► LineController      Calls asks each Call what to do and carries it out;
///  media ► here ────────┘     │      └──► LegMedia            CallBook knows who is in which call
///                             └──► Attempts (who to call next)
/// ```
/// Owned by the control thread.
public final class CallController implements Timed {

    private final ControlLoop loop;
    private final LineController lines;
    private final LegMedia media;
    private final Calls calls;
    private final FlashToLine flashes;
    private final SipReports sipReports;
    private final WakeUps wakeUps;
    private final Parking parking;

    public CallController(ControlLoop loop, SipEndpoint sip, LineController lines, LegMedia media, DialPlan plan, CallLimits limits,
                          InstantSource wallClock, Supplier<LegId> legIds, PinVerifier pins, Usage usage, CallObserver observer) {
        this.loop = loop;
        this.lines = lines;
        this.media = media;
        this.calls = new Calls(loop, sip, lines, media, plan, limits, wallClock, legIds, pins, usage, observer);
        this.flashes = new FlashToLine(calls, lines);
        this.sipReports = new SipReports(calls, sip, media, flashes, lines.telephones());
        lines.attach(new LineReports(calls, lines, media));
        this.wakeUps = new WakeUps(loop, lines.telephones(), lines.telephones().services(), wallClock);
        this.parking = new Parking(calls, lines.telephones());
        lines.telephones().attach(new TelephoneReports(calls, lines.telephones(), media.bridging(), parking, wakeUps));
        media.attach(calls);
    }

    public void sip(SipEvent event) {
        sipReports.handle(event);
    }

    public void media(MediaEvent event) {
        switch (event) {
            case MediaEvent.ToneStarted(String line, var tone) -> heard(line, "heard " + LineCauses.word(tone) + " tone", event);
            case MediaEvent.ToneEnded(String line, var tone) -> heard(line, LineCauses.word(tone) + " tone ended", event);
            case MediaEvent.VoiceHeard _ -> lines.heard(event);
            case MediaEvent.LineModem(String line, ModemTone tone) -> note(new LineId(line), LineCauses.sentence(tone));
            case MediaEvent.RtpModem(long rtpId, ModemTone tone) -> note(rtpId, LineCauses.sentence(tone));
            case MediaEvent.LineSilent _ -> lines.heard(event);
            case MediaEvent.Digit(long rtpId, char digit) -> key(calls.book.byRtp(rtpId), rtpId, digit);
            case MediaEvent.LineDigit(String line, char digit) -> key(new LineId(line), digit);
            case MediaEvent.HookFlash(long rtpId) -> flashes.by(calls.book.byRtp(rtpId), rtpId);
            case MediaEvent.RtpStarted(long rtpId) -> note(rtpId, "first RTP packet");
            case MediaEvent.PeerLearnt(long rtpId, var address) -> note(rtpId, "sends from " + address.getAddress().getHostAddress() + ":"
                    + address.getPort() + ", not from where its SDP says");
            case MediaEvent.Secured(long rtpId, String suite) -> {
                media.secured(rtpId, suite);
                note(rtpId, "secured: " + suite + " by DTLS");
            }
            case MediaEvent.NotSecured(long rtpId, String why) -> notSecured(calls.book.byRtp(rtpId), why);
            case MediaEvent.Quality quality -> {
                ActiveCall active = calls.book.byRtp(quality.rtpId());
                if (active != null) {
                    active.quality.put(quality.rtpId(), quality);
                }
            }
            case MediaEvent.RtpSilent(long rtpId, long millis) -> silent(calls.book.byRtp(rtpId), millis);
            case MediaEvent.RtpClosed(long rtpId, RtpStatistics statistics) -> closed(rtpId, statistics);
        }
    }

    private void heard(String line, String what, MediaEvent event) {
        CallLeg.OnLine leg = calls.book.onLine(new LineId(line));
        if (leg != null) {
            calls.note(leg, "media", what);
        }
        lines.heard(event);
    }

    /// That there was a key is noted, not which: people type PINs, ours and their bank's.
    private void key(ActiveCall active, long rtpId, char digit) {
        note(rtpId, "key");
        if (active != null && active.caller instanceof CallLeg.Sip leg && leg.rtpId == rtpId) {
            calls.feed(active, new CallEvent.Key(digit));
        }
    }

    private void key(LineId line, char digit) {
        CallLeg.OnLine leg = calls.book.onLine(line);
        if (lines.telephones().has(line)) {
            lines.telephones().key(line, digit);
        } else if (leg != null && leg == leg.call().caller) {
            calls.feed(leg.call(), new CallEvent.Key(digit));
        }
    }

    private void note(LineId line, String what) {
        CallLeg leg = lines.telephones().has(line) ? calls.book.talkingOn(line) : calls.book.onLine(line);
        if (leg != null) {
            calls.note(leg, "media", what);
        }
    }

    private void note(long rtpId, String what) {
        ActiveCall active = calls.book.byRtp(rtpId);
        if (active != null) {
            active.call.note(loop.now(), "media", active.openRtp.get(rtpId) + ": " + what);
        }
    }

    /// A telephone that is rung, or hears it ring, need not send anything yet.
    private void silent(ActiveCall active, long millis) {
        if (active != null && (active.callerUp || active.call.status().answered() != null)) {
            calls.end(active, ReleaseCause.MEDIA_LOST, "no RTP for " + millis + " ms");
        }
    }

    private void notSecured(ActiveCall active, String why) {
        if (active != null) {
            calls.end(active, ReleaseCause.MEDIA_LOST, "the sound cannot be secured: " + why);
        }
    }

    private void closed(long rtpId, RtpStatistics statistics) {
        ActiveCall active = calls.book.byRtp(rtpId);
        if (active != null) {
            calls.rtpClosed(active, media.record(rtpId, calls.book.closedRtp(rtpId), statistics));
        }
    }

    /// From the next call on. Calls in progress are untouched.
    public void usePlan(DialPlan plan) {
        calls.usePlan(plan);
    }

    /// For any thread.
    public DialPlan plan() {
        return calls.plan();
    }

    /// Takes no more calls and ends those that there are, but for emergency calls.
    public void stop() {
        calls.stop();
    }

    /// Records a call, or no longer.
    ///
    /// @return what to tell who asked; empty when there is no such call
    public Optional<String> record(String id, boolean on) {
        return called(id).map(active -> media.record(active, on));
    }

    /// Captures the packets of a call, or no longer.
    ///
    /// @return what to tell who asked; empty when there is no such call
    public Optional<String> capture(String id, boolean on) {
        return called(id).map(active -> media.capture(active, on));
    }

    private Optional<ActiveCall> called(String id) {
        return calls.book.callsNow().stream().filter(active -> active.call.id().equals(id) && !active.call.over()).findFirst();
    }

    /// Whether somebody is calling for help.
    public boolean emergency() {
        return calls.book.callsNow().stream().anyMatch(active -> active.emergency && !active.call.over());
    }

    /// Calls that telephones have left for others to take, in words.
    public List<String> parked() {
        return parking.words();
    }

    /// Whether every call is recorded.
    public boolean idle() {
        return calls.book.callsNow().isEmpty();
    }

    public ControlFigures figures() {
        return calls.book.figures();
    }

    public List<CallStatus> status() {
        List<CallStatus> all = new ArrayList<>();
        calls.book.callsNow().forEach(active -> all.add(active.call.status().withState(calls.handsets().word(active)).withSound(active.sound()).withCodecs(CodecChoice.names(active))));
        return all;
    }

    @Override
    public void tick(long now) {
        calls.book.calls().forEach(active -> calls.tick(active, now));
        calls.attempts().tick(now);
        calls.handsets().tick(now);
        wakeUps.tick(now);
        parking.tick(now);
        calls.transfers().tick(now);
        media.holding().tick();
    }

    @Override
    public long nextDeadline() {
        long next = Math.min(calls.attempts().nextDeadline(), Math.min(calls.handsets().nextDeadline(), Math.min(wakeUps.nextDeadline(), parking.nextDeadline())));
        next = Math.min(next, Math.min(media.holding().nextDeadline(), calls.transfers().nextDeadline()));
        for (ActiveCall active : calls.book.callsNow()) {
            next = Math.min(next, active.nextDeadline());
        }
        return next;
    }
}
