package org.tipring.tdm.port;

import java.util.Arrays;
import java.util.function.Consumer;
import org.tipring.media.dsp.CallWaitingAlert;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.FskDemodulator;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerIdAssembler;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.FxoEvent.WaitingCaller;

/// Hears in a call on a line that a second caller waits, and asks the exchange who that is (Type II caller ID: Telcordia GR-30-CORE section 2.3.2,
/// ETSI EN 300 659-2): the telephone's side of what [WaitingAnnouncement] says as the exchange.
///
/// ```
///  from the line  talk │ CAS 80 ms │ (silence) ........... │ FSK │ talk
///  to the line    talk │           │ key D, 60 ms │ silence      │ talk
/// ```
/// From the end of the alerting signal to the end of the data the two talkers do not hear each other: not the key, not the data. The signal itself
/// has passed by then. An exchange that sends nothing costs them less than a second. Where it must not ask ([#asks]), it mutes nobody and presses
/// nothing, and reads along if somebody else acknowledges: an analog telephone with a display of its own.
///
/// Owned by the media thread; allocates nothing before the exchange has sent data.
public final class WaitingCallerEar implements AudioEndpoint {

    private enum Stage { TALK, ACKNOWLEDGE, AWAIT, DATA }

    private static final int MILLI = Pcm.RATE / 1000;
    /// GR-30-CORE wants 55 to 65 ms.
    private static final int KEY_MILLIS = 60;
    private static final int PAUSE_MILLIS = 20;
    /// Data begins within 500 ms of the key (EN 300 659-2 section 6.2); a modem's buffers and its way there and back come on top.
    private static final int AWAIT = 800 * MILLI;
    /// 258 octets of ten bits.
    private static final int LONGEST_DATA = 2_300 * MILLI;

    private final AudioEndpoint line;
    private final Consumer<WaitingCaller> told;
    private final CallWaitingAlert alert = new CallWaitingAlert();
    private final Ear bell = new Ear(FskTones.BELL_202);
    private final Ear v23 = new Ear(FskTones.V23);
    private final short[] mine = new short[Pcm.FRAME];
    /// Set by the control thread.
    private volatile boolean asks = true;
    /// This alert is being answered: nobody hears what follows.
    private boolean asking;
    private DtmfGenerator key;
    private Stage stage = Stage.TALK;
    /// Samples that the stage has lasted.
    private int at;
    private LineMessage message;

    /// @param told on the media thread, first that somebody waits, then who
    public WaitingCallerEar(AudioEndpoint line, Consumer<WaitingCaller> told) {
        this.line = line;
        this.told = told;
    }

    /// Whether the exchange is asked who it is that waits, from now on. Not in a call for help, of which not a word may be lost, and not in place of a
    /// telephone that asks for itself. Any thread.
    public void asks(boolean mayAsk) {
        asks = mayAsk;
    }

    @Override
    public boolean hungry() {
        return line.hungry();
    }

    @Override
    public boolean read(short[] frame) {
        if (!line.read(frame)) {
            return false;
        }
        boolean alerted = alert.process(frame, 0, Pcm.FRAME);
        at += Pcm.FRAME;
        switch (stage) {
            case TALK -> {
                if (alerted) {
                    asking = asks;
                    if (asking) {
                        key = new DtmfGenerator("D", KEY_MILLIS, PAUSE_MILLIS, DtmfGenerator.USUAL_DBM0);
                        enter(Stage.ACKNOWLEDGE);
                    } else {
                        await();
                    }
                    told.accept(WaitingCaller.SOMEBODY);
                }
            }
            case ACKNOWLEDGE -> { }
            case AWAIT, DATA -> data(frame);
        }
        if (mutes()) {
            Arrays.fill(frame, (short) 0);
        }
        return true;
    }

    private void data(short[] frame) {
        message = null;
        bell.demodulator.process(frame, 0, Pcm.FRAME);
        v23.demodulator.process(frame, 0, Pcm.FRAME);
        boolean carrier = bell.demodulator.carrier() || v23.demodulator.carrier();
        if (message instanceof LineMessage.CallSetup call) {
            told.accept(new WaitingCaller(call.caller(), true));
            enter(Stage.TALK);
        } else if (stage == Stage.AWAIT && carrier) {
            enter(Stage.DATA);
        } else if (at > (stage == Stage.AWAIT ? AWAIT : LONGEST_DATA) || stage == Stage.DATA && !carrier) {
            enter(Stage.TALK);
        }
    }

    @Override
    public void write(short[] frame) {
        if (!mutes()) {
            line.write(frame);
            return;
        }
        Arrays.fill(mine, (short) 0);
        if (stage == Stage.ACKNOWLEDGE) {
            key.next(mine, 0, Pcm.FRAME);
            if (key.done()) {
                await();
            }
        }
        line.write(mine);
    }

    private boolean mutes() {
        return asking && stage != Stage.TALK;
    }

    private void await() {
        bell.reset();
        v23.reset();
        enter(Stage.AWAIT);
    }

    private void enter(Stage next) {
        stage = next;
        at = 0;
    }

    private final class Ear implements FskDemodulator.OctetSink {

        private final FskDemodulator demodulator;
        private final CallerIdAssembler assembler = new CallerIdAssembler();

        Ear(FskTones tones) {
            demodulator = new FskDemodulator(tones, this);
        }

        @Override
        public void octet(int octet, boolean framed) {
            assembler.octet(octet, framed).ifPresent(whole -> message = message == null ? whole : message);
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
