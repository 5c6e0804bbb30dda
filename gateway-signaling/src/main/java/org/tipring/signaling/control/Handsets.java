package org.tipring.signaling.control;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallState;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.Handset;
import org.tipring.signaling.call.HandsetAction;
import org.tipring.signaling.call.HandsetAction.Why;
import org.tipring.signaling.call.HandsetEvent;
import org.tipring.signaling.call.HandsetState;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.loop.Timed;
import org.tipring.signaling.control.service.ServiceCounts;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.control.telephone.TelephoneSetup;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.LineId;

/// The calls of each analog telephone: carries out what its [Handset] wants, of its line and of the calls. Owned by the control thread.
final class Handsets implements Timed {

    private static final System.Logger LOG = System.getLogger(Handsets.class.getName());

    /// How a telephone rings for a call, and what its display is told.
    private record Announcement(int pattern, LineMessage.CallSetup caller) { }

    /// The one that says most comes first.
    private static final List<String> WORDS = List.of("held", "conference", "waiting");

    private final Calls calls;
    private final AnalogTelephones telephones;
    private final Bridging bridging;
    private final FlashToLine flashes;
    private final Map<LineId, Handset> handsets = new HashMap<>();
    private final Map<LegId, Announcement> announcements = new HashMap<>();
    private final Map<LineId, Boolean> holding = new HashMap<>();
    /// What says to who still listens that the call is over that is just being released.
    private CallProgressTone overTone = CallProgressTone.BUSY;

    Handsets(Calls calls, LineController lines, Bridging bridging) {
        this.calls = calls;
        this.flashes = new FlashToLine(calls, lines);
        this.telephones = lines.telephones();
        this.bridging = bridging;
        bridging.attach(this::heard);
    }

    private Handset of(LineId line) {
        return handsets.computeIfAbsent(line, id -> new Handset(telephones.setup(id).flash()));
    }

    HandsetState state(LineId line) {
        return of(line).state();
    }

    /// The legs that a telephone hears: none, one, or two in a conference.
    List<CallLeg.OnTelephone> heard(LineId line) {
        return Bridging.alive(calls.book, of(line).state().heard());
    }

    /// The leg of the call that it is in, or null: in none, or in a conference.
    CallLeg.OnTelephone only(LineId line) {
        List<CallLeg.OnTelephone> heard = heard(line);
        return heard.size() == 1 ? heard.getFirst() : null;
    }

    /// Whether it can be told of a second caller while it talks. Who calls for help is not disturbed.
    boolean takesWaiting(LineId line) {
        CallLeg.OnTelephone leg = only(line);
        return leg != null && of(line).takesWaiting() && telephones.talks(line) && !leg.refusesWaiting && !leg.call().emergency;
    }

    /// What the operator is told of a call beyond its own state, or "": `held`, `conference`, `transferred`, `waiting`.
    String word(ActiveCall call) {
        if (call.legs().stream().anyMatch(leg -> leg.through != null)) {
            return "transferred";
        }
        List<String> words = call.legs().stream().filter(CallLeg.OnTelephone.class::isInstance).map(leg -> word((CallLeg.OnTelephone) leg)).toList();
        return WORDS.stream().filter(words::contains).findFirst().orElse("");
    }

    private String word(CallLeg.OnTelephone leg) {
        HandsetState state = of(leg.line).state();
        boolean talks = leg.call().call.state() instanceof CallState.Talking;
        if (state.heard().contains(leg.id())) {
            return state instanceof HandsetState.Conference ? "conference" : "";
        }
        return talks ? "held" : state instanceof HandsetState.Waiting ? "waiting" : "";
    }

    // ---- from calls

    /// It has dialled this call.
    void placed(CallLeg.OnTelephone leg) {
        handle(leg.line, new HandsetEvent.Placed(leg.id()));
    }

    /// Rings it, or announces a second caller.
    void ring(CallLeg.OnTelephone leg, int pattern, LineMessage.CallSetup caller) {
        announcements.put(leg.id(), new Announcement(pattern, caller));
        telephones.services().called(leg.line, leg.call().callingParty.withheld() ? "" : leg.call().callingParty.number());
        handle(leg.line, new HandsetEvent.Rung(leg.id()));
    }

    /// The call that it has dialled is answered.
    void up(CallLeg.OnTelephone leg) {
        if (leg.through == null) {
            handle(leg.line, new HandsetEvent.Up(leg.id()));
        } else {
            calls.transfers().mayHandOn(leg);
        }
    }

    /// Its call is over on the other side.
    void released(CallLeg.OnTelephone leg, ReleaseCause cause, int status) {
        announcements.remove(leg.id());
        if (leg.through == null) {
            overTone = TelephoneReports.tone(cause, status);
            handle(leg.line, new HandsetEvent.Gone(leg.id()));
            overTone = CallProgressTone.BUSY;
            return;
        }
        if (!(leg.disconnect() instanceof CallLeg.OnTelephone partner) || !calls.book.has(partner)) {
            return;
        }
        boolean inVain = leg.call().call.status().answered() == null && cause != ReleaseCause.SHUTDOWN && partner.call().call.state() instanceof CallState.Talking;
        if (inVain && of(partner.line).state() instanceof HandsetState.Free && telephones.onHook(partner.line)) {
            calls.note(partner, "telephone", "the transfer came to nothing: " + cause.sentence());
            handle(partner.line, new HandsetEvent.Returned(partner.id()));
        } else {
            leaves(partner, ReleaseCause.NORMAL, 0, "who it was transferred to has gone");
        }
    }

    // ---- from telephones

    void handle(LineId line, HandsetEvent event) {
        Handset handset = of(line);
        HandsetState before = handset.state();
        settle(line, handset, before, handset.handle(event, calls.now()));
    }

    /// A flash; an emergency call is not held.
    void flashed(LineId line) {
        List<CallLeg.OnTelephone> heard = heard(line);
        heard.forEach(leg -> calls.note(leg, "telephone", "hook flash"));
        if (heard.stream().noneMatch(leg -> leg.call().emergency)) {
            handle(line, new HandsetEvent.Flashed());
        }
    }

    @Override
    public void tick(long now) {
        for (Map.Entry<LineId, Handset> one : List.copyOf(handsets.entrySet())) {
            if (one.getValue().nextDeadline() <= now) {
                HandsetState before = one.getValue().state();
                settle(one.getKey(), one.getValue(), before, one.getValue().tick(now));
            }
        }
    }

    @Override
    public long nextDeadline() {
        long next = Deadlines.NEVER;
        for (Handset handset : handsets.values()) {
            next = Math.min(next, handset.nextDeadline());
        }
        return next;
    }

    // ---- what it comes to

    private void settle(LineId line, Handset handset, HandsetState before, List<HandsetAction> actions) {
        boolean holds = handset.state().holds();
        if (holds != Boolean.TRUE.equals(holding.put(line, holds))) {
            telephones.handle(line, new FxsEvent.Holds(holds));
        }
        if (handset.state() instanceof HandsetState.Conference && !(before instanceof HandsetState.Conference) && !wasConference(before)) {
            telephones.services().counts().flashed(ServiceCounts.Flash.CONFERENCE);
        }
        if (swapped(before, handset.state())) {
            telephones.services().counts().flashed(ServiceCounts.Flash.SWAP);
        }
        for (HandsetAction action : actions) {
            carryOut(line, action);
        }
        Set<LegId> concerned = new LinkedHashSet<>(handset.state().all());
        concerned.addAll(before.all());
        // Whom it hears now, first: taking the telephone there parts it from where it was.
        for (LegId id : concerned) {
            CallLeg leg = calls.book.leg(id);
            if (leg != null) {
                bridging.arrange(leg.call());
            }
        }
    }

    /// What was heard is held, and the other way round.
    private static boolean swapped(HandsetState before, HandsetState now) {
        HandsetState was = before instanceof HandsetState.AwaitingKey(HandsetState from) ? from : before;
        return was instanceof HandsetState.Two two && now instanceof HandsetState.Two other && two.held().equals(other.call());
    }

    private static boolean wasConference(HandsetState state) {
        return state instanceof HandsetState.AwaitingKey(HandsetState from) && from instanceof HandsetState.Conference;
    }

    private void count(HandsetAction action) {
        ServiceCounts counts = telephones.services().counts();
        switch (action) {
            case HandsetAction.DialTone _ -> counts.flashed(ServiceCounts.Flash.SECOND_CALL);
            case HandsetAction.Announce _ -> counts.flashed(ServiceCounts.Flash.CALL_WAITING);
            case HandsetAction.Connect _ -> counts.flashed(ServiceCounts.Flash.TRANSFER);
            case HandsetAction.Ring(LegId _, boolean back) when back -> counts.flashed(ServiceCounts.Flash.RING_BACK);
            default -> { }
        }
    }

    private void carryOut(LineId line, HandsetAction action) {
        count(action);
        switch (action) {
            case HandsetAction.Ring(LegId call, boolean back) -> ring(line, call, back);
            case HandsetAction.Announce(LegId waiting) -> telephones.handle(line, new FxsEvent.CallWaiting(announcement(waiting, false).caller()));
            case HandsetAction.AnnounceNoMore _ -> telephones.handle(line, new FxsEvent.CallWaiting(null));
            case HandsetAction.DialTone _ -> telephones.handle(line, new FxsEvent.Recall());
            case HandsetAction.AwaitKey _ -> telephones.handle(line, new FxsEvent.AwaitKey());
            case HandsetAction.Talk _ -> telephones.handle(line, new FxsEvent.Talk());
            case HandsetAction.Connected _ -> telephones.handle(line, new FxsEvent.Connected());
            case HandsetAction.Over _ -> telephones.handle(line, new FxsEvent.CallOver(overTone));
            case HandsetAction.Answer(LegId call) -> {
                CallLeg.OnTelephone leg = leg(call);
                if (leg != null) {
                    calls.called(leg, new CallEvent.Answered(call, "off-hook"), "telephone", line + " lifted");
                }
            }
            case HandsetAction.Drop(LegId call, Why why) -> drop(leg(call), why);
            case HandsetAction.Connect(LegId one, LegId other) -> connect(leg(one), leg(other));
            case HandsetAction.FlashOn(LegId call) -> flashes.by(leg(call));
            case HandsetAction.Note(LegId call, String what) -> {
                CallLeg.OnTelephone leg = leg(call);
                if (leg != null) {
                    calls.note(leg, "telephone", line + ": " + what);
                }
            }
        }
    }

    private CallLeg.OnTelephone leg(LegId id) {
        return calls.book.leg(id) instanceof CallLeg.OnTelephone leg ? leg : null;
    }

    private void ring(LineId line, LegId call, boolean back) {
        Announcement announcement = announcement(call, back);
        TelephoneSetup setup = telephones.setup(line);
        telephones.handle(line, new FxsEvent.Ring(setup.rings().signal(setup.ring(), announcement.pattern()), announcement.caller()));
    }

    /// Who rings back without having called is shown by the number that was dialled.
    private Announcement announcement(LegId call, boolean back) {
        Announcement known = announcements.get(call);
        if (known != null || !back) {
            return known != null ? known : new Announcement(0, LineMessage.CallSetup.of(CallerId.NONE));
        }
        CallLeg.OnTelephone leg = leg(call);
        String digits = leg == null ? "" : leg.call().call.status().called().replaceAll("[^0-9*#]", "");
        return new Announcement(0, LineMessage.CallSetup.of(digits.isEmpty() || digits.length() > 20 ? CallerId.NONE : CallerId.of(digits, "")));
    }

    private void drop(CallLeg.OnTelephone leg, Why why) {
        if (leg == null) {
            return;
        }
        boolean talks = leg.call().call.state() instanceof CallState.Talking;
        switch (why) {
            case HUNG_UP -> leaves(leg, talks ? ReleaseCause.NORMAL : ReleaseCause.CANCELLED, 0, "hung up");
            case BUSY -> leaves(leg, ReleaseCause.BUSY, 486, leg.line + " is in use");
            case REFUSED -> leaves(leg, ReleaseCause.BUSY, 486, leg.line + " did not take a second call");
            case NO_ANSWER -> leaves(leg, ReleaseCause.NO_ANSWER, 0, "left on hold, and nobody came back");
            case LOST -> leaves(leg, ReleaseCause.OUT_OF_ORDER, 0, "the telephone's port has gone");
        }
    }

    private void leaves(CallLeg.OnTelephone leg, ReleaseCause cause, int status, String why) {
        announcements.remove(leg.id());
        calls.note(leg, "telephone", leg.line + ": " + why);
        if (leg == leg.call().caller) {
            calls.callerGone(leg, cause, why);
        } else {
            calls.failed(leg, Failure.of(cause, status, why));
        }
    }

    /// Who is at the other ends of two calls talks, and the telephone is out of it: each of its legs stands for the other call's far end from
    /// now on. Each call keeps its own record; when one is over, so is the other.
    private void connect(CallLeg.OnTelephone one, CallLeg.OnTelephone other) {
        if (one == null || other == null || one.call().emergency || other.call().emergency || !transferable(other)) {
            drop(other, Why.HUNG_UP);
            if (calls.book.has(one)) {
                handle(one.line, new HandsetEvent.Returned(one.id()));
            }
            return;
        }
        one.connect(other);
        calls.note(one, "telephone", one.line + ": transferred to call " + other.call().call.id());
        calls.note(other, "telephone", one.line + ": transferred to call " + one.call().call.id());
        LOG.log(System.Logger.Level.INFO, "call={0} line={1} transferred to call={2}", one.call().call.id(), one.line, other.call().call.id());
        calls.connected(one.call());
        calls.transfers().mayHandOn(one);
    }

    /// Who is being asked for a PIN has reached nobody.
    static boolean transferable(CallLeg leg) {
        return switch (leg.call().call.state()) {
            case CallState.Trying _, CallState.Talking _ -> true;
            case CallState.Routing _, CallState.Ringing _, CallState.AtReception _, CallState.Over _ -> false;
        };
    }
}
