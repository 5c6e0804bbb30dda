package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallWaitingAlert;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerIdSender;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.FxoEvent.WaitingCaller;

class WaitingCallerEarTest {

    private static final CallerId MARY = CallerId.of("5558642", "MARY");

    /// The exchange at the far end of the wires: alerts, hears the key, sends data, as GR-30-CORE has it; else somebody talks.
    private static final class Wires implements AudioEndpoint {

        private final SpeechLike talker = new SpeechLike(7, 120, -18);
        private final ToneGenerator alert = new ToneGenerator(Tone.of(-20, CallWaitingAlert.LOW_HERTZ, CallWaitingAlert.HIGH_HERTZ), Cadence.STEADY);
        private final DtmfDetector keys = new DtmfDetector();
        private final int alertFrame;
        private final CallerIdSender data;
        private int frame;
        private int acknowledged = -1;
        double saidDbm0;
        final List<Character> pressed = new ArrayList<>();

        Wires(int alertFrame, CallerIdSender data) {
            this.alertFrame = alertFrame;
            this.data = data;
        }

        @Override
        public boolean read(short[] into) {
            Arrays.fill(into, (short) 0);
            int since = frame - alertFrame;
            if (since >= 0 && since < 4) {
                alert.next(into, 0, Pcm.FRAME);
            } else if (acknowledged >= 0 && frame > acknowledged + 5 && data != null && !data.done()) {
                data.next(into, 0, Pcm.FRAME);
            } else if (since < -2 || since > 20 && (data == null || data.done() || acknowledged < 0)) {
                talker.next(into, 0, Pcm.FRAME);
            }
            frame++;
            saidDbm0 = LevelMeter.dBm0(into);
            return true;
        }

        @Override
        public void write(short[] out) {
            char key = keys.process(out, Pcm.FRAME);
            if (key != 0) {
                pressed.add(key);
                acknowledged = frame;
            }
        }
    }

    private static CallerIdSender data(FskTones tones) {
        return CallerIdSender.offHook(tones, CallerIdSender.Format.MDMF, LineMessage.CallSetup.of(MARY), -20);
    }

    @ParameterizedTest
    @EnumSource(FskTones.class)
    void whoWaitsIsAskedForAndTold(FskTones tones) {
        Wires wires = new Wires(50, data(tones));
        List<WaitingCaller> told = new ArrayList<>();
        WaitingCallerEar ear = new WaitingCallerEar(wires, told::add);
        short[] mine = new SpeechLike(3, 200, -15).take(4_000);
        int silentFrames = 0;
        short[] heard = new short[Pcm.FRAME];
        short[] frame = new short[Pcm.FRAME];
        for (int i = 0; i < 200; i++) {
            assertThat(ear.read(heard)).isTrue();
            silentFrames += i > 54 && told.size() == 1 && LevelMeter.dBm0(heard) < -90 ? 1 : 0;
            System.arraycopy(mine, i * Pcm.FRAME, frame, 0, Pcm.FRAME);
            ear.write(frame);
        }
        assertThat(told).containsExactly(WaitingCaller.SOMEBODY, new WaitingCaller(MARY, true));
        assertThat(wires.pressed).containsExactly('D');
        assertThat(silentFrames).as("nobody hears key and data").isGreaterThan(15);
        assertThat(LevelMeter.dBm0(heard)).as("and then they hear each other again").isEqualTo(wires.saidDbm0);
    }

    /// An analog telephone of ours has a display of its own: it acknowledges and is sent the data, through us.
    @Test
    void whereItMustNotAskItMutesNobodyAndReadsAlong() {
        Wires wires = new Wires(50, data(FskTones.BELL_202));
        List<WaitingCaller> told = new ArrayList<>();
        WaitingCallerEar ear = new WaitingCallerEar(wires, told::add);
        ear.asks(false);
        DtmfGenerator key = new DtmfGenerator("A", 60, 20, DtmfGenerator.USUAL_DBM0);
        short[] heard = new short[Pcm.FRAME];
        short[] frame = new short[Pcm.FRAME];
        for (int i = 0; i < 200; i++) {
            ear.read(heard);
            assertThat(LevelMeter.dBm0(heard)).isEqualTo(wires.saidDbm0);
            Arrays.fill(frame, (short) 0);
            if (i >= 56 && !key.done()) {
                key.next(frame, 0, Pcm.FRAME);
            }
            ear.write(frame);
        }
        assertThat(wires.pressed).containsExactly('A');
        assertThat(told).containsExactly(WaitingCaller.SOMEBODY, new WaitingCaller(MARY, true));
    }

    @Test
    void anExchangeThatSendsNothingCostsASecondOfTalk() {
        Wires wires = new Wires(50, null);
        List<WaitingCaller> told = new ArrayList<>();
        WaitingCallerEar ear = new WaitingCallerEar(wires, told::add);
        short[] heard = new short[Pcm.FRAME];
        int muted = 0;
        for (int i = 0; i < 200; i++) {
            ear.read(heard);
            muted += wires.saidDbm0 > -60 && LevelMeter.dBm0(heard) < -90 ? 1 : 0;
            ear.write(heard);
        }
        assertThat(told).containsExactly(WaitingCaller.SOMEBODY);
        assertThat(muted).as("frames of 20 ms, of talk that nobody heard").isBetween(1, 45);
    }

    @Test
    void talkIsNoAlert() {
        Wires wires = new Wires(Integer.MAX_VALUE, null);
        List<WaitingCaller> told = new ArrayList<>();
        WaitingCallerEar ear = new WaitingCallerEar(wires, told::add);
        short[] heard = new short[Pcm.FRAME];
        for (int i = 0; i < 50 * 600; i++) {
            ear.read(heard);
            ear.write(heard);
        }
        assertThat(told).isEmpty();
    }
}
