package org.tipring.tdm.emulator;

import java.time.LocalDateTime;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.TonePlan;

/// How an emulated exchange behaves towards all its lines.
///
/// @param tones what its tones sound like
/// @param ring the rhythm of the ringing current
/// @param callerIdOrder when the caller's number is sent
/// @param hangUp what a line hears when the far end hangs up
/// @param reversesOnAnswer whether polarity turns round while the called party is connected (answer supervision)
/// @param dialToneDelayMillis from off-hook to dial tone
/// @param firstDigitMillis how long dial tone waits for a digit before reorder tone
/// @param interDigitMillis how long after a digit a number counts as complete
/// @param routingMillis from the complete number to the first tone of the far end
/// @param hybridEcho what the exchange's hybrid gives back of what the line says, or null
/// @param noise whether the line hisses, at about -65 dBm0
/// @param callerHoldsMillis how long who called a line keeps it after the line has hung up (ITU-T Q.118: it is the caller who ends a call);
///        a line that goes off-hook again by then is back in the conversation. [Subscriber#NEVER]: until the caller hangs up
/// @param startsAt the date and time at nanosecond zero, for caller ID
public record ExchangeSettings(TonePlan tones, Cadence ring, CallerIdOrder callerIdOrder, HangUp hangUp, boolean reversesOnAnswer,
        int dialToneDelayMillis, int firstDigitMillis, int interDigitMillis, int routingMillis, HybridEcho hybridEcho, boolean noise,
        int callerHoldsMillis, LocalDateTime startsAt) {

    /// As long as a hook flash may last: at such an exchange nobody holds a line.
    public static final int NOBODY_HOLDS = 700;

    /// When the caller's number is sent on the line.
    public enum CallerIdOrder {
        /// In the pause after the first ring (Telcordia GR-30).
        AFTER_FIRST_RING,
        /// After a polarity reversal, before the first ring (ETSI EN 300 659-1, BT SIN 227).
        BEFORE_FIRST_RING,
        /// The subscriber has not ordered the service.
        NOT_SENT
    }

    /// Where two wires become four, some of what a line says comes back to it.
    ///
    /// @param lossDb how much weaker; a hybrid loses 6 dB or more (ITU-T G.168 section 6)
    public record HybridEcho(int lossDb, int delayMillis) {

        public static final HybridEcho USUAL = new HybridEcho(14, 4);

        public HybridEcho {
            if (lossDb < 1 || delayMillis < 0 || delayMillis > 500) {
                throw new IllegalArgumentException("an echo is 1 dB or more weaker, and up to 500 ms late: " + lossDb + " dB, " + delayMillis + " ms");
            }
        }
    }

    /// What a line hears when the far end hangs up, in this order.
    ///
    /// @param loopBreakMillis how long the exchange takes the battery away ("calling party control"), 0 for not at all
    /// @param tone then this tone, or null
    /// @param toneMillis for so long
    /// @param dialToneReturns and whether dial tone follows; else silence
    public record HangUp(int loopBreakMillis, CallProgressTone tone, int toneMillis, boolean dialToneReturns) {

        public static final HangUp LOOP_BREAK_AND_TONE = new HangUp(400, CallProgressTone.BUSY, 20_000, true);
        public static final HangUp LOOP_BREAK_ONLY = new HangUp(400, null, 10_000, true);
        public static final HangUp BUSY_TONE = new HangUp(0, CallProgressTone.BUSY, 20_000, true);
        public static final HangUp REORDER_TONE = new HangUp(0, CallProgressTone.REORDER, 20_000, true);
        /// The hardest for a gateway: nothing but silence.
        public static final HangUp SILENCE = new HangUp(0, null, 60_000, false);
    }

    /// One with the usual times.
    public static ExchangeSettings of(TonePlan tones, Cadence ring, CallerIdOrder callerIdOrder) {
        return new ExchangeSettings(tones, ring, callerIdOrder, HangUp.LOOP_BREAK_AND_TONE, false, 200, 15_000, 3_000, 400, null, false,
                NOBODY_HOLDS, LocalDateTime.of(2026, 10, 15, 13, 10));
    }

    /// An example, for who has no country packs at hand.
    ///
    /// @param country US, GB or DE
    public static ExchangeSettings of(String country) {
        return switch (country) {
            case "US" -> of(TonePlan.US, Cadence.of(2000, 4000), CallerIdOrder.AFTER_FIRST_RING);
            case "GB" -> of(TonePlan.GB, Cadence.of(400, 200, 400, 2000), CallerIdOrder.BEFORE_FIRST_RING);
            case "DE" -> of(TonePlan.DE, Cadence.of(1000, 4000), CallerIdOrder.AFTER_FIRST_RING);
            default -> throw new IllegalArgumentException("no example exchange for " + country + "; there are US, GB and DE");
        };
    }

    public ExchangeSettings withHangUp(HangUp style) {
        return new ExchangeSettings(tones, ring, callerIdOrder, style, reversesOnAnswer, dialToneDelayMillis, firstDigitMillis,
                interDigitMillis, routingMillis, hybridEcho, noise, callerHoldsMillis, startsAt);
    }

    public ExchangeSettings withReversalOnAnswer() {
        return new ExchangeSettings(tones, ring, callerIdOrder, hangUp, true, dialToneDelayMillis, firstDigitMillis,
                interDigitMillis, routingMillis, hybridEcho, noise, callerHoldsMillis, startsAt);
    }

    public ExchangeSettings withCallerIdOrder(CallerIdOrder order) {
        return new ExchangeSettings(tones, ring, order, hangUp, reversesOnAnswer, dialToneDelayMillis, firstDigitMillis,
                interDigitMillis, routingMillis, hybridEcho, noise, callerHoldsMillis, startsAt);
    }

    public ExchangeSettings withLine(boolean echo, boolean hiss) {
        return new ExchangeSettings(tones, ring, callerIdOrder, hangUp, reversesOnAnswer, dialToneDelayMillis, firstDigitMillis,
                interDigitMillis, routingMillis, echo ? HybridEcho.USUAL : null, hiss, callerHoldsMillis, startsAt);
    }

    /// @param lossDb 0: no echo
    public ExchangeSettings withEcho(int lossDb, int delayMillis) {
        return new ExchangeSettings(tones, ring, callerIdOrder, hangUp, reversesOnAnswer, dialToneDelayMillis, firstDigitMillis,
                interDigitMillis, routingMillis, lossDb == 0 ? null : new HybridEcho(lossDb, delayMillis), noise, callerHoldsMillis, startsAt);
    }

    public ExchangeSettings startingAt(LocalDateTime date) {
        return new ExchangeSettings(tones, ring, callerIdOrder, hangUp, reversesOnAnswer, dialToneDelayMillis, firstDigitMillis,
                interDigitMillis, routingMillis, hybridEcho, noise, callerHoldsMillis, date);
    }

    /// @param millis [Subscriber#NEVER]: until the caller hangs up
    public ExchangeSettings withCallerHolding(int millis) {
        return new ExchangeSettings(tones, ring, callerIdOrder, hangUp, reversesOnAnswer, dialToneDelayMillis, firstDigitMillis,
                interDigitMillis, routingMillis, hybridEcho, noise, millis, startsAt);
    }
}
