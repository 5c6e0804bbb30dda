package org.tipring.tdm.port;

import org.tipring.media.dsp.DtmfGenerator;

/// Digits as keys, said to an exchange.
final class KeyedDigits implements LineSpeech {

    /// The level of each frequency at the exchange's end of a loop (ETSI TS 103 021: -9 to -6.5 dBV; the high one 1 to 4 dB more).
    private static final double DBM0 = -9;

    private final DtmfGenerator keys;

    /// @param digits of `0-9 * # A-D ,`
    /// @throws IllegalArgumentException for anything else
    KeyedDigits(String digits, ExchangeLinePort.Habits habits) {
        int pauses = Math.max(1, habits.pause() / (habits.keyOn() + habits.keyOff()));
        keys = new DtmfGenerator(digits.replace(",", ",".repeat(pauses)), habits.keyOn(), habits.keyOff(), DBM0);
    }

    @Override
    public void next(short[] out, int offset, int n) {
        keys.next(out, offset, n);
    }

    @Override
    public boolean done() {
        return keys.done();
    }
}
