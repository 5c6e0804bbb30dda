package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.Goertzel;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.ExchangeSettings.HangUp;

/// The exchange alone, with a bare pair of wires.
class ExchangeTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<ExchangeEvent> events = new ArrayList<>();
    private Exchange exchange;
    private Loop loop;
    private long now;

    @BeforeEach
    void connect() {
        connect(ExchangeSettings.of("US"));
    }

    private void connect(ExchangeSettings settings) {
        events.clear();
        now = 0;
        exchange = new Exchange(settings, events::add);
        exchange.subscribe("100", Subscriber.echoes());
        exchange.subscribe("123", Subscriber.speaksTheTime());
        exchange.subscribe("1234", Subscriber.announces());
        exchange.subscribe("300", new Subscriber.Busy());
        exchange.subscribe("400", new Subscriber.NeverAnswers());
        exchange.subscribe("500", Subscriber.hangsUpAfter(3_000));
        exchange.subscribe("600", new Subscriber.Congested());
        loop = exchange.connect("7000");
    }

    private void pass(double seconds) {
        now += (long) (seconds * SECOND);
        exchange.advance(now);
    }

    private void dial(String digits) {
        for (char digit : digits.toCharArray()) {
            loop.dtmf(digit, now);
            pass(0.2);
        }
    }

    private void seize() {
        loop.offHook(true, now);
        pass(1);
    }

    private short[] listen(int samples) {
        return talk(new short[samples]);
    }

    private short[] talk(short[] said) {
        short[] heard = new short[said.length];
        short[] piece = new short[80];
        for (int at = 0; at + 80 <= said.length; at += 80) {
            pass(0.01);
            loop.transfer(java.util.Arrays.copyOfRange(said, at, at + 80), piece, 80, now);
            System.arraycopy(piece, 0, heard, at, 80);
        }
        return heard;
    }

    private void isCalledAnswersAndHangsUp() {
        exchange.call("7000", CallerId.of("5551234", ""), Subscriber.NEVER, new Voices.Announcement(), Subscriber.NEVER, now);
        pass(3);
        loop.offHook(true, now);
        pass(2);
        loop.offHook(false, now);
    }

    @Test
    void whoCalledHoldsTheLineForAWhileAfterItHasHungUp() {
        connect(ExchangeSettings.of("US").withCallerHolding(10_000));
        isCalledAnswersAndHangsUp();
        pass(9.9);
        loop.offHook(true, now);
        pass(1);
        assertThat(loop.tone()).as("the conversation goes on").isNull();
        loop.offHook(false, now);
        pass(10.1);
        assertThat(events.getLast()).isInstanceOf(ExchangeEvent.LineReleased.class);
        seize();
        assertThat(loop.tone()).isEqualTo(CallProgressTone.DIAL);
    }

    @Test
    void orUntilHeHangsUp() {
        connect(ExchangeSettings.of("US").withCallerHolding(Subscriber.NEVER));
        isCalledAnswersAndHangsUp();
        pass(1_000);
        seize();
        assertThat(loop.tone()).isNull();
        loop.offHook(false, now);
        pass(1);
        exchange.farEndHangsUp("7000", now);
        seize();
        assertThat(loop.tone()).isEqualTo(CallProgressTone.DIAL);
    }

    @Test
    void dialToneComesAfterOffHookAndTheFirstDigitBreaksIt() {
        loop.offHook(true, now);
        assertThat(loop.tone()).isNull();
        pass(0.25);
        assertThat(loop.tone()).isEqualTo(CallProgressTone.DIAL);
        short[] tone = listen(800);
        assertThat(Goertzel.dBm0(tone, 350)).isBetween(-13.5, -12.5);
        assertThat(Goertzel.dBm0(tone, 440)).isBetween(-13.5, -12.5);
        loop.dtmf('4', now);
        assertThat(loop.tone()).isNull();
    }

    @Test
    void digitsBeforeDialToneAreLost() {
        loop.offHook(true, now);
        loop.dtmf('4', now);
        pass(1);
        assertThat(loop.tone()).isEqualTo(CallProgressTone.DIAL);
        assertThat(events).noneMatch(event -> event instanceof ExchangeEvent.DigitHeard);
    }

    @Test
    void dialToneTurnsToReorderWhenNobodyDials() {
        seize();
        pass(14);
        assertThat(loop.tone()).isEqualTo(CallProgressTone.DIAL);
        pass(1);
        assertThat(loop.tone()).isEqualTo(CallProgressTone.REORDER);
    }

    @ParameterizedTest
    @CsvSource({"300,BUSY", "600,REORDER", "400,RINGBACK", "100,RINGBACK", "9876,SIT"})
    void aNumberSoundsAsItsSubscriberIs(String number, CallProgressTone tone) {
        seize();
        dial(number);
        pass(number.equals("9876") ? 3.5 : 0.5);
        assertThat(loop.tone()).isEqualTo(tone);
    }

    @Test
    void aNumberThatBeginsALongerOneWaitsForMoreDigits() {
        seize();
        dial("123");
        pass(2);
        assertThat(loop.tone()).isNull();
        pass(1.5);
        assertThat(events.getLast()).isInstanceOfSatisfying(ExchangeEvent.Dialled.class,
                dialled -> assertThat(dialled.number()).isEqualTo("123"));
    }

    @Test
    void dtmfAsSoundIsDialledAndLaterHeardByTheSubscriber() {
        seize();
        talk(java.util.Arrays.copyOf(Tones.dtmf('1'), 960));
        talk(new short[560]);
        talk(java.util.Arrays.copyOf(Tones.dtmf('0'), 560));
        talk(new short[560]);
        talk(java.util.Arrays.copyOf(Tones.dtmf('0'), 560));
        talk(new short[560]);
        pass(3);
        assertThat(events).anyMatch(event -> event instanceof ExchangeEvent.FarEndAnswered answered && answered.number().equals("100"));
        talk(java.util.Arrays.copyOf(Tones.dtmf('#'), 560));
        assertThat(events.getLast()).isInstanceOfSatisfying(ExchangeEvent.DigitHeard.class, heard -> {
            assertThat(heard.digit()).isEqualTo('#');
            assertThat(heard.dialling()).isFalse();
        });
    }

    @Test
    void speechIsNoDigit() {
        seize();
        dial("100");
        pass(3);
        int before = events.size();
        talk(Sounds.SPEECH);
        talk(Sounds.sine(1000, 8000, 12_000));
        assertThat(events).hasSize(before);
    }

    @Test
    void theEchoComesBackAFifthOfASecondLater() {
        seize();
        dial("100");
        pass(3);
        short[] heard = talk(java.util.Arrays.copyOf(Sounds.sine(1000, 800, 8_000), 4_000));
        assertThat(java.util.Arrays.copyOfRange(heard, 1_600, 2_400)).isEqualTo(Sounds.sine(1000, 800, 8_000));
    }

    @Test
    void farEndReleaseIsALoopBreakThenBusyThenDialTone() {
        seize();
        dial("500");
        pass(2.5);
        assertThat(events.getLast()).isInstanceOf(ExchangeEvent.FarEndAnswered.class);
        pass(2.9);
        assertThat(loop.battery()).isFalse();
        pass(0.4);
        assertThat(loop.battery()).isTrue();
        assertThat(loop.tone()).isEqualTo(CallProgressTone.BUSY);
        pass(21);
        assertThat(loop.tone()).isEqualTo(CallProgressTone.DIAL);
    }

    @Test
    void aSilentExchangeSaysNothingAtAll() {
        connect(ExchangeSettings.of("US").withHangUp(HangUp.SILENCE));
        seize();
        dial("500");
        pass(100);
        assertThat(loop.tone()).isNull();
        assertThat(loop.battery()).isTrue();
        assertThat(events.getLast()).isInstanceOf(ExchangeEvent.FarEndReleased.class);
    }

    @Test
    void polarityTurnsRoundOnAnswerWhereTheExchangeDoesThat() {
        connect(ExchangeSettings.of("US").withReversalOnAnswer());
        seize();
        dial("100");
        pass(1);
        assertThat(loop.reversed()).isFalse();
        pass(2);
        assertThat(loop.reversed()).isTrue();
        loop.offHook(false, now);
        pass(1);
        assertThat(loop.reversed()).isFalse();
    }

    @Test
    void ringsInItsCountrysRhythmUntilTheCallerGivesUp() {
        exchange.call("7000", CallerId.of("5551234", ""), 9_000, new Voices.Silence(), 0, now);
        StringBuilder rhythm = new StringBuilder();
        for (int second = 0; second < 12; second++) {
            pass(1);
            rhythm.append(loop.ringing() ? '*' : '.');
        }
        assertThat(rhythm).hasToString("**....**....");
        assertThat(events.getLast()).isInstanceOf(ExchangeEvent.CallerGaveUp.class);
    }

    @Test
    void aLineInUseIsBusyForCallersAndFreeAgainAfterwards() {
        seize();
        assertThat(exchange.call("7000", CallerId.NONE, 0, new Voices.Silence(), 0, now)).isFalse();
        loop.offHook(false, now);
        // So soon it may be a dial's pulse.
        pass(0.2);
        assertThat(exchange.call("7000", CallerId.NONE, 0, new Voices.Silence(), 0, now)).isTrue();
    }

    /// ITU-T E.180's dial: 60 ms open, 40 ms closed; faster and slower ones are dials, too.
    @ParameterizedTest
    @CsvSource({"60,40", "67,33", "50,50", "110,60"})
    void aDialsPulsesAreDigits(int open, int closed) {
        seize();
        for (char digit : "100".toCharArray()) {
            for (int pulse = 0; pulse < (digit == '0' ? 10 : digit - '0'); pulse++) {
                loop.offHook(false, now);
                pass(open / 1000.0);
                loop.offHook(true, now);
                pass(closed / 1000.0);
            }
            pass(0.6);
        }
        pass(0.5);
        assertThat(events).filteredOn(ExchangeEvent.Dialled.class::isInstance).singleElement()
                .satisfies(event -> assertThat(((ExchangeEvent.Dialled) event).number()).isEqualTo("100"));
    }

    @Test
    void aSeizureThatMeetsACallAnswersIt() {
        exchange.call("7000", CallerId.of("5551234", ""), 0, new Voices.Pips(), 0, now);
        loop.offHook(true, now);
        assertThat(events.getLast()).isInstanceOf(ExchangeEvent.LineAnswered.class);
        pass(1);
        assertThat(loop.tone()).isNull();
        assertThat(Goertzel.dBm0(listen(1_600), 523)).isBetween(-13.0, -11.0);
    }

    @Test
    void aShortOpeningIsAHookFlashAndALongOneTheEnd() {
        seize();
        dial("100");
        pass(3);
        loop.offHook(false, now);
        pass(0.5);
        loop.offHook(true, now);
        pass(1);
        assertThat(events).noneMatch(event -> event instanceof ExchangeEvent.LineReleased);
        loop.offHook(false, now);
        pass(0.7);
        assertThat(events.getLast()).isInstanceOf(ExchangeEvent.LineReleased.class);
        seize();
        assertThat(loop.tone()).isEqualTo(CallProgressTone.DIAL);
    }

    @Test
    void twoLinesOfTheExchangeCallEachOther() {
        Loop other = exchange.connect("8000");
        seize();
        dial("8000");
        pass(1);
        assertThat(other.ringing()).isTrue();
        assertThat(loop.tone()).isEqualTo(CallProgressTone.RINGBACK);
        other.offHook(true, now);
        assertThat(loop.tone()).isNull();
        short[] said = Sounds.sine(700, 160, 5_000);
        short[] heard = new short[160];
        loop.transfer(said, heard, 160, now);
        other.transfer(new short[160], heard, 160, now);
        assertThat(heard).isEqualTo(said);
        loop.offHook(false, now);
        pass(0.8);
        assertThat(other.battery()).isFalse();
        pass(1);
        assertThat(other.tone()).isEqualTo(CallProgressTone.BUSY);
    }

    @Test
    void aTestMayEndTheCallOfTwoLinesFromOutside() {
        Loop other = exchange.connect("8000");
        seize();
        dial("8000");
        pass(1);
        other.offHook(true, now);
        exchange.farEndHangsUp("7000", now);
        pass(2);
        assertThat(loop.tone()).isEqualTo(CallProgressTone.BUSY);
        assertThat(other.tone()).isEqualTo(CallProgressTone.BUSY);
    }

    @Test
    void theCableCanBePulledAndAMissingDialToneStaysMissing() {
        loop.cable(false, now);
        assertThat(loop.battery()).isFalse();
        seize();
        assertThat(loop.tone()).isNull();
        loop.offHook(false, now);
        loop.cable(true, now);
        loop.dialTone(false);
        seize();
        pass(30);
        assertThat(loop.tone()).isNull();
    }

    @Test
    void theHybridEchoesAndTheLineHisses() {
        connect(ExchangeSettings.of("US").withLine(true, true));
        seize();
        dial("400");
        short[] said = Sounds.sine(1000, 8_000, 16_000);
        short[] heard = talk(said);
        assertThat(Goertzel.dBm0(said, 1000) - Goertzel.dBm0(heard, 1000)).isBetween(13.5, 14.5);
        connect(ExchangeSettings.of("US").withLine(false, true));
        seize();
        dial("600");
        loop.offHook(false, now);
        pass(1);
        loop.dialTone(false);
        seize();
        double power = 0;
        for (short sample : listen(8_000)) {
            power += (double) sample * sample;
        }
        assertThat(10 * Math.log10(power / 8_000 / (Sounds.peak(0) * Sounds.peak(0) / 2))).isBetween(-66.0, -64.0);
    }

    @Test
    void oneLargeStepGivesTheSameTimesAsManySmallOnes() {
        List<ExchangeEvent> coarse = story(7.0);
        List<ExchangeEvent> fine = story(0.001);
        assertThat(coarse).isEqualTo(fine).hasSizeGreaterThan(3);
    }

    private List<ExchangeEvent> story(double step) {
        connect();
        exchange.call("7000", CallerId.of("5551234", ""), 9_000, new Voices.Silence(), 0, now);
        while (now < 21 * SECOND) {
            pass(step);
        }
        now = 21 * SECOND;
        exchange.advance(now);
        loop.offHook(true, now);
        now += SECOND;
        exchange.advance(now);
        for (char digit : "500".toCharArray()) {
            loop.dtmf(digit, now);
        }
        while (now < 42 * SECOND) {
            pass(step);
        }
        return List.copyOf(events).stream().filter(event -> event.atNanos() < 35 * SECOND && !(event instanceof ExchangeEvent.Dialled))
                .toList();
    }
}
