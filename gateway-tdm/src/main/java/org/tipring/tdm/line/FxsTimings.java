package org.tipring.tdm.line;

import java.time.Duration;

/// The times and habits of a telephone's line.
///
/// @param endTone how long busy or reorder tone sounds before the howler
/// @param howler how long that sounds before the line falls silent
/// @param loopBreak for how long the loop is opened when the far end hangs up (calling party control); zero: it is not
/// @param reverseOnAnswer tip and ring are turned round while a called party has answered, for payphones and telephone systems
/// @param flashIsOnePulse during a call a single dial pulse is a flash: telephones with a timed-break key (about 90 ms) mean that
public record FxsTimings(Duration endTone, Duration howler, Duration loopBreak, boolean reverseOnAnswer, boolean flashIsOnePulse) {

    public static final FxsTimings DEFAULT = new FxsTimings(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ZERO, false, true);

    /// What telephones of a country are used to.
    public static FxsTimings of(CountryProfile country) {
        return new FxsTimings(DEFAULT.endTone, DEFAULT.howler, country.loopBreak(),
                country.polarity().answer() == CountryProfile.How.ALWAYS, DEFAULT.flashIsOnePulse);
    }
}
