package org.tipring.tdm.emulator;

/// Somebody on a telephone of another exchange: calls a line, or is called by one.
final class OutsideParty implements Party {

    private final Agenda agenda;
    private final LineCircuit line;
    private final Voice voice;
    private final int hangsUpAfterMillis;
    private Agenda.Entry timer;
    private char key;
    private final Tones.Loop keySound = new Tones.Loop();

    OutsideParty(Agenda agenda, LineCircuit line, Voice voice, int hangsUpAfterMillis) {
        this.agenda = agenda;
        this.line = line;
        this.voice = voice;
        this.hangsUpAfterMillis = hangsUpAfterMillis;
    }

    /// As the called one: will answer.
    void willAnswer(int afterMillis, long atNanos) {
        timer = agenda.at(atNanos + Agenda.millis(afterMillis), at -> {
            line.farAnswered(at);
            talk(at);
        });
    }

    /// As the caller: will not let it ring for ever.
    void willGiveUp(int afterMillis, long atNanos) {
        if (afterMillis != Subscriber.NEVER) {
            timer = agenda.at(atNanos + Agenda.millis(afterMillis), line::farReleased);
        }
    }

    @Override
    public void lineAnswered(long atNanos) {
        stop();
        talk(atNanos);
    }

    @Override
    public void lineReleased(long atNanos) {
        stop();
    }

    private void talk(long atNanos) {
        if (hangsUpAfterMillis != Subscriber.NEVER) {
            timer = agenda.at(atNanos + Agenda.millis(hangsUpAfterMillis), line::farReleased);
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    void press(char pressed) {
        key = pressed;
        if (pressed != 0) {
            keySound.play(Tones.dtmf(pressed));
        }
    }

    @Override
    public char keyDown() {
        return key;
    }

    @Override
    public void speak(short[] into, int offset, int samples) {
        voice.speak(into, offset, samples);
        if (key != 0) {
            keySound.speak(into, offset, samples);
        }
    }

    @Override
    public void hear(short[] heard, int offset, int samples) {
        voice.hear(heard, offset, samples);
    }

    @Override
    public void key(char pressed) {
        voice.key(pressed);
    }
}
