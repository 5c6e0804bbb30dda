package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.CallWaitingAlert;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerIdReceiver;
import org.tipring.tdm.callerid.LineMessage.CallSetup;
import org.tipring.tdm.line.CountryProfile.CallerIdHabit;
import org.tipring.tdm.line.CountryProfile.Scheme;
import org.tipring.tdm.line.CountryProfile.When;

/// A telephone that is told of a second caller: with a display that acknowledges, and without one.
class WaitingAnnouncementTest {

    private static final int SECONDS = 14;

    /// What the two sides of a talking telephone hear of each other.
    private static final class Talk {
        final short[] atTelephone = new short[SECONDS * Pcm.RATE];
        final short[] atOther = new short[SECONDS * Pcm.RATE];
        CallSetup shown;
        int acknowledgedAt = -1;
    }

    /// @param key what the display answers with, or 0: it has none; @param delayMillis the way to the telephone and back
    private static Talk talk(WaitingAnnouncement announcement, char key, int delayMillis, short[] otherSays) {
        Talk talk = new Talk();
        CallWaitingAlert alert = new CallWaitingAlert();
        CallerIdReceiver display = new CallerIdReceiver();
        DtmfGenerator answer = null;
        int answerAt = Integer.MAX_VALUE;
        short[] voice = new SpeechLike(5).take(SECONDS * 1000);
        for (int at = 0; at + Pcm.FRAME <= talk.atTelephone.length; at += Pcm.FRAME) {
            short[] said = announcement.say(Arrays.copyOfRange(otherSays, at, at + Pcm.FRAME));
            System.arraycopy(said, 0, talk.atTelephone, at, Pcm.FRAME);
            if (alert.process(said, 0, Pcm.FRAME) && key != 0 && talk.acknowledgedAt < 0) {
                // It acknowledges within 100 ms and is muted until the data is there.
                answer = new DtmfGenerator(Character.toString(key), 60, 20, -8);
                answerAt = at + (100 + delayMillis) * Pcm.RATE / 1000;
                talk.acknowledgedAt = at;
            }
            if (talk.acknowledgedAt >= 0) {
                display.process(said, 0, Pcm.FRAME).ifPresent(report -> talk.shown = (CallSetup) report.message());
            }
            short[] says = Arrays.copyOfRange(voice, at, at + Pcm.FRAME);
            if (answer != null && at >= answerAt) {
                Arrays.fill(says, (short) 0);
                answer.next(says, 0, Pcm.FRAME);
                answer = answer.done() ? null : answer;
            }
            announcement.hear(says);
            System.arraycopy(says, 0, talk.atOther, at, Pcm.FRAME);
        }
        return talk;
    }

    private static WaitingAnnouncement announcement(Scheme scheme, CallSetup caller) {
        return new WaitingAnnouncement(TonePlan.US, new CallerIdHabit(scheme, When.AFTER_THE_FIRST_RING), caller);
    }

    @ParameterizedTest
    @CsvSource({"BELL_202_FSK, D, 0", "BELL_202_FSK, A, 80", "V_23_FSK, D, 80"})
    void whoWaitsIsShown(Scheme scheme, char key, int delayMillis) {
        Random random = new Random(11);
        for (int i = 0; i < 30; i++) {
            CallSetup caller = new CallSetup(CallerId.of(Long.toString(Math.abs(random.nextLong()) % 1_000_000_000_000L + 1000), "Caller " + i), "11251430", false);
            WaitingAnnouncement announcement = announcement(scheme, caller);
            Talk talk = talk(announcement, key, delayMillis, new SpeechLike(i).take(SECONDS * 1000));
            assertThat(announcement.acknowledged()).isTrue();
            assertThat(talk.shown).isEqualTo(caller);
            // From the alert to the end of the data the other party hears nothing: no key, no echo of the data.
            int from = talk.acknowledgedAt;
            assertThat(LevelMeter.dBm0(talk.atOther, from, Pcm.RATE / 2)).isLessThan(-60);
            assertThat(LevelMeter.dBm0(talk.atOther, from + 2 * Pcm.RATE, 4 * Pcm.RATE)).as("afterwards they talk").isGreaterThan(-40);
        }
    }

    @Test
    void aTelephoneWithoutDisplayHearsNoData() {
        short[] silence = new short[SECONDS * Pcm.RATE];
        Talk talk = talk(announcement(Scheme.BELL_202_FSK, CallSetup.of(CallerId.of("5550123", ""))), (char) 0, 0, silence);
        int tone = 300 * Pcm.RATE / 1000;
        assertThat(LevelMeter.dBm0(talk.atTelephone, 0, tone)).as("waiting tone").isBetween(-17.0, -12.0);
        assertThat(LevelMeter.dBm0(talk.atTelephone, tone + Pcm.FRAME, Pcm.RATE / 5)).as("alerting signal").isGreaterThan(-20);
        assertThat(LevelMeter.dBm0(talk.atTelephone, Pcm.RATE, 9 * Pcm.RATE)).as("nothing but silence until the tone comes again").isLessThan(-60);
        assertThat(LevelMeter.dBm0(talk.atTelephone, 10 * Pcm.RATE + Pcm.FRAME, tone - 2 * Pcm.FRAME)).as("it comes again").isGreaterThan(-17);
        assertThat(LevelMeter.dBm0(talk.atOther, Pcm.RATE, 8 * Pcm.RATE)).as("the other party hears the telephone").isGreaterThan(-40);
    }

    @Test
    void whereDisplaysAreToldByDtmfThereIsTheToneOnly() {
        short[] silence = new short[SECONDS * Pcm.RATE];
        Talk talk = talk(announcement(Scheme.DTMF, CallSetup.of(CallerId.of("5550123", ""))), 'D', 0, silence);
        assertThat(talk.acknowledgedAt).isNegative();
        assertThat(LevelMeter.dBm0(talk.atTelephone, 320 * Pcm.RATE / 1000, Pcm.RATE)).isLessThan(-60);
    }
}
