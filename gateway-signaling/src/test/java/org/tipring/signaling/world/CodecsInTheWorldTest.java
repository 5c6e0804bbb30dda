package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codecs;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.CodecPolicy;
import org.tipring.signaling.control.PinVerifier;
import org.tipring.signaling.sdp.Answer;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// Which codecs a call gets: what the operator allows, and of that what saves transcoding.
class CodecsInTheWorldTest implements ScriptedSip.Telephones {

    private static final String PLAN = """
            [country]
            name = US
            code = 1

            [emergency]
            numbers = 911
            use = landlines

            [interface phones]
            sip = registrar
            members = 201, 202, 203
            numbers = as-dialled

            [interface landlines]
            members = fxo1
            numbers = national

            [route local]
            from = phones
            called = 2XX
            to = phones

            [route out]
            from = phones
            called = 9 1XX
            to = landlines, strip 1
            """;

    private World world;
    private String calleeCodecs = "";
    private final Map<LegId, String> answers = new HashMap<>();
    private final Map<String, String> offers = new HashMap<>();

    private static List<AudioFormat> formats(String names) {
        return Stream.of(names.split(" ")).map(name -> Codecs.ALL.stream().filter(format -> format.encoding().equals(name)).findFirst().orElseThrow()).toList();
    }

    private void begin(String usual, String of202) {
        CodecPolicy policy = new CodecPolicy(formats(usual), false);
        world = new World(7, 1, TestPlans.read(PLAN), ExchangeSettings.of("US"), PinVerifier.NONE,
                new CodecPolicy.Book(policy, Map.of("202", of202.isEmpty() ? policy : new CodecPolicy(formats(of202), false)), Map.of()));
        world.sip.telephones = this;
        world.exchange.subscribe("100", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "line in service");
    }

    private LegId dial(String number, String codecs) {
        LegId leg = world.legIds.get();
        String offer = OfferAnswer.offer("10.0.0.2", 10_000 + (int) leg.number() * 2, formats(codecs), 101, 20, Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension("201"), number, new SipEvent.CallingParty("201", "", false), offer, "x"));
        return leg;
    }

    private CallRecord talk(LegId caller) {
        world.until(() -> world.calls.status().stream().anyMatch(call -> call.state().equals("talking")), 30_000, "they talk");
        shown = world.calls.status().getFirst().codecs();
        world.sip.report(new SipEvent.Released(caller, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> !world.records.isEmpty(), 10_000, "a record");
        return world.records.getFirst();
    }

    private String shown = "";

    private static String codecs(String sdp) {
        return String.join(" ", OfferAnswer.offered(sdp).stream().map(AudioFormat::encoding).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // policy of all       | of 202    | caller offers       | callee can      | callee is offered   | caller gets | callee gets
        "OPUS G722 PCMU PCMA   | ''        | PCMA PCMU           | PCMA OPUS       | PCMU PCMA OPUS G722 | PCMA | PCMA",
        "OPUS G722 PCMU PCMA   | ''        | OPUS PCMU           | OPUS PCMU       | OPUS PCMU G722 PCMA | OPUS | OPUS",
        "OPUS G722 PCMU PCMA   | ''        | OPUS G722 PCMA      | PCMA            | OPUS G722 PCMA PCMU | PCMA | PCMA",
        "OPUS G722 PCMU PCMA   | ''        | G722 PCMU           | G722            | G722 PCMU OPUS PCMA | G722 | G722",
        "OPUS G722 PCMU PCMA   | PCMA      | OPUS PCMU           | PCMA            | PCMA                | OPUS | PCMA",
        "OPUS G722 PCMU PCMA   | PCMA G722 | G722 PCMU           | G722 PCMA       | G722 PCMA           | G722 | G722",
        "PCMA PCMU             | ''        | OPUS G722 PCMU PCMA | PCMU            | PCMA PCMU           | PCMU | PCMU",
        "L16 PCMA              | ''        | L16 PCMA            | PCMA            | L16 PCMA            | PCMA | PCMA"})
    void bothSidesSpeakTheSameIfTheyMay(String all, String of202, String callerOffers, String calleeCan, String calleeOffered, String callerGets,
                                        String calleeGets) {
        begin(all, of202);
        calleeCodecs = calleeCan;
        LegId caller = dial("202", callerOffers);
        CallRecord record = talk(caller);

        assertThat(codecs(offers.get("202"))).isEqualTo(calleeOffered);
        assertThat(codecs(answers.get(caller))).isEqualTo(callerGets);
        assertThat(record.media()).extracting(CallRecord.Media::leg, CallRecord.Media::codec).containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple("caller", callerGets), org.assertj.core.groups.Tuple.tuple("called", calleeGets));
        assertThat(shown).isEqualTo(callerGets + ", " + calleeGets);
        assertThat(world.sip.broken).isEmpty();
    }

    @Test
    void aLineIsSpokenWithInALawWhereThereIsOne() {
        begin("OPUS G722 PCMU PCMA", "");
        LegId caller = dial("9100", "OPUS G722 PCMA");
        talk(caller);
        assertThat(codecs(answers.get(caller))).isEqualTo("PCMA");
        assertThat(shown).isEqualTo("PCMA");
    }

    @Test
    void aLineCanBeSpokenWithInG722() {
        begin("OPUS G722 PCMU PCMA", "");
        LegId caller = dial("9100", "G722");
        talk(caller);
        assertThat(codecs(answers.get(caller))).isEqualTo("G722");
    }

    @Test
    void whatIsNotAllowedIsNotSpoken() {
        begin("PCMU", "");
        dial("202", "OPUS G722 PCMA");
        world.until(() -> !world.records.isEmpty(), 10_000, "a record");
        assertThat(world.records.getFirst().cause()).isEqualTo(ReleaseCause.NOT_ACCEPTABLE);
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        offers.put(user, offer);
        Answer answer = OfferAnswer.answer(offer, "10.0.0.3", 20_000, formats(calleeCodecs), Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Ringing(leg));
        world.sip.report(new SipEvent.Answered(leg, ((Answer.Accepted) answer).sdp()));
    }

    @Override
    public void answered(LegId leg, String sdp) {
        answers.put(leg, sdp);
        world.sip.report(new SipEvent.Acknowledged(leg, ""));
    }

    @Override
    public void progress(LegId leg, String sdp) {
        answers.put(leg, sdp);
    }
}
