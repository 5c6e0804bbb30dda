package org.tipring.signaling.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.CallAction;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.CallState;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEvent;

/// Transfers that SIP telephones ask for (REFER), and those that a provider is asked for.
///
/// ```
///            before                       REFER: 202 asks the dial plan           200: the telephone is out of it
///  call 1  party ─── telephone      call 1  party ─── telephone              call 1  party ─── (stand-in)
///                                                        │ through                                │ through
///                                   call 2  rings ─── (stand-in)             call 2  other ─── (stand-in)
/// ```
/// Each call keeps its own record and its one cause; when one is over, so is the other. Until the new call is answered the telephone stays in the first
/// one, hearing nothing, and has its party back when nobody answers. It may as well hang up at once. Owned by the control thread.
final class Transfers {

    private static final System.Logger LOG = System.getLogger(Transfers.class.getName());
    /// How long a telephone may take to hang up when it has been told that the transfer is done; then it is hung up.
    private static final long FAREWELL_NANOS = Duration.ofSeconds(2).toNanos();

    private final Calls calls;
    private final SipEndpoint sip;
    private final LegMedia media;
    private final Map<CallLeg.Sip, Long> farewells = new HashMap<>();

    Transfers(Calls calls, SipEndpoint sip, LegMedia media) {
        this.calls = calls;
        this.sip = sip;
        this.media = media;
    }

    // ---- asked for by a telephone

    void asked(SipEvent.Referred referred) {
        CallLeg.Sip leg = calls.book.sipLeg(referred.leg());
        if (leg == null || leg.far() == null || leg.through != null || !(leg.call().call.state() instanceof CallState.Talking) || leg.call().emergency) {
            refuse(leg, referred, leg == null ? 481 : 403, "only an ordinary call in which two talk can be transferred");
        } else if (referred.lost()) {
            refuse(leg, referred, 481, "Replaces names no call of this telephone");
        } else if (referred.with() != null) {
            attended(leg, referred);
        } else {
            blind(leg, referred);
        }
    }

    private void refuse(CallLeg.Sip leg, SipEvent.Referred referred, int status, String why) {
        if (leg != null) {
            calls.note(leg, "sip", "REFER: refused " + status + ", " + why);
        }
        sip.transferred(referred.leg(), status);
    }

    private void attended(CallLeg.Sip leg, SipEvent.Referred referred) {
        CallLeg.Sip other = calls.book.sipLeg(referred.with());
        boolean possible = other != null && other.call() != leg.call() && other.through == null && !other.call().emergency && Handsets.transferable(other)
                && (other == other.call().caller || other.far() != null);
        if (!possible) {
            refuse(leg, referred, 481, "the other call cannot be connected");
            return;
        }
        connect(leg, other);
        if (other.call().call.state() instanceof CallState.Talking) {
            done(leg);
            mayHandOn(leg);
        } else if (!other.call().bridged) {
            media.bridging().play(other.call(), CallAction.Waiting.RINGBACK);
        }
    }

    /// The new call is the transferring telephone's: it goes where the dial plan lets that one call. Who is transferred is shown as the caller.
    private void blind(CallLeg.Sip leg, SipEvent.Referred referred) {
        DialPlan plan = calls.plan();
        CallSource source = SipReports.source(plan, leg.member);
        RouteDecision decision = plan.route(new RouteRequest(source, referred.called(), leg.member, calls.wallTime()));
        if (!(decision instanceof RouteDecision.Attempts)) {
            refuse(leg, referred, decision instanceof RouteDecision.Refused(var _, int status, var _) ? status : 403, "the dial plan lets it not call there");
            return;
        }
        SipEvent.CallingParty party = leg == leg.call().joined ? leg.call().callingParty
                : new SipEvent.CallingParty(leg.call().call.status().called(), "", false);
        ActiveCall active = calls.begin(source, false, party.withheld() ? "" : party.number(), referred.called());
        CallLeg.StandIn standIn = new CallLeg.StandIn(calls.newLeg(), active);
        active.caller = standIn;
        active.callingParty = party;
        calls.book.add(standIn);
        connect(leg, standIn);
        calls.feed(active, new CallEvent.Routed(decision, plan));
    }

    private void connect(CallLeg.Sip one, CallLeg other) {
        one.connect(other);
        calls.note(one, "sip", one.member + ": transferred to call " + other.call().call.id());
        calls.note(other, "sip", one.member + ": transferred call " + one.call().call.id() + " to this one");
        LOG.log(System.Logger.Level.INFO, "call={0} transferred by {1} to call={2}", one.call().call.id(), one.member, other.call().call.id());
        calls.connected(one.call());
    }

    /// The call that others wait for at this side is answered.
    void up(CallLeg leg) {
        if (leg.through instanceof CallLeg.Sip telephone && calls.book.has(telephone)) {
            done(telephone);
        }
        mayHandOn(leg);
    }

    private void done(CallLeg.Sip telephone) {
        sip.transferred(telephone.id(), 200);
        long until = calls.now() + FAREWELL_NANOS;
        farewells.put(telephone, until);
        if (telephone.through instanceof CallLeg.Sip other) {
            farewells.put(other, until);
        }
    }

    /// The telephone has hung up; who it has connected goes on talking.
    void left(CallLeg.Sip leg) {
        farewells.remove(leg);
        CallLeg partner = leg.disconnect();
        CallLeg.StandIn standIn = new CallLeg.StandIn(calls.newLeg(), leg.call());
        standIn.connect(partner);
        calls.replace(leg, standIn);
    }

    /// A leg's call is over, or lets it go: its partner's, too, unless the transfer came to nothing and the telephone is still there.
    void over(CallLeg leg, ReleaseCause cause, int status) {
        CallLeg partner = leg.disconnect();
        if (leg instanceof CallLeg.Sip telephone) {
            farewells.remove(telephone);
            sip.transferred(telephone.id(), 487);
        }
        if (!calls.book.has(partner)) {
            return;
        }
        boolean inVain = leg.call().call.status().answered() == null;
        if (partner instanceof CallLeg.Sip telephone && inVain && partner.call().call.state() instanceof CallState.Talking && cause != ReleaseCause.SHUTDOWN) {
            int told = status != 0 ? status : cause.sipStatus();
            calls.note(telephone, "sip", telephone.member + ": the transfer came to nothing: " + cause.sentence());
            sip.transferred(telephone.id(), told);
            media.bridging().arrange(telephone.call());
            return;
        }
        if (partner instanceof CallLeg.Sip telephone) {
            farewells.remove(telephone);
            sip.release(telephone.id(), ReleaseCause.NORMAL, null);
        }
        String why = inVain ? "who it was transferred to: " + cause.sentence() : "who it was transferred to has gone";
        ReleaseCause reason = inVain ? cause : ReleaseCause.NORMAL;
        if (partner == partner.call().caller) {
            calls.callerGone(partner, reason, why);
        } else {
            calls.failed(partner, Failure.of(reason, status, why));
        }
    }

    // ---- a telephone takes over a call of its own user

    void replaced(SipEvent.Replacing replacing) {
        CallLeg.Sip old = calls.book.sipLeg(replacing.instead());
        if (old == null || old.far() == null || old.through != null || !(old.call().call.state() instanceof CallState.Talking)) {
            sip.reject(replacing.leg(), 481, ReleaseCause.CANCELLED);
            return;
        }
        CallLeg.Sip leg = media.open(replacing.leg(), old);
        leg.member = replacing.source().user();
        Failure refusal = media.offered(leg, replacing.offer());
        if (refusal != null) {
            calls.note(old, "sip", "not taken over by another telephone: " + refusal.detail());
            if (leg.rtpId >= 0) {
                media.close(leg.rtpId);
            }
            sip.reject(leg.id(), refusal.cause().sipStatus(), refusal.cause());
            return;
        }
        calls.note(old, "sip", leg.member + ": taken over by another telephone, Call-ID " + replacing.sipCallId());
        LOG.log(System.Logger.Level.INFO, "call={0} taken over by another telephone of {1}", old.call().call.id(), leg.member);
        calls.replace(old, leg);
        sip.release(old.id(), ReleaseCause.NORMAL, null);
        media.describe(leg);
        sip.answer(leg.id(), leg.localSdp);
    }

    // ---- a provider is asked

    /// Two have been connected; where both are behind one provider, and it is set so, it may connect them itself.
    void mayHandOn(CallLeg leg) {
        CallLeg partner = leg.through;
        if (partner != null && leg.far() instanceof CallLeg.Sip one && partner.far() instanceof CallLeg.Sip other && one.through == null && other.through == null
                && !one.trunk.isEmpty() && one.trunk.equals(other.trunk) && one.policy.refers()
                && leg.call().call.state() instanceof CallState.Talking && partner.call().call.state() instanceof CallState.Talking) {
            calls.note(one, "sip", one.trunk + " is asked to connect it with call " + other.call().call.id() + " itself");
            sip.refer(one.id(), other.id());
        }
    }

    /// @param leg whose peer was asked; null: its call is over already
    void handedOn(CallLeg.Sip leg, int status, String detail) {
        if (leg == null) {
            return;
        }
        boolean done = status / 100 == 2;
        calls.note(leg, "sip", done ? leg.trunk + " has connected it" : leg.trunk + " does not connect it (" + detail + "): it goes on through the gateway");
        if (done) {
            calls.end(leg.call(), ReleaseCause.NORMAL, leg.trunk + " connects it with the other call itself");
        }
    }

    // ---- time

    void tick(long now) {
        for (Map.Entry<CallLeg.Sip, Long> one : List.copyOf(farewells.entrySet())) {
            CallLeg.Sip leg = one.getKey();
            if (one.getValue() <= now) {
                farewells.remove(leg);
                if (calls.book.has(leg) && leg.through != null) {
                    sip.release(leg.id(), ReleaseCause.NORMAL, null);
                    left(leg);
                }
            }
        }
    }

    long nextDeadline() {
        return farewells.values().stream().mapToLong(Long::longValue).min().orElse(Deadlines.NEVER);
    }
}
