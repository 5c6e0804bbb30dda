package org.tipring.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.TonePlan;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.Subscriber;

/// Two calls, one each way, through a running gateway; says what was heard and whether all of it held.
///
/// Claims are collected in a [Verdict]; nothing is taken for granted: the dial tone must be heard and must stop, the announcement at
/// one end must be the one that was spoken at the other.
public final class Demo {

    private static final String SUBSCRIBER = "5550123";
    private static final String KEYS = "42#";
    private static final int SPOKEN_SECONDS = 4;

    private final EmulatedModems exchange;
    private final String line;
    private final Telephone telephone;
    private final BlockingQueue<CallRecord> records;
    private final Path recordings;
    private final PrintStream out;
    private final Verdict verdict;

    /// @param line the number of the gateway's line at the exchange
    /// @param records what the gateway writes of each call
    /// @param recordings folder for the WAV files
    public Demo(EmulatedModems exchange, String line, Telephone telephone, BlockingQueue<CallRecord> records, Path recordings,
                PrintStream out) {
        this.exchange = exchange;
        this.line = line;
        this.telephone = telephone;
        this.records = records;
        this.recordings = recordings;
        this.out = out;
        this.verdict = new Verdict(out);
    }

    /// @return whether all of it held
    public boolean run() throws IOException, InterruptedException {
        Files.createDirectories(recordings);
        verdict.check("the telephone registers (UDP, digest)", telephone.registered(10_000));
        callOut();
        callIn();
        verdict.summary(recordings);
        return verdict.held();
    }

    private void callOut() throws IOException, InterruptedException {
        out.println("\n== The telephone calls 9 " + SUBSCRIBER + " ==");
        short[] answering = new SpeechLike(7).take(SPOKEN_SECONDS * 1000);
        FarEnd farEnd = new FarEnd(answering);
        exchange.execute((world, _) -> world.subscribe(SUBSCRIBER, new Subscriber.Answers(4_000, () -> farEnd, Subscriber.NEVER)));
        telephone.device().rewind();
        telephone.call("9" + SUBSCRIBER);
        verdict.check("early media (183): the line can be heard before the answer",
                telephone.await(event -> event instanceof SipEvent.Progress, 15_000) != null);
        verdict.check("answered (200) when the subscriber lifts", telephone.await(event -> event instanceof SipEvent.Answered, 30_000) != null);
        short[] before = telephone.device().played();
        short[] spoken = new SpeechLike(8).take(SPOKEN_SECONDS * 1000);
        telephone.device().speak(spoken);
        telephone.await(event -> event instanceof SipEvent.Released, (SPOKEN_SECONDS + 2) * 1000L);
        short[] heard = telephone.device().played();
        verdict.sound(telephone.device().mostLateNanos());
        telephone.press(KEYS);
        TimeUnit.MILLISECONDS.sleep(600);
        telephone.hangUp();
        CallRecord record = records.poll(20, TimeUnit.SECONDS);
        Timeline.print(out, record);
        Ear ear = new Ear(verdict, recordings);
        ear.callProgress("out-progress.wav", before, TonePlan.US);
        ear.same("the telephone hears what the subscriber says", "out-telephone.wav", answering, heard);
        ear.same("the subscriber hears what the telephone says", "out-subscriber.wav", spoken, farEnd.heard());
        verdict.check("the subscriber gets the keys " + KEYS + ": " + farEnd.keys(), farEnd.keys().equals(KEYS));
        verdict.check("the line is on-hook again", onHook());
        verdict.check("one record, cause NORMAL, ended by the caller",
                record != null && record.cause().name().equals("NORMAL") && record.endedBy().equals("caller"));
    }

    private void callIn() throws IOException, InterruptedException {
        out.println("\n== The exchange calls in, caller ID 5558642 MARY ==");
        short[] talking = new SpeechLike(9).take(SPOKEN_SECONDS * 1000);
        FarEnd caller = new FarEnd(talking);
        verdict.check("the exchange finds the line free", ring(caller));
        SipEvent.Invited invited = (SipEvent.Invited) telephone.await(event -> event instanceof SipEvent.Invited, 20_000);
        verdict.check("the telephone rings", invited != null);
        if (invited == null) {
            return;
        }
        verdict.check("it shows the caller: " + invited.from().number() + " " + invited.from().displayName(),
                invited.from().number().endsWith("5558642") && invited.from().displayName().equals("MARY"));
        telephone.ring(invited);
        TimeUnit.MILLISECONDS.sleep(1500);
        telephone.device().rewind();
        short[] spoken = new SpeechLike(10).take(SPOKEN_SECONDS * 1000);
        telephone.answer(invited);
        // A person says hello when the line is open, not while the modem lifts the handset.
        TimeUnit.MILLISECONDS.sleep(1000);
        telephone.device().speak(spoken);
        verdict.check("the exchange hangs up first and the telephone is told (BYE)",
                telephone.await(event -> event instanceof SipEvent.Released, 30_000) != null);
        short[] heard = telephone.device().played();
        verdict.sound(telephone.device().mostLateNanos());
        CallRecord record = records.poll(20, TimeUnit.SECONDS);
        Timeline.print(out, record);
        Ear ear = new Ear(verdict, recordings);
        ear.same("the telephone hears what the caller says", "in-telephone.wav", talking, heard);
        ear.same("the caller hears what the telephone says", "in-caller.wav", spoken, caller.heard());
        verdict.check("the line is on-hook again", onHook());
        verdict.check("one record, cause NORMAL, ended by the line's side",
                record != null && record.cause().name().equals("NORMAL") && record.endedBy().equals("caller"));
    }

    /// Calls until the line is free: for a moment after a hang-up the exchange waits whether it was only a hook flash.
    private boolean ring(FarEnd caller) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() < deadline) {
            BlockingQueue<Boolean> rings = new ArrayBlockingQueue<>(1);
            exchange.execute((world, now) ->
                    rings.add(world.call(line, CallerId.of("5558642", "MARY"), 60_000, caller, (SPOKEN_SECONDS + 4) * 1000, now)));
            if (Boolean.TRUE.equals(rings.poll(1, TimeUnit.SECONDS))) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }

    /// Whether the exchange has seen the loop open last.
    private boolean onHook() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline) {
            List<ExchangeEvent> hooks = new ArrayList<>(exchange.events());
            hooks.removeIf(event -> !(event instanceof ExchangeEvent.OffHook || event instanceof ExchangeEvent.OnHook));
            if (!hooks.isEmpty() && hooks.getLast() instanceof ExchangeEvent.OnHook) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return false;
    }
}
