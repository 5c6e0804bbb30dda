package org.tipring.signaling.control.telephone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.engine.Termination;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.control.loop.Timed;
import org.tipring.signaling.control.service.Bells;
import org.tipring.signaling.control.service.Lamp;
import org.tipring.signaling.control.service.ServiceCounts;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.control.service.ServiceState;
import org.tipring.signaling.control.service.StarServices;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.FxsAction;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.FxsLine;
import org.tipring.tdm.line.FxsState;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;
import org.tipring.tdm.port.TelephonePort;

/// Joins each analog telephone's belief ([FxsLine]) to its wire ([TelephonePort]) and to what the media thread plays to it and hears of it.
/// Owned by the control thread.
public final class AnalogTelephones implements Timed, Bells {

    private static final System.Logger LOG = System.getLogger(AnalogTelephones.class.getName());

    private final Map<LineId, Managed> telephones = new LinkedHashMap<>();
    private final ControlLoop loop;
    private final StarServices services;
    private TelephoneCalls calls;

    public AnalogTelephones(List<TelephoneSetup> setups, ControlLoop loop) {
        this.loop = loop;
        this.services = setups.isEmpty() ? new StarServices(StarCodes.NONE, ServiceMemory.NONE)
                : new StarServices(setups.getFirst().codes(), setups.getFirst().memory());
        for (TelephoneSetup setup : setups) {
            LineId id = setup.line();
            // Bridges of calls have positive numbers.
            Managed managed = new Managed(setup, setup.port().apply(event -> handle(id, event)), -1 - telephones.size(),
                    new FxsLine(id, setup.timings(), digits -> calls.judge(id, digits)));
            telephones.put(id, managed);
        }
    }

    /// Who makes calls of what is dialled. Before the start only.
    public void attach(TelephoneCalls newCalls) {
        calls = newCalls;
    }

    public void start(long now) {
        telephones.values().forEach(managed -> managed.port.start(now));
    }

    public boolean has(LineId id) {
        return telephones.containsKey(id);
    }

    /// The telephone of that name, or null.
    public LineId named(String member) {
        return telephones.keySet().stream().filter(id -> id.name().equals(member)).findFirst().orElse(null);
    }

    public void handle(LineId id, FxsEvent event) {
        Managed managed = telephones.get(id);
        carryOut(managed, managed.line.handle(event, loop.now()));
    }

    @Override
    public void ringFor(LineId id, LineMessage.CallSetup what) {
        handle(id, new FxsEvent.Ring(telephones.get(id).setup.ring(), what));
    }

    @Override
    public void ringNoMore(LineId id) {
        handle(id, new FxsEvent.CallOver(CallProgressTone.BUSY));
    }

    @Override
    public void thank(LineId id) {
        handle(id, new FxsEvent.CallOver(CallProgressTone.CONFIRMATION));
    }

    /// A key that the media thread heard.
    public void key(LineId id, char key) {
        handle(id, new FxsEvent.Key(key));
    }

    private void carryOut(Managed managed, List<FxsAction> actions) {
        long now = loop.now();
        LineId id = managed.setup.line();
        for (FxsAction action : actions) {
            switch (action) {
                case FxsAction.StartRing(RingSignal signal, LineMessage.CallSetup caller) -> {
                    managed.lamp.interrupted(now);
                    managed.port.ring(signal, caller, now);
                }
                case FxsAction.CallWaiting(LineMessage.CallSetup caller) -> managed.port.announceWaiting(caller, managed.setup.plan(), now);
                case FxsAction.StopRing _ -> managed.port.stopRing(now);
                case FxsAction.OpenLoop(var howLong) -> managed.port.openLoop(howLong, now);
                case FxsAction.Polarity(boolean reversed) -> managed.port.polarity(reversed, now);
                case FxsAction.Hear(CallProgressTone tone) -> {
                    managed.attended = true;
                    calls.hear(id, managed.bridge, tone == CallProgressTone.DIAL ? invitation(managed) : managed.existing(tone));
                }
                case FxsAction.HearNothing _ -> {
                    if (managed.attended) {
                        managed.attended = false;
                        calls.hearNothing(managed.bridge);
                    }
                }
                case FxsAction.ToCall toCall -> calls.telephone(id, toCall);
                case FxsAction.InService _ -> {
                    LOG.log(System.Logger.Level.INFO, "line={0} in service: {1}", id, managed.port.describe());
                    if (services.of(id).messages() > 0) {
                        managed.lamp.due(now);
                    }
                }
                case FxsAction.OutOfService(String why) -> LOG.log(System.Logger.Level.WARNING, "line={0} out of service: {1}", id, why);
                case FxsAction.LeftOffHook _ ->
                    LOG.log(System.Logger.Level.WARNING, "line={0} off-hook without a call: the handset may have been put beside the telephone", id);
            }
        }
    }

    /// Dial tone, which says more before the first digit than after it.
    private CallProgressTone invitation(Managed managed) {
        boolean first = managed.line.state() instanceof FxsState.Dialling(String digits, var _) && digits.isEmpty();
        if (first && managed.confirms) {
            managed.confirms = false;
            return CallProgressTone.CONFIRMATION;
        }
        return first && services.reminds(managed.setup.line()) ? CallProgressTone.STUTTER : CallProgressTone.DIAL;
    }

    /// What was dialled is done, and it may dial on.
    public void confirm(LineId id) {
        telephones.get(id).confirms = true;
        handle(id, new FxsEvent.DialAgain());
        telephones.get(id).confirms = false;
    }

    /// A call gives it sound from now on, not a tone of its own.
    public void heardElsewhere(LineId id) {
        Managed managed = telephones.get(id);
        if (managed != null) {
            managed.attended = false;
        }
    }

    public Termination.Line own(LineId id) {
        return telephones.get(id).termination();
    }

    public TelephoneSetup setup(LineId id) {
        return telephones.get(id).setup;
    }

    public StarServices services() {
        return services;
    }

    /// Whether it can be rung, and wants to be.
    public boolean idle(LineId id) {
        return telephones.get(id).line.state() instanceof FxsState.OnHook && !services.undisturbed(id);
    }

    @Override
    public boolean onHook(LineId id) {
        return telephones.get(id).line.state() instanceof FxsState.OnHook;
    }

    /// Whether it is in a conversation, and wants to be disturbed.
    public boolean talks(LineId id) {
        return telephones.get(id).line.state() instanceof FxsState.Talking && !services.undisturbed(id);
    }

    /// How many messages are in a provider's mailbox.
    ///
    /// @return whether it is a telephone's
    public boolean mailbox(String account, int count) {
        String digits = account.replaceFirst("^\\+", "");
        List<LineId> whose = telephones.values().stream().map(managed -> managed.setup)
                .filter(setup -> !setup.mailbox().isEmpty() && setup.mailbox().replaceFirst("^\\+", "").equals(digits)).map(TelephoneSetup::line).toList();
        whose.forEach(id -> messages(id, count));
        return !whose.isEmpty();
    }

    /// How many messages wait for its user: dial tone and, where it has one, its lamp say so.
    public void messages(LineId id, int count) {
        if (services.messages(id, count)) {
            LOG.log(System.Logger.Level.INFO, "line={0} messages waiting: {1}", id, count);
            telephones.get(id).lamp.due(loop.now());
        }
    }

    @Override
    public List<LineId> ids() {
        return List.copyOf(telephones.keySet());
    }

    /// The other telephones whose calls it may take.
    public Set<String> groupOf(LineId id) {
        String group = telephones.get(id).setup.group();
        return telephones.keySet().stream().filter(other -> !group.isEmpty() && !other.equals(id) && telephones.get(other).setup.group().equals(group))
                .map(LineId::name).collect(Collectors.toSet());
    }

    /// What the services of all telephones have done so far; any thread.
    public ServiceCounts counts() {
        return services.counts();
    }

    public boolean inService(LineId id) {
        return !(telephones.get(id).line.state() instanceof FxsState.OutOfService);
    }

    /// A snapshot for who watches.
    public List<TelephoneStatus> status() {
        return telephones.values().stream().map(managed -> managed.status(services.of(managed.setup.line()))).toList();
    }

    public void close(long now) {
        telephones.values().forEach(managed -> managed.port.close(now));
    }

    public boolean closed() {
        return telephones.values().stream().allMatch(managed -> managed.port.closed());
    }

    @Override
    public void tick(long now) {
        for (Managed managed : telephones.values()) {
            if (managed.port.nextDeadline() <= now) {
                managed.port.tick(now);
            }
            if (managed.line.nextDeadline() <= now) {
                carryOut(managed, managed.line.tick(now));
            }
            if (managed.lamp.nextDeadline() <= now && managed.lamp.tells(now, managed.line.state() instanceof FxsState.OnHook, managed.line.sinceNanos())) {
                managed.port.lamp(services.of(managed.setup.line()).messages() > 0, now);
            }
        }
    }

    @Override
    public long nextDeadline() {
        long next = Deadlines.NEVER;
        for (Managed managed : telephones.values()) {
            next = Math.min(next, Math.min(managed.lamp.nextDeadline(), Math.min(managed.port.nextDeadline(), managed.line.nextDeadline())));
        }
        return next;
    }

    private static final class Managed {
        final TelephoneSetup setup;
        final TelephonePort port;
        final long bridge;
        final FxsLine line;
        /// The media thread plays tones of ours to it.
        boolean attended;
        final Lamp lamp = new Lamp();
        /// The next dial tone says that something is done.
        boolean confirms;

        Managed(TelephoneSetup setup, TelephonePort port, long bridge, FxsLine line) {
            this.setup = setup;
            this.port = port;
            this.bridge = bridge;
            this.line = line;
        }

        Termination.Line termination() {
            return new Termination.Line(setup.line().name(), port.audio(), setup.plan(), true);
        }

        /// Not every country has every tone.
        CallProgressTone existing(CallProgressTone tone) {
            boolean missing = tone == CallProgressTone.REORDER && !setup.plan().signals().containsKey(tone);
            return missing ? CallProgressTone.BUSY : tone;
        }

        TelephoneStatus status(ServiceState services) {
            return new TelephoneStatus(setup.line().name(), line.state(), line.sinceNanos(), port.describe(), setup.number(), services);
        }
    }
}
