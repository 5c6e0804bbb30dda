package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.PinVerifier;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.modem.VoiceModemSettings;

/// A dialled number is a stranger's text, and a modem takes commands in text. Every byte in every place of a number, from the INVITE to what
/// is written to the device.
class DialledBytesTest {

    private static final String PLAN = """
            [country]
            name = US
            code = 1

            [emergency]
            numbers = 911
            use = landlines

            [interface phones]
            sip = registrar
            members = 201
            numbers = as-dialled

            [interface landlines]
            members = fxo1
            numbers = national

            [route out]
            from = phones
            to = landlines
            """;
    private static final String DIALLABLE = "0123456789*#ABCD";
    private static final Pattern TONES = Pattern.compile("AT\\+VTS=([^\r]*)\r");
    private static final Pattern PULSES = Pattern.compile("ATDP([^\r]*);\r");
    private static final Pattern ANY_COMMAND = Pattern.compile("AT[+A-Z][ -~]*\r");

    @ParameterizedTest
    @EnumSource
    void onlyDigitsReachADeviceWhateverIsDialled(VoiceModemSettings.Dialling dialling) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        World world = new World(3, 1, TestPlans.read(PLAN), ExchangeSettings.of("US"), PinVerifier.NONE, World.G711,
                VoiceModemSettings.DEFAULT.with(dialling, Duration.ofSeconds(2), Duration.ofMillis(600)));
        world.tap = written;
        world.sip.telephones = new Deaf();
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "the line in service");
        // What the gateway itself says to the modem, in a call with a number that is beyond doubt.
        call(world, "1234");
        Set<String> own = commands(written);
        Set<Character> dialled = new TreeSet<>();
        for (int place = 0; place <= 4; place++) {
            for (int c = 0; c < 256; c++) {
                written.reset();
                call(world, new StringBuilder("1234").insert(place, (char) c).toString());
                Set<String> commands = commands(written);
                for (String command : commands) {
                    Matcher tones = TONES.matcher(command);
                    Matcher pulses = PULSES.matcher(command);
                    if (pulses.matches()) {
                        assertThat(dialling).isEqualTo(VoiceModemSettings.Dialling.PULSE);
                        assertThat(pulses.group(1)).as("byte %d in place %d", c, place).matches("[0-9,]+");
                        pulses.group(1).chars().filter(t -> t != ',').forEach(t -> dialled.add((char) t));
                    } else if (tones.matches()) {
                        assertThat(tones.group(1)).as("byte %d in place %d", c, place).matches("[0-9*#A-D](,[0-9*#A-D])*");
                        tones.group(1).chars().filter(t -> t != ',').forEach(t -> dialled.add((char) t));
                    } else {
                        assertThat(own).as("byte %d in place %d made a command of its own", c, place).contains(command);
                    }
                }
            }
        }
        assertThat(dialled).as("what may be dialled is").containsExactlyInAnyOrderElementsOf(DIALLABLE.chars().mapToObj(c -> (char) c).toList());
        assertThat(world.broken).isEmpty();
    }

    /// From the INVITE until the line is idle again.
    private static void call(World world, String number) {
        LegId leg = world.legIds.get();
        String offer = OfferAnswer.offer("10.0.0.2", 10_000, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension("201"), number, new SipEvent.CallingParty("201", "", false), offer, "x"));
        // Pulses take their time.
        world.advance(12_000);
        world.sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> world.open.isEmpty() && world.lineController.status().stream().allMatch(
                line -> line.state() instanceof FxoState.OnHook), 60_000, "the line idle after " + number);
    }

    private static Set<String> commands(ByteArrayOutputStream written) {
        Set<String> commands = new TreeSet<>();
        Matcher matcher = ANY_COMMAND.matcher(written.toString(StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            commands.add(matcher.group());
        }
        return commands;
    }

    /// Telephones that nobody calls.
    private static final class Deaf implements ScriptedSip.Telephones {
    }
}
