package org.tipring.tdm.emulator;

import org.tipring.media.dsp.CallProgressTone;

/// Carries out `ATD` and waits for what comes of it: a voice (class 8), or a carrier that this world does not have (class 0).
final class ModemDialler {

    private enum Phase { IDLE, DIALLING, AWAITING_VOICE, AWAITING_CARRIER }

    private static final long LISTEN_NANOS = Agenda.millis(1_000);
    private static final long LISTEN_AGAIN_NANOS = Agenda.millis(250);
    private static final long DIAL_TONE_LIMIT_NANOS = Agenda.millis(5_000);
    /// CX930xx: at least two seconds before a blind dial, and for a comma.
    private static final long BLIND_PAUSE_NANOS = Agenda.millis(2_000);
    private static final long DIGIT_NANOS = Agenda.millis(170);
    /// A dial: the loop open, closed again; and the pause between two digits.
    private static final long BREAK_NANOS = Agenda.millis(60);
    private static final long MAKE_NANOS = Agenda.millis(40);
    private static final long BETWEEN_DIGITS_NANOS = Agenda.millis(800);
    private static final long FLASH_NANOS = Agenda.millis(700);
    private static final long BUSY_HEARD_NANOS = Agenda.millis(2_500);

    private final VoiceModemEmulator modem;
    private final Loop loop;
    private final ModemSettings settings;
    private final ModemParameters parameters;
    private final LineReporter reporter;
    private Phase phase = Phase.IDLE;
    /// One for each attempt and each change of what is heard: what was planned before is void.
    private long round;
    private boolean rangBack;
    private boolean byPulses;
    private CallProgressTone heard;

    ModemDialler(VoiceModemEmulator modem, Loop loop, ModemSettings settings, ModemParameters parameters, LineReporter reporter) {
        this.modem = modem;
        this.loop = loop;
        this.settings = settings;
        this.parameters = parameters;
        this.reporter = reporter;
    }

    void dial(String number, boolean voice, long at) {
        if (reporter.rangLately(at)) {
            fail("NO CARRIER", at);
            return;
        }
        if (!loop.battery() && modem.stateEvents() > 0) {
            fail("NO LINE", at);
            return;
        }
        modem.dialling();
        byPulses = false;
        phase = Phase.DIALLING;
        round++;
        modem.goOffHook(at);
        int x = parameters.letter("X");
        if (x == 2 || x >= 4 || number.startsWith("W")) {
            plan(LISTEN_NANOS, at, then -> awaitDialTone(number, voice, at, then));
        } else {
            plan(BLIND_PAUSE_NANOS, at, then -> digit(number, 0, voice, then));
        }
    }

    private void awaitDialTone(String number, boolean voice, long since, long at) {
        if (loop.tone() == CallProgressTone.DIAL) {
            digit(number, 0, voice, at);
        } else if (at - since >= DIAL_TONE_LIMIT_NANOS) {
            fail(noDialTone(), at);
        } else {
            plan(LISTEN_AGAIN_NANOS, at, then -> awaitDialTone(number, voice, since, then));
        }
    }

    private void digit(String number, int index, boolean voice, long at) {
        if (index == number.length()) {
            dialled(voice, at);
            return;
        }
        char c = number.charAt(index);
        if (c == ';') {
            phase = Phase.IDLE;
            modem.finish("OK", at);
            return;
        }
        long length = 0;
        if (c == 'P' || c == 'T') {
            byPulses = c == 'P';
        } else if (c == ',') {
            length = Math.max(BLIND_PAUSE_NANOS, Agenda.millis(parameters.register(8) * 1_000L));
        } else if (c == '!') {
            length = FLASH_NANOS;
            modem.goOnHook(at);
            plan(length, at, modem::goOffHook);
        } else if (byPulses && Character.isDigit(c)) {
            int pulses = c == '0' ? 10 : c - '0';
            for (int i = 0; i < pulses; i++) {
                plan(i * (BREAK_NANOS + MAKE_NANOS), at, modem::goOnHook);
                plan(i * (BREAK_NANOS + MAKE_NANOS) + BREAK_NANOS, at, modem::goOffHook);
            }
            length = pulses * (BREAK_NANOS + MAKE_NANOS) + BETWEEN_DIGITS_NANOS;
        } else if (!byPulses && Tones.isKey(c) && !(index == 0 && c == 'D')) {
            length = DIGIT_NANOS;
            loop.dtmf(c, at);
        }
        plan(length, at, then -> digit(number, index + 1, voice, then));
    }

    private void dialled(boolean voice, long at) {
        if (!voice) {
            awaitCarrier(at);
        } else if (parameters.get("+VRN") == 0) {
            succeed(at);
        } else {
            phase = Phase.AWAITING_VOICE;
            rangBack = false;
            heard = null;
            round++;
            plan(Agenda.millis(parameters.register(7) * 1_000L), at, then -> fail("NO ANSWER", then));
            plan(Agenda.millis(parameters.get("+VRN") * 1_000L), at, then -> {
                if (!rangBack) {
                    succeed(then);
                }
            });
            soundChanged(at);
        }
    }

    /// Nobody in this world answers with a carrier.
    void awaitCarrier(long at) {
        modem.dialling();
        phase = Phase.AWAITING_CARRIER;
        heard = null;
        round++;
        plan(Agenda.millis(parameters.register(7) * 1_000L), at, then -> fail("NO CARRIER", then));
        soundChanged(at);
    }

    void soundChanged(long at) {
        if (phase != Phase.AWAITING_VOICE && phase != Phase.AWAITING_CARRIER || loop.tone() == heard) {
            return;
        }
        CallProgressTone before = heard;
        heard = loop.tone();
        if (ModemInterpreter.saysNo(heard) && parameters.letter("X") >= 3) {
            whileHeard(BUSY_HEARD_NANOS, at, then -> fail("BUSY", then));
        } else if (phase == Phase.AWAITING_VOICE && heard == CallProgressTone.RINGBACK) {
            rangBack = true;
            if (parameters.get("+VRA") == 0) {
                succeed(at);
            }
        } else if (phase == Phase.AWAITING_VOICE && before == CallProgressTone.RINGBACK && heard == null) {
            whileHeard(Agenda.millis(parameters.get("+VRA") * 100L), at, this::succeed);
        }
    }

    private void whileHeard(long after, long at, Agenda.Action action) {
        CallProgressTone wanted = heard;
        plan(after, at, then -> {
            if (heard == wanted) {
                action.run(then);
            }
        });
    }

    /// The host typed something while dialling.
    void abort(long at) {
        fail(settings.profile().conexant() ? "NO CARRIER" : "OK", at);
    }

    private void plan(long after, long at, Agenda.Action action) {
        long planned = round;
        modem.later(after, at, then -> {
            if (planned == round && phase != Phase.IDLE) {
                action.run(then);
            }
        });
    }

    private void succeed(long at) {
        phase = Phase.IDLE;
        modem.finish(settings.does(Misbehaviour.VCON_INSTEAD_OF_CONNECT) ? "VCON" : "OK", at);
    }

    private void fail(String result, long at) {
        phase = Phase.IDLE;
        modem.goOnHook(at);
        modem.finish(result, at);
    }

    private String noDialTone() {
        boolean oneWord = settings.does(Misbehaviour.NO_DIALTONE_SPELLING) || !settings.profile().conexant();
        return oneWord ? "NO DIALTONE" : "NO DIAL TONE";
    }
}
