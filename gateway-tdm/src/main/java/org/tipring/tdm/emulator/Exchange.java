package org.tipring.tdm.emulator;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;

/// A telephone exchange: lines of its own, and subscribers behind numbers.
///
/// Pure: no thread and no clock. Owned by one thread. Events happen at their exact time however seldom [#advance] is called, and
/// a [Loop] brings its exchange up to date by itself.
public final class Exchange {

    private final ExchangeSettings settings;
    private final Consumer<ExchangeEvent> events;
    private final Tones tones;
    private final Agenda agenda = new Agenda();
    private final Map<String, LineCircuit> lines = new LinkedHashMap<>();
    private final TreeMap<String, Subscriber> subscribers = new TreeMap<>();
    private boolean advancing;

    public Exchange(ExchangeSettings settings, Consumer<ExchangeEvent> events) {
        this.settings = settings;
        this.events = events;
        this.tones = new Tones(settings.tones());
    }

    /// A line with that number, for a telephone set to hang on. Other lines can call it.
    public Loop connect(String number) {
        LineCircuit circuit = new LineCircuit(this, agenda, settings, tones, number, events);
        if (lines.putIfAbsent(number, circuit) != null) {
            throw new IllegalArgumentException("the exchange has a line " + number + " already");
        }
        return new Loop(circuit);
    }

    /// Puts a subscriber behind a number, in place of one that was there.
    public void subscribe(String number, Subscriber subscriber) {
        subscribers.put(number, subscriber);
    }

    /// A subscriber from outside calls one of the lines.
    ///
    /// @param line the number of the line
    /// @param giveUpAfterMillis how long it may ring, or [Subscriber#NEVER]
    /// @param voice of the caller, once the line has answered
    /// @param hangsUpAfterMillis after the answer, or [Subscriber#NEVER]
    /// @return false when the caller heard busy tone
    public boolean call(String line, CallerId from, int giveUpAfterMillis, Voice voice, int hangsUpAfterMillis, long nowNanos) {
        advance(nowNanos);
        LineCircuit circuit = existing(line);
        OutsideParty party = new OutsideParty(agenda, circuit, voice, hangsUpAfterMillis);
        boolean rings = circuit.incoming(from, party, nowNanos);
        if (rings) {
            party.willGiveUp(giveUpAfterMillis, nowNanos);
        }
        return rings;
    }

    /// The far end of the line's conversation, or the caller who rings it, hangs up. Nothing happens where there is none.
    public void farEndHangsUp(String line, long nowNanos) {
        advance(nowNanos);
        existing(line).farReleased(nowNanos);
    }

    /// The far end of the line's conversation holds a key down.
    public void farEndPresses(String line, char key, int millis, long nowNanos) {
        if (!Tones.isKey(key)) {
            throw new IllegalArgumentException("not a DTMF key: " + key);
        }
        advance(nowNanos);
        existing(line).farPresses(key, millis, nowNanos);
    }

    /// The far end of the line's conversation presses keys, 100 ms each, with pauses of 100 ms.
    public void farEndPresses(String line, String keys, long nowNanos) {
        if (keys.chars().anyMatch(key -> !Tones.isKey((char) key))) {
            throw new IllegalArgumentException("not DTMF keys: " + keys);
        }
        advance(nowNanos);
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            agenda.at(nowNanos + Agenda.millis(200L * i), at -> existing(line).farPresses(key, 100, at));
        }
    }

    /// Somebody lifts another telephone on the wires of that line, or hangs it up.
    public void otherTelephone(String line, boolean lifted, long nowNanos) {
        existing(line).hook(lifted, true, nowNanos);
    }

    /// Pulls the cable of that line out of the wall, or puts it back.
    public void cable(String line, boolean plugged, long nowNanos) {
        existing(line).cable(plugged, nowNanos);
    }

    /// Does what is due by then, each at its time.
    public void advance(long nowNanos) {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (agenda.runOne(nowNanos)) {
                // one after the other
            }
        } finally {
            advancing = false;
        }
    }

    /// When [#advance] has something to do next, or [Deadlines#NEVER].
    public long nextDeadline() {
        return agenda.next();
    }

    LineCircuit line(String number) {
        return lines.get(number);
    }

    Subscriber subscriber(String number) {
        return subscribers.getOrDefault(number, new Subscriber.DoesNotExist());
    }

    /// Whether the digits are a whole number, and no longer one begins with them.
    boolean complete(CharSequence digits) {
        String number = digits.toString();
        boolean known = lines.containsKey(number) || subscribers.containsKey(number);
        return known && !isPrefix(number);
    }

    private boolean isPrefix(String digits) {
        String next = subscribers.higherKey(digits);
        return next != null && next.startsWith(digits)
                || lines.keySet().stream().anyMatch(line -> line.length() > digits.length() && line.startsWith(digits));
    }

    LocalDateTime date(long atNanos) {
        return settings.startsAt().plusNanos(atNanos);
    }

    private LineCircuit existing(String line) {
        LineCircuit circuit = lines.get(line);
        if (circuit == null) {
            throw new IllegalArgumentException("the exchange has no line " + line + "; it has " + lines.keySet());
        }
        return circuit;
    }
}
