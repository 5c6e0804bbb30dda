package org.tipring.signaling.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.tipring.signaling.call.CallEvent;
import org.tipring.signaling.call.Failure;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEvent;

/// What SIP reports, as events of calls. Owned by the control thread.
final class SipReports {

    private static final System.Logger LOG = System.getLogger(SipReports.class.getName());

    private final Calls calls;
    private final SipEndpoint sip;
    private final LegMedia media;
    private final FlashToLine flashes;
    private final AnalogTelephones telephones;

    SipReports(Calls calls, SipEndpoint sip, LegMedia media, FlashToLine flashes, AnalogTelephones telephones) {
        this.telephones = telephones;
        this.calls = calls;
        this.sip = sip;
        this.media = media;
        this.flashes = flashes;
    }

    void handle(SipEvent event) {
        switch (event) {
            case SipEvent.Invited invited -> invited(invited);
            case SipEvent.Ringing(LegId leg) -> calls.called(calls.book.leg(leg), new CallEvent.Alerting(leg), "sip", "180 ringing");
            case SipEvent.Progress(LegId leg, String sdp) -> progress(calls.book.sipLeg(leg), sdp);
            case SipEvent.Answered(LegId leg, String sdp) -> answered(calls.book.sipLeg(leg), sdp);
            case SipEvent.Acknowledged(LegId leg, String sdp) -> acknowledged(calls.book.sipLeg(leg), sdp);
            case SipEvent.Reoffered(LegId leg, String offer) -> reoffered(calls.book.sipLeg(leg), offer);
            case SipEvent.Reanswered(LegId leg, String sdp) -> reanswered(calls.book.sipLeg(leg), sdp);
            case SipEvent.Unchanged(LegId leg, int status) -> unchanged(calls.book.sipLeg(leg), status);
            case SipEvent.Referred referred -> calls.transfers().asked(referred);
            case SipEvent.Replacing replacing -> calls.transfers().replaced(replacing);
            case SipEvent.Transferred(LegId leg, int status, String detail) -> calls.transfers().handedOn(calls.book.sipLeg(leg), status, detail);
            case SipEvent.Released(LegId leg, ReleaseCause cause, int status, String detail) ->
                    released(calls.book.leg(leg), cause, status, detail);
            case SipEvent.Digit(LegId leg, char digit) -> digit(calls.book.sipLeg(leg), digit);
            case SipEvent.HookFlash(LegId leg) -> flashes.by(calls.book.sipLeg(leg));
            case SipEvent.Deaf _ -> throw new IllegalArgumentException("the composition root restarts SIP: " + event);
            case SipEvent.Banned(String source, String why, int times, Instant until) -> LOG.log(System.Logger.Level.WARNING,
                    "{0} is banned until {1}, for the {2}. time: too many {3}; emergency calls from there still go out. It is lifted by "
                            + "''scripts/gateway bans --lift {0}'', and for good by ''never ban'' of [guard] in gateway.ini",
                    source, until.truncatedTo(ChronoUnit.SECONDS), times, why);
            case SipEvent.TrunkUp(String trunk, String how) -> LOG.log(System.Logger.Level.INFO, "trunk={0} up: {1}", trunk, how);
            case SipEvent.TrunkDown(String trunk, String why) ->
                    LOG.log(System.Logger.Level.WARNING, "trunk={0} down: {1}", trunk, why);
            case SipEvent.MailboxWatched(String trunk, String account) -> LOG.log(System.Logger.Level.INFO, "trunk={0} tells of mailbox {1}", trunk, account);
            case SipEvent.MailboxFailed(String trunk, String account, String why) -> LOG.log(System.Logger.Level.WARNING,
                    "trunk={0} does not tell of mailbox {1}: {2}; the gateway goes on trying", trunk, account, why);
            case SipEvent.MessagesWaiting(String trunk, String account, int count) -> {
                if (!telephones.mailbox(account, count)) {
                    LOG.log(System.Logger.Level.INFO, "trunk={0} tells of mailbox {1}, which is no analog telephone''s", trunk, account);
                }
            }
            case SipEvent.Registered(String extension, String contact, long seconds) ->
                    LOG.log(System.Logger.Level.INFO, "phone={0} registered at {1} for {2} s", extension, contact, seconds);
            case SipEvent.Unregistered(String extension, String why) ->
                    LOG.log(System.Logger.Level.INFO, "phone={0} no longer registered: {1}", extension, why);
        }
    }

    private void invited(SipEvent.Invited invited) {
        CallSource source = source(invited.source());
        String caller = invited.from().withheld() ? "" : invited.from().number();
        ActiveCall active = calls.begin(source, false, caller, invited.called());
        CallLeg.Sip leg = media.open(invited.leg(), active, invited.source());
        leg.member = invited.source() instanceof SipEvent.Source.Extension(String user) ? user : "";
        active.caller = leg;
        active.callingParty = invited.from();
        active.alertInfo = invited.alertInfo();
        calls.book.add(leg);
        calls.note(leg, "sip", "INVITE, Call-ID " + invited.sipCallId());
        Failure refusal = media.offered(leg, invited.offer());
        if (refusal == null) {
            String shown = invited.from().withheld() ? RouteRequest.ANONYMOUS : caller;
            if (invited.called().isEmpty() && invited.source() instanceof SipEvent.Source.Extension) {
                calls.offHook(active, source, shown);
            } else {
                calls.route(active, source, invited.called(), shown);
            }
        } else {
            calls.end(active, refusal.cause(), refusal.detail());
        }
    }

    /// A telephone that the dial plan has in no interface comes from nowhere; only routes without `from` are open to it.
    private CallSource source(SipEvent.Source source) {
        return switch (source) {
            case SipEvent.Source.Extension(String user) -> source(calls.plan(), user);
            case SipEvent.Source.Trunk(String name) -> new CallSource(name, "");
        };
    }

    static CallSource source(DialPlan plan, String user) {
        Interface home = plan.interfaceOf(user);
        return new CallSource(home == null ? "" : home.name(), user);
    }

    private void progress(CallLeg.Sip leg, String sdp) {
        if (leg != null && media.accepted(leg, sdp)) {
            calls.called(leg, new CallEvent.EarlyMedia(leg.id()), "sip", "183 session progress");
        }
    }

    private void answered(CallLeg.Sip leg, String sdp) {
        if (leg == null) {
            return;
        }
        if (media.accepted(leg, sdp)) {
            calls.called(leg, new CallEvent.Answered(leg.id(), "sip"), "sip", "200 OK");
            return;
        }
        sip.release(leg.id(), ReleaseCause.NOT_ACCEPTABLE, null);
        calls.failed(leg, Failure.of(ReleaseCause.NOT_ACCEPTABLE, 488, leg.refusal));
    }

    private void acknowledged(CallLeg.Sip leg, String sdp) {
        if (leg == null) {
            return;
        }
        calls.note(leg, "sip", "ACK");
        // Also for a re-INVITE that asked for our offer: its ACK may bring another address or key.
        if ((leg.offerInAnswer || !sdp.isEmpty()) && !media.accepted(leg, sdp)) {
            calls.end(leg.call(), ReleaseCause.NOT_ACCEPTABLE, "the ACK brought no answer that fits the offer");
        }
    }

    private void reoffered(CallLeg.Sip leg, String offer) {
        if (leg == null) {
            return;
        }
        String answer = media.reoffered(leg, offer);
        if (answer == null) {
            sip.refuseOffer(leg.id());
        } else {
            calls.note(leg, "sip", leg.agreed == null || leg.agreed.send() ? "re-INVITE" : "re-INVITE: hold");
            sip.answerOffer(leg.id(), answer);
            media.offerAgain(leg);
        }
    }

    private void reanswered(CallLeg.Sip leg, String sdp) {
        if (leg != null) {
            leg.offering = false;
            calls.note(leg, "sip", leg.held ? "told that it is on hold" : "told that it is on hold no more");
            media.accepted(leg, sdp);
        }
    }

    private void unchanged(CallLeg.Sip leg, int status) {
        if (leg != null) {
            calls.note(leg, "sip", "does not want to be told of hold: " + status);
            media.unchanged(leg);
        }
    }

    private void released(CallLeg leg, ReleaseCause cause, int status, String detail) {
        if (leg == null) {
            return;
        }
        calls.note(leg, "sip", (status == 0 ? "" : status + " ") + detail);
        if (leg instanceof CallLeg.Sip sipLeg && leg.through != null) {
            calls.transfers().left(sipLeg);
        } else if (leg == leg.call().caller) {
            calls.callerGone(leg, cause, detail);
        } else {
            calls.failed(leg, Failure.of(cause, status, detail));
        }
    }

    private void digit(CallLeg.Sip leg, char digit) {
        if (leg != null) {
            media.key(leg, digit);
        }
    }
}
