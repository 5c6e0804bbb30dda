package org.tipring.signaling.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.Termination;
import org.tipring.signaling.call.CallAction;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.control.line.LineController;
import org.tipring.tdm.line.LineId;

/// Who hears whom. Whenever something has changed, it is worked out anew from what is known of the calls, and the media thread is told where that
/// differs from what it does already.
///
/// Calls hang together where a telephone has connected two (`through`), or hears two (a conference). Of such a group, every end hears all the
/// others: each leg that is no telephone, and each telephone that does not hear another call instead. Two make a bridge, more a conference;
/// who is alone hears the tone of a call that is being made, or what is heard on hold. The group's oldest call gives the bridge its number. Where there are several calls in
/// one, each of their records says who was in the conversation, and from when on.
///
/// Owned by the control thread.
final class Bridging {

    /// What the media thread does under one number.
    private sealed interface Scene {

        List<Termination> ends();

        record Talk(List<Termination> ends) implements Scene { }

        record Tone(Termination end, CallProgressTone tone) implements Scene {
            @Override
            public List<Termination> ends() {
                return List.of(end);
            }
        }

        record Hold(Termination end) implements Scene {
            @Override
            public List<Termination> ends() {
                return List.of(end);
            }
        }
    }

    private final MediaLoop loop;
    private final LineController lines;
    private final CallFiles files;
    private final Map<Long, Scene> scenes = new HashMap<>();
    /// Calls that have been in one conversation with others, and who was said to be in it last.
    private final Map<Long, String> company = new HashMap<>();
    private final Holding holding;
    private Function<LineId, List<CallLeg.OnTelephone>> hears = _ -> List.of();

    Bridging(MediaLoop loop, LineController lines, CallFiles files, Holding holding) {
        this.holding = holding;
        this.loop = loop;
        this.lines = lines;
        this.files = files;
    }

    /// Who knows which calls a telephone hears. Before the first call only.
    void attach(Function<LineId, List<CallLeg.OnTelephone>> newHears) {
        hears = newHears;
    }

    /// Joins the caller to `joined`.
    void join(ActiveCall active) {
        active.bridged = true;
        active.waiting = null;
        arrange(active);
    }

    /// Lets a caller hear something who was answered and is joined to nobody.
    void play(ActiveCall active, CallAction.Waiting sound) {
        active.waiting = sound;
        arrange(active);
    }

    void part(ActiveCall active) {
        active.bridged = false;
        active.waiting = null;
        active.joined = null;
        arrange(active);
    }

    /// Lets a telephone hear a tone, or with null silence, while no call gives it sound, and listens for its keys.
    void attend(long bridge, Termination.Line line, CallProgressTone tone) {
        displace(bridge, List.of(line));
        loop.post(new MediaCommand.Attend(bridge, line, tone));
    }

    void leave(long bridge) {
        loop.post(new MediaCommand.Disconnect(bridge));
    }

    /// An RTP port pair is being closed: the media thread parts it from what it is in.
    void closing(long rtpId) {
        holding.closing(rtpId);
        displace(Long.MIN_VALUE, List.of(new Termination.Rtp(rtpId)));
    }

    /// Something has changed that may concern the sound of this call.
    void arrange(ActiveCall active) {
        List<ActiveCall> group = group(active);
        Scene scene = scene(group);
        long number = group.isEmpty() ? active.number : group.getFirst().number;
        if (active.number != number) {
            show(active.number, null, group);
        }
        for (ActiveCall other : group) {
            if (other.number != number) {
                show(other.number, null, group);
            }
        }
        show(number, scene, group);
        tellWho(active, group, scene);
    }

    private void tellWho(ActiveCall active, List<ActiveCall> group, Scene scene) {
        if (group.isEmpty()) {
            company.remove(active.number);
        }
        if (!(scene instanceof Scene.Talk)) {
            return;
        }
        String who = group.stream().flatMap(call -> sides(call).stream()).filter(this::isEnd).map(CallLeg::name).distinct().collect(Collectors.joining(", "));
        for (ActiveCall call : group) {
            boolean news = group.size() > 1 || company.containsKey(call.number);
            if (news && !who.equals(company.put(call.number, who))) {
                call.call.note(files.now(), "call", "in one conversation: " + who);
            }
        }
    }

    /// Whether nobody is left in it: everybody has connected it to a call that leads back to it.
    boolean deserted(ActiveCall call) {
        return group(call).stream().flatMap(one -> one.legs().stream()).allMatch(leg -> leg.through != null);
    }

    /// The number of the bridge that gives this call its sound.
    long bridge(ActiveCall call) {
        List<ActiveCall> group = group(call);
        return group.isEmpty() ? call.number : group.getFirst().number;
    }

    /// All that hang together with a call, the oldest first.
    private List<ActiveCall> group(ActiveCall start) {
        Set<ActiveCall> found = new LinkedHashSet<>();
        Deque<ActiveCall> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            ActiveCall call = next.remove();
            if (!call.call.over() && found.add(call)) {
                sides(call).forEach(leg -> beyond(leg).forEach(other -> next.add(other.call())));
            }
        }
        return found.stream().sorted(Comparator.comparingLong(call -> call.number)).toList();
    }

    private static List<CallLeg> sides(ActiveCall call) {
        List<CallLeg> sides = new ArrayList<>(2);
        if (call.caller != null) {
            sides.add(call.caller);
        }
        if (call.joined != null) {
            sides.add(call.joined);
        }
        return sides;
    }

    private List<? extends CallLeg> beyond(CallLeg leg) {
        if (leg.through != null) {
            return List.of(leg.through);
        }
        if (!(leg instanceof CallLeg.OnTelephone telephone)) {
            return List.of();
        }
        List<CallLeg.OnTelephone> heard = hears.apply(telephone.line);
        return heard.contains(telephone) ? heard : List.of();
    }

    private Scene scene(List<ActiveCall> group) {
        Set<Termination> ends = new LinkedHashSet<>();
        ActiveCall unanswered = null;
        for (ActiveCall call : group) {
            for (CallLeg leg : sides(call)) {
                if (isEnd(leg)) {
                    ends.add(termination(leg));
                }
            }
            unanswered = call.bridged ? unanswered : call;
        }
        if (unanswered != null && group.size() == 1 && unanswered.waiting == null || ends.isEmpty()) {
            return null;
        }
        List<Termination> order = ends.stream().sorted(Comparator.comparing(end -> ends.size() > 2 && !(end instanceof Termination.Line))).toList();
        if (unanswered == null || order.size() > 1) {
            return order.size() == 1 ? new Scene.Hold(order.getFirst()) : new Scene.Talk(order);
        }
        return unanswered.waiting == null ? new Scene.Hold(order.getFirst()) : new Scene.Tone(order.getFirst(), tone(unanswered.waiting));
    }

    private boolean isEnd(CallLeg leg) {
        return leg.through == null && switch (leg) {
            case CallLeg.OnTelephone telephone -> hears.apply(telephone.line).contains(telephone);
            case CallLeg.StandIn _ -> false;
            case CallLeg.Sip _, CallLeg.OnLine _ -> true;
        };
    }

    private Termination termination(CallLeg leg) {
        return switch (leg) {
            case CallLeg.Sip sipLeg -> new Termination.Rtp(sipLeg.rtpId);
            case CallLeg.OnLine onLine -> lines.termination(onLine.line);
            case CallLeg.OnTelephone onTelephone -> lines.telephones().own(onTelephone.line);
            case CallLeg.StandIn _ -> throw new IllegalArgumentException("nobody is there: " + leg.id());
        };
    }

    private static CallProgressTone tone(CallAction.Waiting sound) {
        return switch (sound) {
            case SILENCE -> null;
            case DIAL_TONE -> CallProgressTone.DIAL;
            case RINGBACK -> CallProgressTone.RINGBACK;
        };
    }

    // ---- the media thread

    private void show(long number, Scene wanted, List<ActiveCall> group) {
        Scene now = scenes.get(number);
        if (wanted == null ? now == null : wanted.equals(now)) {
            return;
        }
        end(number, now, wanted);
        if (wanted == null) {
            return;
        }
        displace(number, wanted.ends());
        scenes.put(number, wanted);
        wanted.ends().forEach(end -> taken(end, wanted instanceof Scene.Hold));
        switch (wanted) {
            case Scene.Talk(List<Termination> ends) -> {
                loop.post(ends.size() == 2 ? new MediaCommand.Connect(number, ends.getFirst(), ends.getLast()) : new MediaCommand.Confer(number, ends));
                files.joined(number, group);
            }
            case Scene.Tone(Termination.Rtp(long rtpId), CallProgressTone tone) -> loop.post(new MediaCommand.PlayTone(rtpId, tone));
            case Scene.Tone(Termination.Line line, CallProgressTone tone) -> loop.post(new MediaCommand.Attend(number, line, tone));
            case Scene.Hold(Termination end) -> loop.post(new MediaCommand.Hold(number, end));
        }
    }

    /// A bridge is replaced by the one that follows under the same number.
    private void end(long number, Scene now, Scene next) {
        scenes.remove(number);
        if (now instanceof Scene.Tone(Termination.Rtp(long rtpId), var _)) {
            if (!(next instanceof Scene.Tone(Termination.Rtp(long same), var _)) || same != rtpId) {
                loop.post(new MediaCommand.PlayTone(rtpId, null));
            }
        } else if (now != null && (next == null || next instanceof Scene.Tone(Termination.Rtp _, var _))) {
            loop.post(new MediaCommand.Disconnect(number));
        }
    }

    /// What is joined anew is parted from where it was before. (A tone to an RTP peer is no bridge.)
    private void displace(long number, List<Termination> ends) {
        for (Map.Entry<Long, Scene> one : List.copyOf(scenes.entrySet())) {
            boolean shares = one.getKey() != number && one.getValue().ends().stream().anyMatch(ends::contains);
            if (shares && one.getValue() instanceof Scene.Tone(Termination.Rtp(long rtpId), var _)) {
                loop.post(new MediaCommand.PlayTone(rtpId, null));
            }
            if (shares) {
                scenes.remove(one.getKey());
            }
        }
    }

    private void taken(Termination end, boolean onHold) {
        switch (end) {
            case Termination.Line line -> lines.telephones().heardElsewhere(new LineId(line.name()));
            case Termination.Rtp(long rtpId) -> holding.is(rtpId, onHold);
        }
    }

    /// Legs that a telephone hears, of those that the book still has.
    static List<CallLeg.OnTelephone> alive(CallBook book, List<LegId> heard) {
        return heard.stream().map(book::leg).filter(CallLeg.OnTelephone.class::isInstance).map(CallLeg.OnTelephone.class::cast).toList();
    }
}
