package org.tipring.signaling.control.line;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tipring.media.engine.MediaEvent;
import org.tipring.media.engine.Termination;
import org.tipring.media.pcm.AmplifiedEndpoint;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.control.loop.Timed;
import org.tipring.signaling.control.telephone.AnalogTelephones;
import org.tipring.signaling.control.telephone.TelephoneSetup;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.line.Line;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.port.LinePort;
import org.tipring.tdm.port.WaitingCallerEar;

/// Joins each line's belief ([Line]) to its wire ([LinePort]) and to what the media thread hears on it. Owned by the control
/// thread.
public final class LineController implements Timed {

    private static final System.Logger LOG = System.getLogger(LineController.class.getName());

    private static final int MORE_RINGS_THAN_ANYBODY_WAITS = 99;

    private final Map<LineId, Managed> lines = new LinkedHashMap<>();
    private final ControlLoop loop;
    private final LineCounts counts = new LineCounts();
    private final AnalogTelephones telephones;
    private LineCalls calls;

    public LineController(List<LineSetup> setups, ControlLoop loop) {
        this(setups, List.of(), loop);
    }

    public LineController(List<LineSetup> setups, List<TelephoneSetup> telephoneSetups, ControlLoop loop) {
        this.loop = loop;
        this.telephones = new AnalogTelephones(telephoneSetups, loop);
        for (LineSetup setup : setups) {
            LineId id = setup.line().id();
            LinePort port = setup.port().apply(event -> handle(id, event));
            lines.put(id, new Managed(setup, port, caller -> loop.execute(() -> handle(id, caller))));
        }
    }

    /// Who makes calls of what the lines offer. Before the start only.
    public void attach(LineCalls calls) {
        this.calls = calls;
    }

    public void start(long now) {
        lines.values().forEach(managed -> managed.port.start(now));
        telephones.start(now);
    }

    /// The telephones at the other kind of line.
    public AnalogTelephones telephones() {
        return telephones;
    }

    /// Takes a line for a call, or answers a ringing one, or ends: anything of [FxoEvent] that a call may say.
    public void handle(LineId id, LineEvent event) {
        Managed managed = lines.get(id);
        long now = loop.now();
        if (event instanceof FxoEvent.Seize seize) {
            managed.asksWhoWaits(!seize.urgent());
        }
        if (event instanceof FxoEvent.CallerIdReceived(var _, String unread) && !unread.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "line={0} caller ID was told but not understood: {1}", id, unread);
        }
        carryOut(managed, managed.setup.line().handle(event, now), now);
    }

    /// Whether the exchange is asked during the present call who else calls (by a key, with both talkers muted for a moment), where the line's
    /// configuration allows it; see [WaitingCallerEar].
    public void asksWhoWaits(LineId id, boolean asks) {
        lines.get(id).asksWhoWaits(asks);
    }

    /// What the media thread heard.
    public void heard(MediaEvent event) {
        switch (event) {
            case MediaEvent.ToneStarted(String line, var tone) -> heard(line, new FxoEvent.ToneStarted(tone));
            case MediaEvent.ToneEnded(String line, var tone) -> heard(line, new FxoEvent.ToneEnded(tone));
            case MediaEvent.VoiceHeard(String line) -> heard(line, new FxoEvent.VoiceHeard());
            case MediaEvent.LineSilent(String line, long seconds) -> heard(line, new FxoEvent.Silent(seconds));
            default -> throw new IllegalArgumentException("not a line's event: " + event);
        }
    }

    private void heard(String line, FxoEvent event) {
        LineId id = new LineId(line);
        // Nobody judges what a telephone's sound means.
        if (has(id)) {
            handle(id, event);
        }
    }

    private void carryOut(Managed managed, List<FxoAction> actions, long now) {
        for (FxoAction action : actions) {
            counts.count(action);
            switch (action) {
                case FxoAction.GoOffHook() -> managed.port.goOffHook(now);
                case FxoAction.SendDigits(String digits) -> managed.port.sendDigits(digits, now);
                case FxoAction.HookFlash() -> managed.port.flash(now);
                case FxoAction.GoOnHook() -> managed.port.goOnHook(now);
                case FxoAction.ToCall toCall -> calls.line(managed.setup.line().id(), toCall);
                case FxoAction.CallerMet(FxoAction.Meeting how) ->
                    LOG.log(System.Logger.Level.INFO, "line={0} met a caller while seizing: {1}", managed.setup.line().id(), LineCauses.word(how));
                case FxoAction.InService() ->
                    LOG.log(System.Logger.Level.INFO, "line={0} in service: {1}", managed.setup.line().id(), managed.port.describe());
                case FxoAction.OutOfService(String why) ->
                    LOG.log(System.Logger.Level.WARNING, "line={0} out of service: {1}", managed.setup.line().id(), why);
            }
        }
    }

    public Termination.Line termination(LineId id) {
        Managed managed = lines.get(id);
        return new Termination.Line(id.name(), managed.audio, managed.setup.plan(), managed.setup.cancelsEcho(), managed.setup.keys());
    }

    public String number(LineId id) {
        return lines.get(id).setup.number();
    }

    public boolean has(LineId id) {
        return lines.containsKey(id);
    }

    /// What was heard on the line in its present or last call.
    public String story(LineId id) {
        return lines.get(id).setup.line().story();
    }

    /// How often the exchange has rung, 0 when it does not. A caller whom a seizure has answered has waited for long enough.
    public int rings(LineId id) {
        return switch (lines.get(id).setup.line().state()) {
            case FxoState.Ringing(int rings, var _) -> rings;
            case FxoState.Met _ -> MORE_RINGS_THAN_ANYBODY_WAITS;
            default -> 0;
        };
    }

    /// Whether a caller is on the line whom our seizure has answered: the loop is closed, and he hears what we let him hear.
    public boolean met(LineId id) {
        return lines.get(id).setup.line().state() instanceof FxoState.Met;
    }

    public boolean inService(LineId id) {
        return !(lines.get(id).setup.line().state() instanceof FxoState.OutOfService);
    }

    /// Whether a caller may keep the line after we have hung up on him.
    public boolean callerMayHold(LineId id) {
        return lines.get(id).setup.line().callerMayHold();
    }

    /// Whether the line can be seized as far as we know.
    ///
    /// @param urgent for an emergency call
    public boolean idle(LineId id, boolean urgent) {
        return lines.get(id).setup.line().takes(urgent, loop.now());
    }

    /// What has happened on all lines so far; any thread.
    public LineCounts counts() {
        return counts;
    }

    /// A snapshot for who watches the lines.
    public List<LineStatus> status() {
        return lines.values().stream().map(managed -> managed.status(loop.now())).toList();
    }

    /// Puts every line on-hook and lets the devices go.
    public void close(long now) {
        lines.values().forEach(managed -> managed.port.close(now));
        telephones.close(now);
    }

    public boolean closed() {
        return lines.values().stream().allMatch(managed -> managed.port.closed()) && telephones.closed();
    }

    @Override
    public void tick(long now) {
        for (Managed managed : lines.values()) {
            if (managed.port.nextDeadline() <= now) {
                managed.port.tick(now);
            }
            if (managed.setup.line().nextDeadline() <= now) {
                carryOut(managed, managed.setup.line().tick(now), now);
            }
        }
        telephones.tick(now);
    }

    @Override
    public long nextDeadline() {
        long next = telephones.nextDeadline();
        Collection<Managed> all = lines.values();
        for (Managed managed : all) {
            next = Math.min(next, Math.min(managed.port.nextDeadline(), managed.setup.line().nextDeadline()));
        }
        return next;
    }

    private static final class Managed {
        final LineSetup setup;
        final LinePort port;
        final AudioEndpoint audio;
        /// Always listens: who does not press a key and mutes nobody does no harm.
        private final WaitingCallerEar ear;

        /// @param waiting told by the media thread
        Managed(LineSetup setup, LinePort port, Consumer<FxoEvent.WaitingCaller> waiting) {
            this.setup = setup;
            this.port = port;
            this.ear = new WaitingCallerEar(AmplifiedEndpoint.of(port.audio(), setup.gainInDb(), setup.gainOutDb()), waiting);
            this.audio = ear;
            asksWhoWaits(true);
        }

        void asksWhoWaits(boolean asks) {
            ear.asks(asks && setup.asksWhoWaits());
        }

        LineStatus status(long now) {
            Line line = setup.line();
            long since = line.history().isEmpty() ? 0 : line.history().getLast().atNanos();
            return new LineStatus(line.id().name(), line.state(), line.condition(), since, port.describe(), setup.number(), line.waiting(now));
        }
    }
}
