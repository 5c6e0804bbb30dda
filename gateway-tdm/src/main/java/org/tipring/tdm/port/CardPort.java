package org.tipring.tdm.port;

import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.tdm.card.CardCommand;
import org.tipring.tdm.line.LineId;

/// One port of a line card, whatever hangs on it: its place on the card, and its sound.
abstract class CardPort implements LineCard.Port {

    /// The shortest: who dials is heard sooner. 32 ports are no burden even so.
    static final int FRAME_MILLIS = 5;

    private final LineId line;
    final LineCard card;
    private final int number;
    final CardSound sound;
    boolean ready;
    private boolean closed;

    /// @param number of the port on the card
    CardPort(LineId line, LineCard card, int number) {
        this.line = line;
        this.card = card;
        this.number = number;
        this.sound = new CardSound(number, card::toCard, card.counters());
    }

    /// Who to call, on the reader thread, when a whole frame of sound waits to be read.
    public void onReady(Runnable wakeup) {
        sound.onReady(wakeup);
    }

    public LineId line() {
        return line;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public CardSound sound() {
        return sound;
    }

    public AudioEndpoint audio() {
        return sound;
    }

    public void start(long nowNanos) {
        card.start(nowNanos);
    }

    public String describe() {
        return "port " + number + " of " + card.describe();
    }

    public boolean closed() {
        return closed;
    }

    void command(CardCommand command, long nowNanos) {
        card.command(number, command, nowNanos);
    }

    void letGo() {
        closed = true;
        card.close(this);
    }
}
