package org.tipring.doctor;

import java.util.List;
import java.util.Locale;
import org.tipring.doctor.Finding.Confidence;
import org.tipring.media.dsp.HeardTone;

/// What a line's gain in each direction should be, by how loud its dial tone comes: exchanges send it at -10 dBm0, give or take 5 (ITU-T
/// E.180 section 4.3), and a subscriber's loop loses up to 8 dB of it. What goes out is heard at the other end only, so nothing is proposed for it.
final class GainAdvice {

    private static final double USUAL_DBM0 = -13;
    /// Nobody turns a knob for less.
    private static final double WRONG_BY_DB = 10;
    private static final int MOST_DB = 12;

    private GainAdvice() {
    }

    /// @param dialTone as the device gave it, before any gain; null: none was heard
    static List<Proposal> of(HeardTone dialTone, int presentIn, int presentOut) {
        if (dialTone == null) {
            return List.of();
        }
        double level = dialTone.dBm0() + presentIn;
        int wanted = Math.abs(level - USUAL_DBM0) < WRONG_BY_DB ? presentIn : Math.clamp(Math.round(USUAL_DBM0 - dialTone.dBm0()), -MOST_DB, MOST_DB);
        return List.of(new Proposal("gain in", Integer.toString(presentIn), Integer.toString(wanted), Confidence.LIKELY,
                String.format(Locale.ROOT, "dial tone comes at %.0f dBm0, %.0f with this gain; %.0f is usual", dialTone.dBm0(), level, USUAL_DBM0)),
                new Proposal("gain out", Integer.toString(presentOut), Integer.toString(presentOut), Confidence.UNKNOWN, "how loud we are is heard at the other end only"));
    }
}
