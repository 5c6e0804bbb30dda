package org.tipring.tdm.port;

import java.util.Arrays;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerIdSender;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.CountryProfile.CallerIdHabit;
import org.tipring.tdm.line.CountryProfile.Scheme;
import org.tipring.tdm.line.CountryProfile.When;

/// What a telephone's display is told of a call, as sound on the line while it is on-hook:
///
/// ```
///  before the first ring   silence 100 ms, DT-AS 100 ms, pause 60 ms, FSK, silence 300 ms, then it rings   (EN 300 659-1 section 6.1.2)
///  after it                silence 600 ms, FSK                                                            (GR-30-CORE section 2.3)
///  DTMF                    silence, the digits, silence
/// ```
/// Owned by the card's reader thread.
final class RingAnnouncement implements LineSpeech {

    /// FSK as strong as an exchange sends it (GR-30-CORE: -13.5 dBm at the exchange).
    private static final double FSK_DBM0 = -13.5;
    private static final double DTMF_DBM0 = -8;
    /// Dual tone alerting signal, EN 300 659-1 section 6.3.
    private static final Tone ALERT = Tone.of(-17, 2130, 2750);
    private static final int ALERT_MILLIS = 100;
    private static final int ALERT_PAUSE_MILLIS = 60;
    private static final int BEFORE_MILLIS = 100;
    private static final int AFTER_RING_MILLIS = 600;
    private static final int BEFORE_RING_MILLIS = 300;
    /// What the card still holds when the last of it has gone out.
    private static final int AFTER_MILLIS = 80;

    private final short[] lead;
    private final CallerIdSender sender;
    private final int tail;
    private int at;
    private int tailAt;

    private RingAnnouncement(short[] lead, CallerIdSender sender, int tailMillis) {
        this.lead = lead;
        this.sender = sender;
        this.tail = tailMillis * Pcm.RATE / 1000;
    }

    /// @return null where the country's telephones have no display
    static RingAnnouncement of(CallerIdHabit habit, LineMessage.CallSetup call) {
        boolean before = habit.when() == When.BEFORE_THE_FIRST_RING;
        CallerIdSender sender = switch (habit.scheme()) {
            case NONE -> null;
            case DTMF -> CallerIdSender.dtmf(call.caller(), DTMF_DBM0);
            case BELL_202_FSK -> CallerIdSender.onHook(FskTones.BELL_202, format(habit), call, FSK_DBM0);
            case V_23_FSK -> CallerIdSender.onHook(FskTones.V23, format(habit), call, FSK_DBM0);
        };
        if (sender == null) {
            return null;
        }
        boolean alert = before && habit.scheme() != Scheme.DTMF;
        short[] lead = before ? silence(BEFORE_MILLIS) : silence(AFTER_RING_MILLIS);
        return new RingAnnouncement(alert ? alert(lead) : lead, sender, before ? BEFORE_RING_MILLIS : AFTER_MILLIS);
    }

    /// Without a ring: the alerting tone wakes a telephone that sleeps (EN 300 659-1 section 6.1.3; GR-30-CORE does without).
    ///
    /// @return null where the country's telephones cannot be told
    static RingAnnouncement of(CallerIdHabit habit, LineMessage.MessageWaiting lamp) {
        return switch (habit.scheme()) {
            case NONE, DTMF -> null;
            case BELL_202_FSK -> new RingAnnouncement(silence(BEFORE_MILLIS), CallerIdSender.onHook(FskTones.BELL_202, format(habit), lamp, FSK_DBM0), AFTER_MILLIS);
            case V_23_FSK -> new RingAnnouncement(alert(silence(BEFORE_MILLIS)), CallerIdSender.onHook(FskTones.V23, format(habit), lamp, FSK_DBM0), AFTER_MILLIS);
        };
    }

    private static CallerIdSender.Format format(CallerIdHabit habit) {
        return switch (habit.format()) {
            case MDMF -> CallerIdSender.Format.MDMF;
            case SDMF -> CallerIdSender.Format.SDMF;
        };
    }

    private static short[] silence(int millis) {
        return new short[millis * Pcm.RATE / 1000];
    }

    private static short[] alert(short[] lead) {
        int alert = ALERT_MILLIS * Pcm.RATE / 1000;
        short[] all = Arrays.copyOf(lead, lead.length + alert + ALERT_PAUSE_MILLIS * Pcm.RATE / 1000);
        new ToneGenerator(ALERT, Cadence.STEADY).next(all, lead.length, alert);
        return all;
    }

    @Override
    public boolean done() {
        return at >= lead.length && sender.done() && tailAt >= tail;
    }

    @Override
    public void next(short[] out, int offset, int n) {
        int led = Math.min(n, lead.length - at);
        System.arraycopy(lead, at, out, offset, led);
        at += led;
        if (led < n && !sender.done()) {
            sender.next(out, offset + led, n - led);
        } else {
            Arrays.fill(out, offset + led, offset + n, (short) 0);
            tailAt += n - led;
        }
    }
}
