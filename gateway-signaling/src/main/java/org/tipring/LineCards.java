package org.tipring;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.Termination;
import org.tipring.signaling.config.GatewayConfig.LineSection;
import org.tipring.signaling.control.LineSetup;
import org.tipring.tdm.line.FxoLine;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.LineTimings;
import org.tipring.tdm.port.ExchangeLinePort;
import org.tipring.tdm.port.LineCard;
import org.tipring.tdm.serial.JSerialLink;

/// The line cards that the configuration names, one for each device, whatever hangs on their ports.
final class LineCards {

    private final Executor control;
    private final Runnable mediaWakeup;
    private final Map<String, LineCard> cards = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    LineCards(Executor control, Runnable mediaWakeup) {
        this.control = control;
        this.mediaWakeup = mediaWakeup;
    }

    LineCard at(String device) {
        return cards.computeIfAbsent(device, _ -> {
            String name = "card" + cards.size();
            return new LineCard(name, () -> new JSerialLink(device, name, JSerialLink.FAST_BAUD), control, random.nextInt());
        });
    }

    /// An exchange's line on a port.
    LineSetup setup(LineSection line, LineTimings timings, TonePlan plan, Termination.KeyTimes keys,
            ExchangeLinePort.Habits habits) {
        LineId id = new LineId(line.name());
        return new LineSetup(new FxoLine(id, timings), plan, "", line.cancelsEcho(), keys, line.habits().gainIn(), line.habits().gainOut(), events -> {
            ExchangeLinePort port = new ExchangeLinePort(id, at(line.device()), line.port(), habits, control, events);
            port.onReady(mediaWakeup);
            return port;
        });
    }
}
