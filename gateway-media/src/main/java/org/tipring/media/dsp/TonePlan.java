package org.tipring.media.dsp;

import java.util.Map;

/// The tones of one country's exchanges. A gateway has them from its country pack; the three in here are examples for tests and tools.
///
/// @param name for people: "GB", "US"
/// @param signals what each call progress tone sounds like; SIT is three tones and not in here
public record TonePlan(String name, Map<CallProgressTone, Signal> signals) {

    /// A tone in its rhythm.
    public record Signal(Tone tone, Cadence cadence) { }

    /// United States and Canada: Telcordia GR-506 / ITU-T E.180 Supplement 2.
    public static final TonePlan US = new TonePlan("US", Map.of(
            CallProgressTone.DIAL, new Signal(Tone.of(-13, 350, 440), Cadence.STEADY),
            CallProgressTone.RINGBACK, new Signal(Tone.of(-19, 440, 480), Cadence.of(2000, 4000)),
            CallProgressTone.BUSY, new Signal(Tone.of(-24, 480, 620), Cadence.of(500, 500)),
            CallProgressTone.REORDER, new Signal(Tone.of(-24, 480, 620), Cadence.of(250, 250))));

    /// United Kingdom: ITU-T E.180 Supplement 2, BT SIN 350.
    public static final TonePlan GB = new TonePlan("GB", Map.of(
            CallProgressTone.DIAL, new Signal(Tone.of(-13, 350, 440), Cadence.STEADY),
            CallProgressTone.RINGBACK, new Signal(Tone.of(-19, 400, 450), Cadence.of(400, 200, 400, 2000)),
            CallProgressTone.BUSY, new Signal(Tone.of(-20, 400), Cadence.of(375, 375)),
            CallProgressTone.REORDER, new Signal(Tone.of(-20, 400), Cadence.of(400, 350, 225, 525))));

    /// Germany: ITU-T E.180 Supplement 2.
    public static final TonePlan DE = new TonePlan("DE", Map.of(
            CallProgressTone.DIAL, new Signal(Tone.of(-13, 425), Cadence.STEADY),
            CallProgressTone.RINGBACK, new Signal(Tone.of(-19, 425), Cadence.of(1000, 4000)),
            CallProgressTone.BUSY, new Signal(Tone.of(-19, 425), Cadence.of(480, 480)),
            CallProgressTone.REORDER, new Signal(Tone.of(-19, 425), Cadence.of(240, 240))));

    public TonePlan {
        signals = Map.copyOf(signals);
    }

    public Signal signal(CallProgressTone tone) {
        Signal signal = signals.get(tone);
        if (signal == null) {
            throw new IllegalArgumentException("the tone plan " + name + " has no " + tone);
        }
        return signal;
    }
}
