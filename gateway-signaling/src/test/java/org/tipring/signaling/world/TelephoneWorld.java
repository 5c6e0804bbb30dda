package org.tipring.signaling.world;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.HoldSound;
import org.tipring.media.engine.MediaEvent;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaSettings;
import org.tipring.media.net.InMemoryNetwork;
import org.tipring.media.net.ScriptedPhone;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.pcm.Recording;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.time.VirtualClock;
import org.tipring.signaling.call.CallLimits;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallStatus;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.CallController;
import org.tipring.signaling.control.CallFiles;
import org.tipring.signaling.control.CodecPolicy;
import org.tipring.signaling.control.LegMedia;
import org.tipring.signaling.control.MediaPolicy;
import org.tipring.signaling.control.PinVerifier;
import org.tipring.signaling.control.Usage;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.control.telephone.DistinctiveRings;
import org.tipring.signaling.control.telephone.TelephoneSetup;
import org.tipring.signaling.control.telephone.TelephoneStatus;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.signaling.sdp.Answer;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sdp.TransportTerms;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.FxsState;
import org.tipring.tdm.line.FxsTimings;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;

/// A gateway with analog telephones (`fxs1`, number 211, ...) and SIP telephones (201 ...), driven by one virtual clock. Everybody can be told
/// from everybody else by the pitch of the voice: [#listen] says who hears whom.
final class TelephoneWorld implements ScriptedSip.Telephones {

    private static final Instant EPOCH = Instant.parse("2026-11-25T09:00:00Z");
    private static final int AMPLITUDE = 5_000;
    private static final int LISTEN_FRAMES = 14;

    /// A call of a SIP telephone.
    record SipCall(LegId leg, String user, ScriptedPhone phone, InetSocketAddress address, short[][] heard) { }

    final VirtualClock clock = new VirtualClock();
    final Random random;
    final Script script = new Script();
    final ControlLoop control = new ControlLoop(100_000);
    final InMemoryNetwork network = new InMemoryNetwork(clock::now);
    final MediaLoop media;
    final ScriptedSip sip;
    final LineController lines;
    final CallController calls;
    final Map<String, VirtualTelephone> telephones = new LinkedHashMap<>();
    private final Books books = new Books();
    final Map<String, Integer> open = books.open;
    final List<CallRecord> records = books.records;
    final List<String> broken = books.broken;
    /// What SIP telephones are asked, and have not said yes or no to.
    final Map<LegId, String> offers = new LinkedHashMap<>();
    final Map<LegId, String> users = new HashMap<>();
    final Map<LegId, SipCall> sipCalls = new LinkedHashMap<>();
    Consumer<LegId> onRinging = _ -> { };
    private final AtomicLong legs = new AtomicLong();
    private int port = 10_000;
    private boolean frozen;

    TelephoneWorld(long seed, int analog, int phones, FlashHabits habits, String plan) {
        random = new Random(seed);
        media = new MediaLoop("media", network, MediaSettings.DEFAULTS.withHoldSound(HoldSound.SILENCE), event -> control.execute(() -> onMedia(event)),
                this::recording, Runnable::run, new Random(seed));
        sip = new ScriptedSip(control);
        sip.telephones = this;
        List<TelephoneSetup> setups = new ArrayList<>();
        for (int i = 1; i <= analog; i++) {
            LineId id = new LineId("fxs" + i);
            setups.add(new TelephoneSetup(id, FxsTimings.DEFAULT, TonePlan.US, new RingSignal(200, Cadence.of(2000, 4000)), DistinctiveRings.USUAL,
                    Integer.toString(210 + i), id.name(),
                    habits, "*70", StarCodes.NONE, ServiceMemory.NONE, "", "", events -> {
                        VirtualTelephone telephone = new VirtualTelephone(id, control, events);
                        telephones.put(id.name(), telephone);
                        return telephone;
                    }));
        }
        lines = new LineController(List.of(), setups, control);
        MediaPolicy telling = new MediaPolicy(TransportTerms.Policy.OFF, TransportTerms.Keying.SDES, MediaPolicy.Symmetric.AUTO, true, true);
        LegMedia legMedia = new LegMedia(media, sip, lines, new CodecPolicy.Book(new CodecPolicy(List.of(AudioFormat.PCMU), false), Map.of(), Map.of()),
                Map.of(LegMedia.TELEPHONES, telling, "carrier", telling), KeyExchange.Maker.NONE,
                new CallFiles(media, new CallFiles.Settings(Path.of("recordings"), false, false), InstantSource.system(), clock::now));
        calls = new CallController(control, sip, lines, legMedia, TestPlans.read(plan(analog, phones) + plan), CallLimits.DEFAULT,
                () -> EPOCH.plusNanos(clock.now()), () -> new LegId(legs.incrementAndGet()), PinVerifier.NONE, new Usage(YearMonth.of(2026, 11), Map.of()), books);
        sip.events = calls::sip;
        control.add(lines);
        control.add(calls);
        control.execute(() -> lines.start(clock.now()));
        advance(10);
    }

    private static String plan(int analog, int phones) {
        StringBuilder plan = new StringBuilder("[country]\nname = US\ncode = 1\n\n[interface phones]\nsip = registrar\nnumbers = as-dialled\nmembers = 201");
        for (int i = 2; i <= phones; i++) {
            plan.append(", ").append(200 + i);
        }
        plan.append("\n\n[interface analog]\nnumbers = as-dialled\nmembers = fxs1");
        for (int i = 2; i <= analog; i++) {
            plan.append(", fxs").append(i);
        }
        plan.append("\n\n[route phones]\nfrom = phones, analog\ncalled = 20X\nto = phones\n");
        for (int i = 1; i <= analog; i++) {
            plan.append("\n[route fxs").append(i).append("]\nfrom = phones, analog\ncalled = ").append(210 + i).append("\nto = analog, set fxs").append(i).append('\n');
        }
        return plan.append('\n').toString();
    }

    private void onMedia(MediaEvent event) {
        calls.media(event);
    }

    // ---- what people do

    VirtualTelephone telephone(int number) {
        return telephones.get("fxs" + number);
    }

    /// Presses keys, as the media thread would hear them.
    void press(VirtualTelephone telephone, String keys) {
        for (char key : keys.toCharArray()) {
            control.execute(() -> calls.media(new MediaEvent.LineDigit(telephone.line().name(), key)));
        }
        advance(0);
    }

    LegId call(String user, String number) {
        LegId leg = new LegId(legs.incrementAndGet());
        users.put(leg, user);
        InetSocketAddress address = address();
        String offer = OfferAnswer.offer(address.getHostString(), address.getPort(), List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
        pending.put(leg, address);
        sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension(user), number, new SipEvent.CallingParty(user, "User " + user, false), offer, "x"));
        return leg;
    }

    private final Map<LegId, InetSocketAddress> pending = new HashMap<>();

    void answer(LegId leg) {
        String offer = offers.remove(leg);
        if (offer == null || !sip.alive(leg)) {
            return;
        }
        InetSocketAddress address = address();
        pending.put(leg, address);
        talk(leg, offer);
        sip.report(new SipEvent.Answered(leg, OfferAnswer.offer(address.getHostString(), address.getPort(), List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1)));
    }

    void decline(LegId leg, int status) {
        if (offers.remove(leg) != null && sip.alive(leg)) {
            sip.report(new SipEvent.Released(leg, status == 486 ? ReleaseCause.BUSY : ReleaseCause.DECLINED, status, "no"));
        }
        forget(leg);
    }

    void hangUp(LegId leg) {
        if (sip.alive(leg)) {
            sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
        }
        forget(leg);
    }

    private void talk(LegId leg, String sdp) {
        int gatewayPort = Integer.parseInt(sdp.replaceAll("(?s).*m=audio (\\d+).*", "$1"));
        InetSocketAddress address = pending.remove(leg);
        ScriptedPhone phone = new ScriptedPhone(network, clock::now, address, AudioFormat.PCMU, 101, gatewayPort);
        short[][] heard = new short[1][];
        phone.ear(frame -> heard[0] = frame.clone());
        sipCalls.put(leg, new SipCall(leg, users.get(leg), phone, address, heard));
    }

    private InetSocketAddress address() {
        port = port >= 60_000 ? 10_000 : port + 2;
        return new InetSocketAddress("10.0.0.2", port);
    }

    private void forget(LegId leg) {
        offers.remove(leg);
        users.remove(leg);
        pending.remove(leg);
        SipCall call = sipCalls.remove(leg);
        if (call != null) {
            call.phone.hangUp();
        }
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        offers.put(leg, offer);
        users.put(leg, user.startsWith("Trunk") ? user.replaceAll(".*name=(\\w+).*", "$1") : user);
        sip.report(new SipEvent.Ringing(leg));
        onRinging.accept(leg);
    }

    @Override
    public void answered(LegId leg, String sdp) {
        talk(leg, sdp);
        sip.report(new SipEvent.Acknowledged(leg, ""));
    }

    @Override
    public void ended(LegId leg, ReleaseCause cause, int status) {
        forget(leg);
    }

    /// What telephones were offered in their calls, the last: `sendonly`.
    final Map<LegId, String> directions = new HashMap<>();
    /// What telephones' REFERs came to.
    final Map<LegId, List<Integer>> transfers = new HashMap<>();
    /// What they do when they are told.
    BiConsumer<LegId, Integer> onTransferred = (_, _) -> { };
    /// Whom a provider was asked to connect.
    final List<LegId> handedOn = new ArrayList<>();
    boolean refusesReoffers;

    @Override
    public void reoffered(LegId leg, String sdp) {
        if (refusesReoffers) {
            sip.report(new SipEvent.Unchanged(leg, 488));
            return;
        }
        directions.put(leg, sdp.replaceAll("(?s).*a=(sendrecv|sendonly|recvonly|inactive).*", "$1"));
        SipCall call = sipCalls.get(leg);
        if (OfferAnswer.answer(sdp, call.address.getHostString(), call.address.getPort(), List.of(AudioFormat.PCMU), Direction.SENDRECV, 1, ++versions)
                instanceof Answer.Accepted(String answer, var _)) {
            sip.report(new SipEvent.Reanswered(leg, answer));
        }
    }

    private long versions = 1;

    @Override
    public void transferred(LegId leg, int status) {
        transfers.computeIfAbsent(leg, _ -> new ArrayList<>()).add(status);
        onTransferred.accept(leg, status);
    }

    @Override
    public void referred(LegId leg, LegId with) {
        handedOn.add(leg);
        handedOn.add(with);
    }

    /// The same user takes the call over at another telephone.
    LegId takeOver(LegId instead) {
        LegId leg = new LegId(legs.incrementAndGet());
        String user = users.get(instead);
        users.put(leg, user);
        InetSocketAddress address = address();
        pending.put(leg, address);
        sip.report(new SipEvent.Replacing(leg, new SipEvent.Source.Extension(user), instead,
                OfferAnswer.offer(address.getHostString(), address.getPort(), List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1), "x"));
        return leg;
    }

    /// What is in recordings, by their files: everybody's voice that was in the last frame of the left and of the right side.
    final Map<String, List<Set<String>>> recorded = new TreeMap<>();

    private Recording recording(Path file) {
        return new Recording() {
            @Override
            public void write(short[] left, short[] right, int samples) {
                int last = samples - Pcm.FRAME;
                recorded.put(file.getFileName().toString(), List.of(voices(Arrays.copyOfRange(left, last, samples)), voices(Arrays.copyOfRange(right, last, samples))));
            }

            @Override
            public void flush() {
                // It is in memory.
            }

            @Override
            public void close() {
                // As above.
            }
        };
    }

    private Set<String> voices(short[] sound) {
        Set<String> voices = new LinkedHashSet<>();
        parties().forEach((name, pitch) -> {
            if (loud(sound, pitch)) {
                voices.add(name);
            }
        });
        return voices;
    }

    // ---- who hears whom

    /// The names of who is off-hook or in a SIP call: `fxs1`, `201`.
    private Map<String, Integer> parties() {
        Map<String, Integer> pitches = new LinkedHashMap<>();
        telephones.forEach((name, telephone) -> {
            if (telephone.offHook && telephone.plugged) {
                pitches.put(name, pitches.size());
            }
        });
        sipCalls.values().forEach(call -> pitches.put(call.user, pitches.size()));
        return pitches;
    }

    /// Lets everybody speak for a moment in which nobody does anything, and says whom each one hears.
    Map<String, Set<String>> listen() {
        return listen(LISTEN_FRAMES);
    }

    /// @param frames how long they speak, in 20 ms
    Map<String, Set<String>> listen(int frames) {
        frozen = true;
        Map<String, Integer> parties = parties();
        telephones.values().forEach(VirtualTelephone::forget);
        sipCalls.values().forEach(call -> call.heard[0] = null);
        for (int i = 0; i < frames; i++) {
            telephones.forEach((name, telephone) -> {
                if (parties.containsKey(name)) {
                    telephone.say(voice(parties.get(name)));
                }
            });
            // Silence is what they hear, too: what was heard before says nothing of now.
            sipCalls.values().forEach(call -> {
                call.heard[0] = null;
                call.phone.say(voice(parties.get(call.user)));
            });
            advance(20);
        }
        Map<String, Set<String>> heard = new LinkedHashMap<>();
        parties.keySet().forEach(name -> heard.put(name, new LinkedHashSet<>()));
        parties.forEach((name, pitch) -> {
            short[] sound = telephones.containsKey(name) ? telephones.get(name).heard()
                    : sipCalls.values().stream().filter(call -> call.user.equals(name)).findFirst().map(call -> call.heard[0]).orElse(null);
            parties.forEach((other, otherPitch) -> {
                if (sound != null && loud(sound, otherPitch)) {
                    heard.get(name).add(other);
                }
            });
        });
        telephones.values().forEach(VirtualTelephone::forget);
        frozen = false;
        return heard;
    }

    /// Not where the howler and the special information tone are.
    private static double hertz(int pitch) {
        return pitch < 6 ? 1050 + 50.0 * pitch : pitch < 12 ? 1500 + 50.0 * (pitch - 6) : 2100 + 50.0 * (pitch - 12) + (pitch > 16 ? 400 : 0);
    }

    private static short[] voice(int pitch) {
        short[] frame = new short[Pcm.FRAME];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hertz(pitch) * i / Pcm.RATE));
        }
        return frame;
    }

    /// 50 Hz apart, voices do not mix in 20 ms.
    private static boolean loud(short[] sound, int pitch) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < sound.length; i++) {
            re += sound[i] * Math.cos(2 * Math.PI * hertz(pitch) * i / Pcm.RATE);
            im += sound[i] * Math.sin(2 * Math.PI * hertz(pitch) * i / Pcm.RATE);
        }
        return 2 * Math.hypot(re, im) / sound.length > AMPLITUDE / 4.0;
    }

    // ---- time

    void after(long millis, Runnable what) {
        script.at(clock.now() + millis * 1_000_000, what);
    }

    void advance(long millis) {
        long end = clock.now() + millis * 1_000_000;
        turn();
        while (clock.now() < end) {
            step(end);
        }
    }

    void until(BooleanSupplier condition, long millis, String what) {
        long end = clock.now() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (clock.now() >= end) {
                throw new AssertionError("not within " + millis + " ms: " + what + "; calls " + calls.status() + ", " + lines.telephones().status());
            }
            step(end);
        }
    }

    private void step(long end) {
        long next = Math.min(frozen ? Long.MAX_VALUE : script.next(), Math.min(control.nextDeadline(), media.nextDeadline()));
        clock.advanceTo(Math.max(clock.now(), Math.min(next, end)));
        turn();
    }

    private void turn() {
        if (!frozen) {
            script.runDue(clock.now());
        }
        do {
            media.runOnce(clock.now(), false);
            control.runOnce(clock.now());
        } while (!control.idle());
        media.runOnce(clock.now(), false);
    }

    // ---- what can be seen

    List<CallStatus> status() {
        return calls.status();
    }

    /// `201-fxs1 talking`, in order of their begin.
    List<String> story() {
        return status().stream().map(call -> call.from().replaceAll(".*/", "") + "-" + call.to().replaceAll(".*/", "") + " " + call.state()).toList();
    }

    FxsState state(String telephone) {
        return lines.telephones().status().stream().filter(one -> one.name().equals(telephone)).map(TelephoneStatus::state).findFirst().orElseThrow();
    }
}
