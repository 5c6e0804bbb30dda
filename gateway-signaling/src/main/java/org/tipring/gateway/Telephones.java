package org.tipring.gateway;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.config.GatewayConfig.TelephoneSection;
import org.tipring.signaling.control.telephone.DistinctiveRings;
import org.tipring.signaling.control.telephone.TelephoneSetup;
import org.tipring.signaling.control.telephone.TelephoneStatus;
import org.tipring.signaling.ops.GatewayStatus;
import org.tipring.tdm.card.CardCommand;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.CountryProfile.CallerIdHabit;
import org.tipring.tdm.line.FxsState;
import org.tipring.tdm.line.FxsTimings;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;
import org.tipring.tdm.port.LineCard;
import org.tipring.tdm.port.LineCardPort;

/// The analog telephones that the configuration names, on line cards: one card for each device.
final class Telephones {

    /// Ringing current in tenths of a hertz: North America rings with 20 Hz, nearly all others with 25.
    private static final int AMERICAN_RING = 200;
    private static final int RING = 250;
    private static final Set<String> AMERICAN = Set.of("US", "CA");

    private static final int DEBOUNCE_MILLIS = 10;
    private static final int LONGEST_PULSE_MILLIS = 95;
    private static final int DIGIT_GAP_MILLIS = 140;
    private static final int HANG_UP_MILLIS = 200;

    private Telephones() {
    }

    static List<TelephoneSetup> setups(GatewayConfig config, LineCards cards, Executor control, Runnable mediaWakeup) {
        TelephoneFile memory = new TelephoneFile(config.records().state(), control);
        return config.telephones().stream().map(telephone -> setup(telephone, config.countries().get(telephone.country()),
                cards.at(telephone.device()), memory, control, mediaWakeup)).toList();
    }

    private static TelephoneSetup setup(TelephoneSection telephone, CountryProfile country, LineCard card, TelephoneFile memory, Executor control,
            Runnable mediaWakeup) {
        LineId id = new LineId(telephone.name());
        int ring = AMERICAN.contains(country.iso()) ? AMERICAN_RING : RING;
        return new TelephoneSetup(id, FxsTimings.of(country), country.tones(), new RingSignal(ring, country.ring()),
                new DistinctiveRings(telephone.rings().cadences(), telephone.rings().words()), telephone.number(),
                telephone.displayName(), habits(telephone.services()), telephone.services().refuseWaiting(), telephone.codes().codes(), memory,
                telephone.codes().group(), telephone.codes().mailbox(), events -> {
                    LineCardPort port = new LineCardPort(id, card, telephone.port(), timings(telephone), display(telephone, country), control, events);
                    port.onReady(mediaWakeup);
                    port.rememberFlashes(memory.flashes(telephone.name()), lengths -> memory.flashed(telephone.name(), lengths));
                    return port;
                });
    }

    private static CallerIdHabit display(TelephoneSection telephone, CountryProfile country) {
        return telephone.display() == null ? country.callerId() : country.callerId().withFormat(telephone.display());
    }

    /// A telephone as the status page shows it.
    static GatewayStatus.Line shown(TelephoneStatus telephone, GatewayStatus.LineSound sound, long now) {
        return new GatewayStatus.Line(telephone.name(), state(telephone.state()), Instant.now().minusNanos(now - telephone.sinceNanos()),
                telephone.state() instanceof FxsState.OutOfService(String why) ? why
                        : String.join("; ", Stream.concat(Stream.of(telephone.device()), telephone.services().words().stream()).toList()), sound);
    }

    private static GatewayStatus.LineState state(FxsState state) {
        return switch (state) {
            case FxsState.OutOfService _ -> GatewayStatus.LineState.OUT_OF_SERVICE;
            case FxsState.OnHook _ -> GatewayStatus.LineState.IDLE;
            case FxsState.Ringing _ -> GatewayStatus.LineState.RINGING;
            case FxsState.Dialling _, FxsState.AwaitingKey _, FxsState.Calling _, FxsState.Talking _, FxsState.Ended _, FxsState.Howling _, FxsState.LeftOffHook _ ->
                GatewayStatus.LineState.IN_USE;
        };
    }

    static FlashHabits habits(GatewayConfig.FlashSection flash) {
        Map<FlashHabits.Situation, FlashHabits.Deed> alone = new EnumMap<>(FlashHabits.Situation.class);
        for (FlashHabits.Situation situation : FlashHabits.Situation.values()) {
            alone.put(situation, deed(flash.alone().get(situation.name().toLowerCase(Locale.ROOT).replace('_', ' '))));
        }
        Map<Character, FlashHabits.Deed> keys = new HashMap<>();
        flash.keys().forEach((key, deed) -> keys.put(key, deed(deed)));
        return new FlashHabits(alone, keys, flash.keyWithin(), flash.hangUp().equals("transfer"), flash.ringBackFor(), flash.announceCallers());
    }

    private static FlashHabits.Deed deed(String word) {
        return FlashHabits.Deed.valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    private static CardCommand.Timings timings(TelephoneSection telephone) {
        int flash = telephone.flash().equals(TelephoneSection.LEARNED) ? LineCardPort.LEARNED : (int) telephone.flash().toMillis();
        return new CardCommand.Timings(DEBOUNCE_MILLIS, LONGEST_PULSE_MILLIS, flash, DIGIT_GAP_MILLIS, HANG_UP_MILLIS);
    }
}
