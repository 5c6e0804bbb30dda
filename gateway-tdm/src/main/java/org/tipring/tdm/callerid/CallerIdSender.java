package org.tipring.tdm.callerid;

import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.FskModulator;
import org.tipring.media.dsp.FskTones;

/// Says who is calling on a line, once, as sound: what an exchange does and what we do for an analog telephone. When to say it, before
/// or after the first ring, is the line's business.
public final class CallerIdSender {

    /// What the message looks like.
    public enum Format { SDMF, MDMF }

    /// GR-30-CORE section 2.3, EN 300 659-1 section 6: bits of seizure and mark that go before an on-hook message ...
    private static final int SEIZURE_BITS = 300;
    private static final int MARK_BITS = 180;
    /// ... before one during a call, where the telephone has just said that it listens (EN 300 659-2 section 6.2) ...
    private static final int OFF_HOOK_MARK_BITS = 80;
    /// ... and after each, so that the last octet's stop bit is not the end of the sound.
    private static final int TRAILING_MARK_BITS = 8;
    /// EN 300 659-1 annex B asks for 70 ms and more of each.
    private static final int KEY_MILLIS = 70;

    private final FskModulator fsk;
    private final DtmfGenerator dtmf;

    private CallerIdSender(FskModulator fsk, DtmfGenerator dtmf) {
        this.fsk = fsk;
        this.dtmf = dtmf;
    }

    /// For a telephone that is on the hook.
    public static CallerIdSender onHook(FskTones tones, Format format, LineMessage message, double dBm0) {
        FskModulator fsk = new FskModulator(tones, dBm0);
        fsk.seizure(SEIZURE_BITS);
        fsk.mark(MARK_BITS);
        return octets(fsk, format, message);
    }

    /// For one that is off the hook and has acknowledged the alert.
    public static CallerIdSender offHook(FskTones tones, Format format, LineMessage message, double dBm0) {
        FskModulator fsk = new FskModulator(tones, dBm0);
        fsk.mark(OFF_HOOK_MARK_BITS);
        return octets(fsk, format, message);
    }

    private static CallerIdSender octets(FskModulator fsk, Format format, LineMessage message) {
        fsk.octets(format == Format.SDMF ? Sdmf.encode(message) : Mdmf.encode(message));
        fsk.mark(TRAILING_MARK_BITS);
        return new CallerIdSender(fsk, null);
    }

    public static CallerIdSender dtmf(CallerId caller, double dBm0) {
        return new CallerIdSender(null, new DtmfGenerator(DtmfCallerId.encode(caller), KEY_MILLIS, KEY_MILLIS, dBm0));
    }

    public boolean done() {
        return fsk != null ? fsk.done() : dtmf.done();
    }

    /// Writes the next `n` samples; silence after the end.
    public void next(short[] out, int offset, int n) {
        if (fsk != null) {
            fsk.next(out, offset, n);
        } else {
            dtmf.next(out, offset, n);
        }
    }
}
