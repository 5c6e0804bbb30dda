package org.tipring.tdm.emulator;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.callerid.CallerId;

/// What a voice modem feels of its line, and tells its host unasked: rings, the caller's number, tones, keys, loop breaks.
final class LineReporter implements TelephoneSet {

    private static final long DIAL_TONE_HEARD_NANOS = Agenda.millis(600);
    /// Two rounds of the slowest busy tone.
    private static final long BUSY_HEARD_NANOS = Agenda.millis(2_500);
    private static final long TONE_AGAIN_NANOS = Agenda.millis(4_000);
    private static final long KEY_HEARD_NANOS = Agenda.millis(40);
    private static final long KEY_AGAIN_NANOS = Agenda.millis(70);
    /// Bursts closer than this belong to one ring (British: two bursts, 0.2 s apart).
    private static final long ONE_RING_NANOS = Agenda.millis(1_600);

    private static final int SPEECH_PEAK = 1_000;
    private static final int SILENCE_PEAK = 100;

    private final VoiceModemEmulator modem;
    private final HostPort port;
    private final Loop loop;
    private final ModemSettings settings;
    private final SplittableRandom random;
    private CallProgressTone tone;
    private char key;
    private long toneEpoch;
    private long keyEpoch;
    private boolean keyBegun;
    private boolean somethingHeard;
    private long silentSince;
    private long nextMisreport;
    private long nextReport;
    private long lastRingReport = Long.MIN_VALUE / 2;
    private long lastRing = Long.MIN_VALUE / 2;
    private int rings;
    private List<String> lastCaller = List.of();

    LineReporter(VoiceModemEmulator modem, HostPort port, Loop loop, ModemSettings settings, SplittableRandom random) {
        this.modem = modem;
        this.port = port;
        this.loop = loop;
        this.settings = settings;
        this.random = random;
    }

    @Override
    public void catchUp(long at) {
        modem.bringStreamUp(at);
    }

    // Rings and callers

    @Override
    public void ringing(boolean on, long at) {
        if (!modem.alive()) {
            return;
        }
        feelRing(on, at);
        if (!on) {
            modem.ringEnded(at);
        }
    }

    private void feelRing(boolean on, long at) {
        if (at - lastRing > VoiceModemEmulator.S1_CLEARS_NANOS) {
            rings = 0;
        }
        lastRing = at;
        if (!on && !modem.offHook() && at - lastRingReport > ONE_RING_NANOS) {
            lastRingReport = at;
            rings++;
            if (modem.voiceClass()) {
                port.code('R');
            } else {
                modem.unsolicited("\r\nRING\r\n", "RING");
            }
            modem.ringReported(rings, at);
        }
    }

    /// Whether `S1` still counts: a ring was heard a short while ago.
    boolean rangLately(long at) {
        return at - lastRing < VoiceModemEmulator.S1_CLEARS_NANOS;
    }

    int rings(long at) {
        return rangLately(at) ? rings : 0;
    }

    @Override
    public void callerId(CallerId caller, LocalDateTime date, long at) {
        if (!modem.alive() || !modem.wantsCallerId()) {
            return;
        }
        lastCaller = lines(caller, date);
        if (modem.voiceClass()) {
            port.raw("\u0010X");
            lastCaller.forEach(line -> port.raw(line + "\r\n"));
            port.raw("\u0010.");
            return;
        }
        StringBuilder block = new StringBuilder();
        lastCaller.forEach(line -> block.append("\r\n").append(line).append("\r\n"));
        modem.unsolicited(block.toString(), null);
    }

    /// The lines of the last caller, for `+VRID`.
    List<String> lastCaller() {
        return lastCaller;
    }

    void forgetCaller() {
        lastCaller = List.of();
    }

    private List<String> lines(CallerId caller, LocalDateTime date) {
        boolean blanks = settings.profile().conexant() && !settings.does(Misbehaviour.CID_WITHOUT_BLANKS);
        boolean noise = settings.does(Misbehaviour.CID_NOISE);
        String is = blanks ? " = " : "=";
        String absent = switch (caller.presence()) {
            case NUMBER -> "";
            case WITHHELD -> blanks ? "P" : "PRIVATE";
            case UNAVAILABLE -> "O";
        };
        List<String> lines = new ArrayList<>();
        lines.add("DATE" + is + date.format(DateTimeFormatter.ofPattern("MMdd")));
        if (!noise) {
            lines.add("TIME" + is + date.format(DateTimeFormatter.ofPattern("HHmm")));
        }
        lines.add("NMBR" + is + (absent.isEmpty() ? caller.number() : absent));
        if (noise) {
            lines.add("NA\u00ff\u0081" + (char) (0x80 + random.nextInt(128)) + is + "\u00fe" + caller.name());
        } else if (!caller.name().isEmpty()) {
            lines.add("NAME" + is + caller.name());
        }
        return lines;
    }

    // Tones and keys

    /// Looks anew at what sounds on the line.
    @Override
    public void soundChanged(long at) {
        modem.soundChanged(at);
        CallProgressTone nowTone = listens() ? loop.tone() : null;
        if (nowTone != tone) {
            tone = nowTone;
            toneEpoch++;
            awaitTone(at);
        }
        char nowKey = listens() ? loop.key() : 0;
        if (nowKey != key) {
            char before = key;
            key = nowKey;
            keyEpoch++;
            if (before != 0) {
                keyEnds(before);
            }
            if (nowKey != 0) {
                reportKeyLater(KEY_HEARD_NANOS, true, at);
            }
        }
    }

    private boolean listens() {
        return modem.offHook() && modem.voiceClass() && modem.alive();
    }

    private void awaitTone(long at) {
        if (tone == CallProgressTone.DIAL && !settings.does(Misbehaviour.NO_DIAL_TONE_REPORT)) {
            reportToneLater('d', DIAL_TONE_HEARD_NANOS, at);
        } else if (tone == CallProgressTone.BUSY || tone == CallProgressTone.REORDER) {
            reportToneLater('b', BUSY_HEARD_NANOS, at);
        }
    }

    private void reportToneLater(char code, long after, long at) {
        long epoch = toneEpoch;
        modem.later(after, at, then -> {
            if (epoch == toneEpoch && listens()) {
                modem.code(code, then);
                reportToneLater(code, TONE_AGAIN_NANOS, then);
            }
        });
    }

    private void reportKeyLater(long after, boolean first, long at) {
        long epoch = keyEpoch;
        if (first) {
            keyBegun = false;
        }
        modem.later(after, at, then -> {
            if (epoch == keyEpoch && listens()) {
                reportKey(first, then);
                reportKeyLater(KEY_AGAIN_NANOS, false, then);
            }
        });
    }

    private void reportKey(boolean first, long at) {
        modem.bringStreamUp(at);
        keyBegun = true;
        if (settings.does(Misbehaviour.BARE_DIGITS_IN_SHIELD)) {
            return;
        }
        if (first && !settings.does(Misbehaviour.NO_SHIELD_DTMF)) {
            port.code('/');
        }
        port.code(key);
    }

    private void keyEnds(char ended) {
        if (!keyBegun) {
            return;
        }
        if (settings.does(Misbehaviour.BARE_DIGITS_IN_SHIELD)) {
            port.code('/');
            port.raw((byte) ended);
        }
        if (!settings.does(Misbehaviour.NO_SHIELD_DTMF)) {
            port.code('~');
        }
    }

    /// Takes for dial tone what is speech, and for the end what is a pause.
    void misreport(int peak, long now) {
        if (settings.does(Misbehaviour.REPORT_IN_STREAM) && now > nextReport && listens()) {
            if (nextReport > 0) {
                port.raw("\u0010XDATE = 1015\r\nTIME = 1310\r\nNMBR = 4055550000\r\nNAME = WAITING\r\n\u0010.");
            }
            nextReport = now + Agenda.millis(2_000);
        }
        if (settings.does(Misbehaviour.SPURIOUS_DIALTONE) && now > nextMisreport && listens()) {
            if (nextMisreport > 0) {
                port.code(peak > SPEECH_PEAK ? 'd' : 's');
            }
            nextMisreport = now + Agenda.millis(2_000 + random.nextInt(6_000));
        }
    }

    /// `+VSD`: so many tenths of a second of silence are the end of a message (`q`), or of a call in which nothing was ever said (`s`).
    void listenForSilence(int peak, int tenths, long now) {
        if (peak > SILENCE_PEAK) {
            somethingHeard = true;
            silentSince = now;
        } else if (tenths > 0 && now - silentSince >= Agenda.millis(tenths * 100L)) {
            silentSince = now;
            port.code(somethingHeard ? 'q' : 's');
        }
    }

    /// A stream begins.
    void startListening(long now) {
        somethingHeard = false;
        silentSince = now;
    }

    // Wires

    @Override
    public void battery(boolean on, long at) {
        if (!on && listens() && settings.profile().conexant()) {
            modem.code('l', at);
        }
        soundChanged(at);
    }

    @Override
    public void reversed(long at) {
        if (listens() && modem.stateEvents() >= 4) {
            modem.code('l', at);
        }
    }
}
