package org.tipring.tdm.callerid;

import java.util.Arrays;
import java.util.Optional;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.FskDemodulator;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.LineMessage.CallSetup;

/// Hears who is calling on an idle or ringing line, whatever the network's habit: Bell 202, V.23 and DTMF all listen at once, and the
/// one whose message is whole decides. There is nothing to configure. What was heard in vain is kept for the operator.
///
/// Pure: time is counted in samples. Owned by one thread.
public final class CallerIdReceiver {

    /// The way it came.
    public enum Scheme { BELL_202, V23, DTMF }

    public record Report(LineMessage message, Scheme scheme) { }

    /// Longer than any message: seizure, 258 octets of ten bits, at 1200 bit/s.
    private static final int CLIP = 4 * Pcm.RATE;
    /// Octets, or keys at three times as much: less is a crackle. Silence for so long after it is its end.
    private static final int LEAST_HEARD = 8;
    private static final int KEY_HEARD = 3;
    private static final int OVER = Pcm.RATE;

    private final Ear bell = new Ear(FskTones.BELL_202, Scheme.BELL_202);
    private final Ear v23 = new Ear(FskTones.V23, Scheme.V23);
    private final DtmfDetector keys = new DtmfDetector();
    private final DtmfCallerId dtmf = new DtmfCallerId();
    private final short[] clip = new short[CLIP];
    private long samples;
    private int heard;
    private long heardAt;
    private Report report;

    /// Listens to the next `n` samples, at most 160.
    ///
    /// @return what has just become whole
    public Optional<Report> process(short[] pcm, int offset, int n) {
        for (int i = 0; i < n; i++) {
            clip[(int) ((samples + i) % CLIP)] = pcm[offset + i];
        }
        samples += n;
        report = null;
        bell.demodulator.process(pcm, offset, n);
        v23.demodulator.process(pcm, offset, n);
        char key = keys.process(pcm, offset, n);
        if (key != 0) {
            heard(KEY_HEARD);
            dtmf.digit(key, samples * 1_000_000_000L / Pcm.RATE).ifPresent(caller -> report = new Report(CallSetup.of(caller), Scheme.DTMF));
        }
        if (report == null) {
            return Optional.empty();
        }
        Report whole = report;
        forget();
        return Optional.of(whole);
    }

    /// Whether a signal or a key was heard since the last report or [#reset], which came to nothing so far.
    public boolean heardInVain() {
        return heard > 0;
    }

    /// Whether more than a crackle was heard, is over, and came to nothing: the checksum was wrong, the end was missing. [#reset] before the next.
    public boolean failed() {
        return heard >= LEAST_HEARD && samples - heardAt > OVER;
    }

    private void heard(int howMuch) {
        heard += howMuch;
        heardAt = samples;
    }

    /// The last four seconds of the line at most, the oldest sample first.
    public short[] clip() {
        int length = (int) Math.min(samples, CLIP);
        short[] copy = new short[length];
        for (int i = 0; i < length; i++) {
            copy[i] = clip[(int) ((samples - length + i) % CLIP)];
        }
        return copy;
    }

    /// A new call may come.
    public void reset() {
        forget();
        Arrays.fill(clip, (short) 0);
        samples = 0;
    }

    private void forget() {
        bell.reset();
        v23.reset();
        keys.reset();
        dtmf.reset();
        heard = 0;
    }

    private final class Ear implements FskDemodulator.OctetSink {

        private final FskDemodulator demodulator;
        private final CallerIdAssembler assembler = new CallerIdAssembler();
        private final Scheme scheme;

        Ear(FskTones tones, Scheme scheme) {
            this.scheme = scheme;
            this.demodulator = new FskDemodulator(tones, this);
        }

        @Override
        public void octet(int octet, boolean framed) {
            heard(framed ? 1 : 0);
            assembler.octet(octet, framed).ifPresent(message -> {
                if (report == null) {
                    report = new Report(message, scheme);
                }
            });
        }

        @Override
        public void carrierLost() {
            assembler.reset();
        }

        void reset() {
            demodulator.reset();
            assembler.reset();
        }
    }
}
