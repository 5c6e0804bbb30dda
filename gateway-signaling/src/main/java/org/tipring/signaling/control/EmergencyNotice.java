package org.tipring.signaling.control;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RingGroup;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.sip.SipEndpoint;
import org.tipring.signaling.sip.SipEndpoint.Target;

/// Tells people of one emergency call: when it has found its first line, and again if it could not be put through. Telephones show a
/// line of text; what is to be mailed goes into the log and to the observer, for something else to mail. Always by way of the queue: a
/// call for help is on its way before anybody is told of it, and no failure in telling reaches it. Owned by the control thread.
final class EmergencyNotice {

    private static final System.Logger LOG = System.getLogger(EmergencyNotice.class.getName());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String MAIL = "mailto:";

    private final ControlLoop loop;
    private final SipEndpoint sip;
    private final CallObserver observer;
    private final DialPlan plan;
    private final List<String> tell;
    private final String id;
    private final String what;
    private boolean told;

    EmergencyNotice(ActiveCall active, RouteDecision.Emergency decision, DialPlan plan, ControlLoop loop, SipEndpoint sip,
                    CallObserver observer, InstantSource wallClock) {
        this.loop = loop;
        this.sip = sip;
        this.observer = observer;
        this.plan = plan;
        this.tell = decision.tell();
        this.id = active.call.id();
        ZoneId zone = plan.parts().country().zone();
        String number = active.callingParty.number();
        String name = active.callingParty.displayName();
        what = "Emergency call from " + (number.isEmpty() ? active.call.status().from() : number) + (name.isEmpty() ? "" : " (" + name + ")")
                + " to " + decision.number() + " at " + TIME.format(wallClock.instant().atZone(zone));
    }

    /// @param where as records name it: `landlines/fxo1`, or a provider
    void goesOut(String where) {
        if (!told) {
            told = true;
            int line = where.indexOf('/');
            soon(what + (line < 0 ? ", through " + where : ", line " + where.substring(line + 1)), System.Logger.Level.WARNING);
        }
    }

    /// Says it loudly when nobody was reached and the caller has not given up.
    void over(CallRecord record) {
        if (record.answered() == null && !record.endedBy().equals("caller")) {
            soon(what + " was NOT put through: " + record.detail(), System.Logger.Level.ERROR);
        }
    }

    private void soon(String text, System.Logger.Level level) {
        LOG.log(level, "call={0} {1}; notify: {2}", id, text, tell.isEmpty() ? "nobody" : String.join(", ", tell));
        later(() -> observer.emergency(id, text, tell));
        Set<String> telephones = new LinkedHashSet<>();
        for (String whom : tell) {
            if (whom.startsWith(MAIL)) {
                LOG.log(System.Logger.Level.WARNING, "call={0} mail to {1}: {2}", id, whom.substring(MAIL.length()), text);
            } else {
                telephones.addAll(plan.ringGroup(whom).map(RingGroup::members).orElse(List.of(whom)));
            }
        }
        telephones.forEach(telephone -> later(() -> show(telephone, text)));
    }

    /// One by one, so that one who cannot be told does not keep it from the others.
    private void later(Runnable telling) {
        try {
            loop.execute(telling);
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.ERROR, "call={0} not everybody is told of it: {1}", id, full.getMessage());
        }
    }

    private void show(String telephone, String text) {
        Target.Extension target = new Target.Extension(telephone);
        if (sip.reachable(target)) {
            sip.message(target, text);
        } else {
            LOG.log(System.Logger.Level.WARNING, "call={0} {1} is not registered and could not be told", id, telephone);
        }
    }
}
