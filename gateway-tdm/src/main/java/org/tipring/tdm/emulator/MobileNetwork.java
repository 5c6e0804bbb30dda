package org.tipring.tdm.emulator;

import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.sms.TextMessage;
import org.tipring.tdm.sms.Tpdu;

/// A mobile network with one telephone in it, that of an emulated module, and subscribers behind numbers. Pure; owned by the thread of its
/// module.
public final class MobileNetwork {

    enum CallState { NONE, DIALLING, ALERTING, ACTIVE, INCOMING }

    /// The telephone.
    interface Telephone {

        void changed(CallState state, long atNanos);

        /// @param cause Q.850
        void released(int cause, long atNanos);

        /// @param pdu SMS-DELIVER in hexadecimal
        /// @return false when it has no room, or is not there: it is tried again
        boolean texted(String pdu);
    }

    private static final int NORMAL = 16;
    private static final long ROUTING = Agenda.millis(900);
    private static final int RINGBACK_HERTZ = 425;
    private static final int AMPLITUDE = 4_000;
    private static final int RINGBACK_PERIOD = 5 * 8_000;
    private static final int RINGBACK_ON = 8_000;

    private final Agenda agenda = new Agenda();
    private final TreeMap<String, Subscriber> subscribers = new TreeMap<>();
    private Telephone telephone;
    private CallState state = CallState.NONE;
    private CallerId caller = CallerId.NONE;
    private String dialled = "";
    private boolean incoming;
    private Voice voice = new Voices.Silence();
    private Agenda.Entry timer;
    private int hangsUpAfterMillis;
    private long position;
    private boolean registered = true;
    private int callsMade;
    private int answered;
    private final StringBuilder keys = new StringBuilder();
    /// Text messages that the telephone has not taken yet, as a message centre keeps them.
    private final Deque<String> undelivered = new ArrayDeque<>();
    private final List<TextMessage> texts = new CopyOnWriteArrayList<>();
    private int reference;
    private Watcher watcher = (_, _) -> { };

    /// Who follows what happens.
    public interface Watcher {
        void saw(String words, long atNanos);
    }

    /// Puts a subscriber behind a number.
    public void subscribe(String number, Subscriber subscriber) {
        subscribers.put(number, subscriber);
    }

    void attach(Telephone attached) {
        telephone = attached;
    }

    Agenda agenda() {
        return agenda;
    }

    CallState state() {
        return state;
    }

    CallerId caller() {
        return caller;
    }

    String dialled() {
        return dialled;
    }

    /// Whether the call was made from outside.
    public boolean incoming() {
        return incoming;
    }

    /// Whether there is a network; without one there are no calls.
    public void registered(boolean there, long nowNanos) {
        registered = there;
        if (!there && state != CallState.NONE) {
            end(38, nowNanos);
        }
        room(nowNanos);
    }

    boolean registered() {
        return registered;
    }

    // From outside

    /// Somebody calls the telephone.
    ///
    /// @param giveUpAfterMillis how long it may ring, or [Subscriber#NEVER]
    /// @param endsAfterMillis after the answer, or [Subscriber#NEVER]
    /// @return false when the caller heard that it is busy, or not there
    public boolean call(CallerId from, int giveUpAfterMillis, Voice speaker, int endsAfterMillis, long nowNanos) {
        advance(nowNanos);
        if (state != CallState.NONE || telephone == null || !registered) {
            return false;
        }
        caller = from;
        incoming = true;
        voice = speaker;
        hangsUpAfterMillis = endsAfterMillis;
        become(CallState.INCOMING, nowNanos);
        if (giveUpAfterMillis != Subscriber.NEVER) {
            after(giveUpAfterMillis, nowNanos, at -> end(NORMAL, at));
        }
        return true;
    }

    /// The far end hangs up, whoever called.
    public void farEndHangsUp(long nowNanos) {
        advance(nowNanos);
        if (state != CallState.NONE) {
            end(NORMAL, nowNanos);
        }
    }

    /// Whether there is a call, of whatever kind.
    public boolean busy() {
        return state != CallState.NONE;
    }

    /// Whether somebody talks.
    public boolean talking() {
        return state == CallState.ACTIVE;
    }

    /// Tells what happens from now on.
    public void watch(Watcher follows) {
        watcher = follows;
    }

    // Text messages

    /// Somebody sends a text message to the telephone. It comes as soon as the telephone is there and has room.
    ///
    /// @throws IllegalArgumentException for what is no number, or no text
    public void text(String from, String text, OffsetDateTime at, long nowNanos) {
        advance(nowNanos);
        undelivered.addAll(Tpdu.deliver(from, text, at, ++reference & 0xFF));
        room(nowNanos);
    }

    /// The telephone may have room again.
    void room(long at) {
        while (registered && telephone != null && !undelivered.isEmpty() && telephone.texted(undelivered.getFirst())) {
            undelivered.removeFirst();
            watcher.saw("text message delivered", at);
        }
    }

    /// @return false when that is no message
    boolean texted(String pdu, long at) {
        TextMessage message = Tpdu.submitted(pdu);
        if (message != null) {
            texts.add(message);
            watcher.saw("text message to " + message.from() + ": " + message.text(), at);
        }
        return message != null;
    }

    /// What the telephone has sent; to whom is where "from" is. Any thread.
    public List<TextMessage> texts() {
        return texts;
    }

    // Counts

    /// Calls that came about so far, and those of them that were answered.
    public int callsMade() {
        return callsMade;
    }

    public int answered() {
        return answered;
    }

    /// Keys that the telephone has sent.
    public String keys() {
        return keys.toString();
    }

    // From the telephone

    void dial(String number, long at) {
        dialled = number;
        incoming = false;
        become(CallState.DIALLING, at);
        Subscriber subscriber = subscribers.getOrDefault(number, new Subscriber.DoesNotExist());
        switch (subscriber) {
            case Subscriber.Answers(int afterMillis, var speaker, int endsAfterMillis) -> {
                voice = speaker.get();
                hangsUpAfterMillis = endsAfterMillis;
                after(ROUTING / 1_000_000, at, then -> {
                    become(CallState.ALERTING, then);
                    after(afterMillis, then, this::connect);
                });
            }
            case Subscriber.NeverAnswers() -> after(ROUTING / 1_000_000, at, then -> become(CallState.ALERTING, then));
            case Subscriber.Busy() -> after(ROUTING / 1_000_000, at, then -> end(17, then));
            case Subscriber.Congested() -> after(ROUTING / 1_000_000, at, then -> end(42, then));
            case Subscriber.DoesNotExist() -> after(ROUTING / 1_000_000, at, then -> end(1, then));
        }
    }

    void answer(long at) {
        connect(at);
    }

    private void connect(long at) {
        answered++;
        become(CallState.ACTIVE, at);
        if (hangsUpAfterMillis != Subscriber.NEVER) {
            after(hangsUpAfterMillis, at, then -> end(NORMAL, then));
        }
    }

    void hangUp(long at) {
        if (state != CallState.NONE) {
            end(NORMAL, at);
        }
    }

    void key(char key, long at) {
        keys.append(key);
        watcher.saw("key " + key, at);
        voice.key(key);
    }

    // Both

    private void become(CallState next, long at) {
        stop();
        callsMade += state == CallState.NONE ? 1 : 0;
        state = next;
        position = 0;
        watcher.saw(next.name().toLowerCase(Locale.ROOT) + " " + (incoming ? caller.number() : dialled), at);
        telephone.changed(next, at);
    }

    private void end(int cause, long at) {
        stop();
        state = CallState.NONE;
        watcher.saw("the call ended, cause " + cause, at);
        telephone.released(cause, at);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void after(long millis, long at, Agenda.Action action) {
        stop();
        timer = agenda.at(at + Agenda.millis(millis), action);
    }

    /// Sound both ways.
    void transfer(short[] said, short[] heard, int samples) {
        switch (state) {
            case ACTIVE -> {
                voice.hear(said, 0, samples);
                voice.speak(heard, 0, samples);
            }
            case ALERTING -> {
                for (int i = 0; i < samples; i++, position++) {
                    boolean on = position % RINGBACK_PERIOD < RINGBACK_ON;
                    heard[i] = on ? (short) (AMPLITUDE * Math.sin(2 * Math.PI * RINGBACK_HERTZ * position / 8_000)) : 0;
                }
            }
            case NONE, DIALLING, INCOMING -> java.util.Arrays.fill(heard, 0, samples, (short) 0);
        }
    }

    /// Does what is due by then.
    public void advance(long nowNanos) {
        while (agenda.runOne(nowNanos)) {
            // one after the other
        }
    }
}
