package org.tipring.tdm.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Meeting;
import org.tipring.tdm.line.FxoAction.Refusal;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;

class FxoLineTest {

    private static final CallerId SMITH = CallerId.of("0405551234", "SMITH J");

    private final VirtualClock clock = new VirtualClock();
    private FxoLine line = new FxoLine(new LineId("fxo1"), LineTimings.DEFAULT);

    @Test
    void outgoingCallIsDialledAtDialToneAndAnsweredWhenRingbackEnds() {
        ready();
        assertThat(on(new FxoEvent.Seize("0301"))).containsExactly(new FxoAction.GoOffHook());
        assertThat(on(new FxoEvent.OffHook())).containsExactly(new FxoAction.Seized());
        assertThat(started(CallProgressTone.DIAL)).containsExactly(new FxoAction.SendDigits("0301"));
        assertThat(on(new FxoEvent.DigitsSent())).containsExactly(new FxoAction.Dialled());
        assertThat(started(CallProgressTone.RINGBACK)).containsExactly(new FxoAction.Alerting());
        assertThat(after(60_000)).isEmpty();
        assertThat(on(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK))).isEmpty();
        assertThat(after(699)).isEmpty();
        assertThat(after(1)).containsExactly(new FxoAction.Answered(AnswerEvidence.RINGBACK_ENDED));
        assertThat(on(new FxoEvent.Release())).containsExactly(new FxoAction.GoOnHook());
        assertThat(on(new FxoEvent.OnHook())).containsExactly(new FxoAction.Released(ReleaseEvidence.OUR_RELEASE));
        assertThat(on(new FxoEvent.Seize("1"))).containsExactly(new FxoAction.Refused(Refusal.GUARD));
        after(1000);
        assertThat(line.state()).isEqualTo(new FxoState.OnHook());
        assertThat(line.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void busyAfterRingbackIsNoAnswer() {
        alerting();
        on(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK));
        after(300);
        assertThat(started(CallProgressTone.BUSY))
                .containsExactly(new FxoAction.Released(ReleaseEvidence.BUSY_TONE), new FxoAction.GoOnHook());
        assertThat(after(5000)).isEmpty();
    }

    @Test
    void voiceDuringRingbackAnswersAtOnceButWithoutRingbackItMustLast() {
        alerting();
        assertThat(on(new FxoEvent.VoiceHeard())).containsExactly(new FxoAction.Answered(AnswerEvidence.VOICE));

        dialled(LineTimings.DEFAULT);
        assertThat(on(new FxoEvent.VoiceHeard())).isEmpty();
        assertThat(after(1000)).isEmpty();
        assertThat(started(CallProgressTone.RINGBACK)).containsExactly(new FxoAction.Alerting());
        assertThat(after(10_000)).as("an announcement before ringback").isEmpty();

        dialled(LineTimings.DEFAULT);
        on(new FxoEvent.VoiceHeard());
        assertThat(after(2000)).containsExactly(new FxoAction.Answered(AnswerEvidence.VOICE));
    }

    /// What follows a special information tone says why there is no call; a word before it may have been its begin.
    @Test
    void anAnnouncementAfterSitIsNoAnswer() {
        dialled(LineTimings.DEFAULT);
        on(new FxoEvent.VoiceHeard());
        after(1000);
        assertThat(started(CallProgressTone.SIT)).containsExactly(new FxoAction.Released(ReleaseEvidence.SIT), new FxoAction.GoOnHook());
        assertThat(on(new FxoEvent.VoiceHeard())).isEmpty();
        assertThat(on(new FxoEvent.ToneEnded(CallProgressTone.SIT))).isEmpty();
        assertThat(after(5000)).isEmpty();

        alerting();
        on(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK));
        after(499);
        assertThat(started(CallProgressTone.SIT)).containsExactly(new FxoAction.Released(ReleaseEvidence.SIT), new FxoAction.GoOnHook());
        assertThat(on(new FxoEvent.VoiceHeard())).isEmpty();
        assertThat(after(5000)).isEmpty();
    }

    /// The line's hybrid gives back the keys that are dialled, and they may pass for a voice.
    @Test
    void whatIsHeardUntilTheDigitsAreOutIsNoAnswer() {
        ready();
        on(new FxoEvent.Seize("0301"));
        on(new FxoEvent.OffHook());
        assertThat(on(new FxoEvent.VoiceHeard())).as("somebody on the line before dial tone").isEmpty();
        started(CallProgressTone.DIAL);
        assertThat(on(new FxoEvent.VoiceHeard())).isEmpty();
        assertThat(after(3000)).isEmpty();
        assertThat(on(new FxoEvent.DigitsSent())).containsExactly(new FxoAction.Dialled());
        assertThat(after(60_000)).isEmpty();
        assertThat(line.state()).isEqualTo(new FxoState.Proceeding(false));
    }

    @Test
    void polarityAnswersAtOnceAndReleasesWhenItTurnsBack() {
        dialled(LineTimings.DEFAULT);
        assertThat(on(new FxoEvent.PolarityReversed())).containsExactly(new FxoAction.Answered(AnswerEvidence.POLARITY));
        assertThat(on(new FxoEvent.PolarityReversed()))
                .containsExactly(new FxoAction.Released(ReleaseEvidence.POLARITY_BACK), new FxoAction.GoOnHook());
    }

    @Test
    void whereOnlyPolarityCountsTonesDoNotAnswer() {
        dialled(LineTimings.DEFAULT.withAnswer(AnswerSupervision.POLARITY));
        started(CallProgressTone.RINGBACK);
        on(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK));
        assertThat(after(700)).as("likely, and told as such").containsExactly(new FxoAction.AnswerHeard(AnswerEvidence.RINGBACK_ENDED));
        on(new FxoEvent.VoiceHeard());
        assertThat(after(60_000)).isEmpty();
        assertThat(on(new FxoEvent.PolarityReversed())).containsExactly(new FxoAction.Answered(AnswerEvidence.POLARITY));
    }

    @Test
    void answerWhenDialledIsAPolicy() {
        ready(LineTimings.DEFAULT.withAnswer(AnswerSupervision.DIALLED));
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        started(CallProgressTone.DIAL);
        assertThat(on(new FxoEvent.DigitsSent()))
                .containsExactly(new FxoAction.Dialled(), new FxoAction.Answered(AnswerEvidence.DIALLED));
        assertThat(started(CallProgressTone.SIT))
                .containsExactly(new FxoAction.Released(ReleaseEvidence.SIT), new FxoAction.GoOnHook());
    }

    @Test
    void anAnswerThatComesAfterTheCallCountedAsAnsweredIsTold() {
        ready(LineTimings.DEFAULT.withAnswer(AnswerSupervision.DIALLED));
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        started(CallProgressTone.DIAL);
        on(new FxoEvent.DigitsSent());
        assertThat(started(CallProgressTone.RINGBACK)).isEmpty();
        on(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK));
        assertThat(after(700)).containsExactly(new FxoAction.AnswerHeard(AnswerEvidence.RINGBACK_ENDED));
        assertThat(on(new FxoEvent.VoiceHeard())).as("known already").isEmpty();
        assertThat(on(new FxoEvent.PolarityReversed())).as("now it is sure").containsExactly(new FxoAction.AnswerHeard(AnswerEvidence.POLARITY));
        assertThat(on(new FxoEvent.PolarityReversed())).contains(new FxoAction.Released(ReleaseEvidence.POLARITY_BACK));
        assertThat(line.story()).matches(".*0\\.0 s digits out, 0\\.0 s ringback, .*0\\.7 s answer heard, likely: ringback ended, .*released: polarity back");
    }

    @Test
    void silenceAndTheLongestCallEndACallWhereTheyAreAskedTo() {
        dialled(LineTimings.DEFAULT);
        on(new FxoEvent.PolarityReversed());
        assertThat(on(new FxoEvent.Silent(3600))).isEmpty();
        assertThat(after(86_400_000)).isEmpty();

        dialled(LineTimings.DEFAULT.withRelease(ReleaseRules.DEFAULT.withSilence(Duration.ofSeconds(60)).withLongestCall(Duration.ofHours(2))));
        assertThat(on(new FxoEvent.Silent(70))).as("it rings").isEmpty();
        on(new FxoEvent.PolarityReversed());
        assertThat(on(new FxoEvent.Silent(55))).isEmpty();
        assertThat(on(new FxoEvent.Silent(60))).contains(new FxoAction.Released(ReleaseEvidence.SILENCE));

        dialled(LineTimings.DEFAULT.withRelease(ReleaseRules.DEFAULT.withLongestCall(Duration.ofHours(2))));
        on(new FxoEvent.PolarityReversed());
        assertThat(after(7_199_999)).isEmpty();
        assertThat(after(1)).contains(new FxoAction.Released(ReleaseEvidence.LONGEST_CALL));
    }

    @Test
    void aCallWaitingToneIsNotTheEnd() {
        dialled(LineTimings.DEFAULT);
        on(new FxoEvent.PolarityReversed());
        assertThat(started(CallProgressTone.CALL_WAITING)).isEmpty();
        assertThat(line.state()).isInstanceOf(FxoState.Talking.class);
    }

    private void hangsUpOnCaller() {
        hangsUpOnCaller(LineTimings.DEFAULT.withBlindDialAfter(Duration.ofSeconds(2)));
    }

    private void hangsUpOnCaller(LineTimings timings) {
        ready(timings);
        on(new FxoEvent.RingStarted());
        after(6_000);
        on(new FxoEvent.Answer());
        on(new FxoEvent.OffHook());
        on(new FxoEvent.Release());
        on(new FxoEvent.OnHook());
        after(400);
    }

    private List<FxoAction> callsForHelp(int voiceAfterMillis) {
        assertThat(on(new FxoEvent.Seize("112", true))).containsExactly(new FxoAction.GoOffHook());
        on(new FxoEvent.OffHook());
        after(voiceAfterMillis);
        on(new FxoEvent.VoiceHeard());
        return after(2_000);
    }

    /// A line that is dialled blind gives no dial tone that we know. Who called and holds it would be "help" that answers.
    @Test
    void whoHoldsALineThatIsDialledBlindIsNotTakenForHelp() {
        for (int voiceAfterMillis : new int[] {100, 1_500}) {
            hangsUpOnCaller();
            assertThat(callsForHelp(voiceAfterMillis)).containsExactly(new FxoAction.Released(ReleaseEvidence.NO_DIAL_TONE), new FxoAction.GoOnHook());
        }
    }

    /// What sounds like a voice each time may be a strange dial tone, and help must be called.
    @Test
    void theThirdTimeAVoiceIsDialledIntoAllTheSame() {
        hangsUpOnCaller();
        for (int time = 1; time <= 2; time++) {
            assertThat(callsForHelp(100)).contains(new FxoAction.GoOnHook());
            on(new FxoEvent.OnHook());
            after(13_000);
        }
        assertThat(callsForHelp(100)).containsExactly(new FxoAction.SendDigits("112"));
    }

    /// Twice it is given up as soon as an ordinary call would; then help waits for dial tone as long as on any line.
    @Test
    void onALineThatACallerMayHoldHelpWaitsLessForDialTone() {
        hangsUpOnCaller(LineTimings.DEFAULT);
        for (int time = 1; time <= 3; time++) {
            on(new FxoEvent.Seize("112", true));
            on(new FxoEvent.OffHook());
            assertThat(after(time <= 2 ? 1_999 : 4_999)).isEmpty();
            assertThat(after(1)).containsExactly(new FxoAction.Released(ReleaseEvidence.NO_DIAL_TONE), new FxoAction.GoOnHook());
            on(new FxoEvent.OnHook());
            after(13_000);
        }
    }

    @Test
    void aVoiceBeforeBlindDiallingMeansNothingWhereNobodyHasCalled() {
        ready(LineTimings.DEFAULT.withBlindDialAfter(Duration.ofSeconds(2)));
        assertThat(callsForHelp(100)).containsExactly(new FxoAction.SendDigits("112"));
    }

    @Test
    void noDialToneReleasesOrDialsBlind() {
        ready(LineTimings.DEFAULT.withMetAfter(Duration.ZERO));
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        assertThat(after(4999)).isEmpty();
        assertThat(after(1)).containsExactly(new FxoAction.Released(ReleaseEvidence.NO_DIAL_TONE), new FxoAction.GoOnHook());

        ready(LineTimings.DEFAULT.withBlindDialAfter(Duration.ofSeconds(2)));
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        assertThat(after(2000)).containsExactly(new FxoAction.SendDigits("1"));
    }

    @Test
    void theModemsWordForDialToneCountsOnlyWhileDialToneIsAwaited() {
        ready();
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        assertThat(on(new FxoEvent.DialToneReported())).containsExactly(new FxoAction.SendDigits("1"));
        on(new FxoEvent.DigitsSent());
        assertThat(on(new FxoEvent.DialToneReported())).isEmpty();
    }

    @Test
    void incomingCallIsOfferedWithItsCallerIdAndAnswered() {
        ready();
        assertThat(on(new FxoEvent.RingStarted())).isEmpty();
        after(1000);
        assertThat(on(new FxoEvent.CallerIdReceived(SMITH))).containsExactly(new FxoAction.OfferCall(SMITH));
        after(5000);
        assertThat(on(new FxoEvent.RingStarted())).containsExactly(new FxoAction.Rang(2));
        assertThat(on(new FxoEvent.Seize("1"))).containsExactly(new FxoAction.Refused(Refusal.GLARE));
        assertThat(on(new FxoEvent.Answer())).containsExactly(new FxoAction.GoOffHook());
        assertThat(on(new FxoEvent.OffHook()))
                .containsExactly(new FxoAction.Seized(), new FxoAction.Answered(AnswerEvidence.WE_ANSWERED));
        assertThat(started(CallProgressTone.BUSY))
                .containsExactly(new FxoAction.Released(ReleaseEvidence.BUSY_TONE), new FxoAction.GoOnHook());
        assertThat(on(new FxoEvent.OnHook())).as("the call knows already").isEmpty();
    }

    @Test
    void withoutCallerIdTheCallIsOfferedAfterAWhileOrAtTheSecondRing() {
        ready();
        on(new FxoEvent.RingStarted());
        assertThat(after(4000)).containsExactly(new FxoAction.OfferCall(CallerId.NONE));

        ready();
        on(new FxoEvent.RingStarted());
        after(3000);
        assertThat(on(new FxoEvent.RingStarted())).containsExactly(new FxoAction.OfferCall(CallerId.NONE));
    }

    @Test
    void callerIdBeforeTheFirstRingIsKeptAndMakesASeizureGlare() {
        ready();
        assertThat(on(new FxoEvent.CallerIdReceived(SMITH))).isEmpty();
        assertThat(on(new FxoEvent.Seize("1"))).containsExactly(new FxoAction.Refused(Refusal.GLARE));
        after(700);
        assertThat(on(new FxoEvent.RingStarted())).containsExactly(new FxoAction.OfferCall(SMITH));
    }

    @Test
    void anOldCallerIdIsNotGivenToTheNextCall() {
        ready();
        on(new FxoEvent.CallerIdReceived(SMITH));
        after(60_000);
        on(new FxoEvent.RingStarted());
        assertThat(after(4000)).containsExactly(new FxoAction.OfferCall(CallerId.NONE));
    }

    @Test
    void ringingThatStopsAbandonsTheOffer() {
        ready();
        on(new FxoEvent.RingStarted());
        on(new FxoEvent.CallerIdReceived(SMITH));
        after(6999);
        assertThat(line.state()).isInstanceOf(FxoState.Ringing.class);
        assertThat(after(1)).containsExactly(new FxoAction.Abandoned());
        assertThat(line.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aDeclinedCallRingsOnUntilTheCallerGivesUp() {
        ready();
        on(new FxoEvent.RingStarted());
        on(new FxoEvent.CallerIdReceived(SMITH));
        assertThat(on(new FxoEvent.Release())).containsExactly(new FxoAction.Released(ReleaseEvidence.OUR_RELEASE));
        after(6000);
        assertThat(on(new FxoEvent.RingStarted())).as("not offered twice").isEmpty();
        assertThat(on(new FxoEvent.Seize("1"))).containsExactly(new FxoAction.Refused(Refusal.GLARE));
        assertThat(after(7000)).isEmpty();
        assertThat(line.state()).isEqualTo(new FxoState.OnHook());
    }

    /// To open the loop again would hang up on a caller whom our seizure has answered.
    @Test
    void aCallerMetWhileSeizingIsOfferedAndTheOutgoingCallHuntsOn() {
        ready();
        on(new FxoEvent.Seize("1"));
        assertThat(on(new FxoEvent.RingStarted())).containsExactly(new FxoAction.Refused(Refusal.GLARE), new FxoAction.CallerMet(Meeting.RING));
        assertThat(line.state()).isEqualTo(new FxoState.Met(false));
        on(new FxoEvent.CallerIdReceived(SMITH));
        assertThat(on(new FxoEvent.OffHook())).containsExactly(new FxoAction.OfferCall(SMITH));
        assertThat(on(new FxoEvent.Seize("1"))).containsExactly(new FxoAction.Refused(Refusal.GLARE));
        assertThat(on(new FxoEvent.Answer())).containsExactly(new FxoAction.Seized(), new FxoAction.Answered(AnswerEvidence.WE_ANSWERED));
        assertThat(line.state()).isInstanceOf(FxoState.Talking.class);
        assertThat(line.story()).contains("met a caller while seizing");
    }

    @Test
    void aRingThatIsToldLateOrACallerIdAloneIsGlareToo() {
        ready();
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        assertThat(on(new FxoEvent.RingStarted()))
                .containsExactly(new FxoAction.Refused(Refusal.GLARE), new FxoAction.CallerMet(Meeting.RING), new FxoAction.OfferCall(CallerId.NONE));

        ready();
        on(new FxoEvent.Seize("1"));
        assertThat(on(new FxoEvent.CallerIdReceived(SMITH))).containsExactly(new FxoAction.Refused(Refusal.GLARE), new FxoAction.CallerMet(Meeting.CALLER_ID));
        assertThat(on(new FxoEvent.OffHook())).containsExactly(new FxoAction.OfferCall(SMITH));
    }

    private static List<FxoAction> meeting(Meeting how) {
        return List.of(new FxoAction.Refused(Refusal.GLARE), new FxoAction.CallerMet(how), new FxoAction.OfferCall(CallerId.NONE));
    }

    /// No device told a ring, and yet there is no dial tone.
    @Test
    void whoIsHeardWhereDialToneShouldBeIsACaller() {
        ready();
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        assertThat(after(1999)).isEmpty();
        assertThat(after(1)).containsExactlyElementsOf(meeting(Meeting.SILENCE));
        assertThat(line.state()).isEqualTo(new FxoState.Met(true));

        ready();
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        after(500);
        assertThat(on(new FxoEvent.VoiceHeard())).isEmpty();
        assertThat(after(1000)).containsExactlyElementsOf(meeting(Meeting.VOICE));
        assertThat(line.story()).contains("voice", "met a caller while seizing: voice");
    }

    @Test
    void dialToneThatIsLateOrStrangeAtFirstIsDialToneAllTheSame() {
        ready();
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        on(new FxoEvent.VoiceHeard());
        after(900);
        assertThat(on(new FxoEvent.DialToneReported())).containsExactly(new FxoAction.SendDigits("1"));
        assertThat(after(3000)).isEmpty();
    }

    /// Two callers in a row who are not heard of by a ring, and never dial tone: that is a dead line, or one whose dial tone nobody knows.
    @Test
    void aLineThatNeverGivesDialToneRingsNobodyForLong() {
        ready();
        for (int seizure = 0; seizure < 4; seizure++) {
            on(new FxoEvent.Seize("1"));
            on(new FxoEvent.OffHook());
            List<FxoAction> heard = after(5000);
            assertThat(heard).as("seizure %d", seizure).isEqualTo(seizure < 2 ? meeting(Meeting.SILENCE)
                    : List.of(new FxoAction.Released(ReleaseEvidence.NO_DIAL_TONE), new FxoAction.GoOnHook()));
            on(new FxoEvent.Release());
            on(new FxoEvent.OnHook());
            after(2000);
        }
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        started(CallProgressTone.DIAL);
        on(new FxoEvent.Release());
        on(new FxoEvent.OnHook());
        after(2000);
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.OffHook());
        assertThat(after(2000)).as("it has given dial tone again").isEqualTo(meeting(Meeting.SILENCE));
    }

    @Test
    void aCallForHelpWaitsForDialToneAsLongAsItMay() {
        ready();
        on(new FxoEvent.Seize("112", true));
        on(new FxoEvent.OffHook());
        on(new FxoEvent.VoiceHeard());
        assertThat(after(4999)).isEmpty();
        assertThat(started(CallProgressTone.DIAL)).containsExactly(new FxoAction.SendDigits("112"));
    }

    @Test
    void whoWasMetAndIsGoneIsNoCall() {
        for (FxoEvent end : List.of(new FxoEvent.ToneStarted(CallProgressTone.DIAL), new FxoEvent.ToneStarted(CallProgressTone.BUSY), new FxoEvent.LoopBroken())) {
            met();
            assertThat(on(end)).hasSize(2).first().isInstanceOf(FxoAction.Released.class);
            assertThat(line.state()).isInstanceOf(FxoState.Clearing.class);
        }
        met();
        assertThat(on(new FxoEvent.Release())).containsExactly(new FxoAction.GoOnHook());
        assertThat(on(new FxoEvent.OnHook())).containsExactly(new FxoAction.Released(ReleaseEvidence.OUR_RELEASE));
        met();
        assertThat(on(new FxoEvent.PortGone("unplugged"))).containsExactly(new FxoAction.Abandoned(), new FxoAction.OutOfService("unplugged"));

        ready();
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.RingStarted());
        assertThat(after(10_000)).as("the port does not close the loop").containsExactly(new FxoAction.GoOnHook());
    }

    private void met() {
        ready();
        on(new FxoEvent.Seize("1"));
        on(new FxoEvent.RingStarted());
        on(new FxoEvent.OffHook());
        assertThat(line.state()).isEqualTo(new FxoState.Met(true));
    }

    @Test
    void dialToneRightAfterTheAnswerIsTheExchangeLatenessLaterItIsARelease() {
        ready();
        on(new FxoEvent.RingStarted());
        on(new FxoEvent.CallerIdReceived(SMITH));
        on(new FxoEvent.Answer());
        on(new FxoEvent.OffHook());
        after(100);
        assertThat(started(CallProgressTone.DIAL)).isEmpty();
        after(500);
        on(new FxoEvent.ToneEnded(CallProgressTone.DIAL));
        assertThat(after(10_000)).isEmpty();
        started(CallProgressTone.DIAL);
        assertThat(after(3999)).as("an instrument may hold a note").isEmpty();
        assertThat(after(1)).containsExactly(new FxoAction.Released(ReleaseEvidence.DIAL_TONE_RETURNED), new FxoAction.GoOnHook());
    }

    @Test
    void dialToneThatStaysOnFromTheAnswerReleasesToo() {
        ready();
        on(new FxoEvent.RingStarted());
        on(new FxoEvent.CallerIdReceived(SMITH));
        on(new FxoEvent.Answer());
        on(new FxoEvent.OffHook());
        started(CallProgressTone.DIAL);
        assertThat(after(3999)).isEmpty();
        assertThat(after(1)).contains(new FxoAction.Released(ReleaseEvidence.DIAL_TONE_RETURNED));
    }

    @Test
    void aLostDeviceEndsWhateverWasThere() {
        alerting();
        assertThat(on(new FxoEvent.PortGone("unplugged")))
                .containsExactly(new FxoAction.Released(ReleaseEvidence.DEVICE_GONE), new FxoAction.OutOfService("unplugged"));
        assertThat(line.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(on(new FxoEvent.Seize("1"))).containsExactly(new FxoAction.Refused(Refusal.OUT_OF_SERVICE));
        assertThat(on(new FxoEvent.PortReady())).containsExactly(new FxoAction.InService());

        ready();
        on(new FxoEvent.Seize("1"));
        assertThat(on(new FxoEvent.PortFailed("no answer")))
                .containsExactly(new FxoAction.Refused(Refusal.OUT_OF_SERVICE), new FxoAction.OutOfService("no answer"));
    }

    /// A PBX gives dial tone for the second call, and busy tone when that is busy: neither is the end of the first.
    @Test
    void tonesAfterAHookFlashAreForWhoFlashed() {
        talking();
        assertThat(on(new FxoEvent.Flash())).containsExactly(new FxoAction.HookFlash());
        on(new FxoEvent.Flashed(true));
        on(new FxoEvent.ToneStarted(CallProgressTone.DIAL));
        assertThat(after(9_000)).isEmpty();
        on(new FxoEvent.ToneEnded(CallProgressTone.DIAL));
        assertThat(on(new FxoEvent.ToneStarted(CallProgressTone.BUSY))).isEmpty();
        on(new FxoEvent.ToneEnded(CallProgressTone.BUSY));
        assertThat(after(60_000)).isEmpty();
        assertThat(line.story()).contains("hook flash");
        assertThat(on(new FxoEvent.ToneStarted(CallProgressTone.BUSY))).as("long after it").contains(new FxoAction.Released(ReleaseEvidence.BUSY_TONE));
    }

    @Test
    void aToneThatGoesOnAfterAHookFlashEndsTheCallAfterAll() {
        talking();
        on(new FxoEvent.Flash());
        on(new FxoEvent.ToneStarted(CallProgressTone.BUSY));
        assertThat(after(29_000)).isEmpty();
        assertThat(after(1_000)).contains(new FxoAction.Released(ReleaseEvidence.BUSY_TONE));
        ready();
        assertThat(on(new FxoEvent.Flash())).as("there is no call").isEmpty();
    }

    @Test
    void whatIsWrongIsKnownUntilItIsSomethingElseOrWell() {
        ready();
        on(new FxoEvent.PortFailed("in use", LineCondition.IN_USE_ELSEWHERE));
        assertThat(line.condition()).isEqualTo(LineCondition.IN_USE_ELSEWHERE);
        assertThat(line.takes(false, 0)).isFalse();
        on(new FxoEvent.PortFailed("no answer"));
        assertThat(line.condition()).as("another trouble").isEqualTo(LineCondition.FINE);
        on(new FxoEvent.PortFailed("wedged", LineCondition.NEEDS_REPLUG));
        on(new FxoEvent.PortReady());
        assertThat(line.condition()).isEqualTo(LineCondition.FINE);
        assertThat(line.takes(false, 0)).isTrue();
    }

    @Test
    void aLoopThatDoesNotOpenTakesTheLineOutOfServiceUntilItDoes() {
        alerting();
        on(new FxoEvent.Release());
        assertThat(after(15_000)).containsExactly(new FxoAction.Released(ReleaseEvidence.OUR_RELEASE),
                new FxoAction.OutOfService("the port did not open the loop within 15 s"));
        assertThat(on(new FxoEvent.OnHook())).containsExactly(new FxoAction.InService());
    }

    @Test
    void onlyDialableCharactersAreTaken() {
        ready();
        for (int place = 0; place <= 4; place++) {
            for (int c = 0; c < 256; c++) {
                String digits = new StringBuilder("1*3A").insert(place, (char) c).toString();
                if ("0123456789*#ABCD,".indexOf(c) < 0) {
                    assertThatThrownBy(() -> line.handle(new FxoEvent.Seize(digits), 0)).isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
        assertThat(line.state()).isEqualTo(new FxoState.OnHook());
    }

    @Test
    void historyKeepsTheLastSixteenSteps() {
        for (int i = 0; i < 9; i++) {
            alerting();
        }
        on(new FxoEvent.Release());
        LineHistory.Transition last = line.history().getLast();
        assertThat(last.cause()).isEqualTo("Release");
        assertThat(last.to()).isEqualTo(new FxoState.Clearing(true));
        for (int i = 0; i < 20; i++) {
            on(new FxoEvent.PortGone("gone " + i));
        }
        assertThat(line.history()).hasSize(16);
    }

    @Test
    void whoWaitsIsKnownUntilHeIsTakenOrMustHaveGivenUp() {
        talking();
        assertThat(line.waiting(clock.now())).isEmpty();
        on(FxoEvent.WaitingCaller.SOMEBODY);
        assertThat(line.waiting(clock.now())).isEqualTo("somebody");
        on(new FxoEvent.WaitingCaller(SMITH, true));
        assertThat(line.waiting(clock.now())).isEqualTo("0405551234 SMITH J");
        started(CallProgressTone.CALL_WAITING);
        assertThat(line.waiting(clock.now())).as("the tone again, for the same one").isEqualTo("0405551234 SMITH J");
        after(60_000);
        assertThat(line.waiting(clock.now())).isEmpty();
        started(CallProgressTone.CALL_WAITING);
        assertThat(line.waiting(clock.now())).isEqualTo("somebody");
        on(new FxoEvent.Flash());
        assertThat(line.waiting(clock.now())).as("taken with a flash").isEmpty();
        on(new FxoEvent.WaitingCaller(new CallerId(CallerId.Presence.WITHHELD, "", ""), true));
        assertThat(line.waiting(clock.now())).isEqualTo("a withheld number");
        on(new FxoEvent.Release());
        assertThat(line.waiting(clock.now())).isEmpty();
    }

    private void talking() {
        alerting();
        on(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK));
        after(5_000);
    }

    private void alerting() {
        dialled(LineTimings.DEFAULT);
        started(CallProgressTone.RINGBACK);
    }

    private void dialled(LineTimings timings) {
        ready(timings);
        on(new FxoEvent.Seize("0301"));
        on(new FxoEvent.OffHook());
        started(CallProgressTone.DIAL);
        on(new FxoEvent.DigitsSent());
    }

    private void ready() {
        ready(LineTimings.DEFAULT);
    }

    private void ready(LineTimings timings) {
        line = new FxoLine(new LineId("fxo1"), timings);
        assertThat(on(new FxoEvent.PortReady())).containsExactly(new FxoAction.InService());
    }

    private List<FxoAction> on(FxoEvent event) {
        return line.handle(event, clock.now());
    }

    private List<FxoAction> started(CallProgressTone tone) {
        return on(new FxoEvent.ToneStarted(tone));
    }

    private List<FxoAction> after(long millis) {
        long end = clock.now() + millis * 1_000_000;
        List<FxoAction> actions = new ArrayList<>();
        while (line.nextDeadline() <= end) {
            clock.advanceTo(Math.max(clock.now(), line.nextDeadline()));
            actions.addAll(line.tick(clock.now()));
        }
        clock.advanceTo(end);
        return actions;
    }
}
