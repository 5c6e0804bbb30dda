package org.tipring.media.engine.key;

import java.util.Arrays;
import org.tipring.media.codec.LossConcealer;
import org.tipring.media.dsp.KeyOnset;
import org.tipring.media.pcm.Pcm;

/// Takes keys out of sound whose listener gets them as events, from their first sample on. Sound is held back for 10 ms, because a key is
/// guessed from so much of it ([KeyOnset]); a detector takes 25 to 40.
///
/// ```
///  in   ..speech..|kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk|..speech..
///  is             |guessed |certain                       |certainly over
///  out    ..speech..|made up |silence ....................|..speech..
/// ```
/// A guess is often wrong in speech, so what it takes away is made up from what was before, as if a packet had been lost; a made-up frame of
/// 20 ms is hardly heard. What guesses may take in a row is limited: something else has tones like a key. Owned by the media thread.
public final class KeyClamp {

    public static final long DELAY_NANOS = KeyOnset.LENGTH * 1_000_000_000L / Pcm.RATE;

    /// No guess lasts longer without a key, in frames.
    private static final int GUESSED_FRAMES = 3;
    /// So many frames without a guess pay for one with a guess.
    private static final int PRICE = 8;

    private boolean open;
    private final KeyOnset onset = new KeyOnset();
    private final LossConcealer concealer = new LossConcealer();
    private final short[] held = new short[KeyOnset.LENGTH];
    private int credit = GUESSED_FRAMES * PRICE;

    /// From now on everything passes, late as before: data follows, in which nothing is a key.
    public void open() {
        open = true;
    }

    /// Replaces a frame by what is to be heard of it, 10 ms later.
    ///
    /// @param suspected whether the detector that has just heard the frame thinks that a key may be down
    /// @param down whether it knows
    public void pass(short[] frame, boolean suspected, boolean down) {
        if (open) {
            delay(frame);
            return;
        }
        boolean guessed = (suspected || onset.mayBeKey(frame, Pcm.FRAME - KeyOnset.LENGTH)) && credit >= PRICE;
        credit = down ? GUESSED_FRAMES * PRICE : guessed ? credit - PRICE : Math.min(credit + 1, GUESSED_FRAMES * PRICE);
        if (down) {
            Arrays.fill(frame, (short) 0);
            Arrays.fill(held, (short) 0);
        } else {
            delay(frame);
        }
        if (guessed && !down) {
            concealer.conceal(frame);
        } else {
            concealer.good(frame);
        }
    }

    private void delay(short[] frame) {
        int rest = Pcm.FRAME - held.length;
        for (int i = 0; i < held.length; i++) {
            short newest = frame[rest + i];
            frame[rest + i] = frame[i];
            frame[i] = held[i];
            held[i] = newest;
        }
    }
}
