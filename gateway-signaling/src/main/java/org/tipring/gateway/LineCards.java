package org.tipring.gateway;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.ToLongFunction;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.Termination;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.signaling.control.line.LineSetup;
import org.tipring.signaling.control.loop.Count;
import org.tipring.signaling.control.loop.Level;
import org.tipring.tdm.line.FxoLine;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.LineTimings;
import org.tipring.tdm.port.CardFigures;
import org.tipring.tdm.port.ExchangeLinePort;
import org.tipring.tdm.port.LineCard;
import org.tipring.tdm.serial.JSerialLink;

/// The line cards that the configuration names, one for each device, whatever hangs on their ports.
final class LineCards {

    private final Executor control;
    private final Runnable mediaWakeup;
    private final Map<String, LineCard> cards = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final CallerIdClips clips;

    LineCards(Executor control, Runnable mediaWakeup, CallerIdClips clips) {
        this.clips = clips;
        this.control = control;
        this.mediaWakeup = mediaWakeup;
    }

    LineCard at(String device) {
        return cards.computeIfAbsent(device, _ -> {
            String name = "card" + cards.size();
            return new LineCard(name, () -> new JSerialLink(device, name, JSerialLink.FAST_BAUD), control, Settings.openings(name),
                    System::nanoTime, random.nextInt());
        });
    }

    /// What an operator may want to know of each card; once all are there.
    List<Count> counts() {
        List<Count> all = new ArrayList<>();
        cards.forEach((device, card) -> {
            count(all, device, card, "tipring.card.opened", "How often a line card was opened; more than once: it went, or said nothing for 5 s.", CardFigures::opened);
            count(all, device, card, "tipring.card.interrupted", "How often a line card began anew by itself: power lost, or the gateway not heard for 5 s.",
                    CardFigures::interrupted);
            count(all, device, card, "tipring.card.frames.lost", "Frames of a line card's sound that never came; silence was heard instead.", CardFigures::lostFrames);
            count(all, device, card, "tipring.card.frames.damaged.here", "Frames from a line card that failed their checksum: a bad cable, or too fast a line.",
                    CardFigures::damagedHere);
            count(all, device, card, "tipring.card.frames.damaged.there", "Frames to a line card that failed their checksum there.", CardFigures::damagedThere);
            count(all, device, card, "tipring.card.messages.resent", "Messages to a line card that were sent again, because no answer came within 40 ms.",
                    CardFigures::resent);
            count(all, device, card, "tipring.card.underruns", "How often a line card had nothing to play to a telephone or line: this computer is late.",
                    CardFigures::underruns);
            count(all, device, card, "tipring.card.overflow.samples", "Samples of a line card's sound that nobody took in half a second.",
                    CardFigures::overflowSamples);
        });
        all.add(clips.count());
        return all;
    }

    private static void count(List<Count> all, String device, LineCard card, String metric, String sentence, ToLongFunction<CardFigures> figure) {
        all.add(new Count(metric, sentence, "card", device, () -> figure.applyAsLong(card.figures())));
    }

    /// How long each card takes to answer.
    List<Level> levels() {
        return cards.entrySet().stream().map(card -> new Level("tipring.card.round.trip.ms", "From a ping to a line card's answer, the last time.", "card",
                card.getKey(), () -> card.getValue().figures().roundTripNanos() / 1e6)).toList();
    }

    /// An exchange's line on a port.
    LineSetup setup(LineSection line, LineTimings timings, TonePlan plan, Termination.KeyTimes keys,
            ExchangeLinePort.Habits habits) {
        LineId id = new LineId(line.name());
        return new LineSetup(new FxoLine(id, timings), plan, "", line.cancelsEcho(), keys, line.habits().gainIn(), line.habits().gainOut(),
                line.habits().asksWhoWaits(), events -> {
            ExchangeLinePort port = new ExchangeLinePort(id, at(line.device()), line.port(), habits, control, events);
            port.onUnread(sound -> clips.keep(id, sound));
            port.onReady(mediaWakeup);
            return port;
        });
    }
}
