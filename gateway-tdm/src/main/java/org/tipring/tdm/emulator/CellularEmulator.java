package org.tipring.tdm.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SplittableRandom;
import org.tipring.tdm.callerid.CallerId;

/// A cellular module as a host sees it: a port for commands and reports, a port for sound, and a mobile network behind. Pure: no thread and
/// no clock. Owned by one thread.
///
/// What each maker says at each step of a call is in [#changed] and [#released]; the commands are in [CellularCommands].
public final class CellularEmulator implements MobileNetwork.Telephone {

    private static final int CAPACITY = 16_384;
    private static final long RING_EVERY = Agenda.millis(4_000);
    private static final long NOISE_EVERY = Agenda.millis(1_700);
    private static final long LATE = Agenda.millis(3_000);
    /// From `AT+CRESET` to the ports' going, and from there to their coming back.
    static final long RESET_AFTER = Agenda.millis(500);
    private static final long BOOT = Agenda.millis(20_000);

    private final CellularProfile profile;
    private final Set<CellularMisbehaviour> misbehaviours;
    private final MobileNetwork network;
    private final Agenda agenda;
    private final CellularSound sound;
    private final ModuleTexts texts;
    private final CellularCommands commands;
    private final ByteQueue toHost = new ByteQueue(CAPACITY);
    private boolean present = true;
    private int epoch;
    private long activeSince;
    private int soundsSinceReset;
    private Runnable onGone = () -> { };
    private Runnable onBack = () -> { };

    public CellularEmulator(CellularProfile profile, Set<CellularMisbehaviour> misbehaviours, MobileNetwork network, long seed) {
        this.profile = profile;
        this.misbehaviours = Set.copyOf(misbehaviours);
        this.network = network;
        this.agenda = network.agenda();
        SplittableRandom random = new SplittableRandom(seed);
        this.sound = new CellularSound(network, this.misbehaviours, random.split());
        this.texts = new ModuleTexts(this, network);
        this.commands = new CellularCommands(this, profile, network, texts);
        network.attach(this);
    }

    boolean does(CellularMisbehaviour misbehaviour) {
        return misbehaviours.contains(misbehaviour) && misbehaviour.fits(profile);
    }

    CellularSound sound() {
        return sound;
    }

    // The host

    public int fromHost(byte[] bytes, int offset, int length, long nowNanos) {
        advance(nowNanos);
        if (present) {
            for (int i = 0; i < length; i++) {
                commands.typed(bytes[offset + i], nowNanos);
            }
        }
        return length;
    }

    /// @return 0 when there is nothing
    public int toHost(byte[] into, int offset, int max, long nowNanos) {
        advance(nowNanos);
        int count = Math.min(max, toHost.size());
        toHost.take(into, offset, count);
        return count;
    }

    public int soundFromHost(byte[] bytes, int offset, int length, long nowNanos) {
        advance(nowNanos);
        return sound.fromHost(bytes, offset, length);
    }

    public int soundToHost(byte[] into, int offset, int max, long nowNanos) {
        advance(nowNanos);
        return sound.toHost(into, offset, max);
    }

    boolean hasForHost() {
        return toHost.size() > 0 || sound.hasForHost();
    }

    /// A line as modules frame it.
    void say(String line) {
        if (present) {
            raw((does(CellularMisbehaviour.DOUBLE_CR) ? "\r\r\n" : "\r\n") + line + (does(CellularMisbehaviour.DOUBLE_CR) ? "\r\r\n" : "\r\n"));
        }
    }

    void raw(String text) {
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            toHost.add(b);
        }
    }

    /// Between an answer's information and its OK.
    void interrupt() {
        if (does(CellularMisbehaviour.URC_IN_ANSWER)) {
            say(profile == CellularProfile.HUAWEI ? "^RSSI:17" : network.registered() ? "+CREG: 1,\"00D5\",\"8E3F\"" : "+CREG: 2");
        }
    }

    void later(long afterNanos, long nowNanos, Agenda.Action action) {
        int made = epoch;
        agenda.at(nowNanos + afterNanos, at -> {
            if (made == epoch) {
                action.run(at);
            }
        });
    }

    // Time

    public void advance(long nowNanos) {
        while (agenda.next() <= nowNanos) {
            sound.run(agenda.next());
            network.advance(agenda.next());
        }
        sound.run(nowNanos);
    }

    public long nextDeadline() {
        return Math.min(agenda.next(), sound.nextDeadline());
    }

    // Text messages

    @Override
    public boolean texted(String pdu) {
        return present && texts.arrives(pdu);
    }

    /// How many messages the SIM card holds.
    public int textsStored() {
        return texts.stored();
    }

    // The call

    @Override
    public void changed(MobileNetwork.CallState state, long at) {
        if (state == MobileNetwork.CallState.DIALLING || state == MobileNetwork.CallState.INCOMING) {
            sound.newCall();
        }
        switch (state) {
            case DIALLING -> report("^ORIG:1,0", 2);
            case ALERTING -> report("^CONF:1", 3);
            case INCOMING -> ring(true, at);
            case ACTIVE -> {
                activeSince = at;
                if (!does(CellularMisbehaviour.ANSWER_LOST)) {
                    if (profile == CellularProfile.SIMCOM) {
                        say("VOICE CALL: BEGIN");
                    }
                    report("^CONN:1,0", 0);
                }
            }
            case NONE -> { }
        }
        if (does(CellularMisbehaviour.NOISE)) {
            noise(at);
        }
    }

    private void noise(long at) {
        say("^RSSI:18");
        say("^BOOT:20952548,0,0,0,75");
        say("^MODE:5,4");
        say("^SRVST:2");
        say("+CMTI: \"SM\",-1");
        later(NOISE_EVERY, at, then -> {
            if (network.busy()) {
                noise(then);
            }
        });
    }

    /// @param state of `+CLCC`
    private void report(String huawei, int state) {
        switch (profile) {
            case HUAWEI -> say(huawei);
            case QUECTEL -> say("+QIND: \"ccinfo\",1," + (network.incoming() ? 1 : 0) + "," + state + ",0,0,\"" + number() + "\",129");
            case SIMCOM -> {
                if (commands.unsolicitedList()) {
                    say(list(state));
                }
            }
        }
    }

    private String number() {
        return network.incoming() ? network.caller().number() : network.dialled();
    }

    /// A line of `+CLCC`.
    String list(int state) {
        return "+CLCC: 1," + (network.incoming() ? 1 : 0) + "," + state + ",0,0,\"" + number() + "\"," + (number().startsWith("+") ? 145 : 129);
    }

    private void ring(boolean first, long at) {
        boolean clip = commands.callerWanted() && profile != CellularProfile.HUAWEI;
        if (first && clip && does(CellularMisbehaviour.CLIP_BEFORE_RING)) {
            say(clip());
        }
        say(profile == CellularProfile.HUAWEI && does(CellularMisbehaviour.NOISE) ? "+CRING: VOICE" : "RING");
        if (clip && !(first && does(CellularMisbehaviour.CLIP_BEFORE_RING))) {
            say(clip());
        }
        if (first) {
            report("", 4);
        }
        later(RING_EVERY, at, then -> {
            if (network.state() == MobileNetwork.CallState.INCOMING) {
                ring(false, then);
            }
        });
    }

    private String clip() {
        CallerId caller = network.caller();
        return switch (caller.presence()) {
            case NUMBER -> "+CLIP: \"" + caller.number() + "\"," + (caller.number().startsWith("+") ? 145 : 129) + ",,,\"\",0";
            case WITHHELD -> "+CLIP: \"\",128,,,\"\",1";
            case UNAVAILABLE -> "+CLIP: \"\",128,,,\"\",2";
        };
    }

    @Override
    public void released(int cause, long at) {
        sound.end();
        if (does(CellularMisbehaviour.END_LOST) && profile != CellularProfile.SIMCOM || !present) {
            return;
        }
        switch (profile) {
            case HUAWEI -> {
                if (cause == 17) {
                    say("BUSY");
                }
                say(does(CellularMisbehaviour.SHORT_CEND) ? "^CEND:1,8,29" : "^CEND:1,8,29," + cause);
            }
            case QUECTEL -> {
                report("", -1);
                say(cause == 17 ? "BUSY" : "NO CARRIER");
            }
            case SIMCOM -> {
                boolean odd = does(CellularMisbehaviour.ODD_END);
                if (!does(CellularMisbehaviour.END_LOST)) {
                    say(odd ? "VOICE CALL:END: 000017" : "VOICE CALL: END: 000017");
                    if (odd) {
                        say("VOICE CALL:END: 000000");
                    }
                }
                say(cause == 17 ? "BUSY" : "NO CARRIER");
            }
        }
    }

    // The sound

    /// @return whether the module agrees
    boolean soundOn(long at) {
        if (profile == CellularProfile.SIMCOM && network.state() != MobileNetwork.CallState.ACTIVE) {
            return false;
        }
        boolean tired = does(CellularMisbehaviour.TIRES) && soundsSinceReset > 0;
        if ((does(CellularMisbehaviour.SOUND_LATE) || tired) && at - activeSince < LATE) {
            return false;
        }
        if (!sound.on()) {
            soundsSinceReset++;
            sound.begin(tired, at);
            if (does(CellularMisbehaviour.FLOW_CONTROL)) {
                flow(at);
            }
        } else {
            sound.again();
        }
        return true;
    }

    /// Now and then the module has no room for 100 ms.
    private void flow(long at) {
        later(Agenda.millis(1_500), at, then -> {
            if (sound.on()) {
                say("+QPCMV: 0,0");
                later(Agenda.millis(100), then, again -> {
                    say("+QPCMV: 1,0");
                    flow(again);
                });
            }
        });
    }

    void soundOff() {
        sound.end();
    }

    // Power

    /// Tells when the ports go by the module's own doing (`AT+CRESET`), and when they are back.
    public void onReset(Runnable gone, Runnable back) {
        onGone = gone;
        onBack = back;
    }

    void reset(long at) {
        later(RESET_AFTER, at, gone -> {
            unplug(gone);
            onGone.run();
            agenda.at(gone + BOOT, back -> {
                if (!present) {
                    replug(back);
                    onBack.run();
                }
            });
        });
    }

    /// The device loses its power; a call ends for the far side.
    public void unplug(long nowNanos) {
        advance(nowNanos);
        epoch++;
        present = false;
        network.hangUp(nowNanos);
        sound.clear();
        toHost.clear();
    }

    public void replug(long nowNanos) {
        advance(nowNanos);
        epoch++;
        present = true;
        soundsSinceReset = 0;
        commands.powerUp();
        toHost.clear();
        network.room(nowNanos);
    }

    public boolean present() {
        return present;
    }

    /// How often the module had no sound to play, after some had come.
    public long underruns() {
        return sound.underruns();
    }

    /// Commands that came less than 100 ms after a result.
    public int hastyCommands() {
        return commands.hasty();
    }
}
